import type { IsoDate } from '../../src/dates.ts';
import { createIds, type Ids } from './ids.ts';
import { type ProgrammeNumbers, planProgramme } from './programme.ts';
import type { Random } from './random.ts';
import { COMPANY_NAMES, COMPETENCIES, COUNTRIES, HERO_NAMES } from './words.ts';

/** The seed of the company that the demonstration, the documentation and most tests talk about. */
export const DEFAULT_SEED = 7;

/** The numbers under `rules_of_engagement` in company.yaml. */
interface RuleNumbers {
  readonly registrationProtectionDays: number;
  readonly registrationDecisionDays: number;
  readonly extensionDays: number;
  readonly maxExtensions: number;
  readonly directDealWinsAfterStage: 'qualified' | 'proposal';
  readonly dormantOpportunityDays: number;
  readonly influenceWindowDays: number;
  readonly sourcedWindowDays: number;
  readonly minAmount: number;
  readonly maxOpenRegistrations: number;
  readonly attributionLockDays: number;
}

export interface Company {
  readonly seed: number;
  readonly name: string;
  readonly domain: string;
  readonly currency: string;
  readonly rates: Readonly<Record<string, number>>;
  readonly fiscalYearStarts: number;
  readonly today: IsoDate;
  readonly products: readonly [string, string, string];
  /** Best first. */
  readonly tiers: readonly [string, string, string, string];
  readonly competencies: readonly string[];
  readonly hero: { readonly stem: string; readonly descriptor: string };
  readonly rules: RuleNumbers;
  readonly programme: ProgrammeNumbers;
  readonly ids: Ids;
}

const NORTHWIND_RULES: RuleNumbers = {
  registrationProtectionDays: 90,
  registrationDecisionDays: 2,
  extensionDays: 30,
  maxExtensions: 1,
  directDealWinsAfterStage: 'qualified',
  dormantOpportunityDays: 120,
  influenceWindowDays: 180,
  sourcedWindowDays: 90,
  minAmount: 10000,
  maxOpenRegistrations: 12,
  attributionLockDays: 14,
};

const TIERS: readonly Company['tiers'][] = [
  ['platinum', 'gold', 'silver', 'registered'],
  ['elite', 'premier', 'select', 'member'],
  ['diamond', 'sapphire', 'pearl', 'associate'],
];

const CURRENCIES: readonly { currency: string; rates: Record<string, number> }[] = [
  { currency: 'USD', rates: { EUR: 1.08, GBP: 1.27 } },
  { currency: 'EUR', rates: { USD: 0.93, GBP: 1.18, CHF: 1.05 } },
  { currency: 'GBP', rates: { USD: 0.79, EUR: 0.85 } },
];

/** Who the company of a seed is: name, products, rules and programme. Other seeds share none of its numbers by design. */
export function planCompany(seed: number, today: IsoDate, random: Random): Company {
  const isDefault = seed === DEFAULT_SEED;
  const choose = <T>(list: readonly T[]) => (isDefault ? list[0]! : random.pick(list.slice(1)));
  const [stem, descriptor] = choose(HERO_NAMES);
  return {
    seed,
    ...choose(COMPANY_NAMES),
    ...choose(CURRENCIES),
    fiscalYearStarts: choose([2, 1, 4, 7, 10]),
    today,
    tiers: choose(TIERS),
    competencies: isDefault ? COMPETENCIES.slice(0, 8) : random.sample(COMPETENCIES, 8),
    hero: { stem, descriptor },
    rules: isDefault ? NORTHWIND_RULES : planRules(random),
    programme: planProgramme(random, isDefault),
    ids: createIds(isDefault ? 0 : random.int(1, 2)),
  };
}

/** The currency in which a country's deals are written: its own where the company has a rate for it. */
export function dealCurrency(company: Company, countryCode: string): string {
  const own = COUNTRIES.find((one) => one.code === countryCode)?.currency;
  return own !== undefined && own in company.rates ? own : company.currency;
}

function planRules(random: Random): RuleNumbers {
  return {
    registrationProtectionDays: random.pick([60, 75, 120, 150]),
    registrationDecisionDays: random.pick([1, 3, 4, 5]),
    extensionDays: random.pick([15, 20, 45]),
    maxExtensions: random.int(1, 2),
    directDealWinsAfterStage: random.pick(['qualified', 'proposal'] as const),
    dormantOpportunityDays: random.pick([60, 90, 150, 180]),
    influenceWindowDays: random.pick([90, 120, 270]),
    sourcedWindowDays: random.pick([45, 60, 120]),
    minAmount: random.pick([5000, 15000, 20000]),
    maxOpenRegistrations: random.pick([8, 10, 15]),
    attributionLockDays: random.pick([7, 10, 21, 30]),
  };
}

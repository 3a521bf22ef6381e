import type { Population, SharingDirection, SharingLevel } from './types.ts';

export const POPULATIONS: readonly Population[] = ['customer', 'open_opportunity', 'prospect'];

const OPENNESS: readonly SharingLevel[] = ['hidden', 'count', 'overlap', 'full'];

/** What a sharing rule may leave out of a row. A rule that names no fields shows all of them. */
const FIELDS = [
  'name',
  'domain',
  'country',
  'population',
  'owner_name',
  'owner_email',
  'last_activity_on',
  'customer_since',
  'stage',
  'amount',
] as const;

export type SharedField = (typeof FIELDS)[number];

/** Fields that tell a population by being there: shown only where that population is shown as well. */
const TELLING: Readonly<Partial<Record<SharedField, Population>>> = {
  customer_since: 'customer',
  stage: 'open_opportunity',
  amount: 'open_opportunity',
};

export interface SharingRule {
  readonly population: Population;
  readonly direction: SharingDirection;
  readonly level: SharingLevel;
  /** Empty: every field. */
  readonly fields: readonly string[];
}

/** What one side shows of one row of its own. */
export interface Disclosure {
  readonly level: SharingLevel;
  /** The row's populations as far as they are shown. */
  readonly populations: readonly Population[];
  readonly fields: readonly SharedField[];
  readonly withheld: readonly SharedField[];
}

/** The rule of a population. Where the company says nothing: they gave us the file, so all of it; of ours, nothing. */
export function ruleFor(
  rules: readonly SharingRule[],
  population: Population,
  direction: SharingDirection,
): SharingRule {
  const known = rules.find((one) => one.population === population && one.direction === direction);
  const level = direction === 'theirs_to_us' ? 'full' : 'hidden';
  return known ?? { population, direction, level, fields: [] };
}

/** Whether a rule shows a field of the rows that it shows. */
export function showsField(rule: Pick<SharingRule, 'fields'>, field: SharedField): boolean {
  return rule.fields.length === 0 || rule.fields.includes(field);
}

/**
 * What is shown of a row in several populations to a reader who needs at least the level `from`: a population counts where
 * its own rule is as open as that, a field where one of those rules names it. A row in no population falls under no rule: all
 * of it.
 */
export function disclose(rules: readonly SharingRule[], from: 'overlap' | 'full'): Disclosure {
  const isOpen = (rule: SharingRule) => OPENNESS.indexOf(rule.level) >= OPENNESS.indexOf(from);
  const open = rules.filter(isOpen);
  const closed = rules.filter((rule) => !isOpen(rule)).map((rule) => rule.population);
  const isShown = (field: SharedField) => {
    const told = TELLING[field];
    if (told && closed.includes(told)) return false;
    return rules.length === 0 || open.some((rule) => showsField(rule, field));
  };
  const fields = FIELDS.filter(isShown);
  return {
    level: rules.length === 0 ? 'full' : mostOpen(rules.map((rule) => rule.level)),
    populations: open.filter((rule) => showsField(rule, 'population')).map((rule) => rule.population),
    fields,
    withheld: FIELDS.filter((field) => !fields.includes(field)),
  };
}

function mostOpen(levels: readonly SharingLevel[]): SharingLevel {
  return OPENNESS[Math.max(...levels.map((level) => OPENNESS.indexOf(level)))] ?? 'hidden';
}

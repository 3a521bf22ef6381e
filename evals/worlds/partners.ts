import { addDays } from '../../src/dates.ts';
import { toWorkday } from './calendar.ts';
import { type Company, DEFAULT_SEED } from './company.ts';
import { slackId } from './people.ts';
import type { Random } from './random.ts';
import type { Archetype, Partner, Person } from './rows.ts';
import { INDUSTRIES, INTEGRATIONS, PARTNER_STEMS, PARTNER_TRADES } from './words.ts';

/** Parts that partners play in the planted cases; every world has one partner for each. */
export type Part =
  | 'lead'
  | 'second'
  | 'busy'
  | 'discreet'
  | 'exclusive'
  | 'squatter'
  | 'untrained'
  | 'rival'
  | 'counterRival'
  | 'incumbent'
  | 'referrer'
  | 'advisor'
  | 'onboarding'
  | 'recruit'
  | 'inactive';

interface Slot {
  readonly archetype: Archetype;
  /** Best is 0; null: not in the programme yet. */
  readonly tier: number | null;
  readonly regions: readonly string[];
  readonly status: Partner['status'];
  readonly part: Part | null;
}

const slot = (line: string): Slot => {
  const [archetype, tier, regions, part] = line.split(' ') as [Archetype, string, string, Part?];
  const status = part === 'onboarding' || part === 'recruit' || part === 'inactive' ? part : 'active';
  return {
    archetype,
    tier: tier === '-' ? null : Number(tier),
    regions: regions === '-' ? [] : regions.split(','),
    status,
    part: part ?? null,
  };
};

const SLOTS: readonly Slot[] = [
  'si 0 AMER,EMEA lead',
  'reseller 1 AMER,UKI second',
  'si 1 AMER,DACH busy',
  'msp 1 AMER discreet',
  'reseller 2 Nordics exclusive',
  'reseller 2 AMER,EMEA squatter',
  'msp 2 AMER,UKI untrained',
  'isv 1 AMER,EMEA,APAC rival',
  'isv 2 AMER,EMEA counterRival',
  'msp 1 DACH,South incumbent',
  'referral 2 AMER referrer',
  'influence 3 AMER,EMEA,APAC advisor',
  'si 1 APAC',
  'reseller 1 DACH',
  'si 2 UKI,South',
  'msp 2 APAC',
  'isv 3 -',
  'referral 3 UKI',
  'influence 2 EMEA',
  'reseller 3 South',
  'si 3 Nordics',
  'isv 0 AMER,EMEA,APAC',
  'si 2 DE,AT,CH',
  'referral 3 APAC',
  'si 3 AMER onboarding',
  'reseller 3 UKI onboarding',
  'msp 3 Nordics onboarding',
  'isv - AMER recruit',
  'si - DACH recruit',
  'reseller 3 US,CA inactive',
].map(slot);

export interface PartnerBook {
  readonly partners: readonly Partner[];
  /** The first partner of each part. */
  readonly parts: Readonly<Record<Part, Partner>>;
}

/** Thirty partners of every archetype, tier and status. The first two share a Slack channel with us. */
export function makePartners(company: Company, people: readonly Person[], random: Random): PartnerBook {
  const managers = people.filter((one) => one.role === 'partner_manager').map((one) => one.email);
  const stems = company.seed === DEFAULT_SEED ? PARTNER_STEMS : random.shuffle(PARTNER_STEMS);
  const drafts = SLOTS.map((one, at) =>
    makePartner({ slot: one, stem: stems[at]!, managers, company }, random),
  );
  const partners = drafts.map((one, at) => ({ ...one, competesWith: rivalsOf(at, drafts) }));
  const parts: Partial<Record<Part, Partner>> = {};
  SLOTS.forEach(({ part }, at) => {
    if (part !== null) parts[part] ??= partners[at]!;
  });
  return { partners, parts: parts as Record<Part, Partner> };
}

interface PartnerDraft {
  readonly slot: Slot;
  readonly stem: string;
  readonly managers: readonly string[];
  readonly company: Company;
}

function makePartner({ slot: one, stem, managers, company }: PartnerDraft, random: Random): Partner {
  const signed = one.status !== 'recruit';
  const delivers = one.archetype !== 'referral' && one.archetype !== 'influence';
  return {
    partnerId: stem.toLowerCase(),
    name: `${stem} ${random.pick(PARTNER_TRADES[one.archetype] ?? [])}`,
    domain: `${stem.toLowerCase()}.example`,
    archetype: one.archetype,
    tier: one.tier === null ? null : company.tiers[one.tier]!,
    status: one.status,
    regions: one.regions,
    industries: random.sample(INDUSTRIES, random.int(2, 4)).map((industry) => industry.name),
    competencies: delivers ? random.sample(company.competencies, random.int(2, 5)) : [],
    products:
      one.part === 'lead'
        ? company.products
        : random.chance(0.85)
          ? random.sample(company.products, random.int(1, 3))
          : [],
    integrations:
      one.archetype === 'isv' || random.chance(0.3) ? random.sample(INTEGRATIONS, random.int(1, 3)) : [],
    competesWith: [],
    managerEmail: signed ? random.pick(managers) : null,
    joinedOn: joinedOn(one, company, random),
    sharedChannelId: one.part === 'lead' || one.part === 'second' ? slackId('C', random) : null,
    marketplaces:
      delivers && random.chance(0.45) ? random.sample(['aws', 'azure', 'google'], random.int(1, 2)) : [],
    capacity: null,
    slackTeamId: signed && (one.part !== null || random.chance(0.5)) ? slackId('T', random) : null,
    privateNote: privateNote(one, random),
  };
}

function joinedOn(one: Slot, company: Company, random: Random): string | null {
  if (one.status === 'recruit') return null;
  const ago = one.status === 'onboarding' ? random.int(15, 75) : random.int(240, 1500);
  return toWorkday(addDays(company.today, -ago));
}

/** The pair of rivals, and two more rivalries that only one side has named. */
function rivalsOf(at: number, drafts: readonly Partner[]): string[] {
  const part = SLOTS[at]?.part;
  const idOf = (wanted: Part) => drafts[SLOTS.findIndex((one) => one.part === wanted)]!.partnerId;
  if (part === 'rival') return [idOf('counterRival')];
  if (part === 'busy') return [drafts[22]!.partnerId];
  if (at === 14) return [drafts[12]!.partnerId];
  return [];
}

const NOTES: readonly string[] = [
  'Asked twice for better payment terms; finance said no. Do not raise with them.',
  'Their founder is in talks to sell the firm. Confidential until announced.',
  'Strong in the field, weak on paperwork. Check every statement of work.',
  'Margin exception of two points agreed verbally, ends with the fiscal year.',
  'We are considering a second partner in this territory.',
  'Lost their lead architect in spring; quality has slipped since.',
  'Candidate for the next tier, decision at the autumn review.',
];

function privateNote(one: Slot, random: Random): string | null {
  if (one.part === 'squatter')
    return 'Registers nearly every account it meets. Watch the number of open registrations.';
  if (one.part === 'discreet') return 'Their legal team releases counts only. Do not press for names.';
  return random.chance(0.6) ? random.pick(NOTES) : null;
}

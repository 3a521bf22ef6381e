import type { Column, Fit, FitRow } from './fit-effects.ts';
import type { LiftSubject, TrainingDeal } from './lift-model.ts';
import { SHARED_EFFECTS, SHARED_PRIORS, shareOfSignals } from './lift-priors.ts';
import type { DealFacts } from './types.ts';

/** How far partners, archetypes and pairs of partner and industry differ, as standard deviations of log-odds. */
export interface Spread {
  readonly partner: number;
  readonly archetype: number;
  readonly pair: number;
}

export const INITIAL_SPREAD: Spread = { partner: 0.55, archetype: 0.25, pair: 0.25 };

/** The spreads count as known from so many partners, archetypes or pairs before any history. */
const SPREAD_WEIGHT = 8;

/** By the first word of a column's name: how much it can matter to a deal without a partner. */
const BASE_SDS: Readonly<Record<string, number>> = {
  kind: 1.2,
  product: 0.5,
  industry: 0.4,
  country: 0.3,
  competitor: 0.5,
  amount: 0.5,
  intent: 1,
};

type Entry = readonly [name: string, x: number];

/** Deals as rows of the regression, and which columns they have. */
export interface DealTable {
  readonly rows: readonly FitRow[];
  readonly common: readonly string[];
  readonly blocks: readonly (readonly string[])[];
  readonly meanLogAmount: number;
}

/** Columns are in the order of their names, so that the order of the deals changes nothing. */
export function tabulateDeals(deals: readonly TrainingDeal[]): DealTable {
  const amounts = deals.flatMap((one) => (one.deal.amountMinor ? [Math.log(one.deal.amountMinor)] : []));
  const meanLogAmount = amounts.length > 0 ? amounts.reduce((a, b) => a + b, 0) / amounts.length : 0;
  const bases = deals.map((one) => describeBase(one.deal, meanLogAmount));
  const names = new Set(bases.flatMap((entries) => entries.map(([name]) => name)));
  const owned = new Map<string, Set<string>>();
  for (const { deal, partners } of deals)
    for (const partner of partners) {
      if (partner.archetype) names.add(`archetype:${partner.archetype}`);
      const own = owned.get(partner.partnerId) ?? new Set();
      for (const name of listOwnEffects({ deal, ...partner })) if (!isArchetype(name)) own.add(name);
      owned.set(partner.partnerId, own);
    }
  const common = [...SHARED_EFFECTS, ...[...names].sort()];
  const partnerIds = [...owned.keys()].sort();
  const blocks = partnerIds.map((id) => [...owned.get(id)!].sort());
  const index: Index = {
    common: new Map(common.map((name, i) => [name, i])),
    block: new Map(partnerIds.map((id, i) => [id, i])),
    within: blocks.map((block) => new Map(block.map((name, i) => [name, i]))),
  };
  const rows = deals.map((one, i) => tabulateDeal(one, bases[i]!, index));
  return { rows, common, blocks, meanLogAmount };
}

interface Index {
  readonly common: ReadonlyMap<string, number>;
  readonly block: ReadonlyMap<string, number>;
  readonly within: readonly ReadonlyMap<string, number>[];
}

function tabulateDeal(one: TrainingDeal, base: readonly Entry[], index: Index): FitRow {
  const share = 1 / Math.sqrt(Math.max(1, one.partners.length));
  const common = new Map<number, number>();
  const add = (name: string, x: number) => {
    const i = index.common.get(name);
    if (i !== undefined && x !== 0) common.set(i, (common.get(i) ?? 0) + x);
  };
  for (const [name, x] of base) add(name, x);
  const own = one.partners.map((partner) => {
    for (const name of SHARED_EFFECTS) add(name, share * shareOfSignals(name, partner.signals));
    const block = index.block.get(partner.partnerId)!;
    const names = listOwnEffects({ deal: one.deal, ...partner });
    for (const name of names) if (isArchetype(name)) add(name, share);
    const within = index.within[block]!;
    return {
      block,
      cells: names.flatMap((name) => (isArchetype(name) ? [] : [[within.get(name)!, share] as const])),
    };
  });
  return { won: one.deal.won === true, common: [...common].sort((a, b) => a[0] - b[0]), own };
}

/** The columns of a table with their priors. */
export function columnsOf(
  table: DealTable,
  spread: Spread,
): { common: readonly Column[]; blocks: readonly (readonly Column[])[] } {
  return {
    common: table.common.map((name) => ({ name, ...priorOf(name, spread) })),
    blocks: table.blocks.map((block) => block.map((name) => ({ name, ...priorOf(name, spread) }))),
  };
}

function priorOf(name: string, spread: Spread): { mean: number; sd: number } {
  if (name === 'joined' || name === 'signals') return SHARED_PRIORS[name];
  if (name === 'base') return { mean: 0, sd: 30 };
  const [first, second] = name.split(':');
  if (first === 'base') return { mean: 0, sd: BASE_SDS[second ?? ''] ?? 0.5 };
  if (first === 'partner' || first === 'pair' || first === 'archetype') return { mean: 0, sd: spread[first] };
  return SHARED_PRIORS.each;
}

/** The spreads that a fit speaks for: the mean square of the effects (EM; Dempster, Laird & Rubin 1977). */
export function spreadOf(columns: ReturnType<typeof columnsOf>, fit: Fit, before: Spread): Spread {
  const sums = { partner: { n: 0, square: 0 }, archetype: { n: 0, square: 0 }, pair: { n: 0, square: 0 } };
  const count = (name: string, mean: number, variance: number) => {
    const group = name.slice(0, name.indexOf(':')) as keyof Spread;
    if (!(group in sums)) return;
    sums[group].n += 1;
    sums[group].square += mean ** 2 + variance;
  };
  for (const [i, one] of columns.common.entries()) count(one.name, fit.common[i]!, fit.covariance.get(i, i));
  for (const [b, block] of columns.blocks.entries())
    for (const [i, one] of block.entries()) count(one.name, fit.own[b]![i]!, fit.ownVariance[b]![i]!);
  const settle = (group: keyof Spread) => {
    const { n, square } = sums[group];
    if (n === 0) return before[group];
    return Math.sqrt((square + SPREAD_WEIGHT * INITIAL_SPREAD[group] ** 2) / (n + SPREAD_WEIGHT));
  };
  return { partner: settle('partner'), archetype: settle('archetype'), pair: settle('pair') };
}

/** What a deal's chance hangs on without any partner. */
export function describeBase(deal: DealFacts, meanLogAmount: number): Entry[] {
  const entries: Entry[] = [['base', 1]];
  if (deal.amountMinor) entries.push(['base:amount', (Math.log(deal.amountMinor) - meanLogAmount) / 2]);
  entries.push([`base:kind:${deal.kind}`, 1]);
  if (deal.product) entries.push([`base:product:${deal.product}`, 1]);
  if (deal.industry) entries.push([`base:industry:${deal.industry}`, 1]);
  if (deal.country) entries.push([`base:country:${deal.country}`, 1]);
  if (deal.intent !== null) entries.push(['base:intent', deal.intent]);
  if (deal.competitor) entries.push(['base:competitor', 1]);
  return entries;
}

/** The effects that a partner has beyond its signals. */
export function listOwnEffects(subject: Pick<LiftSubject, 'deal' | 'partnerId' | 'archetype'>): string[] {
  const names = [`partner:${subject.partnerId}`];
  if (subject.archetype) names.push(`archetype:${subject.archetype}`);
  if (subject.deal.industry) names.push(`pair:${subject.partnerId}:${subject.deal.industry}`);
  return names;
}

function isArchetype(name: string): boolean {
  return name.startsWith('archetype:');
}

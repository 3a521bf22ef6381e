import type { IsoDate } from '../dates.ts';
import type { LiftModel } from './lift-model.ts';
import { PRIOR_WEIGHTS } from './lift-priors.ts';
import { type FoldedDeal, foldDeal, prepareSignals, SIGNAL_NAMES, type SignalContext } from './signals.ts';
import type { DealFacts, PartnerFacts, Relation } from './types.ts';

/** The log-odds that each partner brings to a deal, in the order of the partners: `estimateLift` without its interval. */
export type ScorePartners = (
  deal: DealFacts,
  known: { readonly relationOf: (partnerId: string) => Relation | undefined; readonly today: IsoDate },
) => Float64Array;

const NOTHING: FoldedDeal = { country: null, industry: null, product: null, needs: [] };

/**
 * Scores many deals by one model. Each word of a deal (its industry, its country, a need) says the same of a partner
 * wherever it stands, so that it is worked out once for all partners and a deal adds up columns.
 */
export function createPartnerScorer(
  model: LiftModel,
  partners: readonly PartnerFacts[],
  countriesOf: SignalContext['countriesOf'],
): ScorePartners {
  const meanOf = (name: string) => model.effects[name]?.mean ?? 0;
  const strength = model.effects.signals?.mean ?? 1;
  const level = meanOf('joined') - model.selection;
  const readers = partners.map((partner) => prepareSignals(partner, countriesOf));
  const weights = SIGNAL_NAMES.map((name) => [name, strength * PRIOR_WEIGHTS[name] + meanOf(name)] as const);
  const weigh = (i: number, deal: FoldedDeal, relation: Relation | undefined, today: IsoDate) => {
    const signals = readers[i]!(deal, relation, today);
    return weights.reduce((sum, [name, weight]) => sum + weight * signals[name], 0);
  };
  const own = Float64Array.from(
    partners,
    ({ partnerId, archetype }) =>
      level + meanOf(`partner:${partnerId}`) + (archetype ? meanOf(`archetype:${archetype}`) : 0),
  );
  const columns = new Map<string, Float64Array>();
  let day = '';
  const columnOf = (key: string, fill: (i: number) => number) => {
    const known = columns.get(key);
    if (known) return known;
    const column = Float64Array.from(partners, (_, i) => fill(i));
    columns.set(key, column);
    return column;
  };
  return (deal, { relationOf, today }) => {
    // Certificates run out, so a need may be covered on one day and not on another.
    if (today !== day) columns.clear();
    day = today;
    const folded = foldDeal(deal);
    const scores = own.slice();
    const add = (key: string, part: Partial<FoldedDeal>, share: number) =>
      addColumn(
        scores,
        columnOf(key, (i) => weigh(i, { ...NOTHING, ...part }, undefined, today)),
        share,
      );
    if (folded.industry !== null) add(`industry ${folded.industry}`, { industry: folded.industry }, 1);
    if (folded.country !== null) add(`country ${folded.country}`, { country: folded.country }, 1);
    if (folded.product !== null) add(`product ${folded.product}`, { product: folded.product }, 1);
    for (const need of folded.needs) add(`need ${need}`, { needs: [need] }, 1 / folded.needs.length);
    if (deal.industry !== null) {
      const pairs = columnOf(`pair ${deal.industry}`, (i) =>
        meanOf(`pair:${partners[i]!.partnerId}:${deal.industry}`),
      );
      addColumn(scores, pairs, 1);
    }
    for (let i = 0; i < partners.length; i++) {
      const relation = relationOf(partners[i]!.partnerId);
      if (relation) scores[i]! += weigh(i, NOTHING, relation, today);
    }
    return scores;
  };
}

function addColumn(scores: Float64Array, column: Float64Array, share: number): void {
  for (let i = 0; i < scores.length; i++) scores[i]! += share * column[i]!;
}

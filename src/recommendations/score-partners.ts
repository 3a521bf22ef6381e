import type { IsoDate } from '../dates.ts';
import type { LiftModel } from './lift-model.ts';
import { PRIOR_WEIGHTS } from './lift-priors.ts';
import { foldDeal, prepareSignals, SIGNAL_NAMES, type SignalContext } from './signals.ts';
import type { DealFacts, PartnerFacts, Relation } from './types.ts';

/** The log-odds that each partner brings to a deal, in the order of the partners: `estimateLift` without its interval. */
export type ScorePartners = (
  deal: DealFacts,
  known: { readonly relationOf: (partnerId: string) => Relation | undefined; readonly today: IsoDate },
) => Float64Array;

/** Scores many deals by one model: what hangs on a partner alone is worked out once. */
export function createPartnerScorer(
  model: LiftModel,
  partners: readonly PartnerFacts[],
  countriesOf: SignalContext['countriesOf'],
): ScorePartners {
  const meanOf = (name: string) => model.effects[name]?.mean ?? 0;
  const strength = model.effects.signals?.mean ?? 1;
  const weights = SIGNAL_NAMES.map((name) => strength * PRIOR_WEIGHTS[name] + meanOf(name));
  const level = meanOf('joined') - model.selection;
  const prepared = partners.map((partner) => ({
    partnerId: partner.partnerId,
    own:
      level +
      meanOf(`partner:${partner.partnerId}`) +
      (partner.archetype ? meanOf(`archetype:${partner.archetype}`) : 0),
    pairs: new Map<string, number>(),
    read: prepareSignals(partner, countriesOf),
  }));
  return (deal, { relationOf, today }) => {
    const folded = foldDeal(deal);
    const { industry } = deal;
    return Float64Array.from(prepared, (one) => {
      const signals = one.read(folded, relationOf(one.partnerId), today);
      let logOdds = one.own;
      for (let i = 0; i < SIGNAL_NAMES.length; i++) logOdds += weights[i]! * signals[SIGNAL_NAMES[i]!];
      if (industry === null) return logOdds;
      let pair = one.pairs.get(industry);
      if (pair === undefined) {
        pair = meanOf(`pair:${one.partnerId}:${industry}`);
        one.pairs.set(industry, pair);
      }
      return logOdds + pair;
    });
  };
}

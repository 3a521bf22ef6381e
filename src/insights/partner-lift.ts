import type { ClosedDeal } from './lift-design.ts';
import { type DealChances, type Estimate, type LiftFit, withReach } from './win-lift.ts';

/** How much more often one partner's deals are won than like deals without a partner. */
export interface PartnerLift {
  /** Its win rate less that of deals without a partner. */
  readonly raw: number | null;
  /** Against the chances of the same deals without a partner, pulled to the programme's lift, with a 90% interval. */
  readonly adjusted: Estimate | null;
  /** Closed deals that it rests on. */
  readonly deals: number;
  readonly why: string | null;
}

/** Below this one deal more or less turns the figure round. */
const LEAST_DEALS = 5;

interface Record {
  readonly deals: number;
  readonly surplus: number;
  readonly variance: number;
  readonly won: number;
}

/**
 * The lift of each partner: won deals less those expected without a partner, a deal, as random effects around the programme's
 * lift (DerSimonian and Laird 1986; Morris 1983 for the pull). Where partners differ no more than chance explains, each has
 * the programme's.
 */
export function estimatePartnerLifts(
  deals: ReadonlyMap<string, readonly ClosedDeal[]>,
  { lift, chancesOf }: LiftFit,
  directRate: number | null,
): Map<string, PartnerLift> {
  const { adjusted } = lift;
  if (!adjusted || !chancesOf || directRate === null) {
    const why = lift.why ?? 'not known';
    return new Map([...deals].map(([id, own]) => [id, withhold(own.length, why)]));
  }
  const records = new Map([...deals].map(([id, own]) => [id, toRecord(own, chancesOf)]));
  const enough = [...records.values()].filter((one) => one.deals >= LEAST_DEALS);
  const spread = measureSpread(enough);
  const programmeVariance = varianceOf(adjusted);
  return new Map(
    [...records].map(([id, one]) => {
      if (one.deals < LEAST_DEALS)
        return [
          id,
          withhold(
            one.deals,
            `not enough data: ${one.deals} closed ${one.deals === 1 ? 'deal' : 'deals'}, at least ${LEAST_DEALS} are needed`,
          ),
        ];
      const weight = spread / (spread + one.variance);
      return [
        id,
        {
          raw: one.won / one.deals - directRate,
          adjusted: withReach(
            weight * one.surplus + (1 - weight) * adjusted.estimate,
            weight * one.variance + (1 - weight) ** 2 * programmeVariance,
          ),
          deals: one.deals,
          why: null,
        },
      ];
    }),
  );
}

function withhold(deals: number, why: string): PartnerLift {
  return { raw: null, adjusted: null, deals, why };
}

function toRecord(deals: readonly ClosedDeal[], chancesOf: (deal: ClosedDeal) => DealChances): Record {
  const chances = deals.map(chancesOf);
  const won = deals.filter((deal) => deal.won).length;
  const n = Math.max(1, deals.length);
  return {
    deals: deals.length,
    won,
    surplus: (won - chances.reduce((sum, one) => sum + one.without, 0)) / n,
    variance: chances.reduce((sum, { withPartner: p }) => sum + p * (1 - p), 0) / n ** 2,
  };
}

/** Variance between partners beyond that of chance, by the method of moments; nought where there is none. */
function measureSpread(records: readonly Record[]): number {
  const weighed = records.map((one) => ({ weight: 1 / Math.max(one.variance, 1e-9), surplus: one.surplus }));
  const total = weighed.reduce((sum, one) => sum + one.weight, 0);
  const squares = weighed.reduce((sum, one) => sum + one.weight ** 2, 0);
  const scale = total - squares / total;
  if (records.length < 2 || !(scale > 0)) return 0;
  const mean = weighed.reduce((sum, one) => sum + one.weight * one.surplus, 0) / total;
  const q = weighed.reduce((sum, one) => sum + one.weight * (one.surplus - mean) ** 2, 0);
  return Math.max(0, (q - (records.length - 1)) / scale);
}

function varianceOf({ low, high }: Estimate): number {
  const z = withReach(0, 1).high;
  return ((high - low) / 2 / z) ** 2;
}

import { fitLogistic } from './statistics/logistic-regression.ts';
import { zOfConfidence } from './statistics/normal.ts';
import type { Interval } from './statistics/wilson.ts';

/** One closed deal. */
export interface ClosedDeal {
  readonly won: boolean;
  readonly attached: boolean;
  readonly amountMinor: number;
  /** What else moves the chance to win, such as the account's industry. */
  readonly segment: string;
}

export interface WinLift {
  /** Difference of the win rates, with a 90% interval. Flattered where partners join deals that were going well. */
  readonly raw: Estimate | null;
  /** The same among deals alike in size and segment. */
  readonly adjusted: Estimate | null;
  /** Of the revenue won with a partner, the share that would not have come without, by the adjusted lift. */
  readonly incrementalShare: Estimate | null;
  readonly attached: number;
  readonly direct: number;
  /** Why nothing is said; null where it is. */
  readonly why: string | null;
}

export interface Estimate extends Interval {
  readonly estimate: number;
}

/** Closed deals of each kind below which no lift is told, and won and lost ones among them. */
const LEAST_DEALS = 20;
const LEAST_OF_OUTCOME = 5;
const MOST_SEGMENTS = 8;
const RIDGE = 0.5;
const CONFIDENCE = 0.9;

/**
 * How much more often deals are won with a partner: raw, and adjusted for size and segment by logistic regression as the mean
 * effect on the deals that had one. What cannot be seen in the data, such as how keen the buyer was, is not adjusted for.
 */
export function estimateWinLift(deals: readonly ClosedDeal[]): WinLift {
  const attached = deals.filter((deal) => deal.attached);
  const direct = deals.filter((deal) => !deal.attached);
  const counts = { attached: attached.length, direct: direct.length };
  const thin = [attached, direct].some(
    (group) =>
      group.length < LEAST_DEALS ||
      group.filter((deal) => deal.won).length < LEAST_OF_OUTCOME ||
      group.filter((deal) => !deal.won).length < LEAST_OF_OUTCOME,
  );
  if (thin) {
    return {
      ...counts,
      raw: null,
      adjusted: null,
      incrementalShare: null,
      why: `not enough data: ${attached.length} closed deals with a partner and ${direct.length} without; ${LEAST_DEALS} of each, with ${LEAST_OF_OUTCOME} won and ${LEAST_OF_OUTCOME} lost, are needed`,
    };
  }
  return { ...counts, raw: compareRates(attached, direct), ...adjust(deals), why: null };
}

function compareRates(attached: readonly ClosedDeal[], direct: readonly ClosedDeal[]): Estimate {
  const [a, b] = [attached, direct].map((group) => {
    const rate = group.filter((deal) => deal.won).length / group.length;
    return { rate, variance: (rate * (1 - rate)) / group.length };
  }) as [{ rate: number; variance: number }, { rate: number; variance: number }];
  const reach = zOfConfidence(CONFIDENCE) * Math.sqrt(a.variance + b.variance);
  const estimate = a.rate - b.rate;
  return { estimate, low: estimate - reach, high: estimate + reach };
}

function adjust(deals: readonly ClosedDeal[]): { adjusted: Estimate; incrementalShare: Estimate } {
  const read = createReader(deals);
  const fit = fitLogistic(
    deals.map((deal) => [deal.attached ? 1 : 0, ...read(deal)]),
    deals.map((deal) => deal.won),
    RIDGE,
  );
  const [, effect = 0, ...others] = fit.coefficients;
  const reach = zOfConfidence(CONFIDENCE) * (fit.standardErrors[1] ?? 0);
  const withPartner = deals.filter((deal) => deal.attached);
  const chance = (deal: ClosedDeal, shift: number) => {
    const logit = read(deal).reduce(
      (sum, x, i) => sum + x * (others[i] ?? 0),
      (fit.coefficients[0] ?? 0) + shift,
    );
    return 1 / (1 + Math.exp(-logit));
  };
  const meanEffect = (shift: number) =>
    withPartner.reduce((sum, deal) => sum + chance(deal, shift) - chance(deal, 0), 0) / withPartner.length;
  const won = withPartner.filter((deal) => deal.won);
  const revenue = won.reduce((sum, deal) => sum + deal.amountMinor, 0);
  const shareOf = (shift: number) =>
    revenue > 0
      ? won.reduce((sum, deal) => sum + deal.amountMinor * (1 - chance(deal, 0) / chance(deal, shift)), 0) /
        revenue
      : 0;
  return {
    adjusted: {
      estimate: meanEffect(effect),
      low: meanEffect(effect - reach),
      high: meanEffect(effect + reach),
    },
    incrementalShare: {
      estimate: shareOf(effect),
      low: shareOf(effect - reach),
      high: shareOf(effect + reach),
    },
  };
}

/** Size on a log scale, centred, and one column for each of the commonest segments. */
function createReader(deals: readonly ClosedDeal[]): (deal: ClosedDeal) => number[] {
  const sizeOf = (deal: ClosedDeal) => Math.log(Math.max(deal.amountMinor, 100) / 100);
  const mean = deals.reduce((sum, deal) => sum + sizeOf(deal), 0) / deals.length;
  const counts = new Map<string, number>();
  for (const deal of deals) counts.set(deal.segment, (counts.get(deal.segment) ?? 0) + 1);
  const segments = [...counts]
    .filter(([, count]) => count >= LEAST_OF_OUTCOME)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, MOST_SEGMENTS)
    .map(([segment]) => segment);
  return (deal) => [sizeOf(deal) - mean, ...segments.map((segment) => (deal.segment === segment ? 1 : 0))];
}

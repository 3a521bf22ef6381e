import { type ClosedDeal, designLift, type LiftDesign } from './lift-design.ts';
import { fitLogistic, type LogisticRegression } from './statistics/logistic-regression.ts';
import { zOfConfidence } from './statistics/normal.ts';
import type { Interval } from './statistics/wilson.ts';

export interface WinLift {
  /** Difference of the win rates, with a 90% interval. Flattered where partners join deals that were going well. */
  readonly raw: Estimate | null;
  /** The same among deals alike in all that the company records of them, from the stage on at which the partner joined. */
  readonly adjusted: Estimate | null;
  /** Of the revenue won with a partner, the share that would not have come without, by the adjusted lift. */
  readonly incrementalShare: Estimate | null;
  readonly attached: number;
  readonly direct: number;
  /** What the adjusted lift takes account of, by name. */
  readonly adjustedFor: readonly string[];
  /**
   * How many times likelier an unseen advantage would have to make both a partner's joining and the win, to explain the
   * adjusted lift away (the E-value, VanderWeele and Ding 2017); null where the interval holds nought.
   */
  readonly robustness: number | null;
  /** Why nothing is said; null where it is. */
  readonly why: string | null;
}

export interface Estimate extends Interval {
  readonly estimate: number;
}

/** Chances of a deal from the stage on at which a partner joined it. */
export interface DealChances {
  readonly withPartner: number;
  readonly without: number;
}

/** A lift with what it rests on, for measuring one partner's part in it; the chances are null where it is not told. */
export interface LiftFit {
  readonly lift: WinLift;
  readonly chancesOf: ((deal: ClosedDeal) => DealChances) | null;
}

/** Closed deals of each kind below which no lift is told, and won and lost ones among them. */
const LEAST_DEALS = 20;
const LEAST_OF_OUTCOME = 5;
const CONFIDENCE = 0.9;

/**
 * How much more often deals are won with a partner: raw, and adjusted. The adjusted one is the mean effect on the deals that
 * had a partner, by regression on what is known of a deal (g-computation, Robins 1986). Deals are followed from stage to
 * stage, since a partner that joins late joins a deal that has already come far: each stage is compared with the same stage
 * of deals without a partner (discrete-time survival, Singer and Willett 1993). Intervals by the delta method. What cannot be
 * seen in the data, such as how keen the buyer was, is not adjusted for.
 */
export function estimateWinLift(deals: readonly ClosedDeal[]): LiftFit {
  const attached = deals.filter((deal) => deal.attached);
  const direct = deals.filter((deal) => !deal.attached);
  const counts = { attached: attached.length, direct: direct.length };
  if ([attached, direct].some(isThin)) {
    const nothing = { raw: null, adjusted: null, incrementalShare: null, adjustedFor: [], robustness: null };
    const why = `not enough data: ${attached.length} closed deals with a partner and ${direct.length} without; ${LEAST_DEALS} of each, with ${LEAST_OF_OUTCOME} won and ${LEAST_OF_OUTCOME} lost, are needed`;
    return { lift: { ...counts, ...nothing, why }, chancesOf: null };
  }
  const model = fitModel(deals);
  const followed = attached.filter((deal) => deal.steps.length > 0);
  const effects = followed.map((deal) => followDeal(model, deal));
  const adjusted = estimateMean(model, effects.map(differ));
  return {
    lift: {
      ...counts,
      raw: compareRates(attached, direct),
      adjusted,
      incrementalShare: estimateShare(model, followed, effects),
      adjustedFor: model.design.adjustedFor,
      robustness: measureRobustness(adjusted, effects),
      why: null,
    },
    chancesOf: (deal) => {
      const { withPartner, without } = followDeal(model, deal);
      return { withPartner: withPartner.chance, without: without.chance };
    },
  };
}

function isThin(group: readonly ClosedDeal[]): boolean {
  const won = group.filter((deal) => deal.won).length;
  return group.length < LEAST_DEALS || won < LEAST_OF_OUTCOME || group.length - won < LEAST_OF_OUTCOME;
}

function compareRates(attached: readonly ClosedDeal[], direct: readonly ClosedDeal[]): Estimate {
  const [a, b] = [attached, direct].map((group) => {
    const rate = group.filter((deal) => deal.won).length / group.length;
    return { rate, variance: (rate * (1 - rate)) / group.length };
  }) as [{ rate: number; variance: number }, { rate: number; variance: number }];
  return withReach(a.rate - b.rate, a.variance + b.variance);
}

interface Model {
  readonly design: LiftDesign;
  readonly fit: LogisticRegression;
}

function fitModel(deals: readonly ClosedDeal[]): Model {
  const design = designLift(deals);
  const steps = deals.flatMap((deal) => deal.steps.map((step) => ({ deal, step })));
  const fit = fitLogistic(
    steps.map(({ deal, step }) => design.row(deal, step)),
    steps.map(({ step }) => step.advanced),
    design.ridge,
  );
  return { design, fit };
}

/** A number that depends on the coefficients, and how: its derivatives by them. */
interface Smooth {
  readonly chance: number;
  readonly gradient: readonly number[];
}

interface Followed {
  readonly withPartner: Smooth;
  readonly without: Smooth;
}

/** The chances to be won from the stage on at which the partner joined; of a deal without one, from the first. */
function followDeal(model: Model, deal: ClosedDeal): Followed {
  const joined = deal.steps.find((step) => step.attached)?.stage ?? deal.steps[0]?.stage ?? 0;
  const follow = (attached: boolean): Smooth => {
    let chance = 1;
    const slope = model.fit.coefficients.map(() => 0);
    for (let stage = joined; stage < model.design.stages; stage++) {
      const row = model.design.row(deal, { stage, attached });
      const pass = model.fit.predict(row);
      chance *= pass;
      // d ln p / dβ = (1 − p)·x, so that of the product is the sum of these.
      slope[0]! += 1 - pass;
      for (let i = 0; i < row.length; i++) slope[i + 1]! += (1 - pass) * row[i]!;
    }
    return { chance, gradient: slope.map((one) => one * chance) };
  };
  return { withPartner: follow(true), without: follow(false) };
}

function differ({ withPartner, without }: Followed): Smooth {
  return {
    chance: withPartner.chance - without.chance,
    gradient: withPartner.gradient.map((one, i) => one - without.gradient[i]!),
  };
}

function estimateMean(model: Model, effects: readonly Smooth[]): Estimate {
  return estimateWeighed(
    model,
    effects.map((effect) => ({ effect, weight: 1 / effects.length })),
  );
}

/** 1 − (chance without)/(chance with), of the won deals, weighed by their amounts; nought where these add up to none. */
function estimateShare(
  model: Model,
  deals: readonly ClosedDeal[],
  followed: readonly Followed[],
): Estimate | null {
  const won = deals.flatMap((deal, i) =>
    deal.won && deal.amountMinor > 0 ? [{ amount: deal.amountMinor, ...followed[i]! }] : [],
  );
  const revenue = won.reduce((sum, one) => sum + one.amount, 0);
  if (revenue <= 0) return null;
  const share = estimateWeighed(
    model,
    won.map(({ amount, withPartner, without }) => {
      const ratio = without.chance / withPartner.chance;
      return {
        weight: amount / revenue,
        effect: {
          chance: 1 - ratio,
          gradient: without.gradient.map(
            (one, i) => -(one - ratio * withPartner.gradient[i]!) / withPartner.chance,
          ),
        },
      };
    }),
  );
  return { ...share, high: Math.min(1, share.high) };
}

function estimateWeighed(
  { fit }: Model,
  parts: readonly { readonly effect: Smooth; readonly weight: number }[],
): Estimate {
  const gradient = fit.coefficients.map((_, i) =>
    parts.reduce((sum, { effect, weight }) => sum + weight * effect.gradient[i]!, 0),
  );
  const variance = gradient.reduce(
    (sum, one, i) => sum + one * fit.covariance[i]!.reduce((line, cell, j) => line + cell * gradient[j]!, 0),
    0,
  );
  return withReach(
    parts.reduce((sum, { effect, weight }) => sum + weight * effect.chance, 0),
    variance,
  );
}

function measureRobustness(adjusted: Estimate, effects: readonly Followed[]): number | null {
  if (adjusted.low <= 0) return null;
  const without = effects.reduce((sum, one) => sum + one.without.chance, 0) / effects.length;
  const ratio = (without + adjusted.estimate) / without;
  return ratio + Math.sqrt(ratio * (ratio - 1));
}

/** An estimate with the 90% interval that its variance gives. */
export function withReach(estimate: number, variance: number): Estimate {
  const reach = zOfConfidence(CONFIDENCE) * Math.sqrt(Math.max(0, variance));
  return { estimate, low: estimate - reach, high: estimate + reach };
}

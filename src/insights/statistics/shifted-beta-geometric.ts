import { AppError } from '../../errors.ts';

/** Customers of one age: how many left in that period, and how many were last seen alive at its end. Periods count from 1. */
export interface TenureCount {
  readonly period: number;
  readonly left: number;
  readonly stillHere: number;
}

/** The shifted beta-geometric distribution: each customer's chance to leave in a period is drawn once from Beta(α, β). */
export interface ShiftedBetaGeometric {
  readonly alpha: number;
  readonly beta: number;
  readonly logLikelihood: number;
}

/** Beyond e^9 the distribution is a plain geometric one to four digits; a likelihood that still rises there is stopped. */
const LOG_RANGE = { low: -9, high: 9 };
const MOST_STEPS = 400;
const CONVERGED = 1e-12;

type Point = readonly [number, number];

/**
 * Chances to stay past the periods 0 to `periods`: S(0) = 1, S(t) = S(t − 1)·(β + t − 1)/(α + β + t − 1) (Fader and Hardie
 * 2007). The chance to stay rises with age, so the tail is heavier than that of a constant churn.
 */
export function projectRetention(model: { alpha: number; beta: number }, periods: number): number[] {
  const survival = [1];
  for (let period = 1; period <= periods; period++) {
    const stay = (model.beta + period - 1) / (model.alpha + model.beta + period - 1);
    survival.push(survival[period - 1]! * stay);
  }
  return survival;
}

/** Σ left·ln P(t) + Σ stillHere·ln S(t) under α and β. */
export function logLikelihoodOf(
  model: { alpha: number; beta: number },
  counts: readonly TenureCount[],
): number {
  const last = counts.reduce((latest, { period }) => Math.max(latest, period), 0);
  const survival = projectRetention(model, last);
  return counts.reduce((sum, { period, left, stillHere }) => {
    const leave = model.alpha / (model.alpha + model.beta + period - 1);
    const chance = survival[period - 1]! * leave;
    return sum + times(left, Math.log(chance)) + times(stillHere, Math.log(survival[period]!));
  }, 0);
}

/**
 * The most likely α and β, by a simplex search over their logarithms. Null where nobody has left or
 * nobody is counted, for then there is nothing to fit. Throws `bad_input` for a period that is not a whole number from 1 or
 * a negative count.
 */
export function fitShiftedBetaGeometric(counts: readonly TenureCount[]): ShiftedBetaGeometric | null {
  for (const count of counts) checkCount(count);
  if (!counts.some(({ left }) => left > 0)) return null;
  const height = ([a, b]: Point) => logLikelihoodOf({ alpha: Math.exp(a), beta: Math.exp(b) }, counts);
  const [a, b] = climb(height, [0, 0]);
  return { alpha: Math.exp(a), beta: Math.exp(b), logLikelihood: height([a, b]) };
}

/** Nelder and Mead's simplex in two dimensions, kept within the range of the logarithms. */
function climb(height: (at: Point) => number, start: Point): Point {
  let corners = [start, [start[0] + 1, start[1]] as Point, [start[0], start[1] + 1] as Point].map((at) =>
    rate(at),
  );
  for (let step = 0; step < MOST_STEPS; step++) {
    corners.sort((one, other) => other.height - one.height);
    const [best, second, worst] = corners as [Corner, Corner, Corner];
    if (best.height - worst.height < CONVERGED * Math.abs(best.height) && isClose(best.at, worst.at)) break;
    const middle = between(best.at, second.at, 0.5);
    const mirrored = rate(between(worst.at, middle, 2));
    if (mirrored.height > best.height) {
      const further = rate(between(worst.at, middle, 3));
      corners = [best, second, further.height > mirrored.height ? further : mirrored];
    } else if (mirrored.height > second.height) {
      corners = [best, second, mirrored];
    } else {
      const nearer = rate(between(worst.at, middle, mirrored.height > worst.height ? 1.5 : 0.5));
      corners =
        nearer.height > Math.max(worst.height, mirrored.height)
          ? [best, second, nearer]
          : [best, rate(between(best.at, second.at, 0.5)), rate(between(best.at, worst.at, 0.5))];
    }
  }
  return corners[0]!.at;

  function rate([a, b]: Point): Corner {
    const at: Point = [clamp(a), clamp(b)];
    return { at, height: height(at) };
  }
}

interface Corner {
  readonly at: Point;
  readonly height: number;
}

function between(from: Point, to: Point, part: number): Point {
  return [from[0] + part * (to[0] - from[0]), from[1] + part * (to[1] - from[1])];
}

function isClose(one: Point, other: Point): boolean {
  return Math.hypot(one[0] - other[0], one[1] - other[1]) < 1e-8;
}

function clamp(coordinate: number): number {
  return Math.min(LOG_RANGE.high, Math.max(LOG_RANGE.low, coordinate));
}

/** A count of zero contributes nothing, also where the logarithm is infinite. */
function times(count: number, logarithm: number): number {
  return count === 0 ? 0 : count * logarithm;
}

function checkCount({ period, left, stillHere }: TenureCount): void {
  if (!Number.isInteger(period) || period < 1) {
    throw new AppError('bad_input', `${period} is not a period; they are counted from 1`);
  }
  if (!(left >= 0 && stillHere >= 0))
    throw new AppError('bad_input', `Period ${period} has a negative count`);
}

import { AppError } from '../../errors.ts';

/** One subject: how long it was watched, and whether the event came at the end of that time or the watching just stopped. */
export interface Observation {
  readonly time: number;
  /** When the watching began, where that was later than the start of its time: it was not at risk of being seen before. */
  readonly entry?: number;
  readonly event: boolean;
}

/** One time at which events happened. */
interface SurvivalStep {
  readonly time: number;
  readonly atRisk: number;
  readonly events: number;
  /** Chance to survive past this time. */
  readonly survival: number;
  /** Greenwood's standard error of that chance. */
  readonly standardError: number;
}

export interface SurvivalCurve {
  /** By time, ascending; survival is 1 before the first. */
  readonly steps: readonly SurvivalStep[];
  readonly subjects: number;
  /** The longest time that anybody was watched; null without subjects. The curve says nothing past it. */
  readonly lastTime: number | null;
}

/** Products of survival chances are exact to about 1e-15 a step; a median at 'exactly one half' is told with this. */
const SAME_CHANCE = 1e-12;

/**
 * The product-limit estimate of survival with censoring (Kaplan and Meier 1958): a subject that stopped being watched at a
 * time of events was still at risk then. A subject that entered later counts from its entry on (left truncation). Throws
 * `bad_input` for a time that is negative or not finite, or an entry that is not before it.
 */
export function estimateSurvival(observations: readonly Observation[]): SurvivalCurve {
  const faulty = observations.find(({ time }) => !(time >= 0 && Number.isFinite(time)));
  if (faulty)
    throw new AppError('bad_input', `A time of ${faulty.time} cannot be used: it must be zero or more`);
  if (observations.some(({ time, entry = -1 }) => entry >= time))
    throw new AppError('bad_input', 'An entry must lie before the end of the time that it begins');
  const sorted = observations.toSorted((a, b) => a.time - b.time);
  const entries = observations.map(({ entry = -1 }) => entry).sort((a, b) => a - b);
  let entered = 0;
  const steps: SurvivalStep[] = [];
  let survival = 1;
  let hazardVariance = 0;
  for (let first = 0; first < sorted.length; ) {
    const { time } = sorted[first]!;
    let next = first;
    let events = 0;
    for (; next < sorted.length && sorted[next]!.time === time; next++) events += sorted[next]!.event ? 1 : 0;
    while (entered < entries.length && entries[entered]! < time) entered += 1;
    const atRisk = entered - first;
    if (events > 0) {
      survival *= 1 - events / atRisk;
      hazardVariance += events === atRisk ? 0 : events / (atRisk * (atRisk - events));
      steps.push({ time, atRisk, events, survival, standardError: survival * Math.sqrt(hazardVariance) });
    }
    first = next;
  }
  return { steps, subjects: sorted.length, lastTime: sorted.at(-1)?.time ?? null };
}

/** Chance to survive past a time; past the last observation it is the last known chance. */
export function survivalAt(curve: SurvivalCurve, time: number): number {
  return curve.steps.findLast((step) => step.time <= time)?.survival ?? 1;
}

/**
 * The time by which half have had the event; null where the curve does not fall that far. Where it rests at exactly one
 * half, the middle of that rest (the rule of R's survival package).
 */
export function medianSurvival(curve: SurvivalCurve): number | null {
  const at = curve.steps.findIndex((step) => step.survival <= 0.5 + SAME_CHANCE);
  if (at < 0) return null;
  const step = curve.steps[at]!;
  const isRest = Math.abs(step.survival - 0.5) <= SAME_CHANCE;
  const restEnd = curve.steps[at + 1]?.time;
  return isRest && restEnd !== undefined ? (step.time + restEnd) / 2 : step.time;
}

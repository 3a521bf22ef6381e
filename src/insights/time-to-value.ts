import { daysBetween, type IsoDate } from '../dates.ts';
import { estimateSurvival, medianSurvival, type SurvivalCurve } from './statistics/kaplan-meier.ts';
import { zOfConfidence } from './statistics/normal.ts';
import type { PartnerTimeToValue, TimeToValue } from './types.ts';

export interface Beginning {
  readonly joinedOn: IsoDate | null;
  /** Days of attached wins, ascending. */
  readonly winsOn: readonly IsoDate[];
}

const CONFIDENCE = 0.9;

/** Days from joining to the first attached win on or after that day; null with the reason where either is missing. */
export function daysToFirstWin({ joinedOn, winsOn }: Beginning, today: IsoDate): PartnerTimeToValue {
  if (joinedOn === null)
    return { days: null, waitingDays: null, why: 'not known: the day it joined is not recorded' };
  if (joinedOn > today) return { days: null, waitingDays: null, why: `not known: it joins on ${joinedOn}` };
  const first = winsOn.find((day) => day >= joinedOn);
  if (first !== undefined) return { days: daysBetween(joinedOn, first), waitingDays: null, why: null };
  const waitingDays = daysBetween(joinedOn, today);
  const earlier = winsOn.at(-1);
  return {
    days: null,
    waitingDays,
    why: `not reached: no attached win in the ${waitingDays} days since ${joinedOn}${earlier ? `; one on ${earlier} came before it joined` : ''}`,
  };
}

/**
 * Median time to value over partners (Kaplan and Meier): partners without a win yet are censored today, not left out. Null
 * where fewer than half have got there.
 */
export function medianDaysToFirstWin(partners: readonly Beginning[], today: IsoDate): TimeToValue {
  const observations = partners.flatMap((partner) => {
    const { days, waitingDays } = daysToFirstWin(partner, today);
    if (days !== null) return [{ time: days, event: true }];
    return waitingDays === null ? [] : [{ time: waitingDays, event: false }];
  });
  const reached = observations.filter((one) => one.event).length;
  const counts = { partners: observations.length, reached };
  if (observations.length === 0) {
    const why = 'not known: no partner has joined yet';
    return { medianDays: null, low: null, high: null, ...counts, why };
  }
  const curve = estimateSurvival(observations);
  const medianDays = medianSurvival(curve);
  return {
    medianDays,
    low: crossHalf(curve, -1),
    high: crossHalf(curve, 1),
    ...counts,
    why:
      medianDays === null
        ? `not reached: ${reached} of ${observations.length} partners have had an attached win, fewer than half by the estimate`
        : null,
  };
}

/** The first time at which the bound of the curve's 90% interval on one side is at one half or below. */
function crossHalf(curve: SurvivalCurve, side: -1 | 1): number | null {
  const z = zOfConfidence(CONFIDENCE);
  const step = curve.steps.find((one) => one.survival + side * z * one.standardError <= 0.5);
  return step?.time ?? null;
}

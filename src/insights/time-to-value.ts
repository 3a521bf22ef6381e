import { daysBetween, type IsoDate } from '../dates.ts';
import { estimateSurvival, medianSurvival } from './statistics/kaplan-meier.ts';

export interface Beginning {
  readonly joinedOn: IsoDate | null;
  /** Days of attached wins, ascending. */
  readonly winsOn: readonly IsoDate[];
}

/** Days from joining to the first attached win on or after that day; null where either is missing. */
export function daysToFirstWin({ joinedOn, winsOn }: Beginning): number | null {
  if (joinedOn === null) return null;
  const first = winsOn.find((day) => day >= joinedOn);
  return first === undefined ? null : daysBetween(joinedOn, first);
}

/**
 * Median time to value over partners (Kaplan and Meier): partners without a win yet are censored today, not left out. Null
 * where fewer than half have got there.
 */
export function medianDaysToFirstWin(partners: readonly Beginning[], today: IsoDate): number | null {
  const observations = partners.flatMap((partner) => {
    const { joinedOn } = partner;
    if (joinedOn === null || joinedOn > today) return [];
    const days = daysToFirstWin(partner);
    return [{ time: days ?? daysBetween(joinedOn, today), event: days !== null }];
  });
  return observations.length > 0 ? medianSurvival(estimateSurvival(observations)) : null;
}

import type { TwoFigures } from './types.ts';

/** What changed between two figures, such as `+€20,000, +20%`; in words where nothing did or nothing was there before. */
export function describeDifference(figures: TwoFigures, money: (minor: number) => string): string {
  const { nowMinor, beforeMinor, differenceMinor, change } = figures;
  if (differenceMinor === 0) return nowMinor === 0 ? 'nothing in both' : 'unchanged';
  const sign = differenceMinor > 0 ? '+' : '';
  const difference = `${sign}${money(differenceMinor)}`;
  if (change !== null) return `${difference}, ${sign}${Math.round(change * 100)}%`;
  return beforeMinor === 0 ? `${difference}, nothing before` : difference;
}

/** Both figures, their difference, and how large that is against the earlier one, where that was more than nothing. */
export function compareFigures(now: number, before: number): TwoFigures {
  return {
    nowMinor: now,
    beforeMinor: before,
    differenceMinor: now - before,
    change: before > 0 ? (now - before) / before : null,
  };
}

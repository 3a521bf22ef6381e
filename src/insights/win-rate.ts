import { type Shrinkage, shrinkRate } from './statistics/shrinkage.ts';
import { estimateShareInterval } from './statistics/wilson.ts';
import type { WinRate } from './types.ts';

/** Won deals of closed ones, with a Wilson 90% interval, and pulled to the company's rate where a spread is known. */
export function rateWins(closed: { won: number; lost: number }, shrinkage: Shrinkage | null): WinRate {
  const { won, lost } = closed;
  const total = won + lost;
  const interval = estimateShareInterval({ successes: won, total, confidence: 0.9 });
  return {
    won,
    lost,
    rate: total > 0 ? won / total : null,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    shrunk: shrinkage ? shrinkRate({ successes: won, total }, shrinkage) : null,
    why: total > 0 ? null : 'not known: no closed deals in the period',
  };
}

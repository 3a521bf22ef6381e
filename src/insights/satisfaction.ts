import { estimateShareInterval } from './statistics/wilson.ts';
import type { Satisfaction } from './types.ts';

/** Fewer answers than this could be told apart by those who gave them. */
const LEAST_ANSWERS = 5;

/** PSAT: the share of scores of 4 or 5, with a Wilson 90% interval; withheld below five answers. */
export function rateSatisfaction(scores: readonly number[]): Satisfaction {
  const n = scores.length;
  if (n < LEAST_ANSWERS) return { share: null, mean: null, low: null, high: null, n };
  const content = scores.filter((score) => score >= 4).length;
  const interval = estimateShareInterval({ successes: content, total: n, confidence: 0.9 });
  return {
    share: content / n,
    mean: scores.reduce((sum, score) => sum + score, 0) / n,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    n,
  };
}

import { estimateShareInterval } from './statistics/wilson.ts';
import type { Satisfaction, SatisfactionChange } from './types.ts';

/** Fewer answers than this could be told apart by those who gave them. */
const LEAST_ANSWERS = 5;

/**
 * PSAT: the share of scores of 4 or 5, with a Wilson 90% interval and the change from the scores of the period before;
 * withheld below five answers. Without scores of the period before no change is told.
 */
export function rateSatisfaction(scores: readonly number[], before: readonly number[] = []): Satisfaction {
  const now = rate(scores);
  return { ...now, change: compare(now, rate(before)) };
}

type Rated = Omit<Satisfaction, 'change'>;

function rate(scores: readonly number[]): Rated {
  const n = scores.length;
  if (n < LEAST_ANSWERS) {
    const why =
      n === 0
        ? 'not known: no survey answers in the period'
        : `withheld: ${n} survey ${n === 1 ? 'answer' : 'answers'} in the period, at least ${LEAST_ANSWERS} are needed`;
    return { share: null, mean: null, low: null, high: null, content: null, n, why };
  }
  const content = scores.filter((score) => score >= 4).length;
  const interval = estimateShareInterval({ successes: content, total: n, confidence: 0.9 });
  return {
    share: content / n,
    mean: scores.reduce((sum, score) => sum + score, 0) / n,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    content,
    n,
    why: null,
  };
}

function compare(now: Rated, before: Rated): SatisfactionChange | null {
  if (now.share === null || before.share === null) return null;
  return {
    difference: now.share - before.share,
    before: before.share,
    beforeN: before.n,
    isClear: now.low! > before.high! || now.high! < before.low!,
  };
}

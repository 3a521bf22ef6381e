import { shapesOf } from './answer-shape.ts';
import type { Quote } from './quotes.ts';

/** Of the question's rarity that one sentence and its heading must hold to be called an answer. */
const CONFIDENT_COVERAGE = 0.5;
/** The same where a word of the question stands nowhere: what it asks about may not be in the pages at all. */
const CONFIDENT_COVERAGE_OF_KNOWN = 0.75;

/** Whether the best sentence may be called an answer: it holds most of what was asked, in the form that was asked for. */
export function isConfident(best: Quote | undefined, asked: { text: string; unknown: number }): boolean {
  if (!best) return false;
  if (shapesOf(asked.text).length > 0 && best.evidence.shape < 1) return false;
  return best.evidence.coverage >= (asked.unknown > 0 ? CONFIDENT_COVERAGE_OF_KNOWN : CONFIDENT_COVERAGE);
}

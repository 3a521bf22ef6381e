import { shapesOf } from './answer-shape.ts';
import type { Quote } from './quotes.ts';

/** Of the question's rarity that one sentence and its heading must hold to be called an answer. */
const CONFIDENT_COVERAGE = 0.5;

/** Whether the best sentence may be called an answer: it holds most of what was asked, in the form that was asked for. */
export function isConfident(best: Quote | undefined, question: string): boolean {
  if (!best) return false;
  if (shapesOf(question).length > 0 && best.evidence.shape < 1) return false;
  return best.evidence.coverage >= CONFIDENT_COVERAGE;
}

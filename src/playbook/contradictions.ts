import type { Citation } from '../agent/types.ts';
import type { Vocabulary } from './vocabulary.ts';
import { listWords } from './words.ts';

/** Two sentences of different pages that say nearly the same with different numbers. */
export interface Contradiction {
  readonly unit: string;
  readonly first: Citation;
  readonly second: Citation;
}

/** How much of the shorter sentence's meaning both must share to speak of one matter. */
const SAME_MATTER = 0.6;
const MEASURE =
  /(\d[\d.,]*)\W{0,4}(?:\(\d+\)\s*)?(?:business |working |calendar )?(percent|per cent|%|hours?|days?|weeks?|months?|years?|users?|seats?|usd|eur|dollars?|euros?)/gi;

/**
 * Pairs among quotes that give different numbers of one unit for what looks like one matter. A hint for a person, who gets
 * both to read: whether they really disagree no comparison of words can tell.
 */
export function findContradictions(quotes: readonly Citation[], vocabulary: Vocabulary): Contradiction[] {
  const found: Contradiction[] = [];
  quotes.forEach((first, i) => {
    for (const second of quotes.slice(i + 1)) {
      if (first.path === second.path || !speakOfOneMatter(first.quote, second.quote, vocabulary)) continue;
      const unit = differingUnit(measuresOf(first.quote), measuresOf(second.quote));
      if (unit) found.push({ unit, first, second });
    }
  });
  return found;
}

function speakOfOneMatter(first: string, second: string, vocabulary: Vocabulary): boolean {
  const [left, right] = [stemsOf(first, vocabulary), stemsOf(second, vocabulary)];
  const shared = [...left].filter((stem) => right.has(stem)).length;
  return shared >= 3 && shared / Math.min(left.size, right.size) >= SAME_MATTER;
}

function stemsOf(sentence: string, vocabulary: Vocabulary): Set<string> {
  return new Set(
    listWords(sentence)
      .filter((word) => !/\d/.test(word))
      .flatMap((word) => vocabulary.stemOf(word) ?? []),
  );
}

function measuresOf(sentence: string): Map<string, Set<string>> {
  const measures = new Map<string, Set<string>>();
  for (const [, number = '', unit = ''] of sentence.matchAll(MEASURE)) {
    const name = unit
      .toLowerCase()
      .replace(/^(?:percent|per cent)$/, '%')
      .replace(/s$/, '');
    measures.set(name, (measures.get(name) ?? new Set()).add(number.replace(/[,.]+$|,(?=\d{3})/g, '')));
  }
  return measures;
}

function differingUnit(
  left: ReadonlyMap<string, ReadonlySet<string>>,
  right: ReadonlyMap<string, ReadonlySet<string>>,
): string | null {
  for (const [unit, numbers] of left) {
    const others = right.get(unit);
    if (others && ![...numbers].some((number) => others.has(number))) return unit;
  }
  return null;
}

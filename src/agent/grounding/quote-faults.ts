import { plainWords } from '../../names.ts';
import type { Evidence } from './evidence.ts';

/** Shorter ones are titles, terms and what is to be typed. */
const LEAST_QUOTED_WORDS = 4;

/** A quotation that stands in nothing that the turn read, with each sentence that it runs through. */
export interface InventedQuote {
  readonly text: string;
  readonly sentences: readonly number[];
}

/** What is in quotation marks must stand word for word in one text of the turn. A quotation may span several sentences. */
export function findInventedQuotes(sentences: readonly string[], evidence: Evidence): InventedQuote[] {
  const words = sentences.join('');
  const spoken = evidence.leaves.map((leaf) => ` ${leaf.words.join(' ')} `);
  return [...words.matchAll(/“([^”]*)”|"([^"]*)"|«([^»]*)»/g)].flatMap((match) => {
    const quoted = plainWords(match[1] ?? match[2] ?? match[3] ?? '');
    const phrase = ` ${quoted.join(' ')} `;
    if (quoted.length < LEAST_QUOTED_WORDS || spoken.some((text) => text.includes(phrase))) return [];
    const range = { from: match.index, until: match.index + match[0].length };
    return [{ text: match[0], sentences: sentencesWithin(sentences, range) }];
  });
}

function sentencesWithin(sentences: readonly string[], range: { from: number; until: number }): number[] {
  const ends = sentences.map((_, at) => sentences.slice(0, at + 1).join('').length);
  return ends.flatMap((end, at) => {
    const start = end - (sentences[at]?.length ?? 0);
    return range.from < end && start < range.until ? [at] : [];
  });
}

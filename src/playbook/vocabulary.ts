import { distance } from 'fastest-levenshtein';
import type { Word } from './words.ts';

/** Every word of the pages that one kind of reader may see. Built from such rows alone: suggestions leak, too. */
export interface Vocabulary {
  has(word: Word): boolean;
  /** The visible words of a stem, in alphabetical order. */
  wordsOf(stem: string): readonly Word[];
  stemOf(word: Word): string | undefined;
  /** The visible words that a misspelt word most likely means; empty where none is near. */
  repair(word: Word): readonly Nearest[];
}

/** The one of some words that a misspelt word most likely means, with its distance. */
export interface Nearest {
  readonly word: Word;
  /** In edits; half an edit more where the first letters differ. */
  readonly cost: number;
}

export interface VocabularyRow {
  readonly word: Word;
  readonly stem: string;
  /** In how many visible passages it stands. */
  readonly passages: number;
}

const MIN_LENGTH = 4;

/** Builds the look-ups over the rows. */
export function createVocabulary(rows: readonly VocabularyRow[]): Vocabulary {
  const stems = new Map(rows.map((row) => [row.word, row.stem]));
  const words = new Map<string, Word[]>();
  for (const row of [...rows].sort((a, b) => (a.word < b.word ? -1 : 1))) {
    words.set(row.stem, [...(words.get(row.stem) ?? []), row.word]);
  }
  const candidates = rows.filter((row) => row.word.length >= MIN_LENGTH - 1 && !/\d/.test(row.word));
  return {
    has: (word) => stems.has(word),
    wordsOf: (stem) => words.get(stem) ?? [],
    stemOf: (word) => stems.get(word),
    repair: (word) => findNearest(word, candidates),
  };
}

/**
 * The nearest word by edit distance, 1 for up to 5 letters and 2 for more; of equally near ones first those with the same
 * first letter, then the more frequent. Ids and numbers are left alone.
 */
export function findNearest(word: Word, candidates: readonly VocabularyRow[]): Nearest[] {
  if (word.length < MIN_LENGTH - 1 || /\d/.test(word)) return [];
  const reach = word.length <= 5 ? 1 : 2;
  let best: { row: VocabularyRow; cost: number } | null = null;
  for (const row of candidates) {
    if (Math.abs(row.word.length - word.length) > reach) continue;
    const edits = editsBetween(word, row.word);
    if (edits > reach) continue;
    const cost = edits + (row.word[0] === word[0] ? 0 : 0.5);
    if (!best || cost < best.cost || (cost === best.cost && outranks(row, best.row))) best = { row, cost };
  }
  return best ? [{ word: best.row.word, cost: best.cost }] : [];
}

/** Two letters swapped are one slip, not two. */
function editsBetween(typed: string, known: string): number {
  const edits = distance(typed, known);
  if (edits !== 2 || typed.length !== known.length) return edits;
  const at = [...typed].findIndex((letter, i) => letter !== known[i]);
  const swapped = typed.slice(0, at) + typed[at + 1] + typed[at] + typed.slice(at + 2);
  return swapped === known ? 1 : edits;
}

function outranks(row: VocabularyRow, other: VocabularyRow): boolean {
  return row.passages > other.passages || (row.passages === other.passages && row.word < other.word);
}

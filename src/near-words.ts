import { distance } from 'fastest-levenshtein';

/** The nearest of many known words within `reach` edits; two swapped neighbours count as one. */
export interface NearWords {
  /**
   * Null where no known word of three letters or more is that near; of equally near ones the first by alphabet. `reach`
   * is 1 or 2.
   */
  find(word: string, reach: number): string | null;
}

const PIECES = 3;

/** A part of all words of one length, with the words by what stands in it. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly words: Map<string, string[]>;
}

/**
 * An index of words for finding slips of the hand. Of a word cut in three pieces two edits leave one whole, and move it by
 * at most two places, so that only words with such a piece are compared (Li, Deng, Wang, Feng: Pass-Join, VLDB 2011).
 */
export function createNearWords(words: Iterable<string>): NearWords {
  const known = new Set(words);
  const shelves = new Map<number, readonly Piece[]>();
  for (const word of known) addWord(shelves, word);
  return {
    find(word, reach) {
      let best: string | null = listSwaps(word).find((swapped) => known.has(swapped)) ?? null;
      let least = best === null ? reach + 1 : 1;
      for (let length = word.length - reach; length <= word.length + reach; length++) {
        for (const candidate of listSharing(shelves.get(length) ?? [], word, reach)) {
          const edits = distance(word, candidate);
          if (edits < least || (edits === least && best !== null && candidate < best)) {
            least = edits;
            best = candidate;
          }
        }
      }
      return best;
    },
  };
}

/** The three pieces of a word, each with the word's length and its place: who keeps words elsewhere finds them by these. */
export function listPieces(word: string): string[] {
  return cutPieces(word.length).map(({ from, to }) => nameOf(word.length, from, word.slice(from, to)));
}

/** The pieces of which a word within `reach` edits of this text has at least one. */
export function listNearPieces(text: string, reach: number): string[] {
  const pieces = new Set<string>();
  for (let length = Math.max(PIECES, text.length - reach); length <= text.length + reach; length++) {
    for (const { from, to } of cutPieces(length)) {
      const last = Math.min(text.length - (to - from), from + reach);
      for (let at = Math.max(0, from - reach); at <= last; at++)
        pieces.add(nameOf(length, from, text.slice(at, at + to - from)));
    }
  }
  return [...pieces];
}

function nameOf(length: number, from: number, text: string): string {
  return `${length}/${from}/${text}`;
}

function addWord(shelves: Map<number, readonly Piece[]>, word: string): void {
  let pieces = shelves.get(word.length);
  if (!pieces) {
    pieces = cutPieces(word.length);
    shelves.set(word.length, pieces);
  }
  for (const { from, to, words } of pieces) {
    const text = word.slice(from, to);
    const sharing = words.get(text);
    if (sharing) sharing.push(word);
    else words.set(text, [word]);
  }
}

function cutPieces(length: number): Piece[] {
  const cut = (i: number) => Math.floor((i * length) / PIECES);
  return Array.from({ length: PIECES }, (_, i) => ({ from: cut(i), to: cut(i + 1), words: new Map() }));
}

/** Words that have a piece in common with the text, at its place or up to `reach` beside it; some more than once. */
function* listSharing(pieces: readonly Piece[], text: string, reach: number): Generator<string> {
  for (const { from, to, words } of pieces) {
    const last = Math.min(text.length - (to - from), from + reach);
    for (let at = Math.max(0, from - reach); at <= last; at++) {
      yield* words.get(text.slice(at, at + to - from)) ?? [];
    }
  }
}

/** The word with two neighbours swapped, in order. */
function listSwaps(word: string): string[] {
  return Array.from(
    { length: Math.max(0, word.length - 1) },
    (_, i) => word.slice(0, i) + word.charAt(i + 1) + word.charAt(i) + word.slice(i + 2),
  )
    .filter((swapped) => swapped !== word)
    .sort();
}

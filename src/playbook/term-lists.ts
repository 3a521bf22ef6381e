import type { ScopedConnection } from '../access/access.ts';
import { countPostings, eachPosting } from './postings.ts';
import { readTermRows } from './search-store.ts';
import type { Word } from './words.ts';

/** The postings of a word in one readership, by ascending passage number, with what bounds their part in any score. */
export interface TermList {
  readonly passageNos: Uint32Array;
  /** Beside each number: how often in the text (8 bits), in the headings (8), and the passage's length in words (16). */
  readonly counts: Uint32Array;
  /** The most often that the word stands in one passage, text and headings together. */
  readonly mostFrequent: number;
  /** The length of the shortest passage that has it. */
  readonly shortest: number;
}

/** The lists of the readerships that the reader can see, by word. */
export type TermLists = ReadonlyMap<Word, readonly TermList[]>;

/** Gives the postings of words to a reader, in the state of the index that the reader's connection sees. */
export type TermReader = (connection: ScopedConnection, words: readonly Word[]) => Promise<TermLists>;

type HeldLists = ReadonlyMap<number, TermList>;

const BYTES_A_POSTING = 8;
/** Two arrays and their places in maps. */
const BYTES_A_LIST = 300;
/** Shorter lists are fetched as fast as they are looked up. */
const LEAST_HELD = 16;

/**
 * Keeps unpacked postings between searches, at most so many bytes, the words least lately used dropped first. Fetching
 * those of common words was most of a search over 200,000 passages. What a reader may use is asked of the database each
 * time: it names the rows that this reader can see, and a kept list stands in only for the bytes of such a row.
 */
export function createTermReader(limits: { bytes: number }): TermReader {
  const cache = createCache(limits.bytes);
  return async (connection, words) => {
    const held = new Map(words.map((word) => [word, cache.take(word)]));
    const rows = await readTermRows(connection, words, {
      state: cache.state(),
      lists: [...held].flatMap(([word, lists]) =>
        [...lists.keys()].map((audienceId) => ({ word, audienceId })),
      ),
    });
    const found = new Map<Word, TermList[]>();
    const fresh = new Map<Word, Map<number, TermList>>();
    for (const row of rows) {
      const list = row.postings ? unpack(row.postings) : held.get(row.word)?.get(row.audienceId);
      if (!list) continue;
      found.set(row.word, [...(found.get(row.word) ?? []), list]);
      if (!row.postings || list.passageNos.length < LEAST_HELD) continue;
      fresh.set(row.word, (fresh.get(row.word) ?? new Map<number, TermList>()).set(row.audienceId, list));
    }
    for (const [word, lists] of fresh) cache.put(rows[0]!.state, word, lists);
    return found;
  };
}

/** The lists of one state of the index; those of an older one go when a newer one comes. */
function createCache(most: number) {
  const words = new Map<Word, HeldLists>();
  let state = -1;
  let bytes = 0;
  const drop = (word: Word) => {
    bytes -= sizeOf(words.get(word));
    words.delete(word);
  };
  return {
    state: () => state,
    take(word: Word): HeldLists {
      const lists = words.get(word);
      if (!lists) return new Map();
      words.delete(word);
      words.set(word, lists);
      return lists;
    },
    put(of: number, word: Word, lists: HeldLists) {
      if (of < state) return;
      if (of > state) for (const stale of [...words.keys()]) drop(stale);
      state = of;
      const merged = new Map([...(words.get(word) ?? []), ...lists]);
      drop(word);
      words.set(word, merged);
      bytes += sizeOf(merged);
      for (const oldest of words.keys()) if (bytes > most) drop(oldest);
    },
  };
}

function sizeOf(lists: HeldLists | undefined): number {
  let size = 0;
  for (const list of lists?.values() ?? []) size += BYTES_A_LIST + list.passageNos.length * BYTES_A_POSTING;
  return size;
}

/** Unpacks stored postings. They are stored as pages came in, which is nearly in the order of their numbers. */
export function unpack(packed: Uint8Array): TermList {
  const size = countPostings(packed);
  const passageNos = new Uint32Array(size);
  const counts = new Uint32Array(size);
  let [at, last, isSorted] = [0, -1, true];
  let [mostFrequent, shortest] = [0, Number.POSITIVE_INFINITY];
  eachPosting(packed, (passageNo, inText, inHeadings, length) => {
    if (passageNo <= last) isSorted = false;
    last = passageNo;
    passageNos[at] = passageNo;
    counts[at] = (inText | (inHeadings << 8) | (length << 16)) >>> 0;
    mostFrequent = Math.max(mostFrequent, inText + inHeadings);
    shortest = Math.min(shortest, length);
    at += 1;
  });
  return { ...(isSorted ? { passageNos, counts } : sort(passageNos, counts)), mostFrequent, shortest };
}

function sort(passageNos: Uint32Array, counts: Uint32Array): Pick<TermList, 'passageNos' | 'counts'> {
  const order = [...passageNos.keys()].sort((a, b) => passageNos[a]! - passageNos[b]!);
  return {
    passageNos: Uint32Array.from(order, (i) => passageNos[i]!),
    counts: Uint32Array.from(order, (i) => counts[i]!),
  };
}

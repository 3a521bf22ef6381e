import type { Concept } from './question.ts';
import type { TermList, TermLists } from './term-lists.ts';

/** The statistics of the passages that one reader may see. */
export interface Corpus {
  readonly passages: number;
  /** Of all their texts together. */
  readonly words: number;
}

export interface Scored {
  readonly passageNo: number;
  readonly score: number;
}

export interface Ranking {
  /** The best ones and those that tie with the last of them, best first, ties by number. */
  readonly ranked: readonly Scored[];
  /** The inverse document frequency of each concept, by its stem. */
  readonly rarity: ReadonlyMap<string, number>;
}

const K1 = 1.2;
const B = 0.75;
/** A word in a heading says what a passage is about. */
const HEADING_WEIGHT = 1;
/** Looking a passage up in a list takes about as long as going past this many postings. */
const POSTINGS_A_LOOKUP = 16;
/** Sums are taken in another order than bounds are. */
const ROUNDING = 1 + 1e-9;

interface Term {
  readonly concept: Concept;
  readonly lists: readonly TermList[];
  readonly postings: number;
  readonly idf: number;
  /** No passage gains more by this concept. */
  readonly most: number;
}

/**
 * Ranks passages by BM25 (Robertson and Zaragoza, 'The Probabilistic Relevance Framework', 2009), headings and text as one
 * weighted field; the words of a concept count as one word. Any one concept is enough. Gives the `limit` best and those
 * that tie with the last: a cut by number would depend on hidden pages.
 *
 * Rare concepts are counted first. Once what is left can't lift a new passage among the best, only those that are still in
 * the running are looked up in the long lists of common words (MaxScore: Turtle and Flood, 1995); the outcome is the same.
 * `frequencies` keeps in how many passages a concept stands, for the readers of one state of the index.
 */
export function rankByWords(
  concepts: readonly Concept[],
  terms: TermLists,
  by: { corpus: Corpus; limit: number; frequencies: Map<string, number> },
): Ranking {
  const meanLength = by.corpus.words / Math.max(by.corpus.passages, 1);
  const weighed = concepts.map((concept) => weigh(concept, terms, { ...by, meanLength }));
  const rarity = new Map(weighed.map((term) => [term.concept.stem, term.idf]));
  const ordered = weighed
    .filter((term) => term.postings > 0)
    .sort((a, b) => a.postings - b.postings || (a.concept.stem < b.concept.stem ? -1 : 1));
  const board = createBoard(ordered, meanLength);
  let running: Uint32Array | null = null;
  ordered.forEach((term, i) => {
    const lookups = running ? running.length * term.lists.length : Number.POSITIVE_INFINITY;
    if (running && lookups * POSTINGS_A_LOOKUP < term.postings) board.addTo(term, running);
    else board.add(term);
    const left = ordered.slice(i + 1).reduce((sum, one) => sum + one.most, 0) * ROUNDING;
    if (i + 1 < ordered.length) running = board.listRunning(running, { limit: by.limit, left });
  });
  return { ranked: board.rank(running, by.limit), rarity };
}

function weigh(
  concept: Concept,
  terms: TermLists,
  by: { corpus: Corpus; meanLength: number; frequencies: Map<string, number> },
): Term {
  const lists = concept.words.flatMap((word) => terms.get(word) ?? []);
  const perWord = concept.words.map((word) => terms.get(word) ?? []);
  const having =
    by.frequencies.get(concept.stem) ?? countPassages(lists, perWord.filter((one) => one.length > 0).length);
  by.frequencies.set(concept.stem, having);
  const idf = Math.log(1 + (by.corpus.passages - having + 0.5) / (having + 0.5));
  const mostFrequent = perWord.reduce(
    (sum, word) => sum + Math.max(0, ...word.map((list) => list.mostFrequent)) * Math.max(1, HEADING_WEIGHT),
    0,
  );
  const shortest = Math.min(...lists.map((list) => list.shortest));
  return {
    concept,
    lists,
    postings: lists.reduce((sum, list) => sum + list.passageNos.length, 0),
    idf,
    most: lists.length > 0 ? gainOf(concept.weight * idf, mostFrequent, shortest / by.meanLength) : 0,
  };
}

function gainOf(weight: number, frequency: number, relativeLength: number): number {
  return weight * ((frequency * (K1 + 1)) / (frequency + K1 * (1 - B + B * relativeLength)));
}

/** In how many passages one of some words stands. A passage is of one readership, so one word's lists share none. */
function countPassages(lists: readonly TermList[], words: number): number {
  if (words <= 1) return lists.reduce((sum, list) => sum + list.passageNos.length, 0);
  const seen = new Uint8Array(highestOf(lists) + 1);
  let count = 0;
  for (const { passageNos } of lists) {
    for (const passageNo of passageNos) {
      count += 1 - seen[passageNo]!;
      seen[passageNo] = 1;
    }
  }
  return count;
}

function highestOf(lists: readonly TermList[]): number {
  return Math.max(0, ...lists.map(({ passageNos }) => passageNos[passageNos.length - 1] ?? 0));
}

/**
 * Arrays by passage number: five times as fast as maps at 60,000 postings a question, which long pages reach. The loops
 * are written out, since a call for each of some 100,000 postings took longer than what it did.
 */
function createBoard(terms: readonly Term[], meanLength: number) {
  const size = highestOf(terms.flatMap((term) => term.lists)) + 1;
  const scores = new Float64Array(size);
  const frequencies = new Uint32Array(size);
  const lengths = new Uint16Array(size);
  const touched = new Uint32Array(size);
  const found = new Uint32Array(size);
  let foundSoFar = 0;
  const settle = (count: number, weight: number) => {
    for (let i = 0; i < count; i++) {
      const passageNo = touched[i]!;
      if (scores[passageNo] === 0) found[foundSoFar++] = passageNo;
      scores[passageNo]! += gainOf(weight, frequencies[passageNo]!, lengths[passageNo]! / meanLength);
      frequencies[passageNo] = 0;
    }
  };
  const contenders = (running: Uint32Array | null) => running ?? found.subarray(0, foundSoFar);
  return {
    /** Counts a concept for every passage that has it. */
    add({ concept, lists, idf }: Term): void {
      let count = 0;
      for (const { passageNos, counts } of lists) {
        for (let i = 0; i < passageNos.length; i++) {
          const passageNo = passageNos[i]!;
          const packed = counts[i]!;
          const before = frequencies[passageNo]!;
          if (before === 0) touched[count++] = passageNo;
          frequencies[passageNo] = before + (packed & 0xff) + HEADING_WEIGHT * ((packed >>> 8) & 0xff);
          lengths[passageNo] = packed >>> 16;
        }
      }
      settle(count, concept.weight * idf);
    },
    /** Counts a concept for some passages alone, given in ascending order. */
    addTo({ concept, lists, idf }: Term, running: Uint32Array): void {
      let count = 0;
      for (const { passageNos, counts } of lists) {
        let at = 0;
        for (let i = 0; i < running.length && at < passageNos.length; i++) {
          const passageNo = running[i]!;
          at = firstFrom(passageNos, passageNo, at);
          if (passageNos[at] !== passageNo) continue;
          const packed = counts[at]!;
          const before = frequencies[passageNo]!;
          if (before === 0) touched[count++] = passageNo;
          frequencies[passageNo] = before + (packed & 0xff) + HEADING_WEIGHT * ((packed >>> 8) & 0xff);
          lengths[passageNo] = packed >>> 16;
        }
      }
      settle(count, concept.weight * idf);
    },
    /** The passages that can still be among the best, ascending; null while any can that has not been found yet. */
    listRunning(running: Uint32Array | null, at: { limit: number; left: number }): Uint32Array | null {
      const among = contenders(running);
      const least = leastOfBest(among, scores, at.limit);
      if (least === null || (!running && at.left >= least)) return running;
      const kept = among.filter((passageNo) => scores[passageNo]! + at.left >= least);
      return kept.sort();
    },
    rank(running: Uint32Array | null, limit: number): Scored[] {
      const among = contenders(running);
      const least = leastOfBest(among, scores, limit) ?? 0;
      return [...among.filter((passageNo) => scores[passageNo]! >= least)]
        .map((passageNo) => ({ passageNo, score: scores[passageNo]! }))
        .sort((a, b) => b.score - a.score || a.passageNo - b.passageNo);
    },
  };
}

/** The score of the last of the `limit` best; null where there are fewer. */
function leastOfBest(among: Uint32Array, scores: Float64Array, limit: number): number | null {
  if (among.length < limit) return null;
  // The best so far, ascending: most passages stop at the first comparison.
  const best = new Float64Array(limit).fill(Number.NEGATIVE_INFINITY);
  for (const passageNo of among) {
    const score = scores[passageNo]!;
    if (score <= best[0]!) continue;
    let at = 0;
    while (at + 1 < limit && best[at + 1]! < score) {
      best[at] = best[at + 1]!;
      at += 1;
    }
    best[at] = score;
  }
  return best[0]!;
}

/** The first place from `from` on whose number is not below the one sought, by doubling steps and then halving them. */
function firstFrom(passageNos: Uint32Array, sought: number, from: number): number {
  let step = 1;
  let low = from;
  while (low + step < passageNos.length && passageNos[low + step]! < sought) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step, passageNos.length);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (passageNos[middle]! < sought) low = middle + 1;
    else high = middle;
  }
  return low;
}

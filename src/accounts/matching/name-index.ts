import type { NameLexicon } from './name-lexicon.ts';
import type { Profile, ProfiledName } from './profile.ts';
import { roundToPowerOfTwo } from './round-count.ts';
import { TRIGRAM_CODES } from './spelling.ts';

/** A growing list of numbers in a typed array: an eighth of the memory of an array of arrays. */
export interface Postings {
  ids: Int32Array;
  length: number;
}

/** The names of the indexed records, by number, in typed arrays: a search reads thousands of them for each query. */
export interface NameEntries {
  length: number;
  /** The record that has each name; -1 for one that was taken out. */
  records: Int32Array;
  /** Length of each name's TF-IDF vector by background weights, so that it stays true as the list grows. */
  norms: Float64Array;
}

/** Postings of an account list: which names hold a word, three letters, a key, an acronym, a domain. */
export interface NameIndex {
  readonly entries: NameEntries;
  readonly records: (Profile | null)[];
  /** Number of each record's first entry; the entries of its other names follow. */
  readonly firstEntries: number[];
  readonly termIds: Map<string, number>;
  readonly termPostings: Postings[];
  readonly trigramPostings: (Postings | undefined)[];
  readonly byKey: Map<string, Postings>;
  readonly byAcronym: Map<string, Postings>;
  readonly byDomain: Map<string, Postings>;
  readonly byStem: Map<string, Postings>;
  /** Names that hold each term now; postings may still list removed ones. */
  readonly termCounts: number[];
  readonly weights: WordWeights;
  nameCount: number;
}

/** Rarity of words and of letter triples, from the background and from the list itself. */
export interface WordWeights {
  /** Rarity in the background alone, in nats; above 0. */
  term(term: string): number;
  trigram(code: number): number;
  /** Rarity in background and list together; the list's counts are taken in powers of two. */
  inList(term: string, count: number, names: number): number;
}

/** The background speaks as loud as this many names of the list. */
const BACKGROUND_NAMES = 40_000;
/** A word that the background lists nowhere may still occur in it some times: the counts leave rare words out. */
const UNLISTED_COUNT = 3;

export function createWordWeights(lexicon: NameLexicon): WordWeights {
  const names = Math.max(lexicon.names, 1);
  const scale = BACKGROUND_NAMES / names;
  // A table, since a query asks for dozens of them and each would cost a logarithm.
  const trigrams = Float64Array.from(
    countTrigrams(lexicon),
    (count) => 0.7 * Math.max(0.3, Math.log(names / (count + 20))),
  );
  const rarity = (count: number) => Math.max(0.1, Math.log(names / (count + 0.5)));
  return {
    term: (term) => (term === '' ? 0 : rarity(lexicon.wordCounts.get(term) ?? UNLISTED_COUNT)),
    trigram: (code) => trigrams[code] ?? 0,
    inList(term, count, listNames) {
      if (term === '') return 0;
      const known = (lexicon.wordCounts.get(term) ?? UNLISTED_COUNT) * scale;
      const seen = roundToPowerOfTwo(count);
      return Math.max(
        0.1,
        Math.log((BACKGROUND_NAMES + roundToPowerOfTwo(listNames)) / (known + seen + 0.5)),
      );
    },
  };
}

function countTrigrams(lexicon: NameLexicon): Float32Array {
  const counts = new Float32Array(TRIGRAM_CODES);
  const code = (letter: number) => (letter >= 97 ? letter - 96 : letter - 48 + 27);
  for (const [word, count] of lexicon.wordCounts) {
    if (!/^[a-z0-9]{3,}$/.test(word)) continue;
    for (let i = 2; i < word.length; i++) {
      const at =
        (code(word.charCodeAt(i - 2)) * 38 + code(word.charCodeAt(i - 1))) * 38 + code(word.charCodeAt(i));
      counts[at] = (counts[at] ?? 0) + count;
    }
  }
  return counts;
}

export function createNameIndex(weights: WordWeights): NameIndex {
  return {
    entries: { length: 0, records: new Int32Array(1024), norms: new Float64Array(1024) },
    records: [],
    firstEntries: [],
    termIds: new Map(),
    termPostings: [],
    trigramPostings: new Array<Postings | undefined>(TRIGRAM_CODES).fill(undefined),
    byKey: new Map(),
    byAcronym: new Map(),
    byDomain: new Map(),
    byStem: new Map(),
    termCounts: [],
    weights,
    nameCount: 0,
  };
}

/** Adds a record and returns its number in the index. */
export function addProfile(index: NameIndex, profile: Profile): number {
  const record = index.records.push(profile) - 1;
  index.firstEntries.push(index.entries.length);
  for (const name of profile.names) addName(index, record, name);
  for (const domain of profile.domains) postAt(index.byDomain, domain, record);
  for (const stem of profile.stems) postAt(index.byStem, stem, record);
  return record;
}

/** Takes a record out; its numbers stay in the postings until the index is built anew. */
export function removeProfile(index: NameIndex, record: number): void {
  const names = index.records[record]?.names ?? [];
  const first = index.firstEntries[record] ?? 0;
  index.records[record] = null;
  names.forEach((name, i) => {
    for (const term of new Set(name.terms)) {
      const id = termId(index, term);
      index.termCounts[id] = (index.termCounts[id] ?? 1) - 1;
    }
    index.entries.records[first + i] = -1;
  });
  index.nameCount -= names.length;
}

function addName(index: NameIndex, record: number, name: ProfiledName): void {
  const id = addEntry(index.entries, { record, norm: vectorLength(name, index.weights) });
  index.nameCount += 1;
  for (const term of new Set(name.terms)) {
    const number = termId(index, term);
    index.termCounts[number] = (index.termCounts[number] ?? 0) + 1;
    post(index.termPostings[number], id);
  }
  for (const code of name.trigrams) {
    index.trigramPostings[code] ??= emptyPostings();
    post(index.trigramPostings[code], id);
  }
  postAt(index.byKey, name.key, id);
  if (name.acronym.length > 1) postAt(index.byAcronym, name.acronym, id);
}

function addEntry(entries: NameEntries, entry: { record: number; norm: number }): number {
  if (entries.length === entries.records.length) {
    const [records, norms] = [new Int32Array(entries.length * 2), new Float64Array(entries.length * 2)];
    records.set(entries.records);
    norms.set(entries.norms);
    entries.records = records;
    entries.norms = norms;
  }
  entries.records[entries.length] = entry.record;
  entries.norms[entries.length] = entry.norm;
  return entries.length++;
}

function termId(index: NameIndex, term: string): number {
  const known = index.termIds.get(term);
  if (known !== undefined) return known;
  const id = index.termPostings.push(emptyPostings()) - 1;
  index.termIds.set(term, id);
  index.termCounts.push(0);
  return id;
}

/** Euclidean length of a name's vector of words and letter triples. */
export function vectorLength(name: ProfiledName, weights: WordWeights): number {
  let sum = 0;
  for (const term of new Set(name.terms)) sum += weights.term(term) ** 2;
  for (const code of name.trigrams) sum += weights.trigram(code) ** 2;
  return Math.sqrt(sum) || 1;
}

function emptyPostings(): Postings {
  return { ids: new Int32Array(2), length: 0 };
}

function postAt(map: Map<string, Postings>, key: string, id: number): void {
  let postings = map.get(key);
  if (!postings) {
    postings = emptyPostings();
    map.set(key, postings);
  }
  post(postings, id);
}

function post(postings: Postings | undefined, id: number): void {
  if (!postings) return;
  if (postings.length === postings.ids.length) {
    const longer = new Int32Array(postings.length * 2);
    longer.set(postings.ids);
    postings.ids = longer;
  }
  postings.ids[postings.length++] = id;
}

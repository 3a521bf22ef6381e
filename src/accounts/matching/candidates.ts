import { type NameIndex, type Postings, vectorLength } from './name-index.ts';
import type { Profile, ProfiledName } from './profile.ts';

/** How far the search for look-alikes goes. */
export interface Cuts {
  /** Longest postings that are read: a share of the names, within bounds, so that a query's work is bounded. */
  readonly word: { readonly share: number; readonly least: number; readonly most: number };
  readonly trigram: Cuts['word'];
  /** Postings read for letter triples, rarest first: bounds a query where every triple is common. */
  readonly trigramBudget: number;
  readonly leastCosine: number;
  readonly most: number;
}

/** Settled on labelled lists of up to 20,000 names: the union costs little and looser cuts add no F1. */
const WIDE: Cuts = {
  word: { share: 0.02, least: 200, most: 2_000 },
  trigram: { share: 0.04, least: 600, most: 3_000 },
  trigramBudget: 5_000,
  leastCosine: 0.18,
  most: 12,
};
/** In long lists what is only remotely alike is nearly always chance: half the work, and F1 as before on 1,000,000 × 100,000. */
const NARROW: Cuts = {
  word: { share: 0.02, least: 200, most: 1_000 },
  trigram: { share: 0.04, least: 600, most: 1_500 },
  trigramBudget: 3_000,
  leastCosine: 0.25,
  most: 8,
};
const LONG_LIST = 30_000;

/** How far the search goes in a list of so many names. */
export function cutsOf(names: number): Cuts {
  return names > LONG_LIST ? NARROW : WIDE;
}

/** Keys, acronyms or domains that more rows than this share are no sign of one company. */
export const MOST_SHARING = 60;

export interface CandidateFinder {
  /** Numbers of the records worth comparing, each once, in a fixed order. */
  find(profile: Profile): number[];
}

/** Looks for records that may be the same company. Keeps its work space between calls, so one finder serves one thread. */
export function createCandidateFinder(index: NameIndex): CandidateFinder {
  const space: WorkSpace = { scores: new Float32Array(1024), touched: new Int32Array(1024), count: 0 };
  return {
    find(profile) {
      makeRoom(space, index.entries.length);
      const found = new Set<number>();
      collectExact(index, profile, found);
      const cuts = cutsOf(index.entries.length);
      for (const name of [...profile.names, ...profile.parts]) {
        addSimilarityScores({ index, cuts }, name, space);
        for (const entry of bestEntries({ index, cuts }, space, vectorLength(name, index.weights))) {
          found.add(index.entries.records[entry] ?? -1);
        }
        clear(space);
      }
      return [...found].filter((record) => record >= 0 && index.records[record] !== null);
    },
  };
}

/** Scores by entry, and which entries have one. */
interface WorkSpace {
  scores: Float32Array;
  touched: Int32Array;
  count: number;
}

function makeRoom(space: WorkSpace, entries: number): void {
  if (space.scores.length >= entries) return;
  space.scores = new Float32Array(entries * 2);
  space.touched = new Int32Array(entries * 2);
}

function clear(space: WorkSpace): void {
  for (let i = 0; i < space.count; i++) space.scores[space.touched[i]!] = 0;
  space.count = 0;
}

function accumulate(space: WorkSpace, postings: Postings, weight: number): void {
  const { scores, touched } = space;
  const { ids, length } = postings;
  let { count } = space;
  for (let i = 0; i < length; i++) {
    const entry = ids[i]!;
    const score = scores[entry]!;
    if (score === 0) touched[count++] = entry;
    scores[entry] = score + weight;
  }
  space.count = count;
}

function collectExact(index: NameIndex, profile: Profile, found: Set<number>): void {
  const addRecords = (postings: Postings | undefined) => {
    for (let i = 0; i < Math.min(postings?.length ?? 0, MOST_SHARING); i++) found.add(postings?.ids[i] ?? -1);
  };
  const addEntries = (postings: Postings | undefined) => {
    for (let i = 0; i < Math.min(postings?.length ?? 0, MOST_SHARING); i++) {
      found.add(index.entries.records[postings?.ids[i] ?? -1] ?? -1);
    }
  };
  for (const domain of profile.domains) addRecords(index.byDomain.get(domain));
  for (const stem of profile.stems) addEntries(index.byKey.get(stem));
  for (const part of profile.parts) addEntries(index.byKey.get(part.key));
  for (const name of profile.names) {
    addEntries(index.byKey.get(name.key));
    addRecords(index.byStem.get(name.key));
    if (name.key.length > 1 && name.key.length < 8) addEntries(index.byAcronym.get(name.key));
    if (name.acronym.length > 1) addEntries(index.byKey.get(name.acronym));
  }
}

interface Search {
  readonly index: NameIndex;
  readonly cuts: Cuts;
}

function addSimilarityScores({ index, cuts }: Search, name: ProfiledName, space: WorkSpace): void {
  const { weights, entries } = index;
  const wordLimit = limitOf(cuts.word, entries.length);
  for (const term of new Set(name.terms)) {
    const postings = index.termPostings[index.termIds.get(term) ?? -1];
    if (postings && term !== '' && postings.length <= wordLimit)
      accumulate(space, postings, weights.term(term) ** 2);
  }
  const trigramLimit = limitOf(cuts.trigram, entries.length);
  const lists: { code: number; postings: Postings; length: number }[] = [];
  for (const code of name.trigrams) {
    const postings = index.trigramPostings[code];
    if (postings && postings.length <= trigramLimit) lists.push({ code, postings, length: postings.length });
  }
  for (const { code, postings } of keepWithin(cuts.trigramBudget, lists))
    accumulate(space, postings, weights.trigram(code) ** 2);
}

/** The rarest letter triples whose postings together are no longer than the budget. */
export function keepWithin<List extends { code: number; length: number }>(
  budget: number,
  lists: List[],
): List[] {
  lists.sort((a, b) => a.length - b.length || a.code - b.code);
  let [kept, left] = [0, budget];
  for (const { length } of lists) {
    if (left < length) break;
    left -= length;
    kept += 1;
  }
  return lists.slice(0, kept);
}

/** How many names may share a word or a letter triple that is looked at. */
export function limitOf(common: Cuts['word'], names: number): number {
  return Math.min(common.most, Math.max(common.least, common.share * names));
}

function bestEntries({ index, cuts }: Search, space: WorkSpace, norm: number): number[] {
  const { norms, records } = index.entries;
  const { scores, touched, count } = space;
  const best: { entry: number; cosine: number }[] = [];
  let floor = cuts.leastCosine;
  for (let i = 0; i < count; i++) {
    const entry = touched[i]!;
    const cosine = scores[entry]! / (norm * norms[entry]!);
    if (cosine < floor || records[entry]! < 0) continue;
    let at = best.length;
    while (at > 0 && isBetter({ entry, cosine }, best[at - 1])) at -= 1;
    if (at >= cuts.most) continue;
    best.splice(at, 0, { entry, cosine });
    if (best.length > cuts.most) best.pop();
    if (best.length === cuts.most) floor = best[best.length - 1]?.cosine ?? floor;
  }
  return best.map((one) => one.entry);
}

function isBetter(
  a: { entry: number; cosine: number },
  b: { entry: number; cosine: number } | undefined,
): boolean {
  return b !== undefined && (a.cosine > b.cosine || (a.cosine === b.cosine && a.entry < b.entry));
}

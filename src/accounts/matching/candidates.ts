import { type NameIndex, type Postings, vectorLength } from './name-index.ts';
import type { Profile, ProfiledName } from './profile.ts';

/** Cuts of the search for look-alikes, settled on labelled lists: the union costs little and looser cuts add no F1. */
const MOST_COMMON_WORD = { share: 0.02, least: 200, most: 2_000 };
const MOST_COMMON_TRIGRAM = { share: 0.04, least: 600, most: 3_000 };
/** Postings read for letter triples, rarest first: bounds a query where every triple is common. */
const TRIGRAM_BUDGET = 5_000;
const LEAST_COSINE = 0.18;
const MOST_LOOKALIKES = 12;
/** Keys, acronyms or domains that more rows than this share are no sign of one company. */
const MOST_SHARING = 60;

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
      for (const name of profile.names) {
        addSimilarityScores(index, name, space);
        for (const entry of bestEntries(index, space, vectorLength(name, index.weights))) {
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
  for (const name of profile.names) {
    addEntries(index.byKey.get(name.key));
    addRecords(index.byStem.get(name.key));
    if (name.key.length > 1 && name.key.length < 8) addEntries(index.byAcronym.get(name.key));
    if (name.acronym.length > 1) addEntries(index.byKey.get(name.acronym));
  }
}

function addSimilarityScores(index: NameIndex, name: ProfiledName, space: WorkSpace): void {
  const { weights, entries } = index;
  const wordLimit = limitOf(MOST_COMMON_WORD, entries.length);
  for (const term of new Set(name.terms)) {
    const postings = index.termPostings[index.termIds.get(term) ?? -1];
    if (postings && term !== '' && postings.length <= wordLimit)
      accumulate(space, postings, weights.term(term) ** 2);
  }
  const trigramLimit = limitOf(MOST_COMMON_TRIGRAM, entries.length);
  const lists: { code: number; postings: Postings }[] = [];
  for (const code of name.trigrams) {
    const postings = index.trigramPostings[code];
    if (postings && postings.length <= trigramLimit) lists.push({ code, postings });
  }
  lists.sort((a, b) => a.postings.length - b.postings.length || a.code - b.code);
  let budget = TRIGRAM_BUDGET;
  for (const { code, postings } of lists) {
    if (budget < postings.length) break;
    accumulate(space, postings, weights.trigram(code) ** 2);
    budget -= postings.length;
  }
}

/** How long a list may be and still be read: a share of the names, within bounds, so that a query's work is bounded. */
function limitOf(common: { share: number; least: number; most: number }, names: number): number {
  return Math.min(common.most, Math.max(common.least, common.share * names));
}

function bestEntries(index: NameIndex, space: WorkSpace, norm: number): number[] {
  const { norms, records } = index.entries;
  const { scores, touched, count } = space;
  const best: { entry: number; cosine: number }[] = [];
  let floor = LEAST_COSINE;
  for (let i = 0; i < count; i++) {
    const entry = touched[i]!;
    const cosine = scores[entry]! / (norm * norms[entry]!);
    if (cosine < floor || records[entry]! < 0) continue;
    let at = best.length;
    while (at > 0 && isBetter({ entry, cosine }, best[at - 1])) at -= 1;
    if (at >= MOST_LOOKALIKES) continue;
    best.splice(at, 0, { entry, cosine });
    if (best.length > MOST_LOOKALIKES) best.pop();
    if (best.length === MOST_LOOKALIKES) floor = best[best.length - 1]?.cosine ?? floor;
  }
  return best.map((one) => one.entry);
}

function isBetter(
  a: { entry: number; cosine: number },
  b: { entry: number; cosine: number } | undefined,
): boolean {
  return b !== undefined && (a.cosine > b.cosine || (a.cosine === b.cosine && a.entry < b.entry));
}

import { type NameIndex, type Postings, vectorLength } from './name-index.ts';
import type { Profile, ProfiledName } from './profile.ts';

/** Cuts of the search for look-alikes, settled on labelled lists: the union costs little and looser cuts add no F1. */
const MOST_COMMON_WORD = { share: 0.02, least: 200 };
const MOST_COMMON_TRIGRAM = { share: 0.04, least: 600 };
/** Postings read for letter triples, rarest first: bounds a query where every triple is common. */
const TRIGRAM_BUDGET = 12_000;
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
  let scores = new Float32Array(1024);
  const touched: number[] = [];
  const accumulate = (postings: Postings, weight: number) => {
    for (let i = 0; i < postings.length; i++) {
      const entry = postings.ids[i] ?? 0;
      if (scores[entry] === 0) touched.push(entry);
      scores[entry] = (scores[entry] ?? 0) + weight;
    }
  };
  return {
    find(profile) {
      if (scores.length < index.entries.length) scores = new Float32Array(index.entries.length * 2);
      const found = new Set<number>();
      collectExact(index, profile, found);
      for (const name of profile.names) {
        addSimilarityScores(index, name, accumulate);
        for (const entry of bestEntries(index, {
          scores,
          touched,
          norm: vectorLength(name, index.weights),
        })) {
          found.add(index.entries[entry]?.record ?? -1);
        }
        for (const entry of touched) scores[entry] = 0;
        touched.length = 0;
      }
      return [...found].filter((record) => record >= 0 && index.records[record] !== null);
    },
  };
}

function collectExact(index: NameIndex, profile: Profile, found: Set<number>): void {
  const addRecords = (postings: Postings | undefined) => {
    for (let i = 0; i < Math.min(postings?.length ?? 0, MOST_SHARING); i++) found.add(postings?.ids[i] ?? -1);
  };
  const addEntries = (postings: Postings | undefined) => {
    for (let i = 0; i < Math.min(postings?.length ?? 0, MOST_SHARING); i++) {
      found.add(index.entries[postings?.ids[i] ?? -1]?.record ?? -1);
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

function addSimilarityScores(
  index: NameIndex,
  name: ProfiledName,
  accumulate: (postings: Postings, weight: number) => void,
): void {
  const { weights, entries } = index;
  const wordLimit = Math.max(MOST_COMMON_WORD.least, MOST_COMMON_WORD.share * entries.length);
  for (const term of new Set(name.terms)) {
    const postings = index.termPostings[index.termIds.get(term) ?? -1];
    if (postings && term !== '' && postings.length <= wordLimit)
      accumulate(postings, weights.term(term) ** 2);
  }
  const trigramLimit = Math.max(MOST_COMMON_TRIGRAM.least, MOST_COMMON_TRIGRAM.share * entries.length);
  const lists: { code: number; postings: Postings }[] = [];
  for (const code of name.trigrams) {
    const postings = index.trigramPostings[code];
    if (postings && postings.length <= trigramLimit) lists.push({ code, postings });
  }
  lists.sort((a, b) => a.postings.length - b.postings.length || a.code - b.code);
  let budget = TRIGRAM_BUDGET;
  for (const { code, postings } of lists) {
    if (budget < 0) break;
    accumulate(postings, weights.trigram(code) ** 2);
    budget -= postings.length;
  }
}

function bestEntries(
  index: NameIndex,
  query: { scores: Float32Array; touched: readonly number[]; norm: number },
): number[] {
  const best: { entry: number; cosine: number }[] = [];
  let floor = LEAST_COSINE;
  for (const entry of query.touched) {
    const one = index.entries[entry];
    if (!one) continue;
    const cosine = (query.scores[entry] ?? 0) / (query.norm * one.norm);
    if (cosine < floor) continue;
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

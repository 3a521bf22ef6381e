import type { WeighedName } from './align-words.ts';
import { type CandidateFinder, createCandidateFinder } from './candidates.ts';
import {
  type Comparison,
  compareProfiles,
  type ListFacts,
  leastUnspelt,
  weighName,
} from './compare-profiles.ts';
import { boundByConflict, boundByCountry, decide, discountRivals, MATCH_FROM } from './decide.ts';
import { explainComparison } from './explain.ts';
import {
  addProfile,
  createNameIndex,
  createWordWeights,
  removeProfile,
  type WordWeights,
} from './name-index.ts';
import { loadNameLexicon, type NameLexicon } from './name-lexicon.ts';
import { createProfiler, type Profile, type ProfiledName, type Profiler } from './profile.ts';
import { loadMatchWeights, type MatchWeights, toProbability } from './score.ts';
import type { AccountQuery, AccountRecord, Link } from './types.ts';

/** An answer to a question for one account; `right` is the id of the record found. */
export type Candidate = Omit<Link, 'left'>;

/** Accounts that can be asked for by any spelling, kept current row by row. */
export interface MatchIndex {
  /** The records that the query may be, best first; only those worth a person's look. */
  find(query: AccountQuery, limit?: number): Candidate[];
  /** Adds a record, or replaces the one with its id. */
  add(record: AccountRecord): void;
  /** Takes a record out; an unknown id is passed over. */
  remove(id: string): void;
  readonly size: number;
}

/** The engine under index and list linking: compares any profile with all that was added. */
export interface MatchEngine {
  add(record: AccountRecord): void;
  remove(id: string): void;
  profile(query: AccountQuery): Profile;
  /** Comparisons with every record worth comparing that come to at least so much, best first. */
  compare(profile: Profile, least?: number): Comparison[];
  idOf(record: number): string;
  readonly size: number;
}

/** What every index of one program can share, since none changes it. */
export interface MatchResources {
  readonly lexicon: NameLexicon;
  readonly rarity: WordWeights;
}

/** Reads the words that the matcher knows: some 30 to 70 ms, so a program that makes several indexes does it once. */
export function loadMatchResources(): MatchResources {
  const lexicon = loadNameLexicon();
  return { lexicon, rarity: createWordWeights(lexicon) };
}

/** An index of accounts; a query costs about a millisecond. */
export function createMatchIndex(
  records: Iterable<AccountRecord>,
  resources: MatchResources = loadMatchResources(),
): MatchIndex {
  const engine = createMatchEngine(loadMatchWeights(), resources);
  for (const record of records) engine.add(record);
  return {
    find: (query, limit = 5) => judgeCompared(engine.compare(engine.profile(query)), limit, engine.idOf),
    add: engine.add,
    remove: engine.remove,
    get size() {
      return engine.size;
    },
  };
}

/** Records of a list that were found elsewhere, compared with any query as the index of the whole list compares them. */
export function createPartIndex(
  parts: { list: ListFacts; profileOf: Profiler; weights: MatchWeights },
  records: readonly { readonly id: string; readonly profile: Profile }[],
): Pick<MatchIndex, 'find'> {
  const { list, profileOf, weights } = parts;
  const idOf = (record: number) => records[record]?.id ?? '';
  return {
    find(query, limit = 5) {
      const others = records.map(({ profile }, record) => ({ record, profile }));
      const weigh = (name: ProfiledName) => weighName(list, name);
      const task = { list, weights, least: Number.NEGATIVE_INFINITY, weigh, idOf };
      return judgeCompared(compareAll(task, profileOf(query), others), limit, idOf);
    },
  };
}

/** What compared records come to as answers to one question; `compared` is best first. */
export function judgeCompared(
  compared: readonly Comparison[],
  limit: number,
  idOf: (record: number) => string,
): Candidate[] {
  return compared.slice(0, limit).flatMap((comparison, i) => {
    const rivals = compared.filter((_, k) => k !== i).map((other) => other.logOdds);
    const logOdds = boundByConflict(comparison, discountRivals(comparison.logOdds, rivals));
    // What a text may mean is asked more widely than what is the same: the runner-up of an even pair is listed too.
    const decision = decide(logOdds) ?? decide(Math.min(comparison.logOdds, MATCH_FROM - 0.1));
    if (!decision) return [];
    return [describe(comparison, { right: idOf(comparison.record), logOdds, decision })];
  });
}

export function createMatchEngine(
  weights: MatchWeights = loadMatchWeights(),
  resources: MatchResources = loadMatchResources(),
): MatchEngine {
  const profileOf = createProfiler(resources.lexicon);
  let index = createNameIndex(resources.rarity);
  let finder: CandidateFinder = createCandidateFinder(index);
  let ids: string[] = [];
  const numbers = new Map<string, number>();
  const list: ListFacts = {
    weights: resources.rarity,
    get size() {
      return numbers.size;
    },
    get names() {
      return index.nameCount;
    },
    countOf: (term) => index.termCounts[index.termIds.get(term) ?? -1] ?? 0,
    domainUse: (domain) => index.byDomain.get(domain)?.length ?? 0,
  };
  // Rarity depends on the list, so names are weighed anew once it changes.
  const weighed = new Map<ProfiledName, WeighedName>();
  const weigh = (name: ProfiledName) => {
    const known = weighed.get(name);
    if (known) return known;
    const now = weighName(list, name);
    weighed.set(name, now);
    return now;
  };

  const idOf = (record: number) => ids[record] ?? '';
  const insert = (id: string, profile: Profile) => {
    weighed.clear();
    numbers.set(id, addProfile(index, profile));
    ids.push(id);
  };
  const rebuild = () => {
    const kept = ids.flatMap((id, i) => (numbers.get(id) === i ? [{ id, profile: index.records[i] }] : []));
    index = createNameIndex(index.weights);
    finder = createCandidateFinder(index);
    ids = [];
    numbers.clear();
    for (const { id, profile } of kept) if (profile) insert(id, profile);
  };
  const remove = (id: string) => {
    const number = numbers.get(id);
    if (number === undefined) return;
    weighed.clear();
    removeProfile(index, number);
    numbers.delete(id);
    // Removed rows stay in the postings; past a quarter of the list they cost more than building it anew.
    if (ids.length > 64 && numbers.size < ids.length * 0.75) rebuild();
  };
  return {
    add(record) {
      remove(record.id);
      insert(record.id, profileOf(record));
    },
    remove,
    profile: profileOf,
    compare(profile, least = Number.NEGATIVE_INFINITY) {
      const others = finder.find(profile).flatMap((record) => {
        const other = index.records[record];
        return other ? [{ record, profile: other }] : [];
      });
      return compareAll({ list, weights, least, weigh, idOf }, profile, others);
    },
    idOf,
    get size() {
      return numbers.size;
    },
  };
}

interface CompareTask {
  readonly list: ListFacts;
  readonly weights: MatchWeights;
  /** Pairs that come to less are left out. */
  readonly least: number;
  weigh(name: ProfiledName): WeighedName;
  idOf(record: number): string;
}

/** Comparisons of a query with records of the list, best first. */
export function compareAll(
  task: CompareTask,
  profile: Profile,
  others: readonly { record: number; profile: Profile }[],
): Comparison[] {
  const { list, idOf } = task;
  const pairTask = { ...task, leastUnspelt: leastUnspelt(task.weights, task.least) };
  const names = [...profile.names, ...profile.parts].map((name) => weighName(list, name));
  return others
    .flatMap((other) => {
      const compared = compareProfiles(pairTask, { profile, names }, other);
      return compared && compared.logOdds >= task.least ? [compared] : [];
    })
    .sort((a, b) => byBest(a, b) || (idOf(a.record) < idOf(b.record) ? -1 : 1));
}

/** What another country keeps from being a match comes after what may be one; see `boundByCountry`. */
function byBest(a: Comparison, b: Comparison): number {
  return boundByCountry(b, b.logOdds) - boundByCountry(a, a.logOdds) || b.logOdds - a.logOdds;
}

/** A comparison in words, with its score. */
export function describe(
  comparison: Comparison,
  decided: { right: string; logOdds: number; decision: Link['decision'] },
): Candidate {
  const { why, explanation } = explainComparison(comparison, comparison.sharedDomain);
  return { ...decided, score: toProbability(decided.logOdds), why, explanation };
}

import type { WeighedName } from './align-words.ts';
import { type Doubt, findDoubt, type KnownWords } from './doubt.ts';
import { binEvidence, compareNames, type Evidence, type FieldRelations, type NamePair } from './evidence.ts';
import { type FamilyReason, relateFamily } from './families.ts';
import { compareFields } from './fields.ts';
import type { NameIndex } from './name-index.ts';
import { isSmallWord } from './normalise.ts';
import type { Profile, ProfiledName } from './profile.ts';
import { type MatchWeights, sumEvidence } from './score.ts';

/** Two records compared by the pair of their names that speaks most for them. */
export interface Comparison {
  readonly record: number;
  readonly logOdds: number;
  readonly evidence: Evidence;
  readonly names: NamePair & { readonly isDoubtful: boolean };
  readonly fields: FieldRelations;
  /** Null where none is common to both. */
  readonly sharedDomain: string | null;
  readonly left: ProfiledName;
  readonly right: ProfiledName;
  /** Why only a person can tell; null too where the pair is too weak to be a match. */
  readonly doubt: Doubt | null;
  /** Why a pair in doubt may be two companies of one group. */
  readonly family: FamilyReason | null;
}

/** A share of a name's words that is as good as all: a word in another language counts a little less. */
const ALL = 0.9;

/** Weaker pairs are no match, however many rows of a list have a partner. */
const DOUBT_FROM = -1;

/** What an article or preposition weighs: 'University of Augsburg' has no word that 'Universität Augsburg' lacks. */
const SMALL_WORD = 0.01;

/** A name with the rarity of its terms in this index and the background. */
export function weighName(index: NameIndex, name: ProfiledName): WeighedName {
  return {
    name,
    rarity: name.terms.map((term, i) =>
      isSmallWord(name.core[i] ?? '') && name.core.length > 1
        ? SMALL_WORD
        : index.weights.inList(term, index.termCounts[index.termIds.get(term) ?? -1] ?? 0, index.nameCount),
    ),
  };
}

/** A part of a name speaks for what it names as a whole, not for what it resembles. */
function isWhole({ alignment, sameness }: NamePair): boolean {
  return sameness > 0 || (alignment.shareA >= ALL && alignment.shareB >= ALL);
}

/** A row whose name has a part that is the account's name is a unit of it, not a row of the same name. */
function asUnit(names: NamePair, left: ProfiledName): NamePair {
  return left.isPart ? { ...names, isUnit: true, sameness: 0 } : names;
}

function wordsOf(index: NameIndex): KnownWords {
  return {
    rarity: index.weights.term,
    isListed: (term) => (index.termCounts[index.termIds.get(term) ?? -1] ?? 0) > 0,
  };
}

/** Compares a query with one record of the index; null where one of them has no name. */
export function compareProfiles(
  task: {
    index: NameIndex;
    weights: MatchWeights;
    listSize: number;
    weigh(name: ProfiledName): WeighedName;
  },
  query: { profile: Profile; names: readonly WeighedName[] },
  record: number,
): Comparison | null {
  const other = task.index.records[record];
  if (!other) return null;
  const fields = compareFields(
    query.profile,
    other,
    (domain) => task.index.byDomain.get(domain)?.length ?? 0,
  );
  const sharedDomain = query.profile.domains.find((domain) => other.domains.includes(domain)) ?? null;
  let best: {
    logOdds: number;
    evidence: Evidence;
    names: NamePair;
    pair: [WeighedName, WeighedName];
  } | null = null;
  for (const left of query.names) {
    for (const right of other.names) {
      const weighed = task.weigh(right);
      const names = compareNames(left, weighed);
      if (left.name.isPart && !isWhole(names)) continue;
      const evidence = binEvidence(left, weighed, names, fields);
      const logOdds = sumEvidence(task.weights, evidence, task.listSize);
      if (best && best.logOdds >= logOdds) continue;
      best = { logOdds, evidence, names, pair: [left, weighed] };
    }
  }
  if (!best) return null;
  const { logOdds, evidence, pair } = best;
  const rarity = task.index.weights.term;
  const doubt = logOdds < DOUBT_FROM ? null : findDoubt(...pair, best.names, fields, wordsOf(task.index));
  const relatives = doubt && relateFamily({ profile: query.profile }, { profile: other }, rarity);
  return {
    record,
    logOdds,
    evidence,
    names: { ...asUnit(best.names, pair[0].name), isDoubtful: doubt !== null },
    fields,
    sharedDomain,
    left: pair[0].name,
    right: pair[1].name,
    doubt,
    family: relatives?.why ?? null,
  };
}

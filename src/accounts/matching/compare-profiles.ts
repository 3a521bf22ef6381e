import type { WeighedName } from './align-words.ts';
import { type Doubt, findDoubt, type KnownWords } from './doubt.ts';
import {
  binEvidence,
  compareNames,
  type Evidence,
  type FieldRelations,
  type NamePair,
  SPELT_FEATURES,
} from './evidence.ts';
import { type FamilyReason, relateFamily } from './families.ts';
import { compareFields } from './fields.ts';
import type { WordWeights } from './name-index.ts';
import { isSmallWord } from './normalise.ts';
import type { Profile, ProfiledName } from './profile.ts';
import { type MatchWeights, sumEvidence } from './score.ts';

/** What comparing takes from the list that is searched, beside the two records. */
export interface ListFacts {
  readonly weights: WordWeights;
  /** Records of the list. */
  readonly size: number;
  /** Names of the list: a record may have several. */
  readonly names: number;
  /** Names that hold a term. */
  countOf(term: string): number;
  /** Records that carry a domain. */
  domainUse(domain: string): number;
}

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

/** A name with the rarity of its terms in the list and the background. */
export function weighName(list: ListFacts, name: ProfiledName): WeighedName {
  return {
    name,
    rarity: name.terms.map((term, i) =>
      isSmallWord(name.core[i] ?? '') && name.core.length > 1
        ? SMALL_WORD
        : list.weights.inList(term, list.countOf(term), list.names),
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

function wordsOf(list: ListFacts): KnownWords {
  return { rarity: list.weights.term, isListed: (term) => list.countOf(term) > 0 };
}

/** Sums in another order differ by less. */
const ROUNDING = 1e-6;

/** The least that a pair comes to before its spelling is compared, where it may come to `least` in the end. */
export function leastUnspelt(weights: MatchWeights, least: number): number {
  const spelt = SPELT_FEATURES.map((feature) => Math.max(0, ...weights.features[feature]));
  return spelt.reduce((rest, most) => rest - most, least - ROUNDING);
}

/** Compares a query with one record of the list; null where one of them has no name, or where they come to less than what is wanted. */
export function compareProfiles(
  task: {
    list: ListFacts;
    weights: MatchWeights;
    /** Pairs that come to less before their spelling is compared are not wanted; see `leastUnspelt`. */
    leastUnspelt: number;
    weigh(name: ProfiledName): WeighedName;
  },
  query: { profile: Profile; names: readonly WeighedName[] },
  { record, profile: other }: { record: number; profile: Profile },
): Comparison | null {
  const { list } = task;
  const fields = compareFields(query.profile, other, list.domainUse);
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
      const known = binEvidence(left, weighed, names, fields, false);
      if (sumEvidence(task.weights, known, list.size) < task.leastUnspelt) continue;
      const evidence = binEvidence(left, weighed, names, fields);
      const logOdds = sumEvidence(task.weights, evidence, list.size);
      if (best && best.logOdds >= logOdds) continue;
      best = { logOdds, evidence, names, pair: [left, weighed] };
    }
  }
  if (!best) return null;
  const { logOdds, evidence, pair } = best;
  const rarity = list.weights.term;
  const doubt = logOdds < DOUBT_FROM ? null : findDoubt(...pair, best.names, fields, wordsOf(list));
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

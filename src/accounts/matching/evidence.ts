import { type Alignment, alignWords, type WeighedName } from './align-words.ts';
import type { ProfiledName } from './profile.ts';
import { jaroWinkler, shareOfTrigrams } from './spelling.ts';

/** What one pair of records shows, each feature as the number of its bin. The learnt weights have one number a bin. */
export type Evidence = Readonly<Record<FeatureName, number>>;

export type FeatureName = keyof typeof FEATURE_BINS;

/** A share of a name's words that is all of them. */
const WHOLE = 0.999;
const SHARE_CUTS = [0.2, 0.35, 0.5, 0.65, 0.8, 0.92, 0.999];
const RARITY_CUTS = [0.01, 2.5, 4, 5.5, 7, 8.5];
const MATCHED_CUTS = [1, 3, 5, 7, 9, 11, 14, 18, 24];
const TRIGRAM_CUTS = [0.05, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9, 0.999];
const SPELLING_CUTS = [0.5, 0.6, 0.7, 0.78, 0.85, 0.9, 0.96, 0.999];
const RARE_CUTS = [6, 9, 13];
const LENGTH_CUTS = [3, 4, 5, 6, 8, 10, 14, 20];

/** How many bins each feature has; crossed features multiply. */
export const FEATURE_BINS = {
  coverage: 64,
  trigrams: 9,
  spelling: 9,
  matched: 30,
  unmatched: 49,
  first: 12,
  length: 18,
  words: 20,
  shortForms: 12,
  numbers: 4,
  acronym: 5,
  legal: 5,
  sameness: 16,
  places: 4,
  script: 3,
  alias: 3,
  domain: 21,
  stem: 8,
  country: 10,
  city: 3,
} as const;

type DomainRelation = 'unknown' | 'one' | 'same' | 'same_some' | 'same_many' | 'conflict' | 'sister';

const DOMAIN_RELATIONS: readonly DomainRelation[] = [
  'unknown',
  'one',
  'same',
  'same_some',
  'same_many',
  'conflict',
  'sister',
];

const FIRST_RELATIONS: readonly Alignment['first'][] = ['equal', 'alike', 'elsewhere', 'none'];
const LEGAL_RELATIONS: readonly NamePair['legal'][] = ['none', 'same', 'one', 'company', 'differ'];
const CITY_RELATIONS: readonly FieldRelations['city'][] = ['unknown', 'same', 'conflict'];

/** What two records say beside their names. */
export interface FieldRelations {
  readonly domain: DomainRelation;
  /** A domain's label is the other's name: 1 begins alike, 2 equal or its acronym, 3 equal where it's no one's common word. */
  readonly stem: 0 | 1 | 2 | 3;
  readonly country: 'unknown' | 'same' | 'conflict';
  readonly city: 'unknown' | 'same' | 'conflict';
  /** As `country`, where one of the two is known only by the ending of a domain ('acme.de'). */
  readonly seat: 'unknown' | 'same' | 'conflict';
  /** The countries of both records, for names that say one ('Siemens Nederland'). */
  readonly countries: readonly string[];
}

/**
 * How two names relate: `sameness` 0 other, 1 words in another order, 2 equal but for spacing or legal form, 3 equal throughout.
 * `isUnit`: the first begins or ends with the whole of the second and says more ('BAE Systems, Naval Ships').
 */
export interface NamePair {
  readonly alignment: Alignment;
  readonly sameness: 0 | 1 | 2 | 3;
  readonly isUnit: boolean;
  readonly acronym: number;
  readonly legal: 'none' | 'same' | 'one' | 'company' | 'differ';
}

/** Compares two names. Symmetric but for `isUnit`, and free of any list but for the rarities handed in. */
export function compareNames(a: WeighedName, b: WeighedName): NamePair {
  const alignment = alignWords(a, b);
  return {
    alignment,
    sameness: samenessOf(a.name, b.name),
    isUnit:
      alignment.shareB >= WHOLE &&
      alignment.shareA < WHOLE &&
      (alignment.first === 'equal' || endsWith(a.name, b.name)),
    acronym: acronymLength(a.name, b.name),
    legal: compareLegal(a.name, b.name),
  };
}

/** 'Department of Chemistry, University of Oxford' ends with 'University of Oxford'. One word at the end is a surname or a town. */
function endsWith(long: ProfiledName, short: ProfiledName): boolean {
  const from = long.terms.length - short.terms.length;
  return from > 0 && short.terms.length > 1 && short.terms.every((term, i) => term === long.terms[from + i]);
}

/** The bin of a feature that was left out. */
const UNSPELT = -1;

/** The features that compare whole names letter by letter, which takes longer than all others. */
export const SPELT_FEATURES = ['trigrams', 'spelling'] as const;

/** Bins of all features for two records by one name each; of those that compare letters only where `spelt`. Symmetric. */
export function binEvidence(
  a: WeighedName,
  b: WeighedName,
  names: NamePair,
  fields: FieldRelations,
  spelt = true,
): Evidence {
  const { alignment } = names;
  const low = Math.min(alignment.shareA, alignment.shareB);
  const high = Math.max(alignment.shareA, alignment.shareB);
  const likeness = names.sameness >= 2 || names.acronym > 0 ? 2 : high >= 0.92 ? 2 : high >= 0.5 ? 1 : 0;
  const [na, nb] = [a.name.core.length, b.name.core.length];
  const unmatchedA = bin(alignment.unmatchedA, RARITY_CUTS);
  const unmatchedB = bin(alignment.unmatchedB, RARITY_CUTS);
  const keyLength = Math.min(a.name.key.length, b.name.key.length);
  const coverageBin = low >= 0.999 ? 2 : high >= 0.999 ? 1 : 0;
  const rare = Math.min(sum(a.rarity), sum(b.rarity));
  return {
    coverage: bin(low, SHARE_CUTS) * 8 + bin(high, SHARE_CUTS),
    trigrams: spelt ? bin(shareOfTrigrams(a.name.trigrams, b.name.trigrams), TRIGRAM_CUTS) : UNSPELT,
    spelling: spelt ? bin(jaroWinkler(a.name.key, b.name.key), SPELLING_CUTS) : UNSPELT,
    matched: bin(alignment.matched, MATCHED_CUTS) * 3 + coverageBin,
    unmatched: Math.min(unmatchedA, unmatchedB) * 7 + Math.max(unmatchedA, unmatchedB),
    first: FIRST_RELATIONS.indexOf(alignment.first) * 3 + coverageBin,
    length: bin(keyLength, LENGTH_CUTS) * 2 + (names.sameness >= 2 ? 1 : 0),
    words: (Math.min(na, nb, 4) - 1) * 5 + Math.min(Math.max(na, nb), 5) - 1,
    shortForms: Math.min(alignment.shortForms, 3) * 3 + Math.min(alignment.typos, 2),
    numbers: compareNumbers(a.name.numbers, b.name.numbers),
    acronym: names.acronym,
    legal: LEGAL_RELATIONS.indexOf(names.legal),
    sameness: names.sameness * 4 + bin(rare, RARE_CUTS),
    places: comparePlaces(alignment.extraPlaces, fields.countries),
    script: names.sameness >= 2 ? 0 : (a.name.nonLatin ? 1 : 0) + (b.name.nonLatin ? 1 : 0),
    alias: a.name.isPart || b.name.isPart ? 2 : a.name.isAlias || b.name.isAlias ? 1 : 0,
    domain: DOMAIN_RELATIONS.indexOf(fields.domain) * 3 + likeness,
    // Where the names are equal, a domain that is the one is the other as well, and says little of the pair.
    stem: (fields.domain.startsWith('same') ? 0 : fields.stem) + (names.sameness >= 2 ? 4 : 0),
    country: countryRelation(fields) * 2 + (likeness === 2 ? 1 : 0),
    city: CITY_RELATIONS.indexOf(fields.city),
  };
}

/** 0 unknown, 1 same, 2 conflict, 3 and 4 the same and conflict by the ending of a domain. */
function countryRelation({ country, seat }: FieldRelations): number {
  if (country !== 'unknown') return country === 'same' ? 1 : 2;
  return seat === 'unknown' ? 0 : seat === 'same' ? 3 : 4;
}

function bin(amount: number, cuts: readonly number[]): number {
  let at = 0;
  while (at < cuts.length && amount >= (cuts[at] ?? 0)) at += 1;
  return at;
}

function sum(numbers: readonly number[]): number {
  let total = 0;
  for (const one of numbers) total += one;
  return total;
}

function samenessOf(a: ProfiledName, b: ProfiledName): NamePair['sameness'] {
  if (a.full === b.full) return 3;
  if (a.key === b.key) return 2;
  return a.content !== '' && a.content === b.content ? 1 : 0;
}

/** 0 none, else by its length: 2 letters 1, 3 letters 2, 4 letters 3, more 4. */
function acronymLength(a: ProfiledName, b: ProfiledName): number {
  const length = isAcronymOf(a, b) ? a.key.length : isAcronymOf(b, a) ? b.key.length : 0;
  return length === 0 ? 0 : Math.min(length - 1, 4);
}

function isAcronymOf(short: ProfiledName, long: ProfiledName): boolean {
  return short.key.length > 1 && short.core.length <= 2 && long.acronym === short.key && short.key.length < 8;
}

function compareLegal(a: ProfiledName, b: ProfiledName): NamePair['legal'] {
  if (a.legal === null && b.legal === null) return 'none';
  if (a.legal === null || b.legal === null) return 'one';
  if (a.legal === b.legal) return 'same';
  return a.legal === 'CO' || b.legal === 'CO' ? 'company' : 'differ';
}

/** 0 neither has numbers, 1 the same, 2 only one has, 3 they differ. */
function compareNumbers(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 && b.length === 0) return 0;
  if (a.length === 0 || b.length === 0) return 2;
  return a.length === b.length && a.every((number) => b.includes(number)) ? 1 : 3;
}

/** 0 none left over, 1 left over and the other's own country, 2 nothing known of it, 3 another country. */
function comparePlaces(extra: readonly string[], countries: readonly string[]): number {
  if (extra.length === 0) return 0;
  if (countries.length === 0) return 2;
  return extra.every((place) => countries.includes(place)) ? 1 : 3;
}

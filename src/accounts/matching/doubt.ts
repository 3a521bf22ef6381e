import type { WeighedName } from './align-words.ts';
import type { FieldRelations, NamePair } from './evidence.ts';
import { isSmallWord, type NormalName } from './normalise.ts';
import { compareWords } from './spelling.ts';

/** Why only a person can tell whether two names are one account, whatever the sum of the evidence. */
export type Doubt =
  | 'own_word'
  | 'own_words_each'
  | 'word_order'
  | 'one_letter'
  | 'short_name'
  | 'generic_name'
  | 'only_domain'
  | 'name_from_domain';

/** Classes of words that a company adds to its own name or leaves off: they set no two companies apart. */
const ORNAMENTS = new Set(
  '#co #corp #org #grp #holding #intl #enterprise #global #concern #partner com net www'.split(' '),
);
/** A part of a word stands for it from here on: two letters for an initial word, not one. */
const LEAST_LIKENESS = 0.5;
/** In longer words a letter more often slips than it makes another name. */
const LETTERS_OF_NAMESAKES = 7;
/** Rarity in nats: a name whose words are all as common as 'council', together no rarer than two such words. */
const COMMON_WORD = 8.2;
const COMMON_NAME = 14;
const SHORTEST_NAME = 3;
/** A word more makes another company of 'University of Utah', and hardly of a name of four words and more. */
const WORDS_OF_SHORT_NAME = 3;
/** 'Miami University' is not the University of Miami, nor 'St. Thomas University' that of St. Thomas; a longer name in another order is the same name. */
const WORDS_OF_A_TITLE = 3;

/** What is known of words beside the two names. */
export interface KnownWords {
  /** Rarity of a term in the background, in nats. */
  rarity(term: string): number;
  /** Whether a name of the list has the term. */
  isListed(term: string): boolean;
}

/**
 * The doubt that no sum of evidence settles, or null. A wrong match shows a customer to a partner, so what is as often a relative or
 * a namesake as the same account goes to a person: a distinctive word that one name has more ('Globex', 'Globex Energy'),
 * names that differ in such a word on one domain, words in another order, one letter, a name of common words. A common domain, or
 * one that is the other's name, settles what names leave open. Symmetric.
 */
export function findDoubt(
  a: WeighedName,
  b: WeighedName,
  names: NamePair,
  fields: FieldRelations,
  words: KnownWords,
): Doubt | null {
  const { rarity } = words;
  const isBound = fields.domain === 'same' || fields.domain === 'same_some';
  if (!isBound && (a.name.isStandIn || b.name.isStandIn)) return 'name_from_domain';
  if (a.name.isPart || b.name.isPart) return isBound ? null : 'own_word';
  if (names.sameness >= 2) return isBound ? null : doubtEqual(a.name, b.name, fields, rarity);
  if (names.acronym > 0) return isBound || fields.country === 'same' || fields.stem > 1 ? null : 'short_name';
  if (a.name.nonLatin !== b.name.nonLatin) return null;
  const pairs = pairWords(a.name, b.name);
  const own = [ownWords(a.name, pairs.partnerA, fields), ownWords(b.name, pairs.partnerB, fields)];
  if (isBound) return doubtOnDomain(pairs, own, fields);
  if (own.every((found) => found.length > 0)) return 'own_words_each';
  const isShort = pairs.paired <= WORDS_OF_SHORT_NAME;
  if (isShort && own.some((found) => found.length > 0) && fields.stem < 3) return 'own_word';
  if (pairs.isReordered && pairs.paired <= WORDS_OF_A_TITLE) return 'word_order';
  if (pairs.isOneLetterOff || (fields.country !== 'same' && hasOtherSpelling(a.name, b.name, pairs, words)))
    return 'one_letter';
  return doubtEqual(a.name, b.name, fields, rarity);
}

/** Names that are equal, or as good as. */
function doubtEqual(
  a: NormalName,
  b: NormalName,
  fields: FieldRelations,
  rarity: (term: string) => number,
): Doubt | null {
  const shorter = a.key.length <= b.key.length ? a : b;
  if (/^\d+$/.test(shorter.key)) return 'short_name';
  if (fields.country === 'same') return null;
  if (shorter.key.length < SHORTEST_NAME && !shorter.nonLatin) return 'short_name';
  return isGeneric(shorter, rarity) ? 'generic_name' : null;
}

function isGeneric(name: NormalName, rarity: (term: string) => number): boolean {
  if (name.core.length < 2 || name.places.length > 0 || name.numbers.length > 0) return false;
  let total = 0;
  for (const [i, term] of name.terms.entries()) {
    if (isSmallWord(name.core[i] ?? '')) continue;
    const weight = rarity(term);
    if (weight > COMMON_WORD) return false;
    total += weight;
  }
  return total < COMMON_NAME;
}

/** Many companies of a group live on one domain, and parked domains stand on companies that have nothing in common. */
function doubtOnDomain(
  words: WordPairs,
  own: readonly (readonly string[])[],
  fields: FieldRelations,
): Doubt | null {
  const [ownA = [], ownB = []] = own;
  const says = [...ownA, ...ownB];
  if (words.paired === 0) return fields.country === 'conflict' && fields.stem === 0 ? 'only_domain' : null;
  if (ownA.length > 0 && ownB.length > 0 && words.startsAlike) return 'own_words_each';
  if (says.some((term) => term.startsWith('@'))) return 'own_word';
  return says.length > 0 && fields.country === 'conflict' ? 'own_word' : null;
}

interface WordPairs {
  /** Position of each word's partner in the other name; -1 for none. */
  readonly partnerA: readonly number[];
  readonly partnerB: readonly number[];
  /** Pairs of words that are not small. */
  readonly paired: number;
  readonly startsAlike: boolean;
  readonly isReordered: boolean;
  readonly isOneLetterOff: boolean;
}

function pairWords(a: NormalName, b: NormalName): WordPairs {
  const partnerA = a.core.map((_, i) => partnerOf(a, i, b));
  const partnerB = b.core.map((_, j) => partnerOf(b, j, a));
  const order = partnerA.filter((at, i) => at >= 0 && !isSmallWord(a.core[i] ?? ''));
  return {
    partnerA,
    partnerB,
    paired: new Set(order).size,
    startsAlike: partnerA[0] === 0 || partnerB[0] === 0,
    isReordered: order.some((at, i) => at < (order[i - 1] ?? -1)),
    isOneLetterOff: partnerA.some((at, i) => differsByOneLetter(a.core[i] ?? '', b.core[at] ?? '')),
  };
}

/** The word of the other name that says the same: itself, its class, a run of two, a short form or another spelling. */
function partnerOf(name: NormalName, at: number, other: NormalName): number {
  const word = name.core[at] ?? '';
  const equal = other.core.indexOf(word);
  if (equal >= 0) return equal;
  const term = name.terms[at] ?? '';
  const sameTerm = term === '' ? -1 : other.terms.indexOf(term);
  if (sameTerm >= 0) return sameTerm;
  const next = word + (name.core[at + 1] ?? '');
  const before = (name.core[at - 1] ?? '') + word;
  const run = other.core.findIndex(
    (one, j) => one === next || one === before || one + (other.core[j + 1] ?? '') === word,
  );
  return run >= 0 ? run : other.core.findIndex((one, j) => isSpelling(word, term, one, other.terms[j] ?? ''));
}

/** 'universitat' is no short form of 'universitatsklinikum', since it is a word of its own. */
function isSpelling(word: string, term: string, other: string, otherTerm: string): boolean {
  if (/\d/.test(word) || /\d/.test(other)) return false;
  const alike = compareWords(word, other);
  if (!alike || alike.degree < LEAST_LIKENESS) return false;
  const short = word.length <= other.length ? term : otherTerm;
  return alike.kind === 'typo' || !/^[#@]/.test(short);
}

/**
 * Another spelling that may be another word: two words that names of the list have ('Northeast', 'Northwest'), or what was spelt out of
 * another script, where one sign is several letters.
 */
function hasOtherSpelling(
  a: NormalName,
  b: NormalName,
  { partnerA }: WordPairs,
  { isListed }: KnownWords,
): boolean {
  return partnerA.some((at, i) => {
    const [left = '', right = ''] = at < 0 ? [] : [a.terms[i], b.terms[at]];
    const likeness = left === right ? null : compareWords(left, right);
    if (likeness === null) return false;
    return a.nonLatin || (likeness.kind === 'typo' && isListed(left) && isListed(right));
  });
}

function differsByOneLetter(a: string, b: string): boolean {
  if (a.length !== b.length || a === b || a.length > LETTERS_OF_NAMESAKES) return false;
  let differing = 0;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) differing += 1;
  return differing === 1;
}

function isAcronymOfRest(word: string, name: NormalName): boolean {
  return word.length > 2 && name.acronym.replace(word[0] ?? '', '').includes(word);
}

/** Terms of a name that the other lacks and that may set two companies apart. */
function ownWords(name: NormalName, partners: readonly number[], fields: FieldRelations): string[] {
  // A name that says the country which both records have says nothing new.
  const known = fields.country === 'conflict' ? [] : fields.countries;
  return name.terms.filter((term, i) => {
    const word = name.core[i] ?? '';
    if (partners[i] !== -1 || term === '' || word.length < 2 || isSmallWord(word)) return false;
    // 'Hungarian National Rural Network HNRN': initials say nothing new.
    if (isAcronymOfRest(word, name)) return false;
    return !ORNAMENTS.has(term) && !(term.startsWith('@') && known.includes(term.slice(1)));
  });
}

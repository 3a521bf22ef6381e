import { nameWords } from '../names.ts';
import { listPieces } from '../near-words.ts';
import type { AccountRow } from './account-store.ts';
import { vectorLength, type WordWeights } from './matching/name-index.ts';
import type { Profile, Profiler } from './matching/profile.ts';

/** What one name of an account can be found by, as it is kept. */
export interface KeyedName {
  readonly accountId: string;
  readonly place: number;
  readonly length: number;
  readonly keys: readonly number[];
}

/** Keys that every account has, every name that matching knows, and every name as people write it: their counts are sizes. */
export const ACCOUNT_KEY = -1;
export const NAME_KEY = -2;
export const CALLED_KEY = -3;

type Kind = 'acronym' | 'called' | 'compact' | 'domain' | 'piece' | 'stem' | 'term';

/**
 * A text of a kind as a number of 32 bits (FNV-1a). Among a million keys one in four thousand shares its number with another,
 * which brings a row to be compared that is then found to be another company.
 */
export function keyOf(kind: Kind, text: string): number {
  let hash = 0x811c9dc5;
  const letters = `${kind}:${text}`;
  for (let i = 0; i < letters.length; i++) hash = Math.imul(hash ^ letters.charCodeAt(i), 0x01000193);
  hash ^= hash >>> 15;
  // Small numbers are letter triples', and those just below 0 the sizes'.
  const key = Math.imul(hash, 0x2c1b3c6d);
  return key > -4 && key < 0x20000 ? key ^ 0x40000000 : key;
}

/** The names of an account with their keys, and the words in them as people write them. */
export function keyNames(
  account: AccountRow,
  parts: { profileOf: Profiler; weights: WordWeights },
): { names: KeyedName[]; words: readonly string[] } {
  const { accountId, name, domain, country, alsoKnownAs } = account;
  const profile = parts.profileOf({ name, domain, country, aliases: alsoKnownAs });
  const called = [name, ...alsoKnownAs].map(nameWords);
  const names = Array.from({ length: Math.max(1, profile.names.length, called.length) }, (_, place) => ({
    accountId,
    place,
    ...keysAt(profile, place, parts.weights),
    words: called[place] ?? [],
  }));
  return {
    names: names.map(({ words, keys, ...rest }) => ({ ...rest, keys: [...keys, ...keysOfCalled(words)] })),
    words: called.flat(),
  };
}

function keysAt(
  profile: Profile,
  place: number,
  weights: WordWeights,
): { length: number; keys: readonly number[] } {
  const name = profile.names[place];
  const keys = new Set<number>();
  if (place === 0) {
    keys.add(ACCOUNT_KEY);
    for (const domain of profile.domains) keys.add(keyOf('domain', domain));
    for (const stem of profile.stems) keys.add(keyOf('stem', stem));
  }
  if (!name) return { length: 1, keys: [...keys] };
  keys.add(NAME_KEY).add(keyOf('compact', name.key));
  if (name.acronym.length > 1) keys.add(keyOf('acronym', name.acronym));
  for (const term of name.terms) if (term !== '') keys.add(keyOf('term', term));
  for (const code of name.trigrams) keys.add(code);
  return { length: vectorLength(name, weights), keys: [...keys] };
}

function keysOfCalled(words: readonly string[]): number[] {
  if (words.length === 0) return [];
  return [CALLED_KEY, ...new Set(words.map((word) => keyOf('called', word)))];
}

/** The pieces of a word by which slips in it are found. */
export function keyPieces(word: string): number[] {
  return listPieces(word).map((piece) => keyOf('piece', piece));
}

import type { WeighedName } from './align-words.ts';
import type { FieldRelations, NamePair } from './evidence.ts';

/** Rarity (nats) from which a word says which company is meant: 4 is a word in one of some 55 names. */
const TELLING = 4;
/** Rarity of its rarest word below which many companies may have a name. */
const GENERIC = 6;
const SHORTEST_KEY = 3;

/**
 * True where the names, however alike, leave it to a person to say whether the two records are one company, unless another
 * field settles it: a word more on one side ('Apple' and 'Apple Leisure Group'), the same words in another order ('Miami
 * University', 'University of Miami'), a name that many have, or none at all to speak of. A common web domain settles all but
 * two names that each say something that the other does not: sisters under one roof. Symmetric.
 */
export function leavesDoubt(pair: {
  readonly a: WeighedName;
  readonly b: WeighedName;
  readonly names: NamePair;
  readonly fields: FieldRelations;
}): boolean {
  const { a, b, names, fields } = pair;
  const { unmatchedA, unmatchedB, first } = names.alignment;
  const isSame = names.sameness >= 2 || names.acronym > 0;
  if (fields.domain.startsWith('same')) {
    return !isSame && first === 'equal' && Math.min(unmatchedA, unmatchedB) >= TELLING;
  }
  if (!isSame && (names.sameness === 1 || Math.max(unmatchedA, unmatchedB) >= TELLING)) return true;
  return fields.country !== 'same' && (isGeneric(a) || isGeneric(b));
}

function isGeneric({ name, rarity }: WeighedName): boolean {
  if (name.key.length < SHORTEST_KEY || !/\p{L}/u.test(name.key)) return true;
  return Math.max(...rarity) < GENERIC;
}

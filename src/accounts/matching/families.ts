import type { Profile } from './profile.ts';

/** A record with what is known of the group it belongs to; ids are those of the list or of a registry, alike on both sides. */
export interface FamilyMember {
  readonly profile: Profile;
  readonly id?: string;
  readonly parentId?: string | null;
}

export type FamilyReason = 'parent' | 'same_parent' | 'shared_domain' | 'sister_domain' | 'brand_in_name';

/** Log of names per name that has the word: 7 is one name in about 1,100. */
const RARE_FROM = 7;
const LEAST_BRAND_LETTERS = 4;

/**
 * Why two records are relatives of one group (parent and subsidiary, sisters), or null where nothing says so. The strongest reason
 * is given. Symmetric. It says nothing on whether they are one account: ask this of pairs that were not linked, show the answer
 * as related, and never merge by it. `rarity` is that of a word in a background list in nats, since in a list full of one group
 * its name looks common.
 */
export function relateFamily(
  a: FamilyMember,
  b: FamilyMember,
  rarity: (term: string) => number,
): { readonly why: FamilyReason } | null {
  if (isParentOf(a, b) || isParentOf(b, a)) return { why: 'parent' };
  if (a.parentId && a.parentId === b.parentId) return { why: 'same_parent' };
  if (a.profile.domains.some((domain) => b.profile.domains.includes(domain))) return { why: 'shared_domain' };
  if (a.profile.stems.some((stem) => stem.length >= LEAST_BRAND_LETTERS && b.profile.stems.includes(stem)))
    return { why: 'sister_domain' };
  return sharesBrand(a.profile, b.profile, rarity) ? { why: 'brand_in_name' } : null;
}

function isParentOf(parent: FamilyMember, child: FamilyMember): boolean {
  return parent.id !== undefined && child.parentId === parent.id;
}

/** The whole of one name stands at the head of the other, and has a rare word: 'Siemens' in 'Siemens Nederland'. */
function sharesBrand(a: Profile, b: Profile, rarity: (term: string) => number): boolean {
  return a.names.some((one) =>
    b.names.some((other) => {
      const [short, long] = one.core.length <= other.core.length ? [one, other] : [other, one];
      const starts = short.core.every((word, i) => word === long.core[i]);
      return starts && short.terms.some((term) => isBrand(term, rarity));
    }),
  );
}

/** Countries and classes of words ('@de', '#bank') are no one's brand. */
function isBrand(term: string, rarity: (term: string) => number): boolean {
  return term.length >= LEAST_BRAND_LETTERS && !/^[@#]|^\d+$/.test(term) && rarity(term) >= RARE_FROM;
}

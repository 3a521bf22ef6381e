import { expect, test } from 'vitest';
import { type FamilyMember, relateFamily } from '../../../src/accounts/matching/families.ts';
import { createWordWeights } from '../../../src/accounts/matching/name-index.ts';
import { loadNameLexicon } from '../../../src/accounts/matching/name-lexicon.ts';
import { createProfiler } from '../../../src/accounts/matching/profile.ts';
import type { AccountQuery } from '../../../src/accounts/matching/types.ts';

const lexicon = loadNameLexicon();
const profileOf = createProfiler(lexicon);
const rarity = createWordWeights(lexicon).term;

const member = (record: AccountQuery, group: Omit<FamilyMember, 'profile'> = {}): FamilyMember => ({
  profile: profileOf(record),
  ...group,
});

const reasonOf = (a: FamilyMember, b: FamilyMember) => {
  const forth = relateFamily(a, b, rarity);
  expect(relateFamily(b, a, rarity)).toEqual(forth);
  return forth?.why ?? null;
};

test('a known parent outranks what names and domains say', () => {
  const parent = member({ name: 'Globexis AG', domain: 'globexis.com' }, { id: 'p' });
  const child = member({ name: 'Globexis Bank', domain: 'globexis.com' }, { id: 'c', parentId: 'p' });
  expect(reasonOf(parent, child)).toBe('parent');
  expect(reasonOf(child, member({ name: 'Zyxora' }, { parentId: 'p' }))).toBe('same_parent');
});

test('a web site in common, or the same label under two countries, makes relatives', () => {
  const german = member({ name: 'Quarzfeld GmbH', domain: 'quarzfeld.de', country: 'DE' });
  expect(reasonOf(german, member({ name: 'Zyxora SA', domain: 'quarzfeld.de', country: 'FR' }))).toBe(
    'shared_domain',
  );
  expect(reasonOf(german, member({ name: 'Zyxora SA', domain: 'quarzfeld.fr' }))).toBe('sister_domain');
});

test('a rare brand at the head of a longer name makes relatives', () => {
  expect(reasonOf(member({ name: 'Globexis AG' }), member({ name: 'Globexis Nederland B.V.' }))).toBe(
    'brand_in_name',
  );
  expect(reasonOf(member({ name: 'Globexis AG' }), member({ name: 'GLOBEXIS LOGISTICS IBERIA SL' }))).toBe(
    'brand_in_name',
  );
});

test('a common word, a country, a mail host or half a brand makes none', () => {
  expect(reasonOf(member({ name: 'Global Ltd' }), member({ name: 'Global Foods Inc' }))).toBeNull();
  expect(reasonOf(member({ name: 'Deutschland' }), member({ name: 'Deutschland Radio' }))).toBeNull();
  expect(
    reasonOf(
      member({ name: 'Quarzfeld', domain: 'gmail.com' }),
      member({ name: 'Zyxora', domain: 'gmail.com' }),
    ),
  ).toBeNull();
  expect(reasonOf(member({ name: 'Globexis Bank' }), member({ name: 'Globexis Foods' }))).toBeNull();
});

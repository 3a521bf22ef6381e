import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AccountRow } from '../../src/accounts/account-store.ts';
import { buildDirectory, findInDirectory, renewDirectory } from '../../src/accounts/directory.ts';
import { loadMatchResources } from '../../src/accounts/matching/match-index.ts';

const resources = loadMatchResources();
const STEMS = ['Globex', 'Hooli', 'Umbra', 'Initech', 'Vandelay', 'Wonka', 'Stark', 'Soylent'];
const KINDS = ['Turbines', 'Payments', 'Logistik', 'Paper', 'Foods'];

const row = (i: number): AccountRow => {
  const name = `${STEMS[i % STEMS.length]} ${KINDS[Math.floor(i / STEMS.length) % KINDS.length]}`;
  const domain = i % 3 === 0 ? `${name.toLowerCase().replace(' ', '-')}.example` : null;
  return { accountId: `A-${i}`, name, domain, country: 'DE', status: 'customer', alsoKnownAs: [] };
};
const ALL = Array.from({ length: 40 }, (_, i) => row(i));
const QUERIES = [...ALL.map((one) => one.name), 'Globx Turbines', 'A-7', 'hooli payments GmbH', 'Wonka'];

const change = fc.record({
  at: fc.nat(ALL.length - 1),
  how: fc.constantFrom('remove' as const, 'rename' as const, 'move' as const),
});

test('A directory that is brought up to date finds what one built anew finds', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 7 }), (changes) => {
      const after = changes.reduce<AccountRow[]>((rows, { at, how }) => {
        const { accountId } = row(at);
        if (how === 'remove') return rows.filter((one) => one.accountId !== accountId);
        const other = row((at * 7 + 3) % ALL.length);
        return rows.map((one) =>
          one.accountId !== accountId
            ? one
            : how === 'rename'
              ? { ...one, name: `${other.name} Works` }
              : { ...one, domain: 'moved.example', country: 'US' },
        );
      }, ALL);
      const renewed = renewDirectory(buildDirectory(1, ALL, resources), 2, after);
      const anew = buildDirectory(2, after, resources);
      expect(renewed?.version).toBe(2);
      for (const text of QUERIES)
        expect(renewed && findInDirectory(renewed, { text })).toEqual(findInDirectory(anew, { text }));
    }),
    { numRuns: 30 },
  );
});

test('A directory of which much has changed is built anew', () => {
  const other = ALL.map((one, i) => (i % 2 === 0 ? { ...one, name: `${one.name} Neu` } : one));
  expect(renewDirectory(buildDirectory(1, ALL, resources), 2, other)).toBeNull();
});

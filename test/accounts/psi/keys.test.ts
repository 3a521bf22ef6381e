import { describe, expect, test } from 'vitest';
import { collectKeys } from '../../../src/accounts/psi/keys.ts';

const BOTH = ['domain', 'name_country'] as const;

async function keysOf(
  rows: { name: string; domain?: string; country?: string; aliases?: string[] }[],
  kinds = [...BOTH] as (typeof BOTH)[number][],
) {
  const list = await collectKeys(
    rows.map((row, i) => ({ id: String(i), ...row })),
    kinds,
  );
  return { keys: [...list.keys.keys()], withoutKeys: list.rowsWithoutKeys, owners: [...list.keys.values()] };
}

describe('the keys of a list', () => {
  test('are registrable domains, and normalised names with their country', async () => {
    const { keys } = await keysOf([
      { name: 'Acme, Inc.', domain: 'https://shop.acme.com/x; acme.co.uk', country: 'USA' },
    ]);
    expect(keys).toEqual(['d:acme.com', 'd:acme.co.uk', 'n:acme|us']);
  });

  test('leave out names without a country, personal mail hosts, and what was not agreed', async () => {
    const rows = [
      { name: 'Acme', domain: 'joe@gmail.com' },
      { name: 'Globex', domain: 'globex.com', country: 'DE' },
    ];
    expect(await keysOf(rows)).toMatchObject({ keys: ['d:globex.com', 'n:globex|de'], withoutKeys: 1 });
    expect(await keysOf(rows, ['domain'])).toMatchObject({ keys: ['d:globex.com'], withoutKeys: 1 });
  });

  test('hold the rows of one company together, also under an alias', async () => {
    const { keys, owners } = await keysOf([
      { name: 'Acme GmbH', country: 'DE' },
      { name: 'Old Name (formerly Acme)', country: 'Germany' },
    ]);
    expect(keys).toContain('n:acme|de');
    expect(owners[0]).toEqual({ kind: 'name_country', rows: ['0', '1'] });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONFLICT_CODES } from '../../src/registrations/conflict-codes.ts';
import { openWorld, type WorldOnDisk } from './read-world.ts';

let worlds: readonly WorldOnDisk[];

beforeAll(async () => {
  worlds = await Promise.all([7, 12, 99].map(openWorld));
});

afterAll(() => {
  for (const world of worlds) world.remove();
});

const idsOf = (world: WorldOnDisk, file: string) =>
  new Set(world.rows(file).map((row) => Object.values(row)[0] as string));

describe('the truth beside a company folder', () => {
  it('plants a case for every conflict code, in every company', () => {
    for (const world of worlds) {
      const planted = new Set(world.truth.conflicts.filter((one) => one.present).map((one) => one.code));
      expect(planted).toEqual(new Set(CONFLICT_CODES));
    }
  });

  it('asks only about rows that are there', () => {
    for (const world of worlds) {
      const deals = idsOf(world, 'opportunities.csv');
      const partners = idsOf(world, 'partners.csv');
      const registrations = idsOf(world, 'registrations.csv');
      const accounts = new Map(world.rows('accounts.csv').map((row) => [row.account_id, row.name]));
      for (const { check } of world.truth.conflicts) {
        expect(accounts.get(check.accountId)).toBe(check.account);
        if (check.partner) expect(partners.has(check.partner)).toBe(true);
        if (check.opportunity) expect(deals.has(check.opportunity)).toBe(true);
        if (check.registration) expect(registrations.has(check.registration)).toBe(true);
      }
    }
  });

  it('is not inside the folder that is imported', () => {
    for (const world of worlds) expect(world.paths.filter((path) => path.includes('truth'))).toEqual([]);
  });

  it('says for every row of a partner which account it is', () => {
    for (const world of worlds) {
      const accounts = idsOf(world, 'accounts.csv');
      const rows = world.paths
        .filter((path) => path.startsWith('partner_accounts/'))
        .flatMap((path) => world.rows(path));
      expect(world.truth.matches).toHaveLength(rows.length);
      const matched = world.truth.matches.filter((one) => one.account_id !== null);
      expect(matched.length).toBeGreaterThan(rows.length * 0.3);
      expect(matched.every((one) => accounts.has(one.account_id!))).toBe(true);
    }
  });

  it('plants partners that raise and partners that lower the chance of a deal', () => {
    for (const world of worlds) {
      const chances = world.truth.open_deals.map((deal) => Object.values(deal.with_partner));
      const spread = chances.map((one) => Math.max(...one) - Math.min(...one));
      expect(spread.reduce((sum, one) => sum + one, 0) / spread.length).toBeGreaterThan(0.2);
    }
  });
});

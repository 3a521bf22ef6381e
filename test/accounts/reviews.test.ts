import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Verdict } from '../../src/accounts/review-store.ts';
import type { Database } from '../../src/db/port.ts';
import { listTestDatabases } from '../setup/database.ts';
import { openReviewWorld, type ReviewWorld } from './review-world.ts';

const AT = new Date('2026-06-30T09:00:00Z');
const GLOBEX = { partnerId: 'acme', recordId: 'R-globex', accountId: 'A-globex-de' };
const HOOLI = { partnerId: 'acme', recordId: 'R-hooli', accountId: 'A-hooli' };
const UMBRA = { partnerId: 'acme', recordId: 'R-umbra', accountId: 'A-umbra' };

describe.each(listTestDatabases())('Review of matches on $kind', ({ open }) => {
  let database: Database;
  let world: ReviewWorld;
  beforeAll(async () => {
    database = await open();
    world = await openReviewWorld(database);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    // Every test starts from a list on which nobody has spoken.
    await database.transaction({ role: 'cosell_owner', settings: {} }, (connection) =>
      connection.query('truncate match_reviews, match_weights'),
    );
    await database.transaction({ role: 'cosell_system', settings: {} }, (connection) =>
      connection.query('delete from match_decisions'),
    );
    await rebuild();
  });

  const rebuild = () => world.app.services.accounts.link(world.app.access.system);
  const queue = async () =>
    (await world.app.services.matchReviews.queue(world.manager, { limit: 5 })).pairs.map(
      (one) => one.recordId,
    );
  const overlaps = async () =>
    Object.fromEntries(
      (await world.app.services.accounts.overlaps(world.manager, { partnerId: 'acme' })).map((one) => [
        one.recordId,
        `${one.accountId} ${one.decision}: ${one.explanation}`,
      ]),
    );
  const counted = async () =>
    (await world.app.services.accounts.populationMatrix(world.manager, 'acme'))
      .filter((cell) => cell.accounts !== 0)
      .map((cell) => `${cell.ourPopulation}/${cell.population} ${cell.accounts}`);
  async function say(
    pair: typeof GLOBEX,
    verdict: Verdict,
    options: { as?: 'manager' | 'rep' | 'partner'; reason?: string; after?: number | null } = {},
  ) {
    const { matchReviews } = world.app.services;
    const words = await matchReviews.history(world.manager, pair);
    const { as = 'manager', reason = null, after = words.at(-1)?.reviewId ?? null } = options;
    return matchReviews.say(world[as], { pair, verdict, reason, after, at: AT });
  }

  test('asks for pairs in doubt, the most valuable first, and not for what the partner withholds', async () => {
    const { pairs, total } = await world.app.services.matchReviews.queue(world.manager, { limit: 5 });
    expect(total).toBe(2);
    expect(pairs).toMatchObject([
      {
        recordId: 'R-globex',
        recordName: 'Globex Turbines',
        recordCountry: 'CA',
        accountName: 'Globex Turbines GmbH',
        partnerName: 'Acme Consulting',
        openAmountMinor: 9_000_000,
        speaksFor: ['name differs only by legal form'],
        speaksAgainst: ['CA against DE'],
      },
      { recordId: 'R-hooli', accountStatus: 'customer', openAmountMinor: null },
    ]);
  });

  test('makes a confirmed pair a match at once, counts it, and never asks again', async () => {
    expect(await counted()).toEqual(['prospect/customer 1']);
    await say(HOOLI, 'same');
    const settled = await overlaps();
    expect(settled['R-hooli']).toBe('A-hooli match: confirmed by Mara Voss on 2026-06-30');
    expect(await counted()).toEqual(['customer/customer 1', 'prospect/customer 1']);
    expect(await queue()).toEqual(['R-globex']);
    await rebuild();
    expect(await overlaps()).toEqual(settled);
    expect(await queue()).toEqual(['R-globex']);
  });

  test('lets the next best account come forward where a pair is rejected, also after a rebuild', async () => {
    await say(GLOBEX, 'not_same');
    const settled = await overlaps();
    expect(settled['R-globex']).toMatch(/^A-globex-us review: /);
    await rebuild();
    expect(await overlaps()).toEqual(settled);
    await say({ ...GLOBEX, accountId: 'A-globex-us' }, 'not_same');
    expect(await overlaps()).not.toHaveProperty('R-globex');
    expect(await queue()).toEqual(['R-hooli']);
  });

  test('puts off to the end of the queue', async () => {
    await say(GLOBEX, 'later');
    expect(await queue()).toEqual(['R-hooli', 'R-globex']);
    await say(HOOLI, 'later');
    expect(await queue()).toEqual(['R-globex', 'R-hooli']);
  });

  test('takes a decision back and keeps who said what, when and why', async () => {
    await say(HOOLI, 'not_same', { reason: 'another Hooli' });
    expect(await overlaps()).not.toHaveProperty('R-hooli');
    await say(HOOLI, 'open', { reason: 'I was wrong' });
    expect((await overlaps())['R-hooli']).toMatch(/^A-hooli review/);
    await say(HOOLI, 'same');
    const words = await world.app.services.matchReviews.history(world.rep, HOOLI);
    expect(words.map(({ verdict, reason, by }) => ({ verdict, reason, by }))).toEqual([
      { verdict: 'not_same', reason: 'another Hooli', by: 'Mara Voss' },
      { verdict: 'open', reason: 'I was wrong', by: 'Mara Voss' },
      { verdict: 'same', reason: null, by: 'Mara Voss' },
    ]);
  });

  test('refuses the second of two who saw the same state', async () => {
    await say(HOOLI, 'same', { after: null });
    await expect(say(HOOLI, 'not_same', { after: null })).rejects.toMatchObject({ code: 'conflict' });
    expect((await overlaps())['R-hooli']).toMatch(/^A-hooli match/);
  });

  test("puts a match that a rep calls wrong in review, with the rep's name and why", async () => {
    await say(UMBRA, 'doubted', { as: 'rep', reason: 'that is the old owner' });
    const settled = await overlaps();
    expect(settled['R-umbra']).toMatch(/^A-umbra review: .*; but doubted by Rick Hale on 2026-06-30$/);
    expect(await counted()).toEqual([]);
    const { pairs } = await world.app.services.matchReviews.queue(world.manager, { limit: 5 });
    expect(pairs.find((one) => one.recordId === 'R-umbra')).toMatchObject({
      doubtedBy: 'Rick Hale',
      doubtReason: 'that is the old owner',
    });
    await rebuild();
    expect(await overlaps()).toEqual(settled);
    await say(UMBRA, 'same');
    expect((await overlaps())['R-umbra']).toBe('A-umbra match: confirmed by Mara Voss on 2026-06-30');
  });

  test('asks again about a confirmed pair that a rep calls wrong, and obeys the partner manager meanwhile', async () => {
    await say(HOOLI, 'same');
    expect(await queue()).toEqual(['R-globex']);
    await say(HOOLI, 'doubted', { as: 'rep', reason: 'I know them' });
    expect(await queue()).toEqual(['R-globex', 'R-hooli']);
    expect((await overlaps())['R-hooli']).toBe('A-hooli match: confirmed by Mara Voss on 2026-06-30');
    await rebuild();
    expect((await overlaps())['R-hooli']).toMatch(/^A-hooli match/);
    await say(HOOLI, 'not_same');
    expect(await overlaps()).not.toHaveProperty('R-hooli');
  });

  test('takes back what was confirmed of another account where a record is confirmed to be this one', async () => {
    await say(GLOBEX, 'not_same');
    const us = { ...GLOBEX, accountId: 'A-globex-us' };
    await say(us, 'same');
    await say(GLOBEX, 'same');
    expect((await overlaps())['R-globex']).toMatch(/^A-globex-de match: confirmed/);
    await rebuild();
    expect((await overlaps())['R-globex']).toMatch(/^A-globex-de match: confirmed/);
  });

  test('hides a doubted match from the partner at once', async () => {
    const shared = async () =>
      (await world.app.services.accounts.sharedOverlaps(world.partner)).map((one) => one.recordId);
    expect(await shared()).toEqual(['R-umbra']);
    await say(UMBRA, 'doubted', { as: 'rep', reason: 'wrong' });
    expect(await shared()).toEqual([]);
  });

  test.each(['same', 'not_same', 'later', 'open'] as const)('lets no rep say %s', async (verdict) => {
    await expect(say(HOOLI, verdict, { as: 'rep' })).rejects.toMatchObject({ code: 'not_allowed' });
    expect(await queue()).toEqual(['R-globex', 'R-hooli']);
  });

  test('lets a partner neither list nor decide nor doubt', async () => {
    const { matchReviews } = world.app.services;
    await expect(matchReviews.queue(world.partner, { limit: 5 })).rejects.toMatchObject({ code: '42501' });
    await expect(matchReviews.history(world.partner, HOOLI)).rejects.toMatchObject({ code: '42501' });
    for (const verdict of ['same', 'doubted'] as const) {
      await expect(say(HOOLI, verdict, { as: 'partner', reason: 'x' })).rejects.toMatchObject({
        code: 'not_allowed',
      });
    }
    expect(await queue()).toEqual(['R-globex', 'R-hooli']);
  });

  test('lets nobody speak of a pair that the partner withholds', async () => {
    const hidden = { partnerId: 'acme', recordId: 'R-zenith', accountId: 'A-zenith' };
    await expect(say(hidden, 'same')).rejects.toMatchObject({ code: 'not_allowed' });
  });

  test('keeps a decision while its record is gone, for when it comes back', async () => {
    await say(HOOLI, 'not_same');
    await database.transaction({ role: 'cosell_system', settings: {} }, async (connection) => {
      await connection.query(`delete from partner_accounts where record_id = 'R-hooli'`);
      await connection.query(
        `insert into partner_accounts (partner_id, record_id, name, country, populations)
         values ('acme', 'R-hooli', 'Hooli Payments', 'BE', '{customer}')`,
      );
    });
    await rebuild();
    expect(await overlaps()).not.toHaveProperty('R-hooli');
  });
});

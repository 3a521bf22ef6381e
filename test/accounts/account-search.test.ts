import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/port.ts';
import { openTestDatabase } from '../setup/database.ts';
import { insertRegistration } from '../setup/rows.ts';
import { openReviewWorld, type ReviewWorld } from './review-world.ts';

describe('Search for accounts', () => {
  let database: Database;
  let world: ReviewWorld;
  beforeAll(async () => {
    database = await openTestDatabase();
    world = await openReviewWorld(database);
  });
  afterAll(() => database.close());

  test('answers many queries as it answers each alone, in their order', async () => {
    const { accounts } = world.app.services;
    const queries = ['Hooli Paymnts', 'nothing of the kind', 'A-umbra', 'Globex Turbines'].map((text) => ({
      text,
    }));
    const alone = [];
    for (const query of queries) alone.push(await accounts.find(world.rep, query));
    expect(await accounts.findMany(world.rep, queries)).toEqual(alone);
    expect(alone.map((found) => found[0]?.accountId ?? null).slice(0, 3)).toEqual([
      'A-hooli',
      null,
      'A-umbra',
    ]);
  });

  test('gives a partner no account by any of many spellings', async () => {
    const { accounts } = world.app.services;
    expect(
      await accounts.findMany(world.partner, [{ text: 'Hooli Payments' }, { text: 'A-zenith' }]),
    ).toEqual([[], []]);
  });

  test('finds the account of a submission that came after the directory was made', async () => {
    const { access, services } = world.app;
    for (const [i, account_name] of ['Umbra Logistik', 'Hooli Payments'].entries()) {
      const submission_key = `form-${i}`;
      await insertRegistration(access, {
        registration_id: submission_key,
        partner_id: 'acme',
        account_name,
        submission_key,
      });
      await services.accounts.linkSubmission(access.system, submission_key);
    }
    const rows = await access.open(access.system, (connection) =>
      connection.query('select registration_id, account_id from registrations order by registration_id'),
    );
    expect(rows).toEqual([
      { registration_id: 'form-0', account_id: 'A-umbra' },
      { registration_id: 'form-1', account_id: 'A-hooli' },
    ]);
  });
});

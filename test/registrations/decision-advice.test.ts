import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/port.ts';
import { openTestDatabase } from '../setup/database.ts';
import {
  insertAccount,
  insertOpportunity,
  insertOpportunityPartner,
  insertPartner,
  insertRegistration,
  insertRow,
} from '../setup/rows.ts';
import { buildWorld, insertApproved, type World } from './registrations-world.ts';

let database: Database;
let world: World;

beforeAll(async () => {
  database = await openTestDatabase();
  world = await buildWorld(database, { min_amount: 10_000 });
  for (const id of ['clean', 'blocked', 'thin', 'early', 'running', 'contested', 'worked']) {
    await insertAccount(world.access, {
      account_id: id,
      name: `${id} company`,
      domain: `${id}.com`,
      country: 'DE',
    });
    await submit(`R-${id}`, id);
  }
  await insertApproved(world, {
    registration_id: 'R-holder',
    partner_id: 'beta',
    account_id: 'blocked',
    account_name: 'blocked company',
    product: 'Platform',
  });
  await submit('R-nothing', null, { amount_minor: null, currency: null });
  await submit('R-small', 'clean', { product: 'Analytics', amount_minor: 999_999 });
  await submit('R-ours', 'early', { partner_id: 'beta', product: 'Analytics' });
  await insertOpportunity(world.access, {
    opportunity_id: 'O-early',
    account_id: 'early',
    product: 'Platform',
    stage: 'prospecting',
    created_on: '2026-05-01',
    last_activity_on: '2026-06-20',
  });
  await insertRow(world.access, 'subscriptions', {
    subscription_id: 'S-running',
    account_id: 'running',
    product: 'Platform',
    annual_minor: 100,
    currency: 'EUR',
    started_on: '2025-01-01',
  });
  await insertPartner(world.access, { partner_id: 'gamma' });
  await submit('R-first', 'contested', { partner_id: 'beta', submitted_on: '2026-06-28T08:59:59Z' });
  await submit('R-first-worked', 'worked', { partner_id: 'beta', submitted_on: '2026-06-28T08:59:59Z' });
  await submit('R-delivery', 'contested', { partner_id: 'gamma', kind: 'service' });
  await insertOpportunity(world.access, {
    opportunity_id: 'O-worked',
    account_id: 'worked',
    product: 'Analytics',
    stage: 'proposal',
    created_on: '2026-06-01',
  });
  await insertOpportunityPartner(world.access, {
    opportunity_id: 'O-worked',
    partner_id: 'alpha',
    role: 'sell',
    accepted: true,
  });
  for (const [day, id] of [
    ['2026-06-20', 'T-1'],
    ['2026-01-01', 'T-inside'],
    ['2025-12-31', 'T-outside'],
    ['2026-07-01', 'T-to-come'],
  ]) {
    await insertRow(world.access, 'touchpoints', {
      touchpoint_id: id,
      opportunity_id: 'O-worked',
      partner_id: 'alpha',
      kind: 'meeting',
      occurred_on: day,
    });
  }
});
afterAll(() => database.close());

async function submit(id: string, accountId: string | null, columns: Record<string, unknown> = {}) {
  await insertRegistration(world.access, {
    registration_id: id,
    partner_id: 'alpha',
    account_name: accountId ? `${accountId} company` : 'Some firm or other',
    account_id: accountId,
    product: 'Platform',
    amount_minor: 5_000_000,
    currency: 'EUR',
    status: 'submitted',
    submitted_on: '2026-06-28T09:00:00Z',
    ...columns,
  });
}

const advise = async (registrationId: string) => {
  const [advice] = await world.registrations.advise(world.manager, { registrationId });
  if (!advice) throw new Error(`no advice on ${registrationId}`);
  return advice;
};

describe('advice on a decision', () => {
  test('approves what nothing stands against, with the day that the partner would read', async () => {
    const advice = await advise('R-clean');
    expect(advice).toMatchObject({ decision: 'approve', reasonCode: null, claims: [] });
    expect(advice.reply).toBe('Approved: protected until 28 September 2026.');
  });

  test('rejects what a block stands against, and says the day after which the partner may ask again and no name', async () => {
    const advice = await advise('R-blocked');
    expect(advice).toMatchObject({ decision: 'reject', reasonCode: 'protected_for_other' });
    expect(advice.reply).toBe(
      'This account is already protected; you may ask again after 30 September 2026.',
    );
    expect(advice.because[0]).toContain('beta');
  });

  test('rejects what lies under the least amount', async () => {
    expect(await advise('R-small')).toMatchObject({ decision: 'reject', reasonCode: 'below_minimum' });
  });

  test('asks for what the submission leaves open: which company and what amount', async () => {
    const advice = await advise('R-nothing');
    expect(advice.decision).toBe('return');
    expect(advice.reply).toContain("Which company is 'Some firm or other'");
    expect(advice.reply).toContain('What amount do you expect?');
  });

  test('an early deal of our own is rather worked together than registered', async () => {
    expect(await advise('R-early')).toMatchObject({ decision: 'reject', reasonCode: 'active_direct_deal' });
    expect(await advise('R-ours')).toMatchObject({ decision: 'approve' });
  });

  test('asks what a deal adds where the customer uses the product already', async () => {
    const advice = await advise('R-running');
    expect(advice).toMatchObject({ decision: 'return', reasonCode: null });
    expect(advice.reply).toBe('The customer uses Platform already: what does this deal add?');
  });

  test('an earlier claim of another has the first word, and delivery work is no claim on the sale', async () => {
    const later = await advise('R-contested');
    expect(later).toMatchObject({ decision: 'weigh', reply: null });
    expect(later.claims.map((one) => [one.registrationId, one.earlier])).toEqual([['R-first', true]]);
    expect(later.because.join(' ')).toContain('Decide that one first.');
    const earlier = await advise('R-first');
    expect(earlier).toMatchObject({ decision: 'approve' });
    expect(earlier.claims.map((one) => [one.registrationId, one.earlier])).toEqual([['R-contested', false]]);
  });

  test('work on record within the window is counted and may outweigh the receipt, by a person', async () => {
    const advice = await advise('R-worked');
    expect(advice.decision).toBe('weigh');
    expect(advice.evidence).toEqual({
      touches: 2,
      participants: 0,
      lastTouchOn: '2026-06-20',
      openDeals: 1,
      contacts: 0,
    });
    expect(advice.because.join(' ')).toContain('a person may let it outweigh the receipt');
  });

  test('lists all that wait, the one due first at the top', async () => {
    const all = await world.registrations.advise(world.manager, {});
    const due = all.map((one) => one.registration.decisionDueOn ?? '~');
    expect(due).toEqual([...due].sort());
    expect(all.map((one) => one.registration.registrationId)).not.toContain('R-holder');
  });

  test('no words for a partner hold another partner, whatever stands against its registration', async () => {
    for (const { registration, reply } of await world.registrations.advise(world.manager, {})) {
      for (const other of ['alpha', 'beta', 'gamma'].filter((id) => id !== registration.partnerId)) {
        expect(reply ?? '').not.toContain(other);
      }
    }
  });

  test('a decision that is made, or is nobody, is not found', async () => {
    await expect(advise('R-holder')).rejects.toMatchObject({ code: 'not_found' });
    await expect(advise('R-none')).rejects.toMatchObject({ code: 'not_found' });
  });

  test('a partner is told nothing, of its own registration either', async () => {
    const alpha = await world.partnerOf('alpha');
    for (const wanted of [{}, { registrationId: 'R-clean' }]) {
      await expect(world.registrations.advise(alpha, wanted)).rejects.toMatchObject({ code: 'not_allowed' });
    }
    await expect(world.registrations.advise(alpha, { registrationId: 'R-first' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/port.ts';
import type { FairnessReport } from '../../src/registrations/fairness/types.ts';
import { openTestDatabase } from '../setup/database.ts';
import {
  insertAccount,
  insertOpportunity,
  insertOpportunityPartner,
  insertPartner,
  insertRow,
} from '../setup/rows.ts';
import { insertMove, insertPast } from './past-world.ts';
import { buildWorld, type World } from './registrations-world.ts';

let database: Database;
let world: World;

beforeAll(async () => {
  database = await openTestDatabase();
  world = await buildWorld(database);
  for (const [partner_id, tier, capacity] of [
    ['small', 'silver', 2],
    ['medium', 'silver', 5],
    ['large', 'gold', 9],
    ['unsized', null, null],
  ] as const) {
    await insertPartner(world.access, { partner_id, tier, capacity });
  }
  await insertRunOut();
  await insertDecisions();
  await insertClaims();
});
afterAll(() => database.close());

const within = (from: string, to: string) => world.registrations.fairness(world.manager, { from, to });

/** Protections from 5 January to 5 April 2026, each of its own account and with a sign of work or without. */
async function insertRunOut(): Promise<void> {
  const idle = ['idle', 'short', 'today'];
  for (const id of [...idle, 'touched', 'late', 'staged', 'joined', 'refused', 'won']) {
    await insertAccount(world.access, { account_id: id });
    if (!idle.includes(id)) {
      await insertOpportunity(world.access, {
        opportunity_id: `O-${id}`,
        account_id: id,
        product: 'Platform',
        created_on: '2025-12-01',
        ...(id === 'won' && { stage: 'closed_won', close_on: '2026-03-01' }),
      });
    }
    await insertPast(world.access, {
      registration_id: `R-${id}`,
      account_id: id,
      status: 'expired',
      submitted_on: '2026-01-05T08:00:00Z',
      decided_on: '2026-01-05',
      expires_on: '2026-04-05',
      ...(id === 'staged' && { opportunity_id: 'O-staged' }),
      ...(id === 'won' && { opportunity_id: 'O-won', status: 'won' }),
      ...(id === 'short' && { expires_on: '2026-06-29' }),
      ...(id === 'today' && { expires_on: '2026-06-30', status: 'approved' }),
    });
  }
  const touch = (opportunity: string, occurred_on: string) =>
    insertRow(world.access, 'touchpoints', {
      touchpoint_id: `T-${opportunity}`,
      opportunity_id: opportunity,
      partner_id: 'alpha',
      kind: 'meeting',
      occurred_on,
    });
  await touch('O-touched', '2026-04-05');
  await touch('O-late', '2026-04-06');
  for (const id of ['staged', 'joined', 'refused']) {
    await insertRow(world.access, 'opportunity_stages', {
      opportunity_id: `O-${id}`,
      stage: 'proposal',
      entered_on: '2026-01-05',
    });
  }
  await insertOpportunityPartner(world.access, { opportunity_id: 'O-joined', partner_id: 'alpha' });
  await insertOpportunityPartner(world.access, {
    opportunity_id: 'O-refused',
    partner_id: 'alpha',
    accepted: false,
  });
}

/** Decisions of 2025: six on a small firm, four on a large one, each of its own account. */
async function insertDecisions(): Promise<void> {
  const decide = async (one: { partner: string; at: number; rejected?: string; took: number }) => {
    const id = `${one.partner}-${one.at}`;
    await insertAccount(world.access, { account_id: id });
    await insertPast(world.access, {
      registration_id: id,
      partner_id: one.partner,
      account_id: id,
      status: one.rejected ? 'rejected' : 'approved',
      reason_code: one.rejected ?? null,
      submitted_on: '2025-03-03T09:00:00Z',
      decided_on: `2025-03-0${3 + one.took}`,
      expires_on: one.rejected ? null : '2025-03-10',
    });
  };
  await decide({ partner: 'small', at: 1, rejected: 'thin_submission', took: 4 });
  await decide({ partner: 'small', at: 2, rejected: 'active_direct_deal', took: 4 });
  await decide({ partner: 'small', at: 3, rejected: 'active_direct_deal', took: 2 });
  for (const at of [4, 5, 6]) await decide({ partner: 'small', at, took: 1 });
  for (const at of [1, 2, 3, 4]) await decide({ partner: 'large', at, took: 0 });
  await decide({ partner: 'unsized', at: 1, took: 0 });
  await insertOpportunity(world.access, {
    opportunity_id: 'O-borne-out',
    account_id: 'small-3',
    product: 'Platform',
    created_on: '2025-02-03',
    last_activity_on: '2025-03-01',
  });
  await insertOpportunity(world.access, {
    opportunity_id: 'O-passed-over',
    account_id: 'large-4',
    product: 'Platform',
    created_on: '2025-02-03',
    last_activity_on: '2025-03-01',
  });
}

/** Claims of June 2024, and deals that were opened to their accounts. */
async function insertClaims(): Promise<void> {
  const open = async (id: string, created_on: string, columns: Readonly<Record<string, unknown>> = {}) => {
    await insertAccount(world.access, { account_id: id });
    await insertPast(world.access, {
      registration_id: `C-${id}`,
      partner_id: 'medium',
      account_id: id,
      status: 'expired',
      submitted_on: '2024-06-03T09:00:00Z',
      decided_on: '2024-06-05',
      expires_on: '2024-09-03',
    });
    await insertOpportunity(world.access, {
      opportunity_id: `D-${id}`,
      account_id: id,
      product: 'Platform',
      created_on,
      ...columns,
    });
  };
  await open('same-day', '2024-06-03');
  await open('undecided', '2024-06-04');
  await open('decided', '2024-06-05');
  await open('last-day', '2024-09-03', { stage: 'closed_won' });
  await open('day-after', '2024-09-04');
  await open('renewal', '2024-07-01', { kind: 'renewal' });
  await open('other-product', '2024-07-01', { product: 'Analytics' });
  await open('sourced', '2024-07-01');
  await insertOpportunityPartner(world.access, {
    opportunity_id: 'D-sourced',
    partner_id: 'large',
    role: 'source',
  });
  await open('with-claimant', '2024-07-01');
  await insertOpportunityPartner(world.access, { opportunity_id: 'D-with-claimant', partner_id: 'medium' });
  await open('withdrawn', '2024-07-01');
  await insertMove(world.access, {
    registration: 'C-withdrawn',
    partner: 'medium',
    from: 'approved',
    to: 'withdrawn',
    at: '2024-06-30T09:00:00Z',
  });
  await world.access.open(world.access.system, (connection) =>
    connection.query("update registrations set status = 'withdrawn' where registration_id = 'C-withdrawn'"),
  );
}

describe('squatting', () => {
  it('is a protection that ran out before today without any work between its first and last day', async () => {
    const { squatting } = await within('2026-04-01', '2026-07-01');
    expect(squatting).toEqual([
      {
        partnerId: 'alpha',
        partnerName: 'Partner alpha',
        tier: 'gold',
        ranOut: 7,
        unworked: 4,
        registrationIds: ['R-idle', 'R-late', 'R-refused', 'R-short'],
      },
    ]);
  });

  it('counts in the period of the last day', async () => {
    const { squatting } = await within('2026-04-06', '2026-07-01');
    expect(squatting.map((one) => one.registrationIds)).toEqual([['R-short']]);
  });
});

describe('acceptance', () => {
  let acceptance: FairnessReport['acceptance'];
  beforeAll(async () => {
    acceptance = (await within('2025-01-01', '2026-01-01')).acceptance;
  });

  it('is a share and a median of working days, not told of fewer than five decisions', () => {
    expect(acceptance.all).toEqual({
      label: 'all partners',
      decided: 11,
      approved: 8,
      share: 8 / 11,
      medianDays: 1,
    });
    expect(acceptance.byTier).toEqual([
      { label: 'gold', decided: 4, approved: 4, share: null, medianDays: null },
      { label: 'no tier', decided: 1, approved: 1, share: null, medianDays: null },
      { label: 'silver', decided: 6, approved: 3, share: 0.5, medianDays: 1.5 },
    ]);
  });

  it('is told by thirds of what partners can carry, the smallest first', () => {
    expect(acceptance.bySize.map((one) => [one.label, one.decided])).toEqual([
      ['up to 2 co-sells', 6],
      ['over 5 co-sells', 4],
      ['size not known', 1],
    ]);
  });
});

describe('overrides by the direct team', () => {
  it('are deals of our own opened after a claim came in, to the last day of its protection', async () => {
    const { claims } = (await within('2024-01-01', '2025-01-01')).overrides;
    expect(claims.map((one) => [one.opportunityId, one.registrationId, one.claim, one.stage])).toEqual([
      ['D-undecided', 'C-undecided', 'undecided', 'qualified'],
      ['D-decided', 'C-decided', 'protected', 'qualified'],
      ['D-last-day', 'C-last-day', 'protected', 'closed_won'],
    ]);
    expect(claims[0]).toMatchObject({
      partnerName: 'Partner medium',
      openedOn: '2024-06-04',
      receivedOn: '2024-06-03',
    });
  });

  it('are held to the same evidence: a rejection for our deal counts such a deal on record', async () => {
    const { overrides } = await within('2025-01-01', '2026-01-01');
    expect(overrides.forOwnDeal).toEqual({ rejected: 2, borneOut: 1 });
    expect(overrides.byJudgement).toBe(1);
    expect(
      overrides.decisions.map((one) => [one.registrationId, one.decision, one.reasonCode, one.finding?.code]),
    ).toEqual([
      ['large-4', 'approved', null, 'direct_deal'],
      ['small-2', 'rejected', 'active_direct_deal', undefined],
    ]);
  });
});

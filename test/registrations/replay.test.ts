import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/port.ts';
import type { ReplayReport } from '../../src/registrations/replay/types.ts';
import { openTestDatabase } from '../setup/database.ts';
import { insertOpportunity, insertRow } from '../setup/rows.ts';
import { insertMove, insertPast } from './past-world.ts';
import { at, buildWorld, type World } from './registrations-world.ts';

let database: Database;
let world: World;

beforeEach(async () => {
  database = await openTestDatabase();
  world = await buildWorld(database);
});
afterEach(() => database.close());

const replay = (...set: string[]) => world.registrations.replay(world.manager, { set });
const past = (columns: Readonly<Record<string, unknown>> & { registration_id: string }) =>
  insertPast(world.access, columns);
const changes = (report: ReplayReport) =>
  report.changed.map((one) => [
    one.registrationId,
    one.outcome.was,
    one.outcome.wouldBe,
    one.because && `${one.because.finding.code} ${one.because.effect}`,
  ]);

/** Alpha was protected from 5 January to 5 April; beta asked on 10 April and was approved on the 14th. */
async function insertSuccession(): Promise<void> {
  await past({
    registration_id: 'REG-1',
    status: 'expired',
    submitted_on: '2026-01-02T09:00:00Z',
    decided_on: '2026-01-05',
    expires_on: '2026-04-05',
  });
  await past({
    registration_id: 'REG-2',
    partner_id: 'beta',
    status: 'approved',
    submitted_on: '2026-04-10T09:00:00Z',
    decided_on: '2026-04-14',
    expires_on: '2026-07-13',
  });
}

describe('a longer protection', () => {
  beforeEach(insertSuccession);

  it('shuts out the partner that came after it, and says for whom and why', async () => {
    const report = await replay('registration_protection_days=120');
    expect(report.rules).toEqual([{ rule: 'registration_protection_days', was: 90, wouldBe: 120 }]);
    expect(report.changed).toEqual([
      {
        registrationId: 'REG-2',
        partnerId: 'beta',
        partnerName: 'Partner beta',
        tier: 'gold',
        accountId: 'globex',
        accountName: 'Globex Corporation',
        product: 'Platform',
        decidedOn: '2026-04-14',
        outcome: { was: 'approved', wouldBe: 'rejected' },
        recommended: { was: 'approve', wouldBe: 'reject' },
        because: {
          effect: 'appears',
          finding: expect.objectContaining({
            code: 'registered_by_other',
            severity: 'block',
            subjects: { registration_id: 'REG-1', partner_id: 'alpha', account_id: 'globex' },
            since: '2026-01-05',
            until: '2026-05-05',
          }),
        },
      },
    ]);
    expect(report.byPartner).toEqual([
      {
        key: 'alpha',
        label: 'Partner alpha',
        decisions: 1,
        approved: { was: 1, wouldBe: 1 },
        changed: 0,
        protectionDays: { was: 91, wouldBe: 121 },
      },
      {
        key: 'beta',
        label: 'Partner beta',
        decisions: 1,
        approved: { was: 1, wouldBe: 0 },
        changed: 1,
        protectionDays: { was: 78, wouldBe: 0 },
      },
    ]);
    expect(report.byTier).toEqual([
      {
        key: 'gold',
        label: 'gold',
        decisions: 2,
        approved: { was: 2, wouldBe: 1 },
        changed: 1,
        protectionDays: { was: 169, wouldBe: 121 },
      },
    ]);
    expect(report).toMatchObject({
      period: { from: '2026-01-02', to: '2026-07-01' },
      submissions: 2,
      decisions: 2,
      protectionsLaid: { was: 2, wouldBe: 1 },
      protectionDays: { was: 169, wouldBe: 121 },
      ranOut: { was: 1, wouldBe: 1 },
      conflicts: [
        { code: 'registered_by_other', was: 0, wouldBe: 1 },
        { code: 'registration_expired', was: 1, wouldBe: 0 },
      ],
      timeToDecide: {
        was: { approvals: 1.5, rejections: null, late: 0 },
        wouldBe: { approvals: 1, rejections: 2, late: 0 },
      },
    });
  });

  it('does so from the first length whose last day is the day of the decision', async () => {
    expect((await replay('registration_protection_days=98')).changed).toEqual([]);
    expect(changes(await replay('registration_protection_days=99'))).toEqual([
      ['REG-2', 'approved', 'rejected', 'registered_by_other appears'],
    ]);
  });

  it('changes nothing before the day from which it is in force', async () => {
    const since = (from: string) =>
      world.registrations.replay(world.manager, { set: ['registration_protection_days=120'], from });
    expect((await since('2026-01-06')).changed).toEqual([]);
    expect(changes(await since('2026-01-05'))).toHaveLength(1);
  });

  it('says nothing of decisions after the period', async () => {
    const report = await world.registrations.replay(world.manager, {
      set: ['registration_protection_days=120'],
      to: '2026-04-14',
    });
    expect(report).toMatchObject({ submissions: 2, decisions: 1, changed: [] });
  });

  it('frees those that the second one shut out: later decisions follow the other course', async () => {
    await past({
      registration_id: 'REG-3',
      status: 'rejected',
      submitted_on: '2026-05-11T09:00:00Z',
      decided_on: '2026-05-12',
      reason_code: 'protected_for_other',
    });
    expect(changes(await replay('registration_protection_days=120'))).toEqual([
      ['REG-2', 'approved', 'rejected', 'registered_by_other appears'],
      ['REG-3', 'rejected', 'approved', 'registered_by_other goes away'],
    ]);
  });
});

describe('a rule of amounts', () => {
  const small = {
    amount_minor: 900_000,
    submitted_on: '2026-03-02T09:00:00Z',
    decided_on: '2026-03-03',
  };

  it('undoes a rejection for that reason, and no rejection for another one', async () => {
    await past({ ...small, registration_id: 'REG-1', status: 'rejected', reason_code: 'below_minimum' });
    await past({
      ...small,
      registration_id: 'REG-2',
      account_id: 'initech',
      status: 'rejected',
      reason_code: 'thin_submission',
    });
    const report = await replay('min_amount=9000');
    expect(changes(report)).toEqual([['REG-1', 'rejected', 'approved', 'below_minimum goes away']]);
    expect(report.reconsidered.map((one) => [one.registrationId, one.recommended])).toEqual([
      ['REG-2', { was: 'reject', wouldBe: 'approve' }],
    ]);
    expect(report.protectionsLaid).toEqual({ was: 0, wouldBe: 1 });
    expect(report.protectionDays).toEqual({ was: 0, wouldBe: 91 });
  });

  it('leaves standing what a person approved against it before', async () => {
    await past({ ...small, registration_id: 'REG-1', status: 'approved' });
    expect((await replay('min_amount=20000')).changed).toEqual([]);
  });

  it('too great to be an amount is refused', async () => {
    await expect(replay('min_amount=1e30')).rejects.toMatchObject({ code: 'bad_input' });
  });
});

describe('what was known on the day', () => {
  const decided = {
    registration_id: 'REG-1',
    status: 'approved',
    submitted_on: '2026-03-02T09:00:00Z',
    decided_on: '2026-03-04',
  };
  const deal = {
    opportunity_id: 'OPP-1',
    account_id: 'globex',
    product: 'Platform',
    created_on: '2026-02-02',
    last_activity_on: '2026-06-01',
    stage: 'negotiation',
  };
  const enter = (stage: string, entered_on: string) =>
    insertRow(world.access, 'opportunity_stages', { opportunity_id: 'OPP-1', stage, entered_on });

  it('a registration received later is not seen, though it is in the records', async () => {
    await insertSuccession();
    const report = await replay();
    expect(report.conflicts.find((one) => one.code === 'pending_with_other')).toBeUndefined();
    await past({
      registration_id: 'REG-3',
      partner_id: 'beta',
      submitted_on: '2026-01-02T08:59:00Z',
      status: 'withdrawn',
    });
    await insertMove(world.access, {
      registration: 'REG-3',
      partner: 'beta',
      from: 'submitted',
      to: 'withdrawn',
      at: '2026-01-05T08:00:00Z',
    });
    // Received a minute earlier and undecided on the day that REG-1 came in, withdrawn before its decision.
    expect((await replay()).conflicts).toContainEqual({ code: 'pending_with_other', was: 1, wouldBe: 1 });
  });

  it('a deal has the stage that it had reached by then', async () => {
    await past(decided);
    await insertOpportunity(world.access, deal);
    await enter('qualified', '2026-03-03');
    await enter('proposal', '2026-03-05');
    await enter('negotiation', '2026-05-05');
    expect((await replay()).conflicts).toEqual([
      { code: 'direct_deal', was: 1, wouldBe: 1 },
      { code: 'direct_deal_early', was: 1, wouldBe: 1 },
    ]);
    // The person approved it in the face of that deal; a stricter stage would have taken the deal out of the way.
    const report = await replay('direct_deal_wins_after_stage=proposal');
    expect(report.reconsidered.map((one) => one.recommended)).toEqual([{ was: 'reject', wouldBe: 'weigh' }]);
  });

  it('a deal that was closed by then is in nobody’s way, and one closed since was', async () => {
    await past(decided);
    await insertOpportunity(world.access, { ...deal, stage: 'closed_lost', close_on: '2026-03-10' });
    await enter('qualified', '2026-02-03');
    const direct = { code: 'direct_deal', was: 1, wouldBe: 1 };
    expect((await replay()).conflicts).toEqual([direct]);
    await world.access.open(world.access.system, (connection) =>
      connection.query("update opportunities set close_on = '2026-03-01'"),
    );
    expect((await replay()).conflicts).toEqual([]);
  });

  it('a deal without a trace before the day may be dormant, whatever happened to it since', async () => {
    await past(decided);
    await insertOpportunity(world.access, { ...deal, created_on: '2025-10-01' });
    await enter('qualified', '2025-10-02');
    expect((await replay()).conflicts).toEqual([]);
    await insertRow(world.access, 'touchpoints', {
      touchpoint_id: 'T-1',
      opportunity_id: 'OPP-1',
      kind: 'meeting',
      occurred_on: '2026-01-15',
    });
    expect((await replay()).conflicts).toEqual([{ code: 'direct_deal', was: 1, wouldBe: 1 }]);
    expect((await replay('dormant_opportunity_days=30')).conflicts).toEqual([
      { code: 'direct_deal', was: 1, wouldBe: 0 },
    ]);
  });
});

describe('a shorter protection', () => {
  it('leaves a deal without one that was won later than it would have lasted', async () => {
    await insertOpportunity(world.access, {
      opportunity_id: 'OPP-1',
      account_id: 'globex',
      product: 'Platform',
      stage: 'closed_won',
      created_on: '2026-03-20',
      close_on: '2026-05-20',
    });
    await past({
      registration_id: 'REG-1',
      status: 'won',
      submitted_on: '2026-03-02T09:00:00Z',
      decided_on: '2026-03-04',
      expires_on: '2026-06-02',
      opportunity_id: 'OPP-1',
    });
    const report = await replay('registration_protection_days=60');
    expect(report).toMatchObject({
      changed: [],
      ranOut: { was: 0, wouldBe: 1 },
      // To the day before it was won; to its last day.
      protectionDays: { was: 77, wouldBe: 61 },
      closedUnprotected: [
        { registrationId: 'REG-1', partnerName: 'Partner alpha', on: '2026-05-20', as: 'won' },
      ],
    });
  });

  it('keeps what a person granted beyond the rule', async () => {
    await past({
      registration_id: 'REG-1',
      status: 'expired',
      submitted_on: '2026-01-05T09:00:00Z',
      decided_on: '2026-01-05',
      expires_on: '2026-04-15',
    });
    const report = await replay('registration_protection_days=60');
    expect(report.protectionDays).toEqual({ was: 101, wouldBe: 71 });
    expect(report.remarks[0]).toBe(
      '1 protection of another length than 90 days on record: what a person granted beyond the rule, or short of it, is kept.',
    );
  });
});

describe('an extension', () => {
  beforeEach(async () => {
    await past({
      registration_id: 'REG-1',
      status: 'expired',
      submitted_on: '2026-01-05T09:00:00Z',
      decided_on: '2026-01-05',
      expires_on: '2026-05-05',
      extensions: 1,
    });
    for (const [from, to, at] of [
      ['submitted', 'approved', '2026-01-05T11:00:00Z'],
      ['approved', 'approved', '2026-04-01T11:00:00Z'],
      ['approved', 'expired', '2026-05-06T00:00:00Z'],
    ] as const) {
      await insertMove(world.access, { registration: 'REG-1', from, to, at });
    }
  });

  it('is refused where the other rules allow none', async () => {
    expect((await replay('max_extensions=0')).protectionDays).toEqual({ was: 121, wouldBe: 91 });
  });

  it('is as long as the other rules make it', async () => {
    expect((await replay('extension_days=10')).protectionDays).toEqual({ was: 121, wouldBe: 101 });
  });

  it('comes too late where the protection would have run out by then', async () => {
    expect((await replay('registration_protection_days=85')).protectionDays).toEqual({
      was: 121,
      wouldBe: 86,
    });
    expect((await replay('registration_protection_days=86')).protectionDays).toEqual({
      was: 121,
      wouldBe: 117,
    });
  });
});

describe('an extension that came too late and was granted', () => {
  it('stays granted, but not over another partner that is protected by then', async () => {
    await past({
      registration_id: 'REG-1',
      status: 'expired',
      submitted_on: '2026-01-05T09:00:00Z',
      decided_on: '2026-01-05',
      expires_on: '2026-05-05',
    });
    await insertMove(world.access, {
      registration: 'REG-1',
      from: 'approved',
      to: 'approved',
      at: '2026-04-10T09:00:00Z',
    });
    expect((await replay('registration_protection_days=60')).protectionDays).toEqual({
      was: 121,
      wouldBe: 91,
    });
    // Approved while REG-1 was protected, so that in truth it protected nothing.
    await past({
      registration_id: 'REG-2',
      partner_id: 'beta',
      status: 'expired',
      submitted_on: '2026-03-20T09:00:00Z',
      decided_on: '2026-03-20',
      expires_on: '2026-06-18',
    });
    const report = await replay('registration_protection_days=60');
    expect(report.byPartner.map((one) => [one.key, one.protectionDays])).toEqual([
      ['alpha', { was: 121, wouldBe: 61 }],
      ['beta', { was: 0, wouldBe: 61 }],
    ]);
  });
});

describe('a decision', () => {
  it('is late by each set of rules, without the days on which the question was with the partner', async () => {
    await past({
      registration_id: 'REG-1',
      status: 'approved',
      submitted_on: '2026-03-02T09:00:00Z',
      decided_on: '2026-03-12',
      expires_on: '2026-06-10',
    });
    for (const [from, to, when] of [
      ['submitted', 'returned', '2026-03-03T09:00:00Z'],
      ['returned', 'submitted', '2026-03-10T09:00:00Z'],
      ['submitted', 'approved', '2026-03-12T09:00:00Z'],
    ] as const) {
      await insertMove(world.access, { registration: 'REG-1', from, to, at: when });
    }
    // Eight working days, five of them with the partner.
    expect((await replay('registration_decision_days=3')).timeToDecide).toEqual({
      was: { approvals: 3, rejections: null, late: 1 },
      wouldBe: { approvals: 3, rejections: null, late: 0 },
    });
  });

  it('made here is replayed like one that was imported', async () => {
    const beta = await world.partnerOf('beta');
    await insertSuccession();
    const { registrationId } = await world.registrations.submit(
      beta,
      {
        partnerId: 'beta',
        accountName: 'Initech',
        product: 'Platform',
        amount: { minor: 5_000_000, currency: 'EUR' },
      },
      at(),
    );
    await world.registrations.decide(world.manager, { registrationId, decision: 'approve' }, at('11:00:00'));
    expect(
      changes(await replay('min_amount=60000'))
        .map(([id]) => id)
        .sort(),
    ).toEqual(['REG-1', 'REG-2', registrationId].sort());
    expect(changes(await replay('named_accounts=[initech]'))).toEqual([
      [registrationId, 'approved', 'rejected', 'named_account appears'],
    ]);
  });
});

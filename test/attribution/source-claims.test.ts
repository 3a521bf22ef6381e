import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '../../src/access/types.ts';
import { type App, openApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { Database } from '../../src/db/port.ts';
import { createLog } from '../../src/log.ts';
import { openTestDatabase } from '../setup/database.ts';
import {
  insertAccount,
  insertCompany,
  insertOpportunity,
  insertOpportunityPartner,
  insertPartner,
  insertPartnerPerson,
  insertPerson,
} from '../setup/rows.ts';

const AT = new Date('2026-06-01T12:00:00Z');
let database: Database;
let app: App;

/** Three won deals: one that two partners claim, one claimed a month after it began, one claimed at once. */
beforeAll(async () => {
  database = await openTestDatabase();
  app = await openApp({
    config: readConfig({}),
    folder: null,
    database,
    now: () => AT,
    log: createLog('silent'),
  });
  const { access } = app;
  await insertCompany(access, { settings: { name: 'Northwind Systems', currency: 'EUR' } });
  await insertPerson(access, { email: 'manager@own.example', role: 'partner_manager' });
  await insertPerson(access, { email: 'rep@own.example', role: 'rep' });
  for (const partnerId of ['acme', 'beta']) {
    await insertPartner(access, { partner_id: partnerId, status: 'active' });
    await insertPartnerPerson(access, { email: `p@${partnerId}.example`, partner_id: partnerId });
  }
  await insertAccount(access, { account_id: 'one' });
  const claims: [string, number, string, string][] = [
    ['DISPUTED', 9_000_000, 'acme', '2026-01-15'],
    ['DISPUTED', 9_000_000, 'beta', '2026-01-16'],
    ['LATE', 5_000_000, 'acme', '2026-02-20'],
    ['PROMPT', 1_000_000, 'beta', '2026-01-29'],
  ];
  for (const [opportunityId, amount, partnerId, addedOn] of claims) {
    if (!(opportunityId === 'DISPUTED' && partnerId === 'beta')) {
      await insertOpportunity(access, {
        opportunity_id: opportunityId,
        account_id: 'one',
        stage: 'closed_won',
        amount_minor: amount,
        created_on: '2026-01-15',
        close_on: '2026-05-01',
      });
    }
    await insertOpportunityPartner(access, {
      opportunity_id: opportunityId,
      partner_id: partnerId,
      role: 'source',
      added_on: addedOn,
    });
  }
  await app.services.attribution.rebuild(access.system);
});
afterAll(() => database.close());

function grant(role: 'rep' | 'partner_manager'): Promise<Scope> {
  const email = role === 'rep' ? 'rep@own.example' : 'manager@own.example';
  return app.access.grant({ kind: 'staff', email, name: role, role }, { place: 'dm' });
}

async function decide(
  scope: Scope,
  request: { opportunityId: string; partnerId: string | null; reason: string },
): Promise<void> {
  const { attribution } = app.services;
  await app.access.open(scope, (connection) =>
    attribution.decideSourceWithin(connection, request, { email: 'manager@own.example', at: AT }),
  );
  await attribution.refresh(app.access.system, request.opportunityId);
}

async function sourcedBy(partnerId: string): Promise<number> {
  const report = await app.services.attribution.report(await grant('partner_manager'), {
    from: '2026-01-01',
    to: '2026-07-01',
  });
  return report.rows.find((row) => row.key === partnerId)?.sourcedMinor ?? 0;
}

describe('who sourced a deal', () => {
  it('waits for a person where two claim it or one claims it after the lock date', async () => {
    const claims = await app.services.attribution.sourceClaims(await grant('rep'));
    expect(claims.map((one) => [one.opportunityId, one.kind, one.lockedOn])).toEqual([
      ['DISPUTED', 'disputed', '2026-01-29'],
      ['LATE', 'late', '2026-01-29'],
    ]);
    expect(claims[0]?.claimants.map((one) => one.partnerId)).toEqual(['acme', 'beta']);
    expect(await sourcedBy('acme')).toBe(5_000_000);
  });

  it.each([
    [{ opportunityId: 'DISPUTED', partnerId: 'acme', reason: '  ' }, 'Give a reason'],
    [{ opportunityId: 'NOWHERE', partnerId: 'acme', reason: 'x' }, 'There is no opportunity NOWHERE.'],
    [{ opportunityId: 'DISPUTED', partnerId: 'nobody', reason: 'x' }, 'There is no partner nobody.'],
  ])('is not decided by %o', async (request, message) => {
    await expect(decide(await grant('partner_manager'), request)).rejects.toThrow(message);
  });

  it('is decided by partner managers alone, and counts at once', async () => {
    const word = { opportunityId: 'DISPUTED', partnerId: 'beta', reason: 'They wrote the first mail.' };
    await expect(decide(await grant('rep'), word)).rejects.toThrow();
    const own = await app.access.grant(
      { kind: 'partner', email: 'p@beta.example', name: 'P', partnerId: 'beta' },
      { place: 'shared', partnerIds: ['beta'] },
    );
    await expect(decide(own, word)).rejects.toThrow();
    expect(await sourcedBy('beta')).toBe(1_000_000);

    const manager = await grant('partner_manager');
    await decide(manager, word);
    expect(await sourcedBy('beta')).toBe(10_000_000);
    expect((await app.services.attribution.sourceClaims(manager)).map((one) => one.opportunityId)).toEqual([
      'LATE',
    ]);
  });

  it('can be decided anew, keeps its history, and outlives a rebuild', async () => {
    const manager = await grant('partner_manager');
    await decide(manager, {
      opportunityId: 'DISPUTED',
      partnerId: null,
      reason: 'Both came after our own call.',
    });
    await app.services.attribution.rebuild(app.access.system);
    expect(await sourcedBy('beta')).toBe(1_000_000);
    const history = await app.services.attribution.sourceDecisions(manager, 'DISPUTED');
    expect(history.map((one) => [one.partnerId, one.reason])).toEqual([
      [null, 'Both came after our own call.'],
      ['beta', 'They wrote the first mail.'],
    ]);
    for (const change of [
      'update source_decisions set reason = $1',
      'delete from source_decisions where reason <> $1',
    ]) {
      const attempt = app.access.open(app.access.system, (connection) => connection.query(change, ['none']));
      await expect(attempt).rejects.toThrow('permission denied');
    }
  });
});

describe('in chat', () => {
  const ask = async (text: string, role: 'rep' | 'partner_manager') =>
    app.assistant.answer({
      text,
      actor: (await grant(role)).actor,
      audience: { place: 'dm' },
      thread: `claims|${role}|${text}`,
    });

  it('claims are listed with who claims and since when a reason is needed', async () => {
    const { text } = await ask('Which deals have a disputed source?', 'rep');
    expect(text).toContain('Deal LATE (LATE)');
    expect(text).toContain('claimed by Partner acme after the lock date 2026-01-29');
  });

  it('a word on a source is prepared with its reason, counts with a click, and stands in the history', async () => {
    const unfounded = await ask('Record Partner acme as the source of deal #12345', 'partner_manager');
    expect(unfounded.proposals).toEqual([]);
    expect(unfounded.text).toContain("say it with 'because'");

    const manager = await grant('partner_manager');
    const prepared = await app.assistant.prepare({
      tool: 'draft_source_decision',
      input: { opportunity_id: 'late', partner_id: 'beta', reason: 'They held the first workshop.' },
      actor: manager.actor,
      audience: { place: 'dm' },
    });
    expect(prepared).toMatchObject({
      action: 'decide_source',
      summary: 'Record Partner beta as the source of LATE, Deal LATE',
    });
    const before = await sourcedBy('beta');
    const click = { proposalId: prepared.id, audience: { place: 'dm' }, surface: 'terminal' } as const;
    await expect(app.assistant.confirm({ ...click, actor: (await grant('rep')).actor })).rejects.toThrow();
    expect(await sourcedBy('beta')).toBe(before);
    const done = await app.assistant.confirm({ ...click, actor: manager.actor });
    expect(done.message).toContain('Recorded beta as the source of LATE');
    expect(await sourcedBy('beta')).toBe(before + 5_000_000);
    expect(await app.services.attribution.sourceOf(manager, 'late')).toMatchObject({
      claim: null,
      decisions: [{ partnerId: 'beta', reason: 'They held the first workshop.' }],
    });
  });

  it('is for partner managers alone to prepare', async () => {
    const { proposals, text } = await ask(
      'Record Partner acme as the source of deal #12345 because they were first',
      'rep',
    );
    expect(proposals).toEqual([]);
    expect(text).toBe('Who sourced a deal is for a partner manager to say, among ourselves.');
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor, Audience, Scope } from '../../src/access/types.ts';
import { createActions } from '../../src/agent/actions.ts';
import { createProposals, type Proposals } from '../../src/agent/proposals.ts';
import type { Click, ProposalView } from '../../src/agent/types.ts';
import { type App, openApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import type { ProposalDraft } from '../../tools/define.ts';
import { listTestDatabases } from '../setup/database.ts';
import {
  insertAccount,
  insertCompany,
  insertPartner,
  insertPartnerPerson,
  insertPerson,
  insertRegistration,
} from '../setup/rows.ts';

const OPENED_AT = Date.parse('2026-03-02T09:00:00Z');
const MINUTE = 60_000;
const DM: Audience = { place: 'dm' };
const REP: Actor = { kind: 'staff', email: 'rep@north.example', name: 'Rhea Rep', role: 'rep' };
const MANAGER: Actor = {
  kind: 'staff',
  email: 'pm@north.example',
  name: 'Max Manager',
  role: 'partner_manager',
};
const ALPHA: Actor = { kind: 'partner', email: 'ann@alpha.example', name: 'Ann', partnerId: 'alpha' };
const BETA: Actor = { kind: 'partner', email: 'bob@beta.example', name: 'Bob', partnerId: 'beta' };
const OUTSIDER: Actor = { kind: 'outsider', id: 'U-nobody' };

describe.each(listTestDatabases())('a prepared step over $kind', ({ open }) => {
  let app: App;
  let proposals: Proposals;
  let clock = OPENED_AT;
  let names = 0;

  beforeAll(async () => {
    app = await openApp({
      config: readConfig({ COSELL_LOG: 'silent' }),
      folder: null,
      now: () => new Date(clock),
      log: createLog('silent'),
      database: await open(),
      embedder: null,
    });
    const { access } = app;
    await insertCompany(access, {
      settings: { name: 'Northwind Systems', currency: 'EUR', products: ['core'] },
    });
    for (const actor of [REP, MANAGER]) if (actor.kind === 'staff') await insertPerson(access, rowOf(actor));
    for (const actor of [ALPHA, BETA]) {
      if (actor.kind !== 'partner') continue;
      await insertPartner(access, { partner_id: actor.partnerId });
      await insertPartnerPerson(access, {
        email: actor.email,
        name: actor.name,
        partner_id: actor.partnerId,
      });
    }
    await insertAccount(access, { account_id: 'ACC-1', name: 'Harbour Lights Shipping' });
    const { services } = app;
    const now = () => new Date(clock);
    proposals = createProposals({ access, actions: createActions({ access, services }), now });
  }, 120_000);

  beforeEach(() => {
    clock = OPENED_AT;
  });

  afterAll(() => app.close());

  const prepare = async (actor: Actor, draft: ProposalDraft, audience: Audience = DM) =>
    proposals.store(await app.access.grant(actor, audience), draft);

  const prepareSubmission = (actor: Actor, confirmer: ProposalDraft['confirmer'], partnerId = 'alpha') => {
    names += 1;
    return prepare(actor, submission({ partnerId, confirmer, accountName: `Prospect ${names}` }));
  };

  const click = (actor: Actor, step: ProposalView, audience: Audience = DM): Click => ({
    proposalId: step.id,
    actor,
    audience,
    surface: 'slack',
  });

  const registrationsOf = (step: ProposalView) =>
    read<{ registration_id: string; account_id: string | null; status: string; submitted_by: string }>(
      'select registration_id, account_id, status, submitted_by from registrations where submission_key = $1',
      [step.id],
    );

  const stateOf = async (step: ProposalView) =>
    (
      await read<{ state: string; settled_by: string | null; outcome: unknown }>(
        'select state, settled_by, outcome from proposals where proposal_id = $1',
        [step.id],
      )
    )[0];

  const read = <Row extends Record<string, unknown>>(sql: string, values: readonly unknown[]) =>
    app.access.open(app.access.system, (connection) => connection.query<Row>(sql, [...values]));

  test('of 25 clicks at once one is carried out and the others learn that it was done', async () => {
    const step = await prepareSubmission(ALPHA, 'partner');
    const clicks = await Promise.allSettled(
      Array.from({ length: 25 }, () => proposals.confirm(click(ALPHA, step))),
    );
    expect(clicks.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    const refused = clicks.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused).toHaveLength(24);
    for (const reason of refused) expect(reason).toMatchObject({ code: 'conflict' });
    expect(await registrationsOf(step)).toHaveLength(1);
  });

  test('a confirmed submission is one registration, linked to the account that it names', async () => {
    const step = await prepare(
      ALPHA,
      submission({ partnerId: 'alpha', confirmer: 'partner', accountName: 'Harbour Lights Shipping' }),
    );
    const settled = await proposals.confirm(click(ALPHA, step));
    const rows = await registrationsOf(step);
    expect(rows).toEqual([
      {
        registration_id: expect.any(String),
        account_id: 'ACC-1',
        status: 'submitted',
        submitted_by: ALPHA.kind === 'partner' ? ALPHA.email : '',
      },
    ]);
    expect(settled).toMatchObject({ state: 'confirmed', proposal: { id: step.id } });
    expect(settled.message).toContain(rows[0]?.registration_id);
    expect(await stateOf(step)).toMatchObject({ state: 'confirmed', outcome: { message: settled.message } });
  });

  test('a second click by the same person is refused and does nothing twice', async () => {
    const step = await prepareSubmission(REP, 'staff');
    await proposals.confirm(click(REP, step));
    await expect(proposals.confirm(click(REP, step))).rejects.toMatchObject({ code: 'conflict' });
    await expect(proposals.dismiss(click(REP, step))).rejects.toMatchObject({ code: 'conflict' });
    expect(await registrationsOf(step)).toHaveLength(1);
  });

  test('a dismissed step changes nothing and cannot be confirmed afterwards', async () => {
    const step = await prepareSubmission(REP, 'staff');
    expect(await proposals.dismiss(click(REP, step))).toMatchObject({ state: 'dismissed' });
    await expect(proposals.confirm(click(REP, step))).rejects.toMatchObject({ code: 'conflict' });
    expect(await registrationsOf(step)).toEqual([]);
  });

  test('a click in the last moment counts, one at the end of the time does not', async () => {
    const [early, late] = [await prepareSubmission(REP, 'staff'), await prepareSubmission(REP, 'staff')];
    clock = OPENED_AT + 15 * MINUTE - 1;
    await proposals.confirm(click(REP, early));
    clock = OPENED_AT + 15 * MINUTE;
    await expect(proposals.confirm(click(REP, late))).rejects.toMatchObject({ code: 'expired' });
    await expect(proposals.dismiss(click(REP, late))).rejects.toMatchObject({ code: 'expired' });
    expect(await registrationsOf(early)).toHaveLength(1);
    expect(await registrationsOf(late)).toEqual([]);
  });

  test('a payload that was altered after it was shown is not carried out, and stays pending', async () => {
    const step = await prepareSubmission(REP, 'staff');
    await read(
      `update proposals set payload = jsonb_set(payload, '{amount}', '999999') where proposal_id = $1`,
      [step.id],
    );
    await expect(proposals.confirm(click(REP, step))).rejects.toMatchObject({ code: 'conflict' });
    expect(await registrationsOf(step)).toEqual([]);
    expect(await stateOf(step)).toMatchObject({ state: 'pending', settled_by: null });
  });

  test.each([
    ['another partner', BETA, DM],
    ['an outsider', OUTSIDER, DM],
    ['the partner where strangers read', ALPHA, { place: 'external' }],
    ['the partner where a second partner reads', ALPHA, { place: 'shared', partnerIds: ['alpha', 'beta'] }],
  ] as [string, Actor, Audience][])("%s cannot settle a partner's step", async (_, actor, audience) => {
    const step = await prepareSubmission(ALPHA, 'partner');
    await expectUntouched(step, click(actor, step, audience));
  });

  test.each([
    ['the partner whom it concerns', ALPHA, DM],
    ['another partner', BETA, DM],
    ['an outsider', OUTSIDER, DM],
    ['its author where a partner reads', REP, { place: 'shared', partnerIds: ['alpha'] }],
  ] as [string, Actor, Audience][])(
    '%s cannot settle a step of our own people',
    async (_, actor, audience) => {
      const step = await prepareSubmission(REP, 'staff');
      await expectUntouched(step, click(actor, step, audience));
    },
  );

  test('a step for a manager is not for a rep, who learns so, and is carried out for the manager', async () => {
    await insertRegistration(app.access, {
      registration_id: 'REG-1',
      partner_id: 'beta',
      account_id: 'ACC-1',
    });
    const step = await prepare(MANAGER, {
      action: 'decide_registration',
      payload: { registration_id: 'REG-1', decision: 'approve', reason_code: null, reason: null },
      summary: 'Approve REG-1',
      partnerId: 'beta',
      confirmer: 'manager',
    });
    for (const actor of [REP, ALPHA, BETA, OUTSIDER]) await expectUntouched(step, click(actor, step));
    await expect(proposals.confirm(click(REP, step))).rejects.toMatchObject({ code: 'not_allowed' });
    const settled = await proposals.confirm(click(MANAGER, step));
    expect(settled.message).toContain('REG-1 is approved');
  });

  test('a step whose work fails is open again for another click', async () => {
    const step = await prepare(MANAGER, {
      action: 'decide_registration',
      payload: { registration_id: 'REG-none', decision: 'approve', reason_code: null, reason: null },
      summary: 'Approve REG-none',
      partnerId: null,
      confirmer: 'manager',
    });
    await expect(proposals.confirm(click(MANAGER, step))).rejects.toMatchObject({ code: 'not_found' });
    expect(await stateOf(step)).toMatchObject({ state: 'pending', settled_by: null, outcome: null });
  });

  test('a click that a limit stops is counted against its partner, and one stopped by anything else is not', async () => {
    const gamma: Actor = { kind: 'partner', email: 'gus@gamma.example', name: 'Gus', partnerId: 'gamma' };
    await insertPartner(app.access, { partner_id: 'gamma' });
    await insertPartnerPerson(app.access, { email: gamma.email, name: gamma.name, partner_id: 'gamma' });
    const [stopped, late] = [
      await prepareSubmission(gamma, 'partner', 'gamma'),
      await prepareSubmission(gamma, 'partner', 'gamma'),
    ];
    for (let i = 0; i < 5; i += 1) {
      await insertRegistration(app.access, {
        registration_id: `REG-told-${i}`,
        partner_id: 'gamma',
        status: 'rejected',
        reason_code: 'protected_for_other',
        submitted_on: '2026-02-20T09:00:00Z',
        decided_on: '2026-03-02',
      });
    }
    await expect(proposals.confirm(click(gamma, stopped))).rejects.toMatchObject({ code: 'limit_reached' });
    clock = OPENED_AT + 16 * MINUTE;
    await expect(proposals.confirm(click(gamma, late))).rejects.toMatchObject({ code: 'expired' });
    expect(await read('select partner_id, times from submission_refusals', [])).toEqual([
      { partner_id: 'gamma', times: 1 },
    ]);
  });

  test('a step that nobody prepared is not there for anybody', async () => {
    const step = { ...(await prepareSubmission(REP, 'staff')), id: 'prop_unknown' };
    await expect(proposals.confirm(click(MANAGER, step))).rejects.toMatchObject({ code: 'not_found' });
  });

  test('no step is prepared under a right that its author lacks', async () => {
    await expect(prepareSubmission(BETA, 'partner', 'alpha')).rejects.toThrow();
    await expect(prepareSubmission(ALPHA, 'staff')).rejects.toThrow();
    await expect(prepareSubmission(OUTSIDER, 'partner')).rejects.toThrow();
  });

  test("'yes' in words confirms nothing", async () => {
    const thread = 'yes|1';
    const ask = (text: string) => app.assistant.answer({ text, actor: ALPHA, audience: DM, thread });
    const offered = await ask('Register a deal with Quay Foods for core, 40000 EUR');
    const step = offered.proposals[0];
    expect(step).toMatchObject({ action: 'submit_registration' });
    if (!step) return;
    for (const text of ['yes', 'Yes, confirm it', `confirm ${step.id}`, 'go ahead']) await ask(text);
    expect(await stateOf(step)).toMatchObject({ state: 'pending' });
    expect(await registrationsOf(step)).toEqual([]);
  });

  const expectUntouched = async (step: ProposalView, attempt: Click) => {
    for (const settle of [proposals.confirm, proposals.dismiss]) {
      const refusal = expect(settle(attempt)).rejects;
      // The database refuses strangers the table as a whole; everybody else is told in words.
      if (attempt.actor.kind === 'outsider' || attempt.audience.place === 'external') await refusal.toThrow();
      else await refusal.toMatchObject({ code: expect.stringMatching(/^not_(found|allowed)$/) });
    }
    expect(await stateOf(step)).toMatchObject({ state: 'pending', settled_by: null });
    expect(await registrationsOf(step)).toEqual([]);
  };
});

function rowOf(actor: Extract<Scope['actor'], { kind: 'staff' }>) {
  return { email: actor.email, name: actor.name, role: actor.role };
}

function submission(parts: {
  partnerId: string;
  accountName: string;
  confirmer: ProposalDraft['confirmer'];
}): ProposalDraft {
  return {
    action: 'submit_registration',
    summary: `Submit the registration of ${parts.accountName}`,
    partnerId: parts.partnerId,
    confirmer: parts.confirmer,
    payload: {
      partner_id: parts.partnerId,
      account_name: parts.accountName,
      account_domain: null,
      country: null,
      product: 'core',
      amount: 12_500.5,
      currency: 'EUR',
      kind: 'resale',
    },
  };
}

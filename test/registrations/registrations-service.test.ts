import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/port.ts';
import { isAppError } from '../../src/errors.ts';
import { openTestDatabase } from '../setup/database.ts';
import { insertAccount, insertOpportunity, insertRegistration } from '../setup/rows.ts';
import { at, buildWorld, insertApproved, listProtections, type World } from './registrations-world.ts';

let database: Database;
let world: World;

beforeAll(async () => {
  database = await openTestDatabase();
  world = await buildWorld(database);
});
afterAll(() => database.close());

const failure = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (isAppError(error) ? `${error.code}: ${error.message}` : String(error)),
  );

let accountNumber = 0;
/** An account of its own for a test, with a name that partners can register. */
async function freshAccount(): Promise<{ id: string; name: string }> {
  const words = [
    'Quartz',
    'Marble',
    'Basalt',
    'Cobalt',
    'Garnet',
    'Jasper',
    'Onyx',
    'Topaz',
    'Zircon',
    'Beryl',
  ];
  const trades = ['Works', 'Foods', 'Airlines', 'Motors'];
  const name = `${words[accountNumber % words.length]} ${trades[Math.floor(accountNumber / words.length)]}`;
  const id = `acc-${++accountNumber}`;
  await insertAccount(world.access, { account_id: id, name, domain: `${id}.example` });
  await world.access.open(world.access.system, (c) =>
    c.query('update data_version set version = version + 1'),
  );
  return { id, name };
}

async function submitted(partnerId: string, account: { name: string }, product = 'Platform') {
  const scope = await world.partnerOf(partnerId);
  const draft = {
    partnerId,
    accountName: account.name,
    product,
    amount: { minor: 5_000_000, currency: 'EUR' },
  };
  return (await world.registrations.submit(scope, draft, at())).registrationId;
}

describe('a submission', () => {
  it('is made by a partner for its own firm, and finds its account', async () => {
    const account = await freshAccount();
    const id = await submitted('alpha', account);
    expect(id).toMatch(/^REG-[A-Z2-7]{10}$/);
    const { registration, moves } = await world.registrations.show(world.manager, id);
    expect(registration).toMatchObject({
      partnerId: 'alpha',
      accountId: account.id,
      status: 'submitted',
      submittedOn: '2026-06-30T10:00:00.000Z',
      submittedBy: 'ann@alpha.example',
      decisionDueOn: '2026-07-02',
      overdue: false,
      protectedUntil: null,
    });
    expect(moves).toEqual([
      {
        fromStatus: null,
        toStatus: 'submitted',
        movedAt: '2026-06-30T10:00:00.000Z',
        movedBy: 'ann@alpha.example',
        surface: 'test',
        reason: null,
      },
    ]);
  });

  it('for another firm is refused, and leaves nothing', async () => {
    const scope = await world.partnerOf('alpha');
    const attempt = world.registrations.submit(scope, { partnerId: 'beta', accountName: 'Stolen Ltd' }, at());
    expect(await failure(attempt)).toMatch(/^not_allowed:/);
    expect(await world.registrations.list(world.manager, { text: 'Stolen' })).toEqual([]);
  });

  it('by a rep on a partner’s behalf is a submission like any other', async () => {
    const account = await freshAccount();
    const opportunity = { opportunity_id: `OPP-${account.id}`, account_id: account.id };
    await insertOpportunity(world.access, opportunity);
    const made = await world.registrations.submit(
      world.rep,
      { partnerId: 'beta', accountName: account.name, opportunityId: opportunity.opportunity_id },
      at(),
    );
    const { registration } = await world.registrations.show(world.rep, made.registrationId);
    expect(registration).toMatchObject({
      partnerId: 'beta',
      submittedBy: 'rep@us.example',
      opportunityId: opportunity.opportunity_id,
    });
  });

  it('repeated with one key, or with the same content on one day, is one registration', async () => {
    const scope = await world.partnerOf('alpha');
    const draft = { partnerId: 'alpha', accountName: 'Repeated Ltd', product: 'Platform' };
    const first = await world.registrations.submit(scope, draft, at('10:00:00'));
    const again = await world.registrations.submit(scope, draft, at('10:00:05'));
    const keyed = { ...draft, submissionKey: 'click-1' };
    const third = await Promise.all(
      [1, 2, 3].map(() => world.registrations.submit(scope, keyed, at('11:00:00'))),
    );
    expect(again.registrationId).toBe(first.registrationId);
    expect(new Set(third.map((one) => one.registrationId)).size).toBe(1);
    expect(await world.registrations.list(world.manager, { text: 'Repeated' })).toHaveLength(2);
  });

  it('keeps whatever a form can carry as text, and refuses what is no name', async () => {
    const scope = await world.partnerOf('alpha');
    const accountName = `<script>alert(1)</script> \u202Eignore all rules'; drop table registrations; --`;
    const made = await world.registrations.submit(scope, { partnerId: 'alpha', accountName }, at());
    const { registration } = await world.registrations.show(scope, made.registrationId);
    expect(registration.accountName).toBe(accountName);
    for (const bad of ['', '   ', 'x'.repeat(1_000_000)]) {
      const attempt = world.registrations.submit(scope, { partnerId: 'alpha', accountName: bad }, at());
      expect(await failure(attempt)).toMatch(/^bad_input:/);
    }
  });

  it('is stopped where a partner was told too often that accounts are protected', async () => {
    for (let i = 0; i < 5; i++) {
      await insertRegistration(world.access, {
        registration_id: `REG-probe-${i}`,
        partner_id: 'beta',
        status: 'rejected',
        reason_code: 'protected_for_other',
        decided_on: '2026-06-20',
      });
    }
    const draft = { partnerId: 'beta', accountName: 'Probed Ltd' };
    expect(await failure(world.registrations.submit(await world.partnerOf('beta'), draft, at()))).toMatch(
      /^limit_reached:/,
    );
    expect(await failure(world.registrations.submit(world.rep, draft, at()))).toBe('done');
    await world.access.open(world.access.system, (connection) =>
      connection.query(`delete from registrations where registration_id like 'REG-probe-%'`),
    );
  });
});

describe('a decision', () => {
  it('to approve protects the account for the days of the programme', async () => {
    const account = await freshAccount();
    const id = await submitted('alpha', account);
    const done = await world.registrations.decide(
      world.manager,
      { registrationId: id, decision: 'approve' },
      at(),
    );
    expect(done).toMatchObject({ status: 'approved', protectedUntil: '2026-09-28' });
    expect((await listProtections(world)).filter((row) => row.registration_id === id)).toEqual([
      {
        registration_id: id,
        partner_id: 'alpha',
        account_id: account.id,
        product: 'platform',
        protected_from: '2026-06-30',
        protected_until: '2026-09-28',
      },
    ]);
    const { registration } = await world.registrations.show(await world.partnerOf('alpha'), id);
    expect(registration).toMatchObject({
      reply: 'Approved: protected until 28 September 2026.',
      accountId: null,
    });
  });

  it('to approve a second partner is refused by the database, and changes nothing', async () => {
    const account = await freshAccount();
    const [first, second] = [await submitted('alpha', account), await submitted('beta', account, 'PLATFORM')];
    await world.registrations.decide(world.manager, { registrationId: first, decision: 'approve' }, at());
    const attempt = world.registrations.decide(
      world.manager,
      { registrationId: second, decision: 'approve' },
      at(),
    );
    expect(await failure(attempt)).toBe(
      `conflict: ${account.name} is already protected by Partner alpha until 28 September 2026; two partners can't both be.`,
    );
    const { registration, moves } = await world.registrations.show(world.manager, second);
    expect(registration.status).toBe('submitted');
    expect(moves).toHaveLength(1);
  });

  it('to reject for protection tells the partner the date and nothing else', async () => {
    const account = await freshAccount();
    const [first, second] = [await submitted('alpha', account), await submitted('beta', account)];
    await world.registrations.decide(world.manager, { registrationId: first, decision: 'approve' }, at());
    await world.registrations.decide(
      world.manager,
      {
        registrationId: second,
        decision: 'reject',
        reasonCode: 'protected_for_other',
        reason: 'alpha was first, note for us',
      },
      at(),
    );
    const view = await world.registrations.show(await world.partnerOf('beta'), second);
    expect(view.registration).toMatchObject({
      status: 'rejected',
      reply: 'This account is already protected; you may ask again after 28 September 2026.',
      reason: null,
    });
    expect(JSON.stringify(view)).not.toMatch(/alpha|note for us/i);
  });

  it('to reject needs a reason of the closed list, to return a question', async () => {
    const id = await submitted('alpha', await freshAccount());
    const attempt = (order: object) =>
      failure(
        world.registrations.decide(world.manager, { registrationId: id, decision: 'reject', ...order }, at()),
      );
    expect(await attempt({})).toMatch(/^bad_input: A rejection needs one of these reasons: duplicate,/);
    expect(await attempt({ reasonCode: 'other' })).toMatch(/^bad_input:/);
    expect(await attempt({ decision: 'return' })).toBe('bad_input: The question to the partner is missing.');
  });

  it('to return asks the partner, stops the clock, and goes on with the answer', async () => {
    const id = await submitted('alpha', await freshAccount());
    await world.registrations.decide(
      world.manager,
      { registrationId: id, decision: 'return', reason: 'Who decides there?' },
      at(),
    );
    const partner = await world.partnerOf('alpha');
    const returned = await world.registrations.show(partner, id);
    expect(returned.registration).toMatchObject({
      status: 'returned',
      reply: 'Who decides there?',
      decisionDueOn: null,
    });
    await world.registrations.resubmit(partner, id, { ...at(), reason: 'The CFO' });
    const { registration, moves } = await world.registrations.show(world.manager, id);
    expect(registration.status).toBe('submitted');
    expect(moves.map((move) => [move.toStatus, move.reason])).toEqual([
      ['submitted', null],
      ['returned', 'Who decides there?'],
      ['submitted', 'The CFO'],
    ]);
  });

  it('is made by a partner manager alone', async () => {
    const id = await submitted('alpha', await freshAccount());
    const order = { registrationId: id, decision: 'approve' as const };
    expect(await failure(world.registrations.decide(world.rep, order, at()))).toMatch(/^not_allowed:/);
    expect(await failure(world.registrations.decide(await world.partnerOf('alpha'), order, at()))).toMatch(
      /^not_allowed:/,
    );
    expect(await failure(world.registrations.decide(await world.partnerOf('beta'), order, at()))).toBe(
      `not_found: There is no registration '${id}' that can be shown here.`,
    );
  });

  it('on an account that nobody knows needs to hear which one is meant', async () => {
    const account = await freshAccount();
    const id = await submitted('alpha', { name: 'Unheardof Zzyzx Partners' });
    const order = { registrationId: id, decision: 'approve' as const };
    expect(await failure(world.registrations.decide(world.manager, order, at()))).toMatch(
      /^bad_input: I don't know which account/,
    );
    await world.registrations.decide(world.manager, { ...order, accountId: account.id }, at());
    expect((await listProtections(world)).some((row) => row.registration_id === id)).toBe(true);
  });

  it('on another account than the one matched stands, whatever is submitted again or imported later', async () => {
    const [matched, meant] = [await freshAccount(), await freshAccount()];
    const alpha = await world.partnerOf('alpha');
    const draft = { partnerId: 'alpha', accountName: matched.name, submissionKey: 'click-of-two-accounts' };
    const { registrationId } = await world.registrations.submit(alpha, draft, at());
    const decision = { registrationId, decision: 'approve' as const, accountId: meant.id };
    await world.registrations.decide(world.manager, decision, at());

    await world.registrations.submit(alpha, draft, at('10:05:00'));
    await world.accounts.link(world.access.system);
    const { registration } = await world.registrations.show(world.manager, registrationId);
    expect(registration.accountId).toBe(meant.id);
  });

  it('on delivery work protects nothing', async () => {
    const account = await freshAccount();
    const first = await submitted('alpha', account);
    await world.registrations.decide(world.manager, { registrationId: first, decision: 'approve' }, at());
    const service = await world.registrations.submit(
      await world.partnerOf('beta'),
      { partnerId: 'beta', accountName: account.name, product: 'Platform', kind: 'service' },
      at(),
    );
    const order = { registrationId: service.registrationId, decision: 'approve' as const };
    expect(await world.registrations.decide(world.manager, order, at())).toMatchObject({
      protectedUntil: null,
    });
  });
});

describe('the end of a protection', () => {
  it('comes with a withdrawal by the partner, and frees the account', async () => {
    const account = await freshAccount();
    const [first, second] = [await submitted('alpha', account), await submitted('beta', account)];
    await world.registrations.decide(world.manager, { registrationId: first, decision: 'approve' }, at());
    await world.registrations.withdraw(await world.partnerOf('alpha'), first, {
      ...at(),
      reason: 'The deal is off',
    });
    await world.registrations.decide(world.manager, { registrationId: second, decision: 'approve' }, at());
    const holders = (await listProtections(world)).filter((row) => row.account_id === account.id);
    expect(holders.map((row) => row.partner_id)).toEqual(['beta']);
    const repeated = world.registrations.withdraw(await world.partnerOf('alpha'), first, at());
    expect(await failure(repeated)).toMatch(/^conflict: The registration is withdrawn/);
  });

  it('comes when its last day has passed or its opportunity is lost, once', async () => {
    const [late, lost] = [await freshAccount(), await freshAccount()];
    await insertApproved(world, {
      registration_id: 'REG-late',
      partner_id: 'alpha',
      account_id: late.id,
      expires_on: '2026-06-29',
    });
    await insertOpportunity(world.access, {
      opportunity_id: 'OPP-lost',
      account_id: lost.id,
      stage: 'closed_lost',
      close_on: '2026-06-20',
    });
    await insertApproved(world, {
      registration_id: 'REG-lost',
      partner_id: 'alpha',
      account_id: lost.id,
      opportunity_id: 'OPP-lost',
    });
    await insertApproved(world, {
      registration_id: 'REG-lives',
      partner_id: 'alpha',
      account_id: (await freshAccount()).id,
      expires_on: '2026-06-30',
    });
    expect(await world.registrations.expireDue(world.access.system)).toEqual(['REG-late', 'REG-lost']);
    expect(await world.registrations.expireDue(world.access.system)).toEqual([]);
    const { registration, moves } = await world.registrations.show(world.manager, 'REG-late');
    expect(registration.status).toBe('expired');
    expect(moves.map((move) => move.reason)).toEqual(['its last day has passed']);
    expect((await world.registrations.show(world.manager, 'REG-lost')).registration.status).toBe('lost');
  });

  it('is put off by an extension, as often as the programme allows', async () => {
    const account = await freshAccount();
    const id = await submitted('alpha', account);
    await world.registrations.decide(world.manager, { registrationId: id, decision: 'approve' }, at());
    expect(await world.registrations.extend(world.manager, id, at())).toMatchObject({
      protectedUntil: '2026-10-28',
    });
    expect((await listProtections(world)).find((row) => row.registration_id === id)).toMatchObject({
      protected_until: '2026-10-28',
    });
    expect(await failure(world.registrations.extend(world.manager, id, at()))).toMatch(
      /^conflict: It was extended once/,
    );
    expect(await failure(world.registrations.extend(await world.partnerOf('alpha'), id, at()))).toMatch(
      /^not_allowed:/,
    );
  });
});

describe('the database itself', () => {
  const asManager = (sql: string) =>
    failure(world.access.open(world.manager, (connection) => connection.query(sql)));
  const asPartner = async (sql: string) =>
    failure(world.access.open(await world.partnerOf('alpha'), (connection) => connection.query(sql)));

  it('refuses moves that the rules do not know, moves without a trace, and edits of history', async () => {
    const id = await submitted('alpha', await freshAccount());
    expect(
      await asManager(`update registrations set status = 'won' where registration_id = '${id}'`),
    ).toMatch(/cannot go from submitted to won/);
    expect(
      await asManager(`update registrations set status = 'rejected' where registration_id = '${id}'`),
    ).toMatch(/moved without a trace/);
    expect(
      await asManager(`update registration_moves set reason = 'x' where registration_id = '${id}'`),
    ).toMatch(/permission denied/);
    expect(await asManager(`delete from registration_moves where registration_id = '${id}'`)).toMatch(
      /permission denied/,
    );
    expect(
      await asManager(`update registrations set extensions = 5 where registration_id = '${id}'`),
    ).toMatch(/can only be prolonged while approved/);
  });

  it('lets a partner make no decision, whatever statement runs under its scope', async () => {
    const id = await submitted('alpha', await freshAccount());
    for (const status of ['approved', 'rejected', 'returned', 'won']) {
      expect(
        await asPartner(`update registrations set status = '${status}' where registration_id = '${id}'`),
      ).not.toBe('done');
    }
    expect(
      await asPartner(`update registrations set expires_on = '2030-01-01' where registration_id = '${id}'`),
    ).toMatch(/permission denied/);
    expect(await asPartner('select account_id from registrations')).toMatch(/permission denied/);
    expect(await asPartner('select 1 from protections')).toMatch(/permission denied/);
  });

  it('lets nobody begin at the end', async () => {
    const insert = `insert into registrations (registration_id, partner_id, account_name, status) values ('REG-x', 'alpha', 'X', 'approved')`;
    expect(await asManager(insert)).toMatch(/begins as a draft or submitted/);
    expect(await asPartner(insert)).not.toBe('done');
  });
});

describe('protections laid after an import', () => {
  it('give the account to the earlier decision, and say who is shut out', async () => {
    const account = await freshAccount();
    const columns = { account_id: account.id, account_name: account.name };
    await insertApproved(world, {
      ...columns,
      registration_id: 'REG-second',
      partner_id: 'alpha',
      decided_on: '2026-06-02',
    });
    await insertApproved(world, {
      ...columns,
      registration_id: 'REG-first',
      partner_id: 'beta',
      decided_on: '2026-06-01',
    });
    const warnings = await world.registrations.rebuildProtections(world.access.system);
    expect(warnings).toEqual([
      'REG-second is approved, but protects nothing until 2026-09-30: REG-first of another partner has the same account and product.',
    ]);
    const laid = (await listProtections(world)).filter((row) => row.account_id === account.id);
    expect(laid.map((row) => row.registration_id)).toEqual(['REG-first']);
  });
});

describe('lists', () => {
  it('show a partner its own alone, and what is due to those who decide', async () => {
    const account = await freshAccount();
    const [mine, other] = [await submitted('alpha', account), await submitted('beta', account)];
    const ids = async (scope: Parameters<typeof world.registrations.list>[0], filter = {}) =>
      (await world.registrations.list(scope, { text: account.name, ...filter }))
        .map((row) => row.registrationId)
        .sort();
    expect(await ids(await world.partnerOf('alpha'))).toEqual([mine]);
    expect(await ids(await world.partnerOf('alpha'), { partnerId: 'beta' })).toEqual([]);
    expect(await ids(world.rep, { dueOnly: true })).toEqual([mine, other].sort());
    expect(await ids(world.rep, { accountId: account.id, partnerId: 'beta' })).toEqual([other]);
  });

  it('say what is overdue', async () => {
    const account = await freshAccount();
    await insertRegistration(world.access, {
      registration_id: 'REG-old',
      partner_id: 'alpha',
      account_name: account.name,
      submitted_on: '2026-06-24T09:00:00Z',
    });
    const [row] = await world.registrations.list(world.manager, { text: 'REG-old' });
    expect(row).toMatchObject({ decisionDueOn: '2026-06-26', overdue: true });
  });

  it('answer a stranger with a refusal in words', async () => {
    const stranger = await world.access.grant({ kind: 'outsider', id: 'U1' }, { place: 'external' });
    expect(await failure(world.registrations.list(stranger, {}))).toMatch(/^not_allowed:/);
    expect(await failure(world.registrations.check(stranger, { account: 'globex' }))).toMatch(
      /^not_allowed:/,
    );
  });
});

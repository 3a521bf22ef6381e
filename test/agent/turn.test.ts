import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Audience } from '../../src/access/types.ts';
import type { App } from '../../src/app.ts';
import { listTestDatabases } from '../setup/database.ts';
import { openSampleApp, somebody, somebodyAt } from '../setup/sample.ts';

const DM: Audience = { place: 'dm' };
const INTERNAL: Audience = { place: 'internal' };
const SHARED: Audience = { place: 'shared', partnerIds: ['borealis'] };
const EXTERNAL: Audience = { place: 'external' };
const STRANGER: Actor = { kind: 'outsider', id: 'U-stranger' };
const PROTECTION = 'How long does deal protection last?';

describe.each(listTestDatabases())('who reads a turn over $kind', ({ open }) => {
  let app: App;
  let rep: Actor;
  let manager: Actor;
  let partner: Actor;
  let account: { id: string; name: string };
  let threads = 0;

  beforeAll(async () => {
    app = await openSampleApp(await open());
    rep = await somebody(app, 'rep');
    manager = await somebody(app, 'partner_manager');
    partner = await somebodyAt(app, 'borealis');
    account = await hiddenAccount();
  }, 120_000);

  afterAll(() => app.close());

  const newThread = () => {
    threads += 1;
    return `turn|${threads}`;
  };

  const ask = (actor: Actor, audience: Audience, text: string, thread = newThread()) =>
    app.assistant.answer({ text, actor, audience, thread });

  const read = <Row extends Record<string, unknown>>(sql: string, values: readonly unknown[] = []) =>
    app.access.open(app.access.system, (connection) => connection.query<Row>(sql, [...values]));

  /** An account of an open deal that borealis has nothing to do with. */
  const hiddenAccount = async () => {
    const [row] = await read<{ id: string; name: string }>(
      `select a.account_id as id, a.name
       from accounts a
       join opportunities o using (account_id)
       where o.stage not in ('closed_won', 'closed_lost')
         and not exists (
           select from account_overlaps v where v.account_id = a.account_id and v.partner_id = 'borealis')
         and not exists (
           select from registrations r where r.account_id = a.account_id and r.partner_id = 'borealis')
         and not exists (
           select from opportunity_partners p
           join opportunities q using (opportunity_id)
           where q.account_id = a.account_id and p.partner_id = 'borealis')
       order by a.account_id
       limit 1`,
    );
    if (!row) throw new Error('Borealis knows every account of the sample company.');
    return row;
  };

  test.each([
    ['a direct message', DM, 'rep', 'internal', false],
    ['a channel of our own', INTERNAL, 'rep', 'internal', false],
    ["a partner's channel", SHARED, 'partner', 'partner:borealis', true],
    ['a channel with strangers', EXTERNAL, 'public', 'public', true],
    [
      'a channel of a firm that is not listed',
      { place: 'shared', partnerIds: ['nobody'] },
      'public',
      'public',
      true,
    ],
  ] as [string, Audience, string, string, boolean][])(
    "a rep's question in %s is answered for its least reader",
    async (_, audience, role, key, fuller) => {
      const answer = await ask(rep, audience, PROTECTION);
      expect(answer.scope).toMatchObject({ role, key });
      expect(answer.fullerAnswerPrivately).toBe(fuller);
    },
  );

  test('a partner is offered no fuller answer in private: there is none', async () => {
    expect((await ask(partner, SHARED, PROTECTION)).fullerAnswerPrivately).toBe(false);
    expect((await ask(STRANGER, EXTERNAL, PROTECTION)).fullerAnswerPrivately).toBe(false);
  });

  test("in a partner's channel a manager learns nothing that the partner may not", async () => {
    const text = `Who should we bring into the ${account.name} deal, and any conflicts?`;
    expect((await ask(manager, INTERNAL, text)).cards.length).toBeGreaterThan(0);
    const answer = await ask(manager, SHARED, text);
    expect(JSON.stringify([answer.cards, answer.citations, answer.proposals])).not.toContain(account.id);
    expect(answer.tools.map((one) => one.name)).not.toContain('recommend_partners');
  });

  test('a thread that was internal shows a shared room nothing of it', async () => {
    const thread = newThread();
    const inside = await ask(rep, INTERNAL, `Any conflicts on ${account.name}?`, thread);
    expect(JSON.stringify(inside.cards)).toContain(account.id);
    for (const actor of [rep, partner]) {
      const outside = await ask(actor, SHARED, 'And what about that account?', thread);
      expect(JSON.stringify({ ...outside, scope: null })).not.toContain(account.name);
      expect(JSON.stringify({ ...outside, scope: null })).not.toContain(account.id);
    }
  });

  test('a thread goes on for the same readers', async () => {
    const thread = newThread();
    await ask(rep, INTERNAL, `Any conflicts on ${account.name}?`, thread);
    const next = await ask(rep, INTERNAL, 'Who should we bring in there?', thread);
    expect(JSON.stringify(next.cards)).toContain(account.id);
  });

  test('what two partners read together is not remembered for one of them', async () => {
    const thread = newThread();
    const both: Audience = { place: 'shared', partnerIds: ['borealis', await otherPartner()] };
    const together = await ask(rep, both, PROTECTION, thread);
    expect(together.scope.key).not.toBe('partner:borealis');
    await ask(partner, SHARED, PROTECTION, thread);
    const audiences = await read<{ audience: string }>(
      'select distinct audience from turns where thread = $1 order by audience',
      [thread],
    );
    expect(audiences).toHaveLength(2);
  });

  const otherPartner = async () => {
    const [row] = await read<{ partner_id: string }>(
      `select partner_id from partners where partner_id <> 'borealis' order by partner_id limit 1`,
    );
    return row?.partner_id ?? '';
  };

  test('a stranger gets public pages and nothing else', async () => {
    for (const audience of [DM, INTERNAL, EXTERNAL]) {
      for (const text of [
        PROTECTION,
        `Any conflicts on ${account.name}?`,
        'How is discount approval escalated?',
      ]) {
        const answer = await ask(STRANGER, audience, text);
        expect(answer.scope.role).toBe('public');
        expect(answer.cards.map((card) => card.kind).filter((kind) => kind !== 'passages')).toEqual([]);
        expect(answer.proposals).toEqual([]);
        expect(JSON.stringify(answer.cards)).not.toContain(account.id);
        expect(await privatePages(answer.citations.map((one) => one.path))).toEqual([]);
      }
    }
  });

  /** Of these pages those that a reader without any rights does not find. */
  const privatePages = async (paths: readonly string[]) => {
    const scope = await app.access.grant(STRANGER, EXTERNAL);
    const open = await app.access.open(scope, (connection) =>
      connection.query<{ path: string }>('select path from playbook_pages where path = any ($1)', [
        [...paths],
      ]),
    );
    return paths.filter((path) => !open.some((page) => page.path === path));
  };

  test('questions at once in one thread are answered in their order, each with the one before in mind', async () => {
    const thread = newThread();
    const texts = [`Any conflicts on ${account.name}?`, 'Who should we bring in there?', PROTECTION];
    const answers = await Promise.all(texts.map((text) => ask(rep, INTERNAL, text, thread)));
    expect(JSON.stringify(answers[1]?.cards)).toContain(account.id);
    const kept = await read<{ turn_id: string; question: string }>(
      `select t.turn_id, t.question from turns t where t.thread = $1`,
      [thread],
    );
    expect(kept.map((row) => row.question)).toEqual(texts);
    expect(kept.map((row) => row.turn_id)).toEqual(answers.map((one) => one.turnId));
  });

  test('a question that fails leaves its thread to the next one', async () => {
    const thread = newThread();
    const [empty, next] = await Promise.allSettled([
      ask(rep, DM, '  ', thread),
      ask(rep, DM, PROTECTION, thread),
    ]);
    expect(empty).toMatchObject({ status: 'rejected', reason: { code: 'bad_input' } });
    expect(next).toMatchObject({ status: 'fulfilled' });
  });

  test('every turn is kept with its steps', async () => {
    const answer = await ask(rep, INTERNAL, `Any conflicts on ${account.name}?`);
    const steps = await read<{ kind: string; name: string }>(
      'select kind, name from turn_steps where turn_id = $1 order by step',
      [answer.turnId],
    );
    const called = steps.filter((step) => step.kind === 'tool').map((step) => step.name);
    expect(called).toEqual(answer.tools.map((one) => one.name));
    expect(steps.at(-1)?.kind).toBe('grounding');
  });
});

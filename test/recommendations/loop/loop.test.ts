import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor, Scope } from '../../../src/access/types.ts';
import type { App } from '../../../src/app.ts';
import type { Database } from '../../../src/db/port.ts';
import { TOOLS } from '../../../tools/index.ts';
import { openTestDatabase } from '../../setup/database.ts';
import {
  insertAccount,
  insertCompany,
  insertOpportunity,
  insertOverlap,
  insertPartner,
  insertPartnerAccount,
  insertPartnerPerson,
  insertPerson,
  insertRow,
} from '../../setup/rows.ts';
import { openTestApp } from '../../setup/sample.ts';

let database: Database;
let app: App;
let rep: Scope;
let manager: Scope;
let kestrel: Scope;
let borealis: Scope;
let repActor: Actor;
let managerActor: Actor;

async function scopeOf(email: string): Promise<[Actor, Scope]> {
  const actor = await app.identity.personByEmail(email);
  if (!actor) throw new Error(email);
  return [actor, await app.access.grant(actor, { place: 'dm' })];
}

beforeAll(async () => {
  database = await openTestDatabase();
  app = await openTestApp(database);
  const { access } = app;
  await insertCompany(access, { settings: { name: 'Northwind', today: '2026-06-30', currency: 'EUR' } });
  await insertPerson(access, { email: 'rep@us.example', name: 'Rae' });
  await insertPerson(access, { email: 'pm@us.example', name: 'Pam', role: 'partner_manager' });
  await insertAccount(access, { account_id: 'hooli', name: 'Hooli' });
  await insertOpportunity(access, { opportunity_id: 'OPP-1', account_id: 'hooli', name: 'Hooli core' });
  for (const id of ['kestrel', 'borealis']) {
    await insertPartner(access, { partner_id: id, name: id === 'kestrel' ? 'Kestrel' : 'Borealis' });
    await insertPartnerPerson(access, { email: `kim@${id}.example`, partner_id: id, name: 'Kim' });
    await insertPartnerAccount(access, { partner_id: id, record_id: `R-${id}`, name: 'Hooli' });
    await insertOverlap(access, {
      partner_id: id,
      record_id: `R-${id}`,
      account_id: 'hooli',
      owner_name: 'Kim',
      owner_email: `kim@${id}.example`,
    });
  }
  [repActor, rep] = await scopeOf('rep@us.example');
  [managerActor, manager] = await scopeOf('pm@us.example');
  kestrel = (await scopeOf('kim@kestrel.example'))[1];
  borealis = (await scopeOf('kim@borealis.example'))[1];
});
afterAll(() => database.close());

const say = (actor: Actor, text: string, thread: string) =>
  app.assistant.answer({ text, actor, audience: { place: 'dm' }, thread });
const countShown = async () =>
  (
    await app.access.open(app.access.system, (connection) =>
      connection.query<{ partner_id: string | null; rank: number }>(
        'select partner_id, rank from recommendations_shown order by rank',
      ),
    )
  ).map((row) => row.partner_id);

test('a list that somebody was shown is kept once a day, whoever asks for it how often', async () => {
  await say(repActor, 'Which partner should we bring into OPP-1?', 'shown');
  const first = await countShown();
  expect(first).toHaveLength(2);
  await say(repActor, 'Which partner should we bring into OPP-1?', 'shown again');
  expect(await countShown()).toEqual(first);
});

test('asked, answered, closed: each step is recorded by its click and by nothing else', async () => {
  const asked = await say(repActor, 'Draft an intro request to Kestrel about OPP-1', 'ask');
  const [intro] = asked.proposals;
  expect(intro?.action).toBe('request_intro');
  expect(await app.services.recommendationLoop.asks(rep)).toEqual([]);
  const click = (actor: Actor, proposalId: string) =>
    app.assistant.confirm({ proposalId, actor, audience: { place: 'dm' }, surface: 'terminal' });
  await click(repActor, intro!.id);
  expect(await app.services.recommendationLoop.asks(rep)).toMatchObject([
    { partnerId: 'kestrel', state: 'waiting', outcome: null, opportunityId: 'OPP-1' },
  ]);

  const told = await say(repActor, 'Kestrel accepted our intro request about Hooli', 'answer');
  const [answer] = told.proposals;
  expect(answer?.action).toBe('record_ask_answer');
  expect((await app.services.recommendationLoop.asks(rep))[0]?.state).toBe('waiting');
  await click(repActor, answer!.id);
  expect((await app.services.recommendationLoop.asks(rep))[0]).toMatchObject({
    state: 'accepted',
    answeredOn: '2026-06-30',
  });

  await insertRow(app.access, 'opportunity_partners', {
    opportunity_id: 'OPP-1',
    partner_id: 'kestrel',
    role: 'sell',
    accepted: true,
    added_on: '2026-07-05',
  });
  await app.access.open(app.access.system, (connection) =>
    connection.query(
      "update opportunities set stage = 'closed_won', close_on = '2026-08-01' where opportunity_id = 'OPP-1'",
    ),
  );
  const report = await app.services.recommendationLoop.followed(manager);
  expect(report).toMatchObject({ deals: 1, asked: 1, accepted: 1, joined: 1, won: 1 });
  expect(report.followed).toMatchObject({ of: 1, count: 1 });
});

test('a partner sees what was asked of itself: not the deal, not the reason, nothing of others', async () => {
  const own = await app.services.recommendationLoop.asks(kestrel);
  expect(own).toMatchObject([
    { partnerId: 'kestrel', state: 'accepted', opportunityId: null, accountId: null, outcome: null },
  ]);
  expect(await app.services.recommendationLoop.asks(borealis)).toEqual([]);
  await expect(app.services.recommendationLoop.followed(kestrel)).rejects.toThrow();
  await expect(app.services.recommendationLoop.ledger(borealis)).rejects.toThrow();
});

test('a partner asks in words and gets its own requests, not the ledger nor what is recommended', async () => {
  const kim = (await scopeOf('kim@kestrel.example'))[0];
  const own = await say(kim, 'Which intro requests do you have for us?', 'own');
  expect(own.text).toMatch(/^1 intro request, 0 of them waiting: asked on \d{4}-\d\d-\d\d, accepted\.$/);
  expect(JSON.stringify(own.cards)).not.toMatch(/OPP-1|Hooli|Borealis/);
  const other = (await scopeOf('kim@borealis.example'))[0];
  expect((await say(other, 'Which intro requests do you have for us?', 'none')).text).toBe(
    'No intro request is on record.',
  );
  for (const question of ['Are our recommendations followed?', 'What do you owe Kestrel?']) {
    const answer = await say(other, question, question);
    expect(answer.tools.filter((one) => one.name === 'report_asks' && one.ok)).toEqual([]);
    expect(answer.text).not.toMatch(/Kestrel: they helped|were shown for/);
  }
});

test('the ledger and the report are refused to a partner by the tool itself, whatever a model asks for', async () => {
  const [tool] = TOOLS.filter((one) => one.name === 'report_asks');
  const context = { scope: kestrel, services: app.services, today: '2026-06-30' };
  for (const about of ['ledger', 'followed'])
    await expect(tool?.run({ about }, context)).rejects.toMatchObject({ code: 'not_allowed' });
  const asks = await tool?.run({ about: 'asks', partner_id: 'borealis' }, context);
  expect(asks?.output).toMatchObject({
    total: 1,
    asks: [{ partner: 'Kestrel', account: null, reason: null }],
  });
});

test('a partner manager asks in words whether recommendations are followed; a rep is told who may', async () => {
  const answer = await say(managerActor, 'Are our partner recommendations followed?', 'followed');
  expect(answer.text).toMatch(
    /Recommendations were shown for 1 deal and followed on 1 of 1 \(100%, 90% interval \d+% to 100%\)/,
  );
  const refused = await say(repActor, 'Are our partner recommendations followed?', 'followed by a rep');
  expect(refused.text).toBe('Partner managers see how recommendations are followed.');
});

test('favours are counted by partner, and asked for in words', async () => {
  const { recommendationLoop: loop } = app.services;
  const favour = {
    partnerId: 'kestrel',
    kind: 'we_gave' as const,
    what: 'lead' as const,
    note: null,
    happenedOn: '2026-06-01',
    recordedBy: 'rep@us.example',
    recordedAt: new Date('2026-06-02T00:00Z'),
  };
  await loop.recordFavour(rep, favour);
  await expect(loop.recordFavour(rep, { ...favour, partnerId: 'nobody' })).rejects.toMatchObject({
    code: 'not_found',
  });
  const [entry] = await loop.ledger(rep, ['kestrel']);
  // One deal with an accepted role; the introduction led to it and is not counted twice.
  expect(entry).toMatchObject({ asked: 1, accepted: 1, theyHelped: 1, weHelped: 1, balance: 0 });
  const answer = await say(repActor, 'What do we owe Kestrel?', 'ledger');
  expect(answer.text).toBe(
    'Kestrel: they helped us 1 time, we helped them 1 time (even). We asked for 1 introduction, of which they accepted 1; they asked us 0 times.',
  );
});

test('an answer to a request that nobody made is refused', async () => {
  await expect(
    app.services.recommendationLoop.answer(rep, {
      introId: 'none',
      answer: 'declined',
      reason: null,
      answeredOn: '2026-06-30',
      recordedBy: 'rep@us.example',
      recordedAt: new Date('2026-06-30T09:00Z'),
    }),
  ).rejects.toMatchObject({ code: 'not_found' });
});

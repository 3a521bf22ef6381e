import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.ts';
import type { Database } from '../../src/db/port.ts';
import { openTestDatabase } from '../setup/database.ts';
import { openSampleApp } from '../setup/sample.ts';
import { createWorld } from './fake/world.ts';
import { type Office, openOffice } from './office.ts';

interface Facts extends Record<string, unknown> {
  readonly rep: string;
  readonly manager: string;
  readonly partner_id: string;
  readonly team: string;
}

let database: Database;
let program: App;
let office: Office;
let facts: Facts;

/** People of the sample company, each with a Home tab: a rep, a manager, a partner's person, and two whom nobody lists. */
beforeAll(async () => {
  database = await openTestDatabase();
  program = await openSampleApp(database);
  [facts] = (await query(
    `select p.partner_id, p.slack_team_id as team, o.owner_email as rep,
       (select email from people where role = 'partner_manager' order by email limit 1) as manager
     from partners p, opportunities o
     where p.slack_team_id is not null
       and p.status = 'active'
       and exists (select from registrations r where r.partner_id = p.partner_id and r.status = 'submitted')
       and o.stage in ('qualified', 'proposal')
       and o.owner_email in (select email from people where role = 'rep')
       and not exists (select from opportunity_partners q where q.opportunity_id = o.opportunity_id)
     order by p.partner_id, o.opportunity_id
     limit 1`,
  )) as [Facts];
  const world = createWorld();
  world.addUser('U_REP', { email: facts.rep });
  world.addUser('U_MANAGER', { email: facts.manager });
  world.addUser('U_PARTNER', { teamId: facts.team, email: 'somebody@partner.test' });
  world.addUser('U_STRANGER', { teamId: 'T_NOWHERE', email: facts.manager });
  world.addUser('U_GONE', { email: facts.manager, deleted: true });
  for (const userId of world.users.keys()) world.directWith(userId);
  office = await openOffice(database, { world, assistant: program.assistant });
});
afterAll(() => database.close());
afterEach(() => expect(office.slack.state.complaints).toEqual([]));

const query = (sql: string, parameters: readonly unknown[] = []): Promise<Record<string, unknown>[]> =>
  program.access.open(program.access.system, (connection) => connection.query(sql, parameters));

async function openHome(userId: string): Promise<string> {
  await office.slack.openHome(userId);
  return JSON.stringify(office.slack.state.homes.get(userId));
}

describe('the Home tab', () => {
  it('of a rep lists their own open deals without a partner and what became of their requests', async () => {
    const home = await openHome('U_REP');
    const deals = await query(
      `select o.name, o.owner_email = $1 as mine
       from opportunities o
       where o.stage not in ('closed_won', 'closed_lost')
         and not exists (select from opportunity_partners r
           where r.opportunity_id = o.opportunity_id and r.accepted is distinct from false)
       order by o.amount_minor desc nulls last, o.opportunity_id`,
      [facts.rep],
    );
    const named = (mine: boolean) => deals.filter((one) => one.mine === mine).map((one) => String(one.name));
    const own = named(true);
    for (const name of own.slice(0, 5)) expect(home).toContain(name);
    expect(home).toContain(`without a partner (${own.length})`);
    expect(named(false).filter((name) => home.includes(name) && !own.includes(name))).toEqual([]);
    expect(home).toContain('You have asked no partner for an introduction yet.');
  });

  it('of a manager lists decisions, ends, disputes, doubtful matches and what the playbook could not answer', async () => {
    await office.slack.say('U_REP', 'D_U_REP', 'What does the playbook say about parking bicycles on Mars?');
    const home = await openHome('U_MANAGER');
    const [due] = await query(
      `select registration_id as id from registrations where status = 'submitted' order by submitted_on limit 1`,
    );
    expect(home).toContain(String(due?.id));
    for (const title of ['Decisions due', 'Protections that end', 'source is disputed', 'Matches to review'])
      expect(home).toContain(title);
    expect(home).toContain('bicycles on Mars');
  });

  it('of a partner lists its own registrations and deadlines and nobody else’s', async () => {
    const home = await openHome('U_PARTNER');
    const ids = async (own: boolean) =>
      (
        await query(
          `select registration_id as id from registrations
           where (partner_id = $1) = $2 and status in ('submitted', 'returned', 'approved')`,
          [facts.partner_id, own],
        )
      ).map((row) => String(row.id));
    expect((await ids(true)).filter((id) => home.includes(id)).length).toBeGreaterThan(0);
    expect((await ids(false)).filter((id) => home.includes(id))).toEqual([]);
    for (const title of ['My registrations', 'Deadlines', 'Certificates', 'What you can see'])
      expect(home).toContain(title);
    const others = await query('select name from partners where partner_id <> $1', [facts.partner_id]);
    expect(others.filter((one) => home.includes(String(one.name)))).toEqual([]);
  });

  it.each(['U_STRANGER', 'U_GONE'])('of %s says what to do and names nothing', async (userId) => {
    const home = await openHome(userId);
    expect(home).toContain('ask a partner manager to put you on the list of people');
    expect(home).not.toMatch(/Decisions due|My registrations/);
  });

  it('leads on: a button asks its question in the direct message, once', async () => {
    await openHome('U_REP');
    const before = office.slack.answers('U_REP', 'D_U_REP').length;
    await office.slack.clickHome('U_REP', 'ask_question', { times: 3 });
    const told = office.slack.answers('U_REP', 'D_U_REP').slice(before);
    expect(told.map((message) => message.text.startsWith('You asked: Who should we bring into'))).toEqual([
      true,
      false,
    ]);
    expect(JSON.stringify(told[1]?.blocks)).toMatch(/\*1\. |Bring nobody|Not enough data/);
  });

  it('asks no question that the assistant can’t answer', async () => {
    for (const userId of ['U_REP', 'U_MANAGER', 'U_PARTNER', 'U_STRANGER']) {
      await openHome(userId);
      const questions = listQuestions(office.slack.state.homes.get(userId) ?? []).filter(
        (question) => !question.includes('Mars'),
      );
      expect(questions.length).toBeGreaterThan(0);
      for (const text of questions) {
        const { actor, audience } = await sightOf(userId);
        const answer = await program.assistant.answer({ text, actor, audience, thread: `${userId} ${text}` });
        expect([text, answer.abstained, answer.text.length > 20]).toEqual([text, false, true]);
      }
    }
  });

  it('that can’t be read says so, with an id and a way to try again', async () => {
    office.slack.fail('views.publish', { error: 'internal_error' });
    await openHome('U_REP');
    expect(await openHome('U_REP')).toContain('refresh_home');
    await office.slack.clickHome('U_REP', 'refresh_home');
    expect(office.slack.calls('views.publish').length).toBeGreaterThan(2);
  });
});

function listQuestions(blocks: readonly Record<string, unknown>[]): string[] {
  const buttons = blocks.flatMap((block) => [
    ...((block.elements as Record<string, unknown>[] | undefined) ?? []),
    ...(block.accessory ? [block.accessory as Record<string, unknown>] : []),
  ]);
  return [
    ...new Set(buttons.filter((one) => one.action_id === 'ask_question').map((one) => String(one.value))),
  ];
}

async function sightOf(userId: string) {
  const audience = { place: 'dm' } as const;
  const emails: Record<string, string> = { U_REP: facts.rep, U_MANAGER: facts.manager };
  const actor =
    userId === 'U_PARTNER'
      ? await program.identity.partnerBySlackTeam(facts.team)
      : await program.identity.staffByEmail(emails[userId] ?? '');
  return { actor: actor ?? ({ kind: 'outsider', id: 'slack:x' } as const), audience };
}

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.ts';
import type { Database } from '../../src/db/port.ts';
import { openTestDatabase } from '../setup/database.ts';
import { openSampleApp } from '../setup/sample.ts';
import { createWorld } from './fake/world.ts';
import { type Office, openOffice } from './office.ts';

let database: Database;
let program: App;
let office: Office;

beforeAll(async () => {
  database = await openTestDatabase();
  program = await openSampleApp(database);
  const [people] = await query(
    `select (select email from people where role = 'rep' order by email limit 1) as rep,
       (select slack_team_id from partners where slack_team_id is not null order by partner_id limit 1) as team,
       (select slack_team_id from partners where slack_team_id is not null order by partner_id desc limit 1) as other`,
  );
  const world = createWorld();
  world.addUser('U_REP', { email: String(people?.rep) });
  world.addUser('U_PARTNER', { teamId: String(people?.team) });
  world.addUser('U_OTHER', { teamId: String(people?.other) });
  world.addChannel('C_SHARED', ['U_REP', 'U_PARTNER'], {
    sharing: 'external',
    teamIds: [String(people?.team)],
  });
  for (const userId of world.users.keys()) world.directWith(userId);
  office = await openOffice(database, { world, assistant: program.assistant });
});
afterAll(() => database.close());
afterEach(() => expect(office.slack.state.complaints).toEqual([]));

const query = (sql: string, parameters: readonly unknown[] = []): Promise<Record<string, unknown>[]> =>
  program.access.open(program.access.system, (connection) => connection.query(sql, parameters));
const ratings = () => query('select verdict, person from answer_feedback order by said_at, person');

/** A click on one of the two buttons, as Slack tells of it. */
async function rate(userId: string, channelId: string, verdict: 'good' | 'bad', times = 1): Promise<void> {
  const message = office.slack
    .answers('U_REP', channelId)
    .filter((one) => one.onlyFor === null)
    .at(-1)!;
  const [feedback] = (message.blocks.at(-1)?.elements ?? []) as Record<string, { value: string }>[];
  const button = feedback?.[verdict === 'good' ? 'positive_button' : 'negative_button'];
  const clicked = {
    ...message,
    blocks: [
      {
        type: 'context_actions',
        block_id: 'feedback',
        elements: [{ type: 'feedback_buttons', action_id: 'rate_answer', value: button?.value }],
      },
    ],
  };
  await office.slack.click(userId, clicked, 'rate_answer', { times });
}

describe('a word on an answer', () => {
  it('is kept once, and the last one of a person counts', async () => {
    await office.slack.say('U_REP', 'D_U_REP', 'What does the playbook say about deal registration?');
    await rate('U_REP', 'D_U_REP', 'good', 3);
    expect(await ratings()).toMatchObject([{ verdict: 'good' }]);
    await rate('U_REP', 'D_U_REP', 'bad');
    expect(await ratings()).toMatchObject([{ verdict: 'bad' }]);
    const thanks = office.slack.answers('U_REP', 'D_U_REP').filter((one) => one.onlyFor === 'U_REP');
    expect(thanks.map((one) => one.text)).toEqual([
      'Thank you: I keep that this answer was good.',
      'Thank you: I keep that this answer was bad, and somebody will look at it.',
    ]);
  });

  it('is for whoever may read the answer, in a shared room too', async () => {
    await office.slack.say('U_REP', 'C_SHARED', '<@U_COSELL> List our deal registrations');
    await rate('U_PARTNER', 'C_SHARED', 'good');
    expect(await ratings()).toHaveLength(2);
  });

  it('is not taken from somebody of another firm, who holds the answer’s id', async () => {
    await office.slack.say('U_REP', 'C_SHARED', '<@U_COSELL> How do registrations stand?');
    office.slack.state.world.channels.get('C_SHARED')?.members.add('U_OTHER');
    const before = await ratings();
    await rate('U_OTHER', 'C_SHARED', 'bad');
    expect(await ratings()).toEqual(before);
    expect(office.slack.answers('U_OTHER', 'C_SHARED').at(-1)?.text).toBe(
      'There is no such answer for you to rate.',
    );
  });

  it('is listed with question and answer for those who decide, and for nobody else', async () => {
    const listed = await program.feedback.list(program.access.system);
    expect(listed.map((one) => [one.verdict, one.question]).sort()).toEqual([
      ['bad', 'What does the playbook say about deal registration?'],
      ['good', 'List our deal registrations'],
    ]);
    expect(listed.every((one) => one.answer.length > 10)).toBe(true);
    const scopeOf = async (role: 'rep' | 'partner_manager') =>
      program.access.grant({ kind: 'staff', email: 'x@x.example', name: 'X', role }, { place: 'dm' });
    expect(await program.feedback.list(await scopeOf('partner_manager'))).toEqual(listed);
    await expect(program.feedback.list(await scopeOf('rep'))).rejects.toMatchObject({ code: 'not_allowed' });
  });
});

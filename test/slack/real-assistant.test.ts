import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.ts';
import type { Database } from '../../src/db/port.ts';
import { openTestDatabase } from '../setup/database.ts';
import { openSampleApp } from '../setup/sample.ts';
import type { FakeMessage } from './fake/state.ts';
import { createWorld } from './fake/world.ts';
import { type Office, openOffice } from './office.ts';

interface Facts extends Record<string, unknown> {
  readonly rep: string;
  readonly partner_id: string;
  readonly team: string;
  readonly opportunity_id: string;
}

let database: Database;
let program: App;
let office: Office;
let facts: Facts;

/** A rep, a colleague and a partner's person of the sample company, in rooms of a Slack around them. */
beforeAll(async () => {
  database = await openTestDatabase();
  program = await openSampleApp(database);
  [facts] = (await query(
    `select p.partner_id, p.slack_team_id as team, o.opportunity_id, o.owner_email as rep
     from partners p, opportunities o
     where p.slack_team_id is not null
       and exists (select 1 from registrations r where r.partner_id = p.partner_id)
       and o.stage in ('qualified', 'proposal')
       and o.owner_email in (select email from people where role = 'rep')
     order by p.partner_id, o.opportunity_id
     limit 1`,
  )) as [Facts];
  const world = createWorld();
  world.addUser('U_REP', { email: facts.rep });
  world.addUser('U_PARTNER', { teamId: facts.team, email: 'somebody@partner.test' });
  world.addChannel('C_SHARED', ['U_REP', 'U_PARTNER'], { sharing: 'external', teamIds: [facts.team] });
  world.directWith('U_REP');
  world.directWith('U_PARTNER');
  office = await openOffice(database, { world, assistant: program.assistant });
});
afterAll(() => database.close());
afterEach(() => expect(office.slack.state.complaints).toEqual([]));

describe('the whole program in Slack', () => {
  it('ranks partners for a rep, prepares an intro and asks for it at a click, once', async () => {
    const { slack } = office;
    const asked = await slack.say('U_REP', 'D_U_REP', `Who should we bring into ${facts.opportunity_id}?`);
    const [ranking] = slack.answers('U_REP', 'D_U_REP');
    expect(JSON.stringify(ranking?.blocks)).toMatch(/\*1\. /);
    expect(ranking?.stream?.chunks.length).toBeGreaterThan(0);

    await slack.say('U_REP', 'D_U_REP', 'Draft an intro request to the first one', { thread: asked.ts });
    const prepared = slack.answers('U_REP', 'D_U_REP').at(-1);
    const before = copyOf(prepared);
    await slack.click('U_PARTNER', before, 'confirm_proposal');
    expect(await query('select intro_id from intro_requests')).toEqual([]);
    await slack.click('U_REP', before, 'confirm_proposal');
    expect(await query('select asked_by from intro_requests')).toEqual([{ asked_by: facts.rep }]);
    expect(JSON.stringify(prepared?.blocks)).toContain('*Confirmed* by');
    await slack.click('U_REP', before, 'confirm_proposal');
    expect(slack.answers('U_REP', 'D_U_REP').at(-1)).toMatchObject({
      onlyFor: 'U_REP',
      text: 'This step was already confirmed; nothing was done twice.',
    });
    expect(await query('select intro_id from intro_requests')).toHaveLength(1);
  });

  it('puts a chart under the figures that it was asked for, with the numbers as alt text', async () => {
    const { slack } = office;
    await slack.say(
      'U_REP',
      'D_U_REP',
      'Show me a chart of sourced and influenced revenue this year by quarter',
    );
    const [file] = slack.state.files;
    expect(Buffer.from(file?.bytes ?? []).includes(Buffer.from('PNG'))).toBe(true);
    expect(file?.shownIn?.channelId).toBe('D_U_REP');
    const answer = JSON.stringify(slack.answers('U_REP', 'D_U_REP').at(-1)?.blocks);
    const numbers = file?.altText.match(/\d[\d,.]*\d/g) ?? [];
    expect(numbers.length).toBeGreaterThan(3);
    for (const number of numbers) expect(answer).toContain(number);
  });

  it('shows a room with a partner that partner’s registrations and no other’s, whoever asks', async () => {
    const { slack } = office;
    const ids = async (own: boolean) =>
      (
        await query(
          `select registration_id from registrations where (partner_id = $1) = $2 order by registration_id`,
          [facts.partner_id, own],
        )
      ).map((row) => String(row.registration_id));
    const [own, others] = [await ids(true), await ids(false)];
    for (const userId of ['U_REP', 'U_PARTNER']) {
      await slack.say(userId, 'C_SHARED', '<@U_COSELL> List our deal registrations');
      const told = JSON.stringify(slack.answers('U_PARTNER', 'C_SHARED').at(-1));
      expect(own.filter((id) => told.includes(id)).length).toBeGreaterThan(0);
      expect(others.filter((id) => told.includes(id))).toEqual([]);
    }
    const offer = slack.answers('U_REP', 'C_SHARED').find((message) => message.onlyFor === 'U_REP');
    await slack.click('U_REP', offer!, 'private_answer');
    const privately = JSON.stringify(slack.answers('U_REP', 'D_U_REP').at(-1));
    expect(others.filter((id) => privately.includes(id)).length).toBeGreaterThan(0);
  });
});

function query(sql: string, parameters: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
  const { access } = program;
  return access.open(access.system, (connection) => connection.query(sql, parameters));
}

/** The message as it is now, for a click on buttons that are gone later. */
function copyOf(message: FakeMessage | undefined): FakeMessage {
  if (!message) throw new Error('There is no such message.');
  return structuredClone(message);
}

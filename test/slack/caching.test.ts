import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createAccess } from '../../src/access/access.ts';
import type { Database } from '../../src/db/port.ts';
import { openTestDatabase } from '../setup/database.ts';
import { fillCompany, forgetEvents, type Office, openOffice } from './office.ts';

let database: Database;
let office: Office;

beforeAll(async () => {
  database = await openTestDatabase();
  await fillCompany(createAccess(database));
});
afterAll(() => database.close());
beforeEach(async () => {
  await forgetEvents(database);
  office = await openOffice(database);
});

const audiences = () => office.assistant.questions.map((question) => question.audience.place);

it('people are looked up once for all the questions of a minute, and a room before each answer', async () => {
  const { slack } = office;
  await slack.say('U_RITA', 'C_SALES', '<@U_COSELL> one');
  const [people, rooms] = [slack.calls('users.info').length, slack.calls('conversations.info').length];
  await slack.say('U_RITA', 'C_SALES', '<@U_COSELL> two');
  // The asker anew, the two other members from memory; the room at first from memory, then anew.
  expect(slack.calls('users.info').length - people).toBe(1);
  expect(slack.calls('conversations.info').length - rooms).toBe(1);
});

it('who joins a room is a reader at once', async () => {
  const { slack, world } = office;
  await slack.say('U_RITA', 'C_SALES', '<@U_COSELL> one');
  world.channels.get('C_SALES')?.members.add('U_GUS');
  await slack.send({
    type: 'member_joined_channel',
    user: 'U_GUS',
    channel: 'C_SALES',
    channel_type: 'C',
    team: 'T_HOME',
  });
  await slack.say('U_RITA', 'C_SALES', '<@U_COSELL> two');
  expect(audiences()).toEqual(['internal', 'shared']);
});

it('a room that is shared, under whatever id, is looked at anew', async () => {
  const { slack, world } = office;
  await slack.say('U_RITA', 'C_SALES', '<@U_COSELL> one');
  const sales = world.channels.get('C_SALES');
  Object.assign(sales ?? {}, { sharing: 'external', teamIds: ['T_BOREALIS'] });
  await slack.send({
    type: 'channel_shared',
    channel: 'C_SALES',
    connected_team_id: 'T_BOREALIS',
    event_ts: '1.1',
  });
  await slack.say('U_RITA', 'C_SALES', '<@U_COSELL> two');
  expect(audiences()).toEqual(['internal', 'shared']);
});

it('a colleague who becomes a guest stops being one of ours', async () => {
  const { slack, world } = office;
  await slack.say('U_RITA', 'C_SALES', '<@U_COSELL> one');
  world.addUser('U_NEW', { kind: 'guest' });
  await slack.send({ type: 'user_change', user: { id: 'U_NEW', team_id: 'T_HOME' }, event_ts: '1.1' });
  await slack.say('U_RITA', 'C_SALES', '<@U_COSELL> two');
  expect(audiences()).toEqual(['internal', 'external']);
});

it('a look-up that failed is tried again for the next question', async () => {
  const { slack } = office;
  slack.fail('conversations.members', { error: 'internal_error', times: 2 });
  await slack.say('U_RITA', 'C_SALES', '<@U_COSELL> one');
  await slack.say('U_RITA', 'C_SALES', '<@U_COSELL> two');
  expect(audiences()).toEqual(['external', 'internal']);
});

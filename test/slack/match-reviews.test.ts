import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/db/port.ts';
import { openReviewWorld, type ReviewWorld } from '../accounts/review-world.ts';
import { openTestDatabase } from '../setup/database.ts';
import type { FakeMessage } from './fake/state.ts';
import { createWorld } from './fake/world.ts';
import { type Office, openOffice } from './office.ts';

let database: Database;
let company: ReviewWorld;
let office: Office;

beforeAll(async () => {
  database = await openTestDatabase();
  company = await openReviewWorld(database);
  const world = createWorld();
  world.addUser('U_MARA', { email: 'mara@us.example' });
  world.addUser('U_RICK', { email: 'rick@us.example' });
  world.directWith('U_MARA');
  world.directWith('U_RICK');
  world.addChannel('C_TEAM', ['U_MARA', 'U_RICK']);
  office = await openOffice(database, { world, assistant: company.app.assistant });
});
afterAll(() => database.close());
afterEach(() => expect(office.slack.state.complaints).toEqual([]));

const words = () =>
  database.transaction({ role: 'cosell_system', settings: {} }, (connection) =>
    connection.query('select record_id, verdict, said_by from match_reviews order by review_id'),
  );
const copy = (message: FakeMessage | undefined) => structuredClone(message) as FakeMessage;
const text = (message: FakeMessage | undefined) => JSON.stringify(message?.blocks);

it('decides a pair by one of three buttons, once, whoever clicks however often', async () => {
  const { slack } = office;
  await slack.say('U_MARA', 'C_TEAM', '<@U_COSELL> which matches need review?');
  const card = slack.answers('U_MARA', 'C_TEAM').at(-1);
  for (const label of ['Same', 'Not the same', 'Later']) expect(text(card)).toContain(`"${label}"`);
  const before = copy(card);
  await slack.click('U_RICK', before, 'choose_option:same');
  expect(await words()).toEqual([]);
  await slack.click('U_MARA', before, 'choose_option:same', { times: 25 });
  await slack.click('U_MARA', before, 'choose_option:not_same');
  expect(await words()).toEqual([{ record_id: 'R-globex', verdict: 'same', said_by: 'mara@us.example' }]);
  expect(text(slack.answers('U_MARA', 'C_TEAM').find((one) => text(one).includes('Confirmed')))).toContain(
    '*Confirmed* by Mara Voss. Confirmed: the two are the same company.',
  );
});

it('lets a rep call a match wrong from the card of an overlap', async () => {
  const { slack } = office;
  await slack.say('U_RICK', 'D_U_RICK', 'Which partners know Umbra Logistik?');
  const card = slack.answers('U_RICK', 'D_U_RICK').at(-1);
  expect(text(card)).toContain('Wrong? Umbra Logistik at Acme Consulting');
  await slack.click('U_RICK', copy(card), 'wrong_match:0');
  const prepared = slack.answers('U_RICK', 'D_U_RICK').at(-1);
  expect(text(prepared)).toContain('Report as a wrong match');
  expect(await words()).toHaveLength(1);
  await slack.click('U_RICK', copy(prepared), 'confirm_proposal');
  expect((await words())[1]).toEqual({
    record_id: 'R-umbra',
    verdict: 'doubted',
    said_by: 'rick@us.example',
  });
});

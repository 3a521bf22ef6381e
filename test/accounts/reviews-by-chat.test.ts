import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor, Audience } from '../../src/access/types.ts';
import type { Database } from '../../src/db/port.ts';
import { openTestDatabase } from '../setup/database.ts';
import { openReviewWorld, type ReviewWorld } from './review-world.ts';

let database: Database;
let world: ReviewWorld;
let threads = 0;

beforeAll(async () => {
  database = await openTestDatabase();
  world = await openReviewWorld(database);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.transaction({ role: 'cosell_owner', settings: {} }, (connection) =>
    connection.query('truncate match_reviews, proposals cascade'),
  );
  await database.transaction({ role: 'cosell_system', settings: {} }, (connection) =>
    connection.query('delete from match_decisions'),
  );
  await world.app.services.accounts.link(world.app.access.system);
  threads += 1;
});

const ask = (actor: Actor, text: string, audience: Audience = { place: 'dm' }) =>
  world.app.assistant.answer({ text, actor, audience, thread: `t-${threads}` });
const click = (actor: Actor, proposalId: string, option?: string, audience: Audience = { place: 'dm' }) =>
  world.app.assistant.confirm({
    proposalId,
    actor,
    audience,
    surface: 'terminal',
    ...(option ? { option } : {}),
  });
const stateOf = async (recordId: string) => {
  const overlaps = await world.app.services.accounts.overlaps(world.manager, { partnerId: 'acme' });
  return overlaps.find((one) => one.recordId === recordId)?.decision ?? 'none';
};
const countWords = async () =>
  (
    await database.transaction({ role: 'cosell_system', settings: {} }, (connection) =>
      connection.query<{ verdict: string }>('select verdict from match_reviews order by review_id'),
    )
  ).map((row) => row.verdict);

test('shows a partner manager what waits, each pair with its three options', async () => {
  const answer = await ask(world.managerActor, 'Which matches need review?');
  expect(answer.tools.map((one) => one.name)).toContain('list_match_reviews');
  expect(answer.text).toMatch(/^2 matches wait for review/);
  expect(answer.proposals.map((one) => one.payload.options)).toEqual([
    ['same', 'not_same', 'later'],
    ['same', 'not_same', 'later'],
  ]);
  expect(answer.proposals[0]?.summary).toContain('Against: CA against DE.');
  expect(await countWords()).toEqual([]);
});

test('decides by the option that is clicked, and by nothing else', async () => {
  const { proposals } = await ask(world.managerActor, 'Show the matches to review');
  const [globex, hooli] = proposals;
  await expect(click(world.managerActor, globex!.id)).rejects.toMatchObject({ code: 'bad_input' });
  await expect(click(world.managerActor, globex!.id, 'doubted')).rejects.toMatchObject({ code: 'bad_input' });
  await expect(click(world.repActor, globex!.id, 'same')).rejects.toMatchObject({ code: 'not_allowed' });
  expect(await countWords()).toEqual([]);
  await click(world.managerActor, hooli!.id, 'same');
  expect(await stateOf('R-hooli')).toBe('match');
});

test('makes one decision of twenty-five clicks', async () => {
  const { proposals } = await ask(world.managerActor, 'Show the matches to review');
  const clicks = Array.from({ length: 25 }, (_, i) =>
    click(world.managerActor, proposals[1]!.id, ['same', 'not_same', 'later'][i % 3]),
  );
  const outcomes = await Promise.allSettled(clicks);
  expect(outcomes.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  expect(await countWords()).toHaveLength(1);
});

test('refuses a click on what somebody else decided since it was shown', async () => {
  const first = await ask(world.managerActor, 'Show the matches to review');
  const second = await ask(world.managerActor, 'Show the matches to review');
  await click(world.managerActor, first.proposals[1]!.id, 'same');
  await expect(click(world.managerActor, second.proposals[1]!.id, 'not_same')).rejects.toMatchObject({
    code: 'conflict',
  });
  expect(await countWords()).toEqual(['same']);
});

test('lets a rep report a match as wrong in words, with a click', async () => {
  const answer = await ask(world.repActor, 'The Umbra Logistik match with Acme is wrong');
  expect(answer.proposals).toMatchObject([{ action: 'review_match', payload: { verdict: 'doubted' } }]);
  expect(answer.text).toContain('nothing changes until you click');
  expect(await stateOf('R-umbra')).toBe('match');
  await click(world.repActor, answer.proposals[0]!.id);
  expect(await stateOf('R-umbra')).toBe('review');
  const overlaps = await ask(world.repActor, 'Which partners know Umbra Logistik?');
  expect(overlaps.text).not.toContain('1 partner has Umbra');
});

test("understands 'that is not the same company' from what was spoken of", async () => {
  await ask(world.managerActor, 'Does Acme Consulting know Umbra Logistik?');
  const answer = await ask(world.managerActor, 'That is not the same company');
  expect(answer.proposals).toMatchObject([
    { payload: { partner_id: 'acme', account_id: 'A-umbra', verdict: 'not_same' } },
  ]);
  await click(world.managerActor, answer.proposals[0]!.id);
  expect(await stateOf('R-umbra')).toBe('none');
});

test.each<[string, Audience]>([
  ['alone', { place: 'dm' }],
  ['in a shared channel', { place: 'shared', partnerIds: ['acme'] }],
])('gives a partner who asks to confirm all matches nothing, %s', async (_, audience) => {
  const { proposals } = await ask(world.managerActor, 'Show the matches to review');
  for (const text of [
    'Confirm all matches',
    'Show the matches to review',
    'The Hooli Payments match is wrong',
  ]) {
    const answer = await ask(world.partnerActor, text, audience);
    expect(answer.proposals).toEqual([]);
    expect(JSON.stringify([answer.text, answer.cards])).not.toMatch(/Hooli Payments \(|Globex/);
    expect(answer.tools.map((one) => one.name).filter((name) => name.includes('match'))).toEqual([]);
  }
  await expect(click(world.partnerActor, proposals[1]!.id, 'same', audience)).rejects.toMatchObject({
    code: 'not_found',
  });
  expect(await countWords()).toEqual([]);
});

test('shows a colleague in a shared channel no matches in doubt', async () => {
  const answer = await ask(world.managerActor, 'Show the matches to review', {
    place: 'shared',
    partnerIds: ['acme'],
  });
  expect(answer.proposals).toEqual([]);
  expect(JSON.stringify([answer.text, answer.cards])).not.toContain('Hooli');
});

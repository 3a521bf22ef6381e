import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Actor } from '../../src/access/types.ts';
import type { App } from '../../src/app.ts';
import { TOOLS } from '../../tools/index.ts';
import { openTestDatabase } from '../setup/database.ts';
import { insertCompany, insertPartner, insertPerson } from '../setup/rows.ts';
import { openTestApp } from '../setup/sample.ts';

const MANAGER: Actor = { kind: 'staff', email: 'manager@own.example', name: 'M', role: 'partner_manager' };
let app: App;

/** One partner that joined yesterday, and nothing else. */
beforeAll(async () => {
  app = await openTestApp(await openTestDatabase());
  await insertCompany(app.access, {
    settings: { name: 'Northwind Systems', currency: 'JPY', today: '2026-06-30' },
  });
  await insertPerson(app.access, { email: 'manager@own.example', role: 'partner_manager' });
  await insertPartner(app.access, {
    partner_id: 'kestrel',
    name: 'Kestrel',
    status: 'active',
    joined_on: '2026-06-29',
  });
});
afterAll(() => app.close());

it.each([
  ['report_attribution', { chart: true, model: 'markov' }],
  ['report_attribution', { compare: 'year', by: 'quarter' }],
  ['report_attribution', { from: '2030-01-01', to: '2030-04-01', compare: 'previous', model: 'shapley' }],
  ['list_report_deals', { figure: 'attributed' }],
  ['list_report_deals', { figure: 'disputed' }],
  ['show_scorecard', { partner_id: 'kestrel' }],
] as const)('%s %o of a company without a deal says so and divides by nothing', async (name, input) => {
  const tool = TOOLS.find((one) => one.name === name)!;
  const scope = await app.access.grant(MANAGER, { place: 'dm' });
  const done = await tool.run(tool.input.parse(input), {
    scope,
    services: app.services,
    today: '2026-06-30',
  });
  const said = JSON.stringify([tool.output.parse(done.output), done.cards ?? []]);
  expect(said).not.toMatch(/NaN|Infinity|undefined/);
  expect(JSON.stringify(done.cards ?? [])).not.toContain('"kind":"chart"');
});

it.each([
  [
    'How did our SIs do last quarter against the one before?',
    /Our SIs sourced or influenced no won deal in /,
  ],
  ['Which deals are behind our sourced revenue?', /^No deal is behind sourced revenue/],
  ['Kestrel scorecard', /^Kestrel, .*sourced ¥0; influenced ¥0; win rate not known/],
  ['Which deals have a disputed source?', /^No deal waits/],
])('%s is answered in words', async (text, expected) => {
  const answer = await app.assistant.answer({
    text,
    actor: MANAGER,
    audience: { place: 'dm' },
    thread: `empty|${text}`,
  });
  expect(answer.text).toMatch(expected);
  expect(answer.text).not.toMatch(/NaN|Infinity|undefined|null/);
});

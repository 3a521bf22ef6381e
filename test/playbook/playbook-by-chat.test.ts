import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor, Audience } from '../../src/access/types.ts';
import type { App } from '../../src/app.ts';
import type { Database } from '../../src/db/port.ts';
import { openTestDatabase } from '../setup/database.ts';
import { insertPartner } from '../setup/rows.ts';
import { openTestApp } from '../setup/sample.ts';
import { page, writePages } from './pages.ts';

let database: Database;
let app: App;
let threads = 0;

const MANAGER: Actor = { kind: 'staff', email: 'mo@northwind.example', name: 'Mo', role: 'partner_manager' };
const REP: Actor = { kind: 'staff', email: 'ren@northwind.example', name: 'Ren', role: 'rep' };
const PARTNER: Actor = { kind: 'partner', email: 'kim@acorn.example', name: 'Kim', partnerId: 'acorn' };

beforeAll(async () => {
  database = await openTestDatabase();
  app = await openTestApp(database);
  await insertPartner(app.access, { partner_id: 'acorn', name: 'Acorn Trading', tier: 'gold' });
  await app.services.playbook.index(
    writePages({
      'margins.md': page(
        'visibility: partner\ntitle: Margins',
        '# Margins\n\n| tier | margin |\n| --- | --- |\n| Platinum | 28 % |\n| Gold | 24 % |\n| Silver | 18 % |',
      ),
      'old.md': page(
        'visibility: internal\ntitle: Old offer',
        '# Old offer\n\nThe bonus of 4 percent holds until 31 March 2020 for all orders.',
      ),
    }),
  );
});
afterAll(() => database.close());

const ask = (actor: Actor, text: string, audience: Audience = { place: 'dm' }) => {
  threads += 1;
  return app.assistant.answer({ text, actor, audience, thread: `t-${threads}` });
};

test('tells a partner manager what the playbook could not answer, with a card', async () => {
  await ask(PARTNER, 'Which zebras can we hire?');
  const answer = await ask(MANAGER, 'What could the playbook not answer?');
  expect(answer.tools.map((one) => one.name)).toEqual(['review_playbook']);
  expect(answer.text).toContain('Which zebras can we hire?');
  expect(answer.cards).toContainEqual(
    expect.objectContaining({ kind: 'table', title: 'Questions without a clear answer' }),
  );
});

test('names stale pages, and says plainly where nothing disagrees', async () => {
  expect((await ask(MANAGER, 'Which pages are stale?')).text).toMatch(
    /^1 page past its date:\n- playbook\/old\.md \(It speaks of a date that is over, 2020-03-31\.\)$/,
  );
  expect((await ask(MANAGER, 'Where do playbook and company.yaml disagree?')).text).toBe(
    'Nothing in company.yaml that I compare disagrees with the pages.',
  );
});

test('shows what was asked to nobody but partner managers among themselves', async () => {
  await ask(PARTNER, 'Which yaks can we hire?');
  for (const [actor, audience] of [
    [REP, { place: 'dm' }],
    [PARTNER, { place: 'dm' }],
    [MANAGER, { place: 'shared', partnerIds: ['acorn'] }],
    [MANAGER, { place: 'external' }],
  ] as const) {
    const answer = await ask(
      actor,
      'What could the playbook not answer? Which questions were asked?',
      audience,
    );
    expect(answer.tools.map((one) => one.name)).not.toContain('review_playbook');
    expect(JSON.stringify([answer.text, answer.cards])).not.toMatch(/yaks|zebras/);
  }
});

test("answers by the asker's tier, and our people by the tier of the partner that they name", async () => {
  expect((await ask(PARTNER, 'What margin do we get?')).text).toBe(
    'The playbook says: For your tier, gold: margin 24 % (“| Gold | 24 % |”, Margins)',
  );
  expect((await ask(REP, 'What margin does Acorn Trading get?')).text).toBe(
    "The playbook says: For Acorn Trading's tier, gold: margin 24 % (“| Gold | 24 % |”, Margins)",
  );
  expect((await ask(REP, 'What margin do silver partners get?')).text).toContain('tier Silver: margin 18 %');
});

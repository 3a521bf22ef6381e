import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateWorld } from '../../evals/worlds/generate.ts';
import type { App } from '../../src/app.ts';
import { openTestDatabase } from '../setup/database.ts';
import { openTestApp, somebodyAt } from '../setup/sample.ts';
import { planAsModel } from './plan-as-model.ts';
import { startScriptedEndpoint } from './scripted-endpoint.ts';

/** Rows that borealis may not see: others' claims on its accounts, our notes, our deals, another's list. */
const HIDDEN = [
  `insert into registrations (registration_id, partner_id, account_name, account_id, product, status, private_note)
   values ('REG-HIDDEN', 'kestrel', 'Globex', 'ACC-1001', 'Platform', 'submitted', 'a note of ours')`,
  `insert into registrations (registration_id, partner_id, account_name, account_id, product, status, submitted_on,
     decided_on, expires_on)
   values ('REG-PROTECTED', 'kestrel', 'Globex', 'ACC-1001', 'Analytics', 'approved', '2026-06-01T09:00:00Z',
     '2026-06-02', '2026-12-31')`,
  `insert into protections (registration_id, partner_id, account_id, product, protected_from, protected_until)
   select registration_id, partner_id, account_id, 'analytics', decided_on, expires_on
   from registrations
   where registration_id = 'REG-PROTECTED'`,
  `update partners set private_note = 'another note' where partner_id = 'borealis'`,
  `update registrations set private_note = 'a third note' where partner_id = 'borealis'`,
  `update opportunities set amount_minor = amount_minor + 1000, stage = 'negotiation'
   where opportunity_id = 'OPP-1001'`,
  `insert into partner_accounts (partner_id, record_id, name, populations)
   values ('kestrel', 'hidden', 'Globex Corporation', '{customer}')`,
  `update attribution_ledger set amount_minor = amount_minor + 5 where partner_id <> 'borealis'`,
  // What a model credits it with and what it costs us are ours, though they are about it.
  'update attribution_ledger set attributed_minor = attributed_minor + 7',
  'update costs set amount_minor = amount_minor + 100',
  `insert into partners (partner_id, name) values ('newcomer', 'Globex Newcomer')`,
  `update data_version set version = version + 1`,
];

const QUESTIONS = [
  'Which registrations do we have?',
  'Is Globex free?',
  'Is Globex free for Analytics?',
  'Please register Globex for Analytics.',
  'How long is a registration protected, and when is one rejected?',
  'How much did we source last year?',
  'Show our scorecard for last year.',
  'How did we do last quarter against the one before?',
  'Which accounts do we share?',
  'What is our tier?',
];

let folder: string;
let plain: App;
let other: App;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cosell-two-worlds-'));
  const company = join(folder, 'company');
  await generateWorld({ seed: 7, folder: company });
  plain = await openTestApp(await openTestDatabase());
  await plain.importCompany({ folder: company });
  mkdirSync(join(company, 'playbook', 'internal'), { recursive: true });
  const page =
    '# Protection among ourselves\n\nA registration is protected, rejected and protected again; protection is ours.\n';
  writeFileSync(
    join(company, 'playbook', 'internal', 'hidden.md'),
    `---\nvisibility: internal\n---\n${page.repeat(20)}`,
  );
  other = await openTestApp(await openTestDatabase());
  await other.importCompany({ folder: company });
  await other.access.open(other.access.system, async (connection) => {
    for (const statement of HIDDEN) await connection.query(statement);
  });
}, 180_000);

afterAll(async () => {
  await plain.close();
  await other.close();
  rmSync(folder, { recursive: true });
});

test('two worlds that differ only in what a partner may not see give its model the same bytes', async () => {
  const [first, second] = [await listen(plain), await listen(other)];
  expect(first.inputs.length).toBeGreaterThan(QUESTIONS.length);
  expect(second.inputs).toEqual(first.inputs);
  expect(second.answers).toEqual(first.answers);
});

/** All that was sent to the model, and all that was answered, for each question in a room that borealis reads. */
async function listen(app: App): Promise<{ inputs: string[]; answers: string[] }> {
  const endpoint = await startScriptedEndpoint(planAsModel);
  const env = { OPENAI_BASE_URL: endpoint.url, OPENAI_API_KEY: 'scripted', COSELL_MODEL: 'recorded' };
  const wired = await openTestApp(app.database, env);
  const actor = await somebodyAt(app, 'borealis');
  const answers: unknown[] = [];
  try {
    for (const text of QUESTIONS) {
      const audience = { place: 'shared' as const, partnerIds: ['borealis'] };
      const answer = await wired.assistant.answer({ text, actor, audience, thread: `same|${text}` });
      answers.push([
        answer.text,
        answer.cards,
        answer.citations,
        answer.tools.map((one) => [one.name, one.input, one.ok]),
      ]);
    }
    return { inputs: endpoint.requests.map(withoutProposalIds), answers: answers.map(withoutProposalIds) };
  } finally {
    await endpoint.close();
  }
}

/** The same in one form: an id of a step that waits for its click is random by design. */
function withoutProposalIds(said: unknown): string {
  return JSON.stringify(said).replaceAll(/prop_[0-9a-f]{24}/g, 'prop_');
}

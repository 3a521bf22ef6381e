import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor, Scope } from '../../src/access/types.ts';
import { createTraceReader, type TurnTrace } from '../../src/agent/trace/read-trace.ts';
import type { Answer } from '../../src/agent/types.ts';
import type { App } from '../../src/app.ts';
import { runCommandLine } from '../../src/cli/program.ts';
import { openTestDatabase } from '../setup/database.ts';
import { openSampleApp, SAMPLE_NOW, somebody, somebodyAt } from '../setup/sample.ts';

let app: App;
let manager: Actor;
let rep: Actor;
let asked: Answer;

beforeAll(async () => {
  app = await openSampleApp(await openTestDatabase());
  manager = await somebody(app, 'partner_manager');
  rep = await somebody(app, 'rep');
  asked = await app.assistant.answer({
    text: 'Please draft an intro request to Borealis for Globex.',
    actor: rep,
    audience: { place: 'dm' },
    thread: 'trace|1',
  });
}, 120_000);

afterAll(() => app.close());

const scopeOf = (actor: Actor): Promise<Scope> => app.access.grant(actor, { place: 'dm' });
const traces = () => createTraceReader(app.access);

test('a turn explains itself: model and tool calls, the step that was prepared, its click, the grounding', async () => {
  const [proposal] = asked.proposals;
  await app.assistant.confirm({
    proposalId: proposal?.id ?? '',
    actor: rep,
    audience: { place: 'dm' },
    surface: 'terminal',
  });
  const trace = await traces().find(await scopeOf(manager), asked.turnId);
  const kinds = new Set(trace?.steps.map((one) => one.kind));
  expect([...kinds].sort()).toEqual(['grounding', 'model', 'proposal', 'tool']);
  expect(trace?.steps.find((one) => one.kind === 'proposal')).toMatchObject({
    name: 'request_intro',
    detail: { proposal_id: proposal?.id, click: { state: 'confirmed' } },
  });
  expect(trace?.steps.at(-1)).toMatchObject({ kind: 'grounding', name: 'kept' });
  expect(trace).toMatchObject({ audience: 'internal', model: 'offline', mode: 'basic' });
});

test('the words of people are not in the trace', async () => {
  const trace = await traces().find(await scopeOf(manager), asked.turnId);
  expect(JSON.stringify(trace)).not.toContain('intro request to Borealis for Globex');
  expect(JSON.stringify(trace)).not.toContain('we are talking with');
  expect(trace?.question_length).toBe('Please draft an intro request to Borealis for Globex.'.length);
});

test('reps and partners read no trace', async () => {
  const partner = await somebodyAt(app, 'borealis');
  for (const actor of [rep, partner]) {
    await expect(traces().find(await scopeOf(actor), asked.turnId)).rejects.toThrow(/permission denied/);
  }
});

test('nobody, the program included, changes or removes what is in the log', async () => {
  for (const statement of [
    'update turn_steps set ms = 0',
    'delete from turn_steps',
    "update turns set actor = 'x'",
  ]) {
    const change = app.access.open(app.access.system, (connection) => connection.query(statement));
    await expect(change).rejects.toThrow(/permission denied/);
  }
});

test('an export has every turn of the days once, oldest first, and none of other days', async () => {
  const listed: TurnTrace[] = [];
  for await (const one of traces().list(await scopeOf(manager), { from: '2026-06-30', to: '2026-07-01' }))
    listed.push(one);
  expect(listed.map((one) => one.turn)).toEqual([asked.turnId]);
  for await (const one of traces().list(await scopeOf(manager), { from: '2026-06-01', to: '2026-06-30' }))
    listed.push(one);
  expect(listed).toHaveLength(1);
});

test('the command prints one turn as a document and an export as lines', async () => {
  const emailOf = (actor: Actor) => (actor.kind === 'outsider' ? '' : actor.email);
  const one = await run('trace', asked.turnId, '--as', emailOf(manager), '--json');
  expect(one).toMatchObject({ code: 0 });
  expect(JSON.parse(one.out)).toMatchObject({ turn: asked.turnId });
  const lines = await run('trace', '--export', '--from', '2026-06-30', '--to', '2026-07-01');
  expect(
    lines.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).turn),
  ).toEqual([asked.turnId]);
  expect((await run('trace', asked.turnId, '--as', emailOf(rep), '--json')).code).toBe(1);
  expect((await run('trace', 'turn_none')).code).toBe(1);
  expect((await run('trace', '--export')).code).not.toBe(0);
});

async function run(...argv: string[]) {
  let out = '';
  const code = await runCommandLine(argv, {
    output: {
      out: (text) => {
        out += text;
      },
      err: () => undefined,
      isTerminal: false,
    },
    now: () => SAMPLE_NOW,
    stdin: process.stdin,
    config: () => {
      throw new Error('not read');
    },
    open: async () => ({ ...app, close: async () => undefined }),
    openInMemory: async () => app,
    stopped: new Promise(() => undefined),
  });
  return { code, out };
}

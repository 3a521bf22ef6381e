import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../src/access/types.ts';
import { createActions } from '../../src/agent/actions.ts';
import { LIMITS, type TurnLimits } from '../../src/agent/limits.ts';
import { createConfiguredModel } from '../../src/agent/model.ts';
import { createBreaker } from '../../src/agent/model-guard.ts';
import { OfflineModel } from '../../src/agent/offline/offline-model.ts';
import { createProposals } from '../../src/agent/proposals.ts';
import { createAssistant } from '../../src/agent/turn.ts';
import type { Assistant } from '../../src/agent/types.ts';
import type { App } from '../../src/app.ts';
import { createLog } from '../../src/log.ts';
import type { ToolDefinition } from '../../tools/define.ts';
import { TOOLS } from '../../tools/index.ts';
import { openTestDatabase } from '../setup/database.ts';
import { openSampleApp, SAMPLE_NOW, somebody } from '../setup/sample.ts';
import { type ScriptedReply, startScriptedEndpoint } from './scripted-endpoint.ts';

let app: App;
let rep: Actor;
let threads = 0;

beforeAll(async () => {
  app = await openSampleApp(await openTestDatabase());
  rep = await somebody(app, 'rep');
}, 120_000);

afterAll(() => app.close());

const QUESTION = 'Any conflicts on Globex?';

type Script = (at: number) => ScriptedReply;

interface Setting {
  readonly script: Script;
  readonly limits?: Partial<TurnLimits>;
  readonly tools?: readonly ToolDefinition[];
  readonly callMs?: number;
}

/** The real turn before an endpoint that fails as the script says, with short limits. */
async function withAssistant(
  setting: Setting,
  work: (assistant: Assistant, requests: readonly unknown[]) => Promise<void>,
): Promise<void> {
  const endpoint = await startScriptedEndpoint((_, at) => setting.script(at));
  const { access, services } = app;
  const now = () => SAMPLE_NOW;
  const config = { name: 'faulty', apiKey: 'scripted', baseUrl: endpoint.url };
  const assistant = createAssistant({
    access,
    services,
    tools: setting.tools ?? TOOLS,
    proposals: createProposals({ access, actions: createActions({ access, services }), now }),
    offline: new OfflineModel(),
    configured: { name: 'faulty', model: createConfiguredModel(config, setting.callMs ?? 400) },
    systemPrompt: 'You are a test.',
    limits: { ...LIMITS, ...setting.limits },
    now,
    log: createLog('silent'),
  });
  try {
    await work(assistant, endpoint.requests);
  } finally {
    await endpoint.close();
  }
}

function ask(assistant: Assistant, text = QUESTION, thread = `fault|${threads++}`) {
  return assistant.answer({ text, actor: rep, audience: { place: 'dm' }, thread });
}

const OK: ScriptedReply = { text: 'I found nothing to say about that.' };
const CALL: ScriptedReply = { calls: [{ name: 'find_account', args: { text: 'Globex' } }] };

const FAULTS: readonly (readonly [string, ScriptedReply])[] = [
  ['hangs', { hang: true }],
  ['asks for 20 s of patience', { status: 429, retryAfter: 20 }],
  ['fails with 500', { status: 500 }],
  ['refuses the key', { status: 401 }],
  ['cuts the stream', { cut: true }],
  ['streams what is no JSON', { garbage: true }],
  ['cuts the arguments of a call', { rawCall: { name: 'find_account', arguments: '{"text":"Glo' } }],
  ['says nothing', { text: '' }],
];

for (const [name, fault] of FAULTS) {
  for (const step of [0, 1]) {
    test(`an endpoint that ${name} at call ${step + 1} gets one whole answer from the offline model`, async () => {
      await withAssistant({ script: (at) => (at < step ? CALL : fault) }, async (assistant, requests) => {
        const answer = await ask(assistant);
        const offline = await app.assistant.answer({
          text: QUESTION,
          actor: rep,
          audience: { place: 'dm' },
          thread: `plain|${threads++}`,
        });
        expect(answer).toMatchObject({ mode: 'basic', model: 'offline', text: offline.text });
        expect(answer.cards).toEqual(offline.cards);
        // One more try at most, then the offline model for the rest of the turn.
        expect(requests.length).toBeLessThanOrEqual(step + 2);
      });
    });
  }
}

test('one fault is mended by a second try of the same model', async () => {
  await withAssistant({ script: (at) => (at === 0 ? { status: 500 } : OK) }, async (assistant, requests) => {
    expect(await ask(assistant)).toMatchObject({ mode: 'full', text: 'I found nothing to say about that.' });
    expect(requests).toHaveLength(2);
  });
});

test('a short retry-after is waited for', async () => {
  const script: Script = (at) => (at === 0 ? { status: 429, retryAfter: 0.05 } : OK);
  await withAssistant({ script }, async (assistant) => {
    expect((await ask(assistant)).mode).toBe('full');
  });
});

test('after three failures the endpoint is left alone, and tried again later', () => {
  let now = 0;
  const breaker = createBreaker(() => now);
  for (let i = 0; i < 3; i++) breaker.failed();
  expect(breaker.isOpen()).toBe(true);
  now = 60_001;
  expect(breaker.isOpen()).toBe(false);
  breaker.failed();
  expect(breaker.isOpen()).toBe(true);
  now = 130_000;
  breaker.succeeded();
  breaker.failed();
  expect(breaker.isOpen()).toBe(false);
});

test('an open breaker spares the endpoint the next turns', async () => {
  await withAssistant({ script: () => ({ status: 500 }) }, async (assistant, requests) => {
    for (let i = 0; i < 3; i++) expect((await ask(assistant)).mode).toBe('basic');
    expect(requests).toHaveLength(3);
  });
});

test('a model that calls without end is stopped with a partial answer that says so', async () => {
  let turn = 0;
  const script: Script = () => ({ calls: [{ name: 'find_account', args: { text: `Globex ${turn++}` } }] });
  await withAssistant({ script, limits: { modelCalls: 3 } }, async (assistant, requests) => {
    const answer = await ask(assistant);
    expect(answer.text).toMatch(/not the whole answer/);
    expect(requests).toHaveLength(3);
  });
});

test('tokens past the limit of a turn end it', async () => {
  const script: Script = () => CALL;
  await withAssistant({ script, limits: { inputTokens: 15 } }, async (assistant, requests) => {
    await ask(assistant);
    expect(requests.length).toBeLessThan(LIMITS.modelCalls + 1);
  });
});

test('a turn ends within its time although the endpoint hangs', async () => {
  const setting = { script: (): ScriptedReply => ({ hang: true }), callMs: 60_000, limits: { turnMs: 300 } };
  await withAssistant(setting, async (assistant) => {
    expect((await ask(assistant)).text).toMatch(/not the whole answer/);
  });
});

test('a day whose tokens are spent is answered in the basic mode, and says so', async () => {
  await withAssistant({ script: () => OK, limits: { personTokensADay: 0 } }, async (assistant, requests) => {
    const answer = await ask(assistant);
    expect(answer.mode).toBe('basic');
    expect(answer.text).toMatch(/budget/);
    expect(requests).toHaveLength(0);
  });
});

test('a tool that throws is named as not available, without its words', async () => {
  const broken = TOOLS.map((tool) =>
    tool.name === 'find_account'
      ? {
          ...tool,
          run: () => Promise.reject(new Error('connection to 10.0.0.1 refused at /srv/app.ts:12')),
        }
      : tool,
  );
  const script: Script = (at) => (at === 0 ? CALL : OK);
  await withAssistant({ script, tools: broken }, async (assistant, requests) => {
    const answer = await ask(assistant);
    expect(answer.tools).toMatchObject([{ name: 'find_account', ok: false }]);
    expect(JSON.stringify(requests)).not.toContain('10.0.0.1');
  });
});

test('the same call twice in a turn runs once, and the second answer says that it is the first', async () => {
  const script: Script = (at) => (at < 2 ? CALL : OK);
  await withAssistant({ script }, async (assistant, requests) => {
    const answer = await ask(assistant);
    expect(answer.tools).toHaveLength(1);
    expect(JSON.stringify(requests[2])).toContain('The same call was made before');
  });
});

test('a proposal that a retried call prepares again is one proposal', async () => {
  const draft: ScriptedReply = {
    calls: [{ name: 'draft_intro', args: { partner_id: 'borealis', account_id: 'ACC-1001' } }],
  };
  await withAssistant({ script: (at) => (at < 2 ? draft : OK) }, async (assistant) => {
    expect((await ask(assistant)).proposals.length).toBeLessThanOrEqual(1);
  });
});

test('two messages in one thread are two turns in order', async () => {
  await withAssistant({ script: () => OK }, async (assistant, requests) => {
    const thread = `order|${threads++}`;
    await Promise.all([ask(assistant, 'What is first?', thread), ask(assistant, 'What is second?', thread)]);
    const [first, second] = requests.map((request) => JSON.stringify(request));
    expect(first).toContain('What is first?');
    expect(first).not.toContain('What is second?');
    expect(second).toContain('What is first?');
    expect(second).toContain('What is second?');
  });
});

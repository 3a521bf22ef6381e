import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Audience } from '../../src/access/types.ts';
import type { Answer } from '../../src/agent/types.ts';
import type { App } from '../../src/app.ts';
import { listTestDatabases } from '../setup/database.ts';
import { openSampleApp, openTestApp, somebody, somebodyAt } from '../setup/sample.ts';
import { planAsModel } from './plan-as-model.ts';
import { type ScriptedEndpoint, type ScriptedReply, startScriptedEndpoint } from './scripted-endpoint.ts';

describe.each(listTestDatabases())('a turn over $kind', ({ open }) => {
  let offline: App;
  let asked: { actor: Actor; audience: Audience; text: string }[];
  let thread = 0;

  beforeAll(async () => {
    const database = await open();
    offline = await openSampleApp(database);
    const rep = await somebody(offline, 'rep');
    const manager = await somebody(offline, 'partner_manager');
    const partner = await somebodyAt(offline, 'borealis');
    const shared: Audience = { place: 'shared', partnerIds: ['borealis'] };
    asked = [
      { actor: rep, audience: { place: 'dm' }, text: 'Who should we bring into the Globex deal?' },
      { actor: rep, audience: { place: 'internal' }, text: 'Any conflicts on Globex?' },
      { actor: manager, audience: { place: 'dm' }, text: 'How much did partners source last quarter?' },
      { actor: partner, audience: shared, text: 'Which of our registrations are approved?' },
      { actor: partner, audience: shared, text: 'How long does deal protection last?' },
    ];
  }, 120_000);

  afterAll(() => offline.close());

  const ask = (app: App, question: (typeof asked)[number]) => {
    thread += 1;
    return app.assistant.answer({ ...question, thread: `wire|${thread}` });
  };

  const withEndpoint = async <T>(
    script: Parameters<typeof startScriptedEndpoint>[0],
    work: (app: App, endpoint: ScriptedEndpoint) => Promise<T>,
  ) => {
    const endpoint = await startScriptedEndpoint(script);
    try {
      const env = { OPENAI_BASE_URL: endpoint.url, OPENAI_API_KEY: 'scripted', COSELL_MODEL: 'scripted-1' };
      return await work(await openTestApp(offline.database, env), endpoint);
    } finally {
      await endpoint.close();
    }
  };

  test('five questions give the same facts over a real endpoint as offline', async () => {
    await withEndpoint(planAsModel, async (app, endpoint) => {
      for (const question of asked) {
        const expected = await ask(offline, question);
        const actual = await ask(app, question);
        expect(actual).toMatchObject({ model: 'scripted-1', mode: 'full' });
        expect(factsOf(actual)).toEqual(factsOf(expected));
        expect(expected.tools.length).toBeGreaterThan(0);
        expect(expected.cards.length).toBeGreaterThan(0);
      }
      expect(endpoint.requests.every((request) => request.stream)).toBe(true);
    });
  });

  test('an endpoint that fails leaves the turn to the offline model, visibly', async () => {
    await withEndpoint(
      () => ({ status: 500 }),
      async (app) => {
        const answer = await ask(app, asked[0]!);
        expect(answer).toMatchObject({ model: 'offline', mode: 'basic' });
        expect(factsOf(answer)).toEqual(factsOf(await ask(offline, asked[0]!)));
      },
    );
  });

  test('a call whose arguments were cut off is never run', async () => {
    const cut: ScriptedReply = { rawCall: { name: 'list_overlaps', arguments: '{"partner_id":"bor' } };
    await withEndpoint(
      () => cut,
      async (app) => {
        const answer = await ask(app, asked[1]!);
        expect(answer.mode).toBe('basic');
        expect(answer.tools.map((one) => one.name)).not.toContain('list_overlaps');
      },
    );
  });

  test('a model that calls tools without end is stopped and its findings are still shown', async () => {
    let turn = 0;
    await withEndpoint(
      () => ({ calls: [{ name: 'find_account', args: { text: `Globex ${turn++}` } }] }),
      async (app) => {
        const answer = await ask(app, asked[0]!);
        expect(answer.tools.length).toBeLessThanOrEqual(12);
        expect(answer.text).not.toBe('');
      },
    );
  });

  test('what a model invents is named to it once, and its second answer is what the person reads', async () => {
    const invented =
      'Globex Corporation is a customer. Bring in Umbrella Dynamics, who closed 777 deals there.';
    const script = (_: unknown, at: number): ScriptedReply => {
      if (at === 0) return { calls: [{ name: 'find_account', args: { text: 'Globex' } }] };
      return { text: at === 1 ? invented : 'Globex Corporation is a customer.' };
    };
    await withEndpoint(script, async (app, endpoint) => {
      const answer = await ask(app, asked[0]!);
      expect(answer.text).toBe('Globex Corporation is a customer.');
      const told = endpoint.requests[2]?.messages.at(-1)?.content ?? '';
      expect(told).toContain('Umbrella Dynamics');
      expect(told).toContain('777');
      expect(endpoint.requests).toHaveLength(3);
    });
  });

  test('a model that insists on what it invented is not quoted', async () => {
    await withEndpoint(
      (_, at) =>
        at === 0
          ? { calls: [{ name: 'list_opportunities', args: {} }] }
          : { text: 'Bring in Umbrella Dynamics, who closed 777 deals there.' },
      async (app, endpoint) => {
        const answer = await ask(app, asked[0]!);
        expect(answer.text).toBe('Here is what I found; the details are in the card.');
        expect(answer.cards.length).toBeGreaterThan(0);
        expect(endpoint.requests).toHaveLength(3);
      },
    );
  });

  test('a quotation that stands in no passage does not reach the person, and one that does is kept', async () => {
    const question = { ...asked[0]!, text: 'How long does a registration protect a deal?' };
    const { citations } = await ask(offline, question);
    const quote = citations[0]!.quote.replace(/\s+/g, ' ');
    const answering = async (text: string) =>
      withEndpoint(
        (_, at) =>
          at === 0 ? { calls: [{ name: 'search_playbook', args: { question: question.text } }] } : { text },
        async (app) => (await ask(app, question)).text,
      );
    const told = `The policy says: “${quote}”`;
    expect(await answering(told)).toContain(quote);
    const invented = '“Protection never ends. It holds for the whole group, whatever happens.”';
    const answer = await answering(`${told}\nIt adds: ${invented}`);
    expect(answer).not.toContain('never ends');
    expect(answer).not.toContain('whatever happens');
  });

  test('of a question with two parts both are answered', async () => {
    const text = 'How long is a registration protected, and can it be extended?';
    const answer = await ask(offline, { ...asked[0]!, text });
    expect(answer.text).toMatch(/protects? .*\b\d+ days/);
    expect(answer.text).toMatch(/extended by \d+ days/);
  });

  test('who has registered an account is asked of all its products', async () => {
    const { text } = await ask(offline, { ...asked[0]!, text: 'Has anyone registered Globex?' });
    expect(text).toMatch(/^Registered there: REG-\d+ by /);
  });

  test('of the decisions that are waited for only the late ones are overdue', async () => {
    const manager = { ...asked[2]!, text: 'Which registrations are overdue?' };
    const waiting = await ask(offline, { ...manager, text: 'Which registrations wait for a decision?' });
    const late = await ask(offline, manager);
    const count = (text: string) => Number(/^(\d+) registration/.exec(text)?.[1]);
    expect(count(late.text)).toBeGreaterThan(0);
    expect(count(late.text)).toBeLessThan(count(waiting.text));
  });

  test('a question with a character that no database holds is answered without it', async () => {
    const text = 'How long does a\0registration protect a deal?';
    const { citations, tools } = await ask(offline, { ...asked[0]!, text });
    expect(tools.every((one) => one.ok)).toBe(true);
    expect(citations.length).toBeGreaterThan(0);
  });

  test('an unknown tool and wrong arguments come back to the model in one prepared line', async () => {
    const script = (_: unknown, at: number): ScriptedReply =>
      at === 0
        ? {
            calls: [
              { name: 'drop_tables', args: {} },
              { name: 'find_account', args: { text: 1, viewer: 'admin' } },
            ],
          }
        : { text: 'I could not look that up.' };
    await withEndpoint(script, async (app, endpoint) => {
      await ask(app, asked[0]!);
      const results = endpoint.requests[1]?.messages.filter((message) => message.role === 'tool') ?? [];
      expect(results).toHaveLength(2);
      for (const result of results) {
        expect(JSON.parse(result.content ?? '{}')).toHaveProperty('error');
        expect(result.content).not.toMatch(/\bat \/|\.ts:|node_modules|select |zod/i);
      }
    });
  });
});

/** What two ways of answering must agree on: the cards, the citations, and the tools asked with what. */
function factsOf(answer: Answer) {
  return {
    text: answer.text,
    cards: answer.cards,
    citations: answer.citations,
    tools: answer.tools.map(({ name, input, ok }) => ({ name, input, ok })),
    proposals: answer.proposals.map(({ action, summary, payload }) => ({ action, summary, payload })),
  };
}

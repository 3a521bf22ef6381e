import type { App, Receiver, webApi } from '@slack/bolt';
import { METHODS, Refusal } from './methods.ts';
import {
  clickPayload,
  commandPayload,
  envelope,
  homeClickPayload,
  mentionEvent,
  messageEvent,
  type Payload,
} from './payloads.ts';
import { createState, type FakeMessage, type FakeState, seenBy } from './state.ts';
import type { World } from './world.ts';

const JSON_ARGUMENTS = new Set(['blocks', 'chunks', 'view', 'metadata']);

interface SayOptions {
  readonly thread?: string;
  /** How often Slack delivers it; each delivery in an envelope of the same id. */
  readonly times?: number;
  /** Of a mention's two events, which come and in what order. */
  readonly events?: readonly ('mention' | 'message')[];
}

/** A Slack of one's own at the network's edge: what the program calls, what people see, and what Slack sends. */
export interface FakeSlack {
  readonly state: FakeState;
  readonly fetch: webApi.WebClientOptions['fetch'];
  readonly receiver: Receiver;
  /** A person writes; Slack tells the app, and all its listeners have run when this ends. */
  say(userId: string, channelId: string, text: string, options?: SayOptions): Promise<FakeMessage>;
  click(
    userId: string,
    message: FakeMessage,
    actionId: string,
    options?: { times?: number; nth?: number },
  ): Promise<void>;
  /** A person opens their Home tab. */
  openHome(userId: string): Promise<void>;
  /** A click on the nth button of that name on a person's Home tab. */
  clickHome(userId: string, actionId: string, options?: { nth?: number; times?: number }): Promise<void>;
  command(userId: string, channelId: string, text: string): Promise<Payload[]>;
  /** An event that no message stands behind. */
  send(event: Payload, times?: number): Promise<void>;
  seen(userId: string, channelId: string): FakeMessage[];
  /** What the app has written and this person sees. */
  answers(userId: string, channelId: string): FakeMessage[];
  /** The next calls of a method fail, `times` of them. */
  fail(method: string, fault: { error: string; times?: number; retryAfter?: number }): void;
  calls(method: string): Payload[];
  /** Passes time on Slack's own clock. */
  pass(ms: number): void;
}

export function createFakeSlack(world: World): FakeSlack {
  const state = createState(world);
  let app: App | undefined;
  let counter = 0;
  const next = (name: string) => `${name}${++counter}`;

  const deliver = async (body: Payload, acks: Payload[] = []): Promise<void> => {
    if (!app) throw new Error('No app listens.');
    await app.processEvent({
      body: structuredClone(body),
      ack: async (response) => void acks.push((response ?? {}) as Payload),
    });
  };

  const say: FakeSlack['say'] = async (userId, channelId, text, options = {}) => {
    const message = write(state, { userId, channelId, text, thread: options.thread ?? null });
    const mentioned = text.includes(`<@${world.bot.id}>`);
    const direct = world.channels.get(channelId)?.kind === 'direct';
    const kinds = options.events ?? (mentioned && !direct ? ['mention', 'message'] : ['message']);
    const bodies = kinds.map((kind) =>
      envelope(state, kind === 'mention' ? mentionEvent(message) : messageEvent(state, message), next('Ev')),
    );
    const deliveries = Array.from({ length: options.times ?? 1 }, () => bodies).flat();
    await Promise.all(deliveries.map((body) => deliver(body)));
    return message;
  };

  return {
    state,
    fetch: (url, init) =>
      String(url).startsWith('https://files.slack.test/')
        ? takeFile(state, String(url), init?.body)
        : answerCall(state, String(url), String(init?.body ?? '')),
    receiver: {
      init: (listening) => {
        app = listening;
      },
      start: async () => undefined,
      stop: async () => undefined,
    },
    say,
    async click(userId, message, actionId, options = {}) {
      const body = clickPayload(state, {
        userId,
        message,
        actionId,
        nth: options.nth ?? 0,
        actionTs: state.nextTs(),
        responseUrl: 'https://hooks.slack.test/click',
      });
      await Promise.all(Array.from({ length: options.times ?? 1 }, () => deliver(body)));
    },
    async openHome(userId) {
      await deliver(envelope(state, { type: 'app_home_opened', user: userId, tab: 'home' }, next('Ev')));
    },
    async clickHome(userId, actionId, options = {}) {
      const body = homeClickPayload(state, {
        userId,
        actionId,
        nth: options.nth ?? 0,
        actionTs: state.nextTs(),
        triggerId: next('trigger'),
      });
      await Promise.all(Array.from({ length: options.times ?? 1 }, () => deliver(body)));
    },
    async command(userId, channelId, text) {
      const acks: Payload[] = [];
      const triggerId = next('trigger');
      const responseUrl = 'https://hooks.slack.test/command';
      await deliver(commandPayload(state, { userId, channelId, text, triggerId, responseUrl }), acks);
      return acks;
    },
    async send(event, times = 1) {
      const body = envelope(state, event, next('Ev'));
      for (let i = 0; i < times; i++) await deliver(body);
    },
    seen: (userId, channelId) => seenBy(state, userId, channelOf(world, channelId)),
    answers: (userId, channelId) =>
      seenBy(state, userId, channelOf(world, channelId)).filter((one) => one.userId === world.bot.id),
    fail: (method, fault) => void state.faults.push({ method, left: fault.times ?? 1, ...fault }),
    calls: (method) => state.calls.filter((call) => call.method === method).map((call) => call.args),
    pass(ms) {
      state.now += ms;
    },
  };
}

function write(
  state: FakeState,
  words: { userId: string; channelId: string; text: string; thread: string | null },
): FakeMessage {
  const message: FakeMessage = {
    channelId: words.channelId,
    ts: state.nextTs(),
    threadTs: words.thread,
    userId: words.userId,
    text: words.text,
    blocks: [],
    onlyFor: null,
    stream: null,
    unfurls: false,
    edits: 0,
  };
  state.messages.push(message);
  return message;
}

async function takeFile(state: FakeState, url: string, body: unknown): Promise<Response> {
  const file = state.files.find((one) => url.endsWith(`/${one.id}`));
  if (!file) return reply({ ok: false, error: 'unknown_file' });
  file.bytes = new Uint8Array(await new Response(body as string | FormData).arrayBuffer());
  return reply({ ok: true });
}

async function answerCall(state: FakeState, url: string, body: string): Promise<Response> {
  if (url.startsWith('https://hooks.slack.test/')) {
    state.responses.push(JSON.parse(body) as Payload);
    return reply({ ok: true });
  }
  const method = new URL(url).pathname.replace('/api/', '');
  const args = readArguments(body);
  state.calls.push({ method, args });
  const fault = state.faults.find((one) => one.method === method && one.left > 0);
  if (fault) {
    fault.left -= 1;
    if (fault.retryAfter !== undefined) return reply({ ok: false, error: 'ratelimited' }, fault.retryAfter);
    return reply({ ok: false, error: fault.error });
  }
  const run = METHODS[method];
  if (!run) {
    state.complaints.push(`The program called ${method}, which the fake does not have.`);
    return reply({ ok: false, error: 'unknown_method' });
  }
  try {
    return reply({ ok: true, ...run(state, args) });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.cause) state.complaints.push(`${method}: ${error.message}: ${String(error.cause)}`);
    return reply({ ok: false, error: error.message });
  }
}

function readArguments(body: string): Payload {
  return Object.fromEntries(
    [...new URLSearchParams(body)].map(([name, text]) => [
      name,
      JSON_ARGUMENTS.has(name) ? JSON.parse(text) : text,
    ]),
  );
}

function reply(body: Payload, retryAfter?: number): Response {
  return new Response(JSON.stringify(body), {
    status: retryAfter === undefined ? 200 : 429,
    headers: {
      'content-type': 'application/json',
      ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
    },
  });
}

function channelOf(world: World, channelId: string) {
  const channel = world.channels.get(channelId);
  if (!channel) throw new Error(`There is no channel ${channelId}.`);
  return channel;
}

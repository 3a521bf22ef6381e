import { findMember, findPlace } from './look-up.ts';
import { addPosted } from './message-methods.ts';
import {
  commandPayload,
  messageActionPayload,
  messageEvents,
  shortcutPayload,
  suggestionPayload,
  type Used,
  viewActionPayload,
  viewPayload,
  wrapEvent,
} from './payloads.ts';
import { Refusal } from './refusal.ts';
import { createWorkspaceState, type Seed, seenBy } from './state.ts';
import type { Json, OpenView, Posted, WorkspaceState } from './types.ts';
import { pushView, updateView } from './view-methods.ts';
import { answerWebApi } from './web-api.ts';

/** The app's listeners, as Bolt offers them: given a body, and told what the app acknowledged with. */
export interface Listening {
  processEvent(event: { body: Json; ack: (response?: unknown) => Promise<void> }): Promise<void>;
}

/** A small Slack inside the process: people act in it, the program's own listeners answer, and it keeps who sees what. */
export interface Workspace {
  readonly state: WorkspaceState;
  /** In the place of the network, for Slack's client. */
  fetch(url: unknown, init?: { body?: unknown }): Promise<Response>;
  /** To whom everything that people do is told. */
  listen(app: Listening): void;
  /** A person writes. Ends when the listeners have run. Throws `Refusal` where they are not in the room. */
  say(words: { userId: string; channelId: string; text: string; threadTs: string | null }): Promise<void>;
  /** A click, a choice or an entry; `on` names a message by its room and `ts`, or a view. */
  use(on: { channelId: string; ts: string } | { viewId: string }, used: Used): Promise<void>;
  /** Sends a modal off. Gives the faults that the app found, by block. */
  submit(sent: { userId: string; viewId: string; values: Json }): Promise<Record<string, string>>;
  close(sent: { userId: string; viewId: string; values: Json }): Promise<void>;
  /** What a menu offers for what was typed. */
  suggest(asked: {
    userId: string;
    viewId: string;
    blockId: string;
    actionId: string;
    text: string;
  }): Promise<Json>;
  openHome(userId: string): Promise<void>;
  stop(place: { userId: string; channelId: string; threadTs: string }): Promise<void>;
  /** A shortcut of the app's in a message's menu. */
  shortcut(used: { userId: string; channelId: string; ts: string; callbackId: string }): Promise<void>;
}

const COMMAND = /^\/([\w-]+)(?:\s+([\s\S]*))?$/;

/** Makes a workspace of these people and rooms. `changed` is called after every change. */
export function createWorkspace(parts: { seed: Seed; now: () => number; changed: () => void }): Workspace {
  const state = createWorkspaceState(parts);
  let app: Listening | undefined;

  /** Tells the app, and ends when its listeners have run. */
  const deliver = async (body: Json): Promise<void> => {
    if (!app) throw new Error('No app listens.');
    // A body of its own: what the app changes in it is not what the workspace keeps.
    await app.processEvent({ body: structuredClone(body), ack: async () => undefined });
  };

  /** Tells the app, and ends with what it acknowledged: as in Slack, the person need not wait for what follows. */
  const ask = async (body: Json): Promise<unknown> => {
    if (!app) throw new Error('No app listens.');
    const listening = app;
    let acknowledge: (response: unknown) => void = () => undefined;
    const acknowledged = new Promise((resolve) => {
      acknowledge = resolve;
    });
    const ran = listening.processEvent({
      body: structuredClone(body),
      ack: async (response) => acknowledge(response),
    });
    return Promise.race([acknowledged, ran]);
  };

  const runCommand = async (words: { userId: string; channelId: string; name: string; text: string }) => {
    const said = (await ask(commandPayload(state, words))) as Json | string | undefined;
    if (!said) return;
    const content = typeof said === 'string' ? { text: said } : said;
    if (!content.text && !content.blocks) return;
    const onlyFor = content.response_type === 'in_channel' ? {} : { onlyFor: words.userId };
    addPosted(state, findPlace(state, words.channelId), content, onlyFor);
  };

  return {
    state,
    fetch: (url, init) => answerWebApi(state, String(url), init?.body),
    listen(listening) {
      app = listening;
    },
    async say({ userId, channelId, text, threadTs }) {
      const place = findPlace(state, channelId);
      if (!place.memberIds.has(userId)) throw new Refusal('not_in_channel');
      const [, name, rest] = COMMAND.exec(text) ?? [];
      if (name) {
        await runCommand({ userId, channelId, name: `/${name}`, text: escapeAsTyped(rest ?? '', state) });
        return;
      }
      const message = write(state, { userId, channelId, threadTs, text: escapeAsTyped(text, state) });
      await Promise.all(messageEvents(state, message).map((event) => deliver(wrapEvent(state, event))));
    },
    async use(on, used) {
      const payload =
        'viewId' in on
          ? viewActionPayload(state, { ...used, view: findOpenView(state, used.userId, on.viewId) })
          : messageActionPayload(state, { ...used, message: findSeen(state, used.userId, on) });
      await deliver(payload);
    },
    async submit({ userId, viewId, values }) {
      const view = findOpenView(state, userId, viewId);
      const said = await ask(viewPayload(state, { type: 'view_submission', userId, view, values }));
      return settleSubmission(state, view, (said ?? {}) as Json);
    },
    async close({ userId, viewId, values }) {
      const view = findOpenView(state, userId, viewId);
      removeView(state, view);
      if (view.content.notify_on_close)
        await deliver(viewPayload(state, { type: 'view_closed', userId, view, values }));
    },
    async suggest({ userId, viewId, ...asked }) {
      const view = findOpenView(state, userId, viewId);
      return ((await ask(suggestionPayload(state, { ...asked, userId, view }))) ?? {}) as Json;
    },
    openHome: (userId) =>
      deliver(
        wrapEvent(state, {
          type: 'app_home_opened',
          user: findMember(state, userId).id,
          channel: `D${userId.slice(1)}`,
          tab: 'home',
          event_ts: state.nextTs(),
        }),
      ),
    stop: ({ userId, channelId, threadTs }) =>
      deliver(
        wrapEvent(state, {
          type: 'agent_session_stopped',
          user: userId,
          channel: channelId,
          thread_ts: threadTs,
          event_ts: state.nextTs(),
        }),
      ),
    async shortcut({ userId, channelId, ts, callbackId }) {
      const message = findSeen(state, userId, { channelId, ts });
      await deliver(shortcutPayload(state, { userId, message, callbackId }));
    },
  };
}

/** Slack escapes what people type, so that no word of theirs is one of its tokens; '@Cosell' alone becomes a mention. */
function escapeAsTyped(text: string, state: WorkspaceState): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/@cosell\b/gi, `<@${state.bot.id}>`);
}

function write(
  state: WorkspaceState,
  words: { userId: string; channelId: string; text: string; threadTs: string | null },
): Posted {
  const message: Posted = {
    ...words,
    ts: state.nextTs(),
    blocks: [],
    onlyFor: null,
    stream: null,
    files: [],
    metadata: null,
    edited: false,
    revision: 0,
  };
  state.messages.push(message);
  state.changed();
  return message;
}

function settleSubmission(state: WorkspaceState, view: OpenView, said: Json): Record<string, string> {
  switch (said.response_action) {
    case 'errors':
      return said.errors as Record<string, string>;
    case 'update':
      updateView(state, view, said.view);
      return {};
    case 'push':
      pushView(state, view.userId, said.view);
      return {};
    case 'clear':
      state.modals.delete(view.userId);
      state.changed();
      return {};
    default:
      removeView(state, view);
      return {};
  }
}

function removeView(state: WorkspaceState, view: OpenView): void {
  const rest = (state.modals.get(view.userId) ?? []).filter((one) => one.id !== view.id);
  state.modals.set(view.userId, rest);
  state.changed();
}

/** A view that the person has open; another's is not found. */
function findOpenView(state: WorkspaceState, userId: string, viewId: string): OpenView {
  const all = [...(state.modals.get(userId) ?? []), state.homes.get(userId)];
  const found = all.find((view) => view?.id === viewId);
  if (!found) throw new Refusal('view_not_found');
  return found;
}

/** A message that the person sees; any other is not found. */
function findSeen(state: WorkspaceState, userId: string, on: { channelId: string; ts: string }): Posted {
  const seen = seenBy(state, userId, findPlace(state, on.channelId));
  const found = seen.find((message) => message.ts === on.ts);
  if (!found) throw new Refusal('message_not_found');
  return found;
}

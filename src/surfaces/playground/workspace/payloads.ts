import { describeMessage } from './look-up.ts';
import type { Json, OpenView, Posted, WorkspaceState } from './types.ts';
import { describeView } from './view-methods.ts';

/** Slack's own time is three seconds; a page that draws a modal in a slow browser gets a little more. */
const TRIGGER_MS = 10_000;

const APP = { api_app_id: 'A0COSELL', token: 'unused' };

/** An event in the envelope that Slack sends: of an outsider's, with *their* team on it. */
export function wrapEvent(state: WorkspaceState, event: Json): Json {
  const sender = state.members.get(String(event.user));
  return {
    ...APP,
    type: 'event_callback',
    team_id: sender?.teamId ?? state.homeTeamId,
    event_id: state.nextId('Ev'),
    event_time: Math.floor(state.now() / 1_000),
    authorizations: [
      {
        team_id: state.homeTeamId,
        enterprise_id: null,
        user_id: state.bot.id,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    event,
  };
}

/** What Slack tells the app of a message that a person wrote: the message, and its twin where the app is mentioned. */
export function messageEvents(state: WorkspaceState, message: Posted): Json[] {
  const direct = state.places.get(message.channelId)?.kind === 'direct';
  const shared = {
    channel: message.channelId,
    user: message.userId,
    text: message.text,
    ts: message.ts,
    event_ts: message.ts,
    ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
  };
  const mention = { ...shared, type: 'app_mention' };
  const plain = { ...shared, type: 'message', channel_type: direct ? 'im' : 'channel' };
  return !direct && message.text.includes(`<@${state.bot.id}>`) ? [mention, plain] : [plain];
}

/** An element that was used, with what was chosen in it, as the page sends it. */
export interface Used {
  readonly userId: string;
  readonly element: Json;
  /** What stands in the inputs around it. */
  readonly values: Json;
}

/** A click, choice or entry under a message. */
export function messageActionPayload(state: WorkspaceState, used: Used & { message: Posted }): Json {
  const { message, userId } = used;
  return {
    ...actionPayload(state, used),
    channel: { id: message.channelId, name: state.places.get(message.channelId)?.name ?? '' },
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: message.channelId,
      is_ephemeral: message.onlyFor !== null,
      ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    },
    // Slack does not send what an ephemeral message says.
    ...(message.onlyFor ? {} : { message: describeMessage(message) }),
    state: { values: used.values },
    response_url: openResponse(state, { channelId: message.channelId, userId, ts: message.ts }),
  };
}

/** A click, choice or entry in a modal or on the Home tab. */
export function viewActionPayload(state: WorkspaceState, used: Used & { view: OpenView }): Json {
  return {
    ...actionPayload(state, used),
    container: { type: 'view', view_id: used.view.id },
    view: describeView(state, used.view, used.values),
  };
}

/** A modal sent off, or closed where it wants to know. */
export function viewPayload(
  state: WorkspaceState,
  sent: { type: 'view_submission' | 'view_closed'; userId: string; view: OpenView; values: Json },
): Json {
  return {
    ...APP,
    type: sent.type,
    ...whose(state, sent.userId),
    view: describeView(state, sent.view, sent.values),
    ...(sent.type === 'view_submission'
      ? { trigger_id: openTrigger(state, sent.userId), response_urls: [] }
      : { is_cleared: false }),
  };
}

/** What a menu that fills itself asks for while a person types. */
export function suggestionPayload(
  state: WorkspaceState,
  asked: { userId: string; actionId: string; blockId: string; text: string; view: OpenView },
): Json {
  return {
    ...APP,
    type: 'block_suggestion',
    ...whose(state, asked.userId),
    action_id: asked.actionId,
    block_id: asked.blockId,
    value: asked.text,
    container: { type: 'view', view_id: asked.view.id },
    view: describeView(state, asked.view),
  };
}

export function commandPayload(
  state: WorkspaceState,
  command: { userId: string; channelId: string; name: string; text: string },
): Json {
  const { userId, channelId } = command;
  const member = state.members.get(userId);
  return {
    ...APP,
    command: command.name,
    text: command.text,
    team_id: member?.teamId ?? state.homeTeamId,
    channel_id: channelId,
    channel_name: state.places.get(channelId)?.name ?? '',
    user_id: userId,
    user_name: member?.name ?? '',
    trigger_id: openTrigger(state, userId),
    response_url: openResponse(state, { channelId, userId, ts: null }),
  };
}

/** The shortcut in a message's menu. */
export function shortcutPayload(
  state: WorkspaceState,
  used: { userId: string; message: Posted; callbackId: string },
): Json {
  const { message, userId } = used;
  return {
    ...APP,
    type: 'message_action',
    callback_id: used.callbackId,
    ...whose(state, userId),
    trigger_id: openTrigger(state, userId),
    channel: { id: message.channelId, name: state.places.get(message.channelId)?.name ?? '' },
    message_ts: message.ts,
    message: describeMessage(message),
    action_ts: state.nextTs(),
    response_url: openResponse(state, { channelId: message.channelId, userId, ts: message.ts }),
  };
}

function actionPayload(state: WorkspaceState, used: Used): Json {
  return {
    ...APP,
    type: 'block_actions',
    ...whose(state, used.userId),
    trigger_id: openTrigger(state, used.userId),
    actions: [{ ...used.element, action_ts: state.nextTs() }],
  };
}

function whose(state: WorkspaceState, userId: string): Json {
  const member = state.members.get(userId);
  const teamId = member?.teamId ?? state.homeTeamId;
  return {
    team: { id: teamId, domain: 'playground' },
    user: { id: userId, team_id: teamId, username: userId, name: member?.name ?? '' },
  };
}

function openTrigger(state: WorkspaceState, userId: string): string {
  const id = state.nextId('trigger.');
  state.triggers.set(id, { userId, until: state.now() + TRIGGER_MS });
  return id;
}

function openResponse(
  state: WorkspaceState,
  place: { channelId: string; userId: string; ts: string | null },
): string {
  const id = state.nextId('R');
  state.responses.set(id, place);
  return `${RESPONSES}${id}`;
}

/** The addresses that a click or command is answered by; never a real one. */
export const RESPONSES = 'https://hooks.playground.invalid/';

import { describeMessage } from './methods.ts';
import type { FakeMessage, FakeState } from './state.ts';

export type Payload = Record<string, unknown>;

/** An event in the envelope that Slack sends: by an outsider, with *their* team on it. */
export function envelope(state: FakeState, event: Payload, eventId: string): Payload {
  const { world } = state;
  const sender = world.users.get(String(event.user));
  return {
    type: 'event_callback',
    token: 'unused',
    api_app_id: 'A_COSELL',
    team_id: sender?.teamId ?? world.homeTeamId,
    event_id: eventId,
    event_time: Math.floor(state.now / 1_000),
    authorizations: [
      {
        team_id: world.homeTeamId,
        enterprise_id: null,
        user_id: world.bot.id,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    event,
  };
}

/** The `message` event of what a person wrote. */
export function messageEvent(state: FakeState, message: FakeMessage): Payload {
  const types = { channel: 'channel', private: 'group', group: 'mpim', direct: 'im' } as const;
  const channel = state.world.channels.get(message.channelId);
  return {
    type: 'message',
    channel: message.channelId,
    channel_type: types[channel?.kind ?? 'channel'],
    user: message.userId,
    text: message.text,
    ts: message.ts,
    event_ts: message.ts,
    ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
  };
}

/** Its twin where the app is mentioned, without a channel type and, as is seen in the wild, without a team. */
export function mentionEvent(message: FakeMessage): Payload {
  return {
    type: 'app_mention',
    channel: message.channelId,
    user: message.userId,
    text: message.text,
    ts: message.ts,
    event_ts: message.ts,
    ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
  };
}

/** A click on a message's button by somebody who sees it. */
export function clickPayload(
  state: FakeState,
  click: {
    userId: string;
    message: FakeMessage;
    actionId: string;
    nth?: number;
    actionTs: string;
    responseUrl: string;
  },
): Payload {
  const { userId, message } = click;
  const teamId = state.world.users.get(userId)?.teamId ?? state.world.homeTeamId;
  const { blockId, element } = findButton(message, click.actionId, click.nth ?? 0);
  return {
    type: 'block_actions',
    team: { id: teamId, domain: 'unused' },
    user: { id: userId, team_id: teamId, username: userId },
    api_app_id: 'A_COSELL',
    token: 'unused',
    trigger_id: `${click.actionTs}.trigger`,
    channel: { id: message.channelId, name: 'unused' },
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: message.channelId,
      is_ephemeral: message.onlyFor !== null,
      ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    },
    ...(message.onlyFor ? {} : { message: describeMessage(message) }),
    response_url: click.responseUrl,
    actions: [{ ...element, block_id: blockId, action_ts: click.actionTs }],
  };
}

/** A click on a button of the Home tab by whose tab it is. */
export function homeClickPayload(
  state: FakeState,
  click: { userId: string; actionId: string; nth: number; actionTs: string; triggerId: string },
): Payload {
  const teamId = state.world.users.get(click.userId)?.teamId ?? state.world.homeTeamId;
  const blocks = state.homes.get(click.userId) ?? [];
  const { blockId, element } = findButton({ blocks }, click.actionId, click.nth);
  const viewId = `V_${click.userId}`;
  return {
    type: 'block_actions',
    team: { id: teamId, domain: 'unused' },
    user: { id: click.userId, team_id: teamId, username: click.userId },
    api_app_id: 'A_COSELL',
    token: 'unused',
    trigger_id: click.triggerId,
    container: { type: 'view', view_id: viewId },
    view: { id: viewId, type: 'home', blocks, state: { values: {} } },
    actions: [{ ...element, block_id: blockId, action_ts: click.actionTs }],
  };
}

export function commandPayload(
  state: FakeState,
  command: { userId: string; channelId: string; text: string; triggerId: string; responseUrl: string },
): Payload {
  return {
    command: '/cosell',
    text: command.text,
    team_id: state.world.homeTeamId,
    channel_id: command.channelId,
    user_id: command.userId,
    api_app_id: 'A_COSELL',
    token: 'unused',
    trigger_id: command.triggerId,
    response_url: command.responseUrl,
  };
}

function findButton(
  message: Pick<FakeMessage, 'blocks'>,
  actionId: string,
  nth: number,
): { blockId: unknown; element: Payload } {
  const found = message.blocks.flatMap((block) =>
    [
      ...((block.elements as Payload[] | undefined) ?? []),
      ...(block.accessory ? [block.accessory as Payload] : []),
    ]
      .filter((element) => element.action_id === actionId)
      .map((element) => ({ blockId: block.block_id, element })),
  )[nth];
  if (!found) throw new Error(`There is no button ${actionId} there.`);
  return found;
}

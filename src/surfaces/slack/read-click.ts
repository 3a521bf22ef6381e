import type { BlockAction, ButtonAction, types } from '@slack/bolt';
import type { Home } from './directory.ts';

/** A click on a button under a message. */
export interface SlackClick {
  /** Under which the click is taken once. */
  readonly keys: readonly string[];
  readonly userId: string;
  readonly channelId: string;
  readonly ts: string;
  readonly threadTs: string;
  readonly value: string;
  /** The message's blocks as Slack keeps them. */
  readonly blocks: readonly types.KnownBlock[];
}

/** Reads a click; null where it names no message or nothing to do. */
export function readClick(
  body: BlockAction<ButtonAction>,
  action: ButtonAction,
  home: Home,
): SlackClick | null {
  const channelId =
    body.channel?.id ?? (typeof body.container.channel_id === 'string' ? body.container.channel_id : '');
  const ts =
    body.message?.ts ?? (typeof body.container.message_ts === 'string' ? body.container.message_ts : '');
  const value = action.value ?? '';
  if (!channelId || !ts || !value) return null;
  const threadTs = threadOf(body.message) ?? threadOf(body.container) ?? ts;
  return {
    keys: [`click|${home.teamId}|${channelId}|${ts}|${action.action_ts}|${body.user.id}`],
    userId: body.user.id,
    channelId,
    ts,
    threadTs,
    value,
    blocks: Array.isArray(body.message?.blocks) ? body.message.blocks : [],
  };
}

/** A click anywhere, on the Home tab or in a form too. */
export interface SlackUse {
  readonly keys: readonly string[];
  readonly userId: string;
  readonly value: string;
}

/** Reads a click on a button for who clicked and what the button holds. */
export function readUse(body: BlockAction<ButtonAction>, action: ButtonAction, home: Home): SlackUse {
  const where = body.view?.id ?? body.container.message_ts ?? '';
  return {
    keys: [`use|${home.teamId}|${String(where)}|${action.action_id}|${action.action_ts}|${body.user.id}`],
    userId: body.user.id,
    value: action.value ?? '',
  };
}

function threadOf(part: Readonly<Record<string, unknown>> | undefined): string | undefined {
  return typeof part?.thread_ts === 'string' ? part.thread_ts : undefined;
}

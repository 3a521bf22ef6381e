import { Refusal } from './refusal.ts';
import type { Json, Member, Place, Posted, WorkspaceState } from './types.ts';

export function findMember(state: WorkspaceState, id: unknown): Member {
  const member = state.members.get(String(id));
  if (!member) throw new Refusal('user_not_found');
  return member;
}

export function findPlace(state: WorkspaceState, id: unknown): Place {
  const place = state.places.get(String(id));
  if (!place) throw new Refusal('channel_not_found');
  return place;
}

/** The app's own message; nobody else's can be changed by it, and an ephemeral one by nobody. */
export function findOwn(state: WorkspaceState, args: Json): Posted {
  const place = findPlace(state, args.channel);
  const message = state.messages.find((one) => one.channelId === place.id && one.ts === args.ts);
  if (!message || message.onlyFor) throw new Refusal('message_not_found');
  if (message.userId !== state.bot.id) throw new Refusal('cant_update_message');
  return message;
}

/** A page of a list under Slack's cursors. */
export function cutPage<T>(all: readonly T[], args: Json): { page: T[]; response_metadata: Json } {
  const from = Number(args.cursor || 0);
  const until = from + Number(args.limit ?? 100);
  return {
    page: all.slice(from, until),
    response_metadata: { next_cursor: until < all.length ? String(until) : '' },
  };
}

/** A message as Slack's replies and payloads show it. */
export function describeMessage(message: Posted): Json {
  return {
    type: 'message',
    user: message.userId,
    ts: message.ts,
    ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    text: message.text,
    blocks: message.blocks,
    ...(message.metadata ? { metadata: message.metadata } : {}),
  };
}

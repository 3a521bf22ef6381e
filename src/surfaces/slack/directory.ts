import type { webApi } from '@slack/bolt';
import { z } from 'zod';
import type { Log } from '../../log.ts';

/** How long an answer of Slack's about a person or room is believed, unless an event says that it changed. */
const BELIEVED_MS = 60_000;

/** More readers than this are not looked up one by one: `users.info` allows about 100 a minute. */
const MOST_READERS = 200;

/** The workspace that the app is installed in, and the app itself. */
export interface Home {
  readonly teamId: string;
  readonly enterpriseId: string | null;
  readonly botUserId: string;
}

/** A person as Slack itself describes them. */
export interface Person {
  readonly userId: string;
  readonly teamId: string;
  /** The workspace of another firm that the person belongs to; null for colleagues, and for guests, who have our id. */
  readonly foreignTeamId: string | null;
  /** A full member of our own workspace or organisation; guests and everybody of another firm are not. */
  readonly inside: boolean;
  readonly email: string | null;
  /** Where their device says they are, as an IANA name; null where Slack does not say. */
  readonly timeZone: string | null;
}

/** A conversation as Slack itself describes it. */
export interface Room {
  readonly kind: 'direct' | 'room';
  /** The other person of a direct message. */
  readonly userId: string | null;
  /** Open to another firm, whoever is in it now. */
  readonly open: boolean;
  /** An invitation is out and nobody can say yet who will come. */
  readonly pending: boolean;
  /** The other workspaces that it is open to. */
  readonly teamIds: readonly string[];
  /** Everybody in it but the app. */
  readonly memberIds: readonly string[];
}

/** What Slack says of people and rooms. Null means that it did not say: then nothing may be assumed. */
export interface Directory {
  person(userId: string): Promise<Person | null>;
  room(channelId: string): Promise<Room | null>;
  /** Asks anew the next time. */
  forgetPerson(userId: string): void;
  forgetRoom(channelId: string): void;
}

const flag = z.boolean().optional();
const userReply = z.object({
  user: z.object({
    id: z.string(),
    team_id: z.string(),
    deleted: flag,
    tz: z.string().nullish(),
    is_stranger: flag,
    is_restricted: flag,
    is_ultra_restricted: flag,
    is_invited_user: flag,
    enterprise_user: z.object({ enterprise_id: z.string().optional() }).optional(),
    profile: z.object({ email: z.string().optional() }).optional(),
  }),
});
const teamIds = z.array(z.string()).nullish();
const channelReply = z.object({
  channel: z.object({
    is_im: flag,
    user: z.string().optional(),
    is_shared: flag,
    is_ext_shared: flag,
    is_org_shared: flag,
    is_pending_ext_shared: flag,
    connected_team_ids: teamIds,
    connected_limited_team_ids: teamIds,
    shared_team_ids: teamIds,
    conversation_host_id: z.string().nullish(),
    pending_connected_team_ids: teamIds,
    pending_shared: teamIds,
  }),
});
const membersReply = z.object({
  members: z.array(z.string()),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

/** Asks Slack, and believes the answer for a minute. A question that failed is asked again the next time. */
export function createDirectory(parts: {
  client: webApi.WebClient;
  home: Home;
  now: () => number;
  log: Log;
}): Directory {
  const { client, home, now, log } = parts;
  const people = createShelf<Person>(now);
  const rooms = createShelf<Room>(now);

  const call = async (method: string, about: Record<string, string>): Promise<unknown> => {
    try {
      return await client.apiCall(method, about);
    } catch (error) {
      log.warn({ method, code: describeFailure(error) }, 'slack did not say who is there');
      return null;
    }
  };

  const listMembers = async (channelId: string): Promise<string[] | null> => {
    const members: string[] = [];
    let cursor = '';
    do {
      const reply = membersReply.safeParse(
        await call('conversations.members', {
          channel: channelId,
          limit: String(MOST_READERS),
          ...(cursor ? { cursor } : {}),
        }),
      );
      if (!reply.success) return null;
      members.push(...reply.data.members.filter((id) => id !== home.botUserId));
      if (members.length > MOST_READERS) return null;
      cursor = reply.data.response_metadata?.next_cursor ?? '';
    } while (cursor);
    return members;
  };

  const askPerson = async (userId: string): Promise<Person | null> => {
    const reply = userReply.safeParse(await call('users.info', { user: userId }));
    return reply.success ? toPerson(reply.data.user, home) : null;
  };

  const askRoom = async (channelId: string): Promise<Room | null> => {
    const reply = channelReply.safeParse(await call('conversations.info', { channel: channelId }));
    if (!reply.success) return null;
    const memberIds = reply.data.channel.is_im ? [] : await listMembers(channelId);
    return memberIds && toRoom(reply.data.channel, memberIds, home);
  };

  return {
    person: (userId) => people.get(userId, () => askPerson(userId)),
    room: (channelId) => rooms.get(channelId, () => askRoom(channelId)),
    forgetPerson: people.forget,
    forgetRoom: rooms.forget,
  };
}

function toPerson(user: z.infer<typeof userReply>['user'], home: Home): Person {
  const colleague =
    user.team_id === home.teamId ||
    (home.enterpriseId !== null && user.enterprise_user?.enterprise_id === home.enterpriseId);
  const limited =
    user.is_stranger ||
    user.is_restricted ||
    user.is_ultra_restricted ||
    user.is_invited_user ||
    user.deleted;
  const inside = colleague && !limited;
  return {
    userId: user.id,
    teamId: user.team_id,
    foreignTeamId: colleague ? null : user.team_id,
    inside,
    // What another workspace calls an email is no evidence of anything.
    email: inside ? (user.profile?.email ?? null) : null,
    timeZone: user.tz ?? null,
  };
}

function toRoom(
  channel: z.infer<typeof channelReply>['channel'],
  memberIds: readonly string[],
  home: Home,
): Room {
  const ours = new Set([home.teamId, home.enterpriseId]);
  const open = Boolean(channel.is_ext_shared) || (Boolean(channel.is_shared) && !channel.is_org_shared);
  const connected = [
    ...(channel.connected_team_ids ?? []),
    ...(channel.connected_limited_team_ids ?? []),
    ...(channel.shared_team_ids ?? []),
    ...(channel.conversation_host_id ? [channel.conversation_host_id] : []),
  ];
  const invited = [...(channel.pending_connected_team_ids ?? []), ...(channel.pending_shared ?? [])];
  return {
    kind: channel.is_im ? 'direct' : 'room',
    userId: channel.user ?? null,
    open,
    pending: Boolean(channel.is_pending_ext_shared) || invited.length > 0,
    teamIds: open ? [...new Set(connected)].filter((id) => !ours.has(id)).sort() : [],
    memberIds,
  };
}

interface Shelf<T> {
  get(id: string, ask: () => Promise<T | null>): Promise<T | null>;
  forget(id: string): void;
}

/** Keeps answers for their time. Many who ask at once share one question; a forgotten one serves only who waited. */
function createShelf<T>(now: () => number): Shelf<T> {
  const kept = new Map<string, { until: number; answer: Promise<T | null> }>();
  return {
    get(id, ask) {
      const known = kept.get(id);
      if (known && known.until > now()) return known.answer;
      const entry = { until: now() + BELIEVED_MS, answer: ask() };
      kept.set(id, entry);
      void entry.answer.then((answer) => {
        if (answer === null && kept.get(id) === entry) kept.delete(id);
      });
      return entry.answer;
    },
    forget: (id) => void kept.delete(id),
  };
}

function describeFailure(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

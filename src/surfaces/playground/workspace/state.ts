import type { Member, OpenView, Place, Posted, PostedFile, WorkspaceState } from './types.ts';

/** Who there is and where they meet. */
export interface Seed {
  readonly homeTeamId: string;
  readonly members: readonly Member[];
  readonly places: readonly Place[];
}

export const BOT_ID = 'U0COSELL';

/**
 * An empty workspace with these people and rooms. Time stamps follow the real clock, since the program remembers for days
 * which messages it has taken and a restarted playground must not repeat one.
 */
export function createWorkspaceState(parts: {
  seed: Seed;
  now: () => number;
  changed: () => void;
}): WorkspaceState {
  const { seed, now, changed } = parts;
  const bot: Member = {
    id: BOT_ID,
    teamId: seed.homeTeamId,
    email: '',
    name: 'Cosell',
    title: 'assistant',
    firm: '',
    bot: true,
  };
  let lastTs = 0;
  let ids = 0;
  return {
    homeTeamId: seed.homeTeamId,
    bot,
    members: new Map([bot, ...seed.members].map((member) => [member.id, member])),
    places: new Map(seed.places.map((place) => [place.id, place])),
    messages: [],
    files: new Map<string, PostedFile>(),
    statuses: new Map(),
    prompts: new Map(),
    homes: new Map<string, OpenView>(),
    modals: new Map<string, OpenView[]>(),
    triggers: new Map(),
    responses: new Map(),
    now,
    nextTs() {
      lastTs = Math.max(lastTs + 1, now() * 1_000);
      return `${Math.floor(lastTs / 1_000_000)}.${String(lastTs % 1_000_000).padStart(6, '0')}`;
    },
    nextId(prefix) {
      ids += 1;
      return `${prefix}${now().toString(36).toUpperCase()}${ids}`;
    },
    changed,
  };
}

/** The direct message between a person and the app, opened where there is none yet. */
export function directWith(state: WorkspaceState, userId: string): Place {
  const id = `D${userId.slice(1)}`;
  const found = state.places.get(id);
  if (found) return found;
  const place: Place = {
    id,
    kind: 'direct',
    name: 'Cosell',
    about: 'Only you and Cosell: nobody else reads it',
    memberIds: new Set([userId, state.bot.id]),
    teamIds: [],
  };
  state.places.set(id, place);
  return place;
}

/** The rooms that a person is in, their direct message first. */
export function placesOf(state: WorkspaceState, userId: string): Place[] {
  const direct = directWith(state, userId);
  const rooms = [...state.places.values()].filter(
    (place) => place.kind === 'channel' && place.memberIds.has(userId),
  );
  return [direct, ...rooms];
}

/** What a person sees in a room, in order: nobody else's ephemeral messages, and nothing where they are not in it. */
export function seenBy(state: WorkspaceState, userId: string, place: Place): Posted[] {
  if (!place.memberIds.has(userId)) return [];
  return state.messages.filter(
    (message) => message.channelId === place.id && (message.onlyFor === null || message.onlyFor === userId),
  );
}

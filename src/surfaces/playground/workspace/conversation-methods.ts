import { cutPage, describeMessage, findMember, findPlace } from './look-up.ts';
import type { Method } from './methods.ts';
import { Refusal } from './refusal.ts';
import { directWith } from './state.ts';
import type { Json, Member, Place, Prompt, WorkspaceState } from './types.ts';

const STATUSES = ['active', 'processing', 'suspended', 'closed'];

/** Who and where: what the program asks before it answers anybody. */
export const conversationMethods: Readonly<Record<string, Method>> = {
  'auth.test': (state) => ({ team_id: state.homeTeamId, user_id: state.bot.id, bot_id: 'B0COSELL' }),

  'users.info': (state, args) => ({ user: describeMember(findMember(state, args.user), state) }),

  'users.lookupByEmail'(state, args) {
    const email = String(args.email).toLowerCase();
    // Slack finds people of the workspace itself alone.
    const member = [...state.members.values()].find(
      (one) => one.teamId === state.homeTeamId && !one.bot && one.email.toLowerCase() === email,
    );
    if (!member) throw new Refusal('users_not_found');
    return { user: describeMember(member, state) };
  },

  'conversations.info': (state, args) => ({ channel: describePlace(findPlace(state, args.channel), state) }),

  'conversations.members'(state, args) {
    const { page, response_metadata } = cutPage([...findPlace(state, args.channel).memberIds], args);
    return { members: page, response_metadata };
  },

  'conversations.open': (state, args) => ({
    channel: { id: directWith(state, findMember(state, args.users).id).id },
  }),

  'conversations.history'(state, args) {
    const place = findPlace(state, args.channel);
    const newestFirst = state.messages
      .filter((one) => one.channelId === place.id && one.onlyFor === null && one.threadTs === null)
      .reverse();
    const { page, response_metadata } = cutPage(newestFirst, args);
    return { messages: page.map(describeMessage), response_metadata };
  },

  'conversations.replies'(state, args) {
    const place = findPlace(state, args.channel);
    const thread = state.messages.filter(
      (one) =>
        one.channelId === place.id &&
        one.onlyFor === null &&
        (one.ts === args.ts || one.threadTs === args.ts),
    );
    if (thread.length === 0) throw new Refusal('thread_not_found');
    const { page, response_metadata } = cutPage(thread, args);
    return { messages: page.map(describeMessage), response_metadata };
  },

  'agents.sessions.setStatus'(state, args) {
    const place = findPlace(state, args.channel_id);
    if (!STATUSES.includes(String(args.status)) || !args.thread_ts) throw new Refusal('invalid_arguments');
    state.statuses.set(`${place.id}|${String(args.thread_ts)}`, String(args.status));
    state.changed();
    return {};
  },

  'agents.sessions.rename': () => ({}),

  'assistant.threads.setSuggestedPrompts'(state, args) {
    const prompts = typeof args.prompts === 'string' ? JSON.parse(args.prompts) : args.prompts;
    state.prompts.set(findPlace(state, args.channel_id).id, prompts as readonly Prompt[]);
    state.changed();
    return {};
  },
};

function describeMember(member: Member, state: WorkspaceState): Json {
  return {
    id: member.id,
    team_id: member.teamId,
    deleted: false,
    is_bot: member.bot,
    is_restricted: false,
    is_ultra_restricted: false,
    // Slack says so of whoever shares a channel with us, which is why it proves nothing.
    is_stranger: false,
    name: member.name,
    real_name: member.name,
    tz: 'Etc/UTC',
    profile: {
      real_name: member.name,
      ...(member.teamId === state.homeTeamId ? { email: member.email } : {}),
    },
  };
}

function describePlace(place: Place, state: WorkspaceState): Json {
  const shared = place.teamIds.length > 0;
  return {
    id: place.id,
    name: place.name,
    is_im: place.kind === 'direct',
    is_mpim: false,
    is_private: place.kind === 'direct',
    is_member: true,
    is_shared: shared,
    is_ext_shared: shared,
    is_org_shared: false,
    is_pending_ext_shared: false,
    ...(place.kind === 'direct'
      ? { user: [...place.memberIds].find((id) => id !== state.bot.id) }
      : { context_team_id: state.homeTeamId }),
    ...(shared
      ? { connected_team_ids: [...place.teamIds, state.homeTeamId], conversation_host_id: state.homeTeamId }
      : {}),
  };
}

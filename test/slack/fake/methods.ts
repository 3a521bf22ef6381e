import { findBlockFaults, findModalFaults } from './block-rules.ts';
import type { FakeMessage, FakeState } from './state.ts';
import type { FakeChannel, FakeUser } from './world.ts';

type Args = Readonly<Record<string, unknown>>;
type Reply = Record<string, unknown>;

/** A refusal by Slack, under the name that Slack gives it. */
export class Refusal extends Error {}

const STREAM_LIFETIME_MS = 5 * 60_000;
const STATUSES = ['active', 'processing', 'suspended', 'closed'];

/** Every method that the program may call. Another one fails the test. */
export const METHODS: Readonly<Record<string, (state: FakeState, args: Args) => Reply>> = {
  'auth.test': ({ world }) => ({ team_id: world.homeTeamId, user_id: world.bot.id, bot_id: 'B_COSELL' }),

  'users.info': (state, args) => ({ user: describeUser(findUser(state, args.user), state) }),

  'users.lookupByEmail'(state, args) {
    const email = String(args.email).toLowerCase();
    // Only people of the workspace itself are found, guests among them.
    const user = [...state.world.users.values()].find(
      (one) => one.teamId === state.world.homeTeamId && one.email.toLowerCase() === email,
    );
    if (!user) throw new Refusal('users_not_found');
    return { user: describeUser(user, state) };
  },

  'conversations.info': (state, args) => ({
    channel: describeChannel(findChannel(state, args.channel), state),
  }),

  'conversations.members'(state, args) {
    const members = [...findChannel(state, args.channel).members];
    const from = Number(args.cursor ?? 0);
    const until = from + Number(args.limit ?? 100);
    return {
      members: members.slice(from, until),
      response_metadata: { next_cursor: until < members.length ? String(until) : '' },
    };
  },

  'conversations.open'(state, args) {
    const user = findUser(state, args.users);
    return { channel: { id: state.world.directWith(user.id).id } };
  },

  'conversations.history'(state, args) {
    const channel = findChannel(state, args.channel);
    const newestFirst = state.messages
      .filter((one) => one.channelId === channel.id && one.onlyFor === null && one.threadTs === null)
      .reverse();
    const from = Number(args.cursor ?? 0);
    const until = from + Number(args.limit ?? 100);
    const withMetadata = String(args.include_all_metadata) === 'true';
    return {
      messages: newestFirst.slice(from, until).map((one) => ({
        ...describeMessage(one),
        ...(withMetadata && one.metadata ? { metadata: one.metadata } : {}),
      })),
      response_metadata: { next_cursor: until < newestFirst.length ? String(until) : '' },
    };
  },

  'conversations.replies'(state, args) {
    const channel = findChannel(state, args.channel);
    const thread = state.messages.filter(
      (one) =>
        one.channelId === channel.id &&
        one.onlyFor === null &&
        (one.ts === args.ts || one.threadTs === args.ts),
    );
    if (thread.length === 0) throw new Refusal('thread_not_found');
    return { messages: thread.map(describeMessage) };
  },

  'files.getUploadURLExternal'(state, args) {
    const id = `F${state.files.length + 1}`;
    const altText = String(args.alt_text ?? '');
    state.files.push({ id, name: String(args.filename), altText, bytes: null, shownIn: null });
    return { file_id: id, upload_url: `https://files.slack.test/${id}` };
  },

  'files.completeUploadExternal'(state, args) {
    const channelId = findChannel(state, args.channel_id).id;
    const sent = JSON.parse(String(args.files)) as { id: string }[];
    for (const { id } of sent) {
      const file = state.files.find((one) => one.id === id);
      if (!file?.bytes) throw new Refusal('file_not_found');
      file.shownIn = { channelId, threadTs: String(args.thread_ts ?? '') };
    }
    return { files: sent };
  },

  'chat.postMessage'(state, args) {
    const channel = findChannel(state, args.channel);
    const message = addMessage(state, channel, {
      ...args,
      unfurls: args.unfurl_links !== 'false' || args.unfurl_media !== 'false',
    });
    return { channel: channel.id, ts: message.ts, message: describeMessage(message) };
  },

  'chat.postEphemeral'(state, args) {
    const channel = findChannel(state, args.channel);
    const user = findUser(state, args.user);
    if (!channel.members.has(user.id)) throw new Refusal('user_not_in_channel');
    return { message_ts: addMessage(state, channel, { ...args, onlyFor: user.id, unfurls: false }).ts };
  },

  'chat.update'(state, args) {
    const message = findOwn(state, args);
    checkContent(args);
    message.text = String(args.text ?? '');
    message.blocks = (args.blocks as FakeMessage['blocks']) ?? [];
    message.edits += 1;
    if (message.stream) message.stream.open = false;
    return { channel: message.channelId, ts: message.ts };
  },

  'chat.startStream'(state, args) {
    const channel = findChannel(state, args.channel);
    if (!args.thread_ts) throw new Refusal('invalid_arguments');
    if (channel.kind !== 'direct' && !args.recipient_user_id) throw new Refusal('missing_recipient_user_id');
    if (args.recipient_user_id) {
      const recipient = findUser(state, args.recipient_user_id);
      if (args.recipient_team_id !== recipient.teamId) throw new Refusal('missing_recipient_team_id');
    }
    const message = addMessage(state, channel, { ...args, text: '(stream)', unfurls: false });
    message.text = '';
    message.stream = {
      chunks: [],
      open: true,
      recipientId: (args.recipient_user_id as string | undefined) ?? null,
      startedAt: state.now,
    };
    addChunks(message, args);
    return { channel: channel.id, ts: message.ts };
  },

  'chat.appendStream'(state, args) {
    const message = findStreaming(state, args);
    addChunks(message, args);
    return { channel: message.channelId, ts: message.ts };
  },

  'chat.stopStream'(state, args) {
    const message = findStreaming(state, args);
    addChunks(message, args);
    if (args.blocks) checkBlocks(args.blocks);
    message.blocks = (args.blocks as FakeMessage['blocks']) ?? [];
    if (message.stream) message.stream.open = false;
    state.statuses.set(`${message.channelId}|${message.threadTs}`, String(args.session_status ?? 'active'));
    return { channel: message.channelId, ts: message.ts };
  },

  'agents.sessions.setStatus'(state, args) {
    const channel = findChannel(state, args.channel_id);
    if (!STATUSES.includes(String(args.status)) || !args.thread_ts) throw new Refusal('invalid_arguments');
    state.statuses.set(`${channel.id}|${String(args.thread_ts)}`, String(args.status));
    return {};
  },

  'views.open'(state, args) {
    const view = takeModal(args.view);
    const id = `V_modal_${state.modals.size + 1}`;
    state.modals.set(id, view);
    return { view: { ...view, id } };
  },

  'views.update'(state, args) {
    const id = String(args.view_id);
    if (!state.modals.has(id)) throw new Refusal('not_found');
    const view = takeModal(args.view);
    state.modals.set(id, view);
    return { view: { ...view, id } };
  },

  'views.publish'(state, args) {
    const user = findUser(state, args.user_id);
    const { blocks } = args.view as { blocks: Record<string, unknown>[] };
    const faults = findBlockFaults(blocks, 'home');
    if (faults.length > 0) throw new Refusal('invalid_arguments', { cause: faults });
    state.homes.set(user.id, blocks);
    return { view: { id: `V_${user.id}` } };
  },
};

export function describeMessage(message: FakeMessage): Reply {
  return {
    type: 'message',
    user: message.userId,
    ts: message.ts,
    ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    text: message.text,
    blocks: message.blocks,
  };
}

function takeModal(view: unknown): Record<string, unknown> {
  const modal = view as Record<string, unknown>;
  const faults = findModalFaults(modal);
  if (faults.length > 0) throw new Refusal('invalid_arguments', { cause: faults });
  return modal;
}

function addMessage(
  state: FakeState,
  channel: FakeChannel,
  args: Args & { onlyFor?: string; unfurls: boolean },
): FakeMessage {
  if (args.text !== '(stream)') checkContent(args);
  if (!channel.members.has(state.world.bot.id)) throw new Refusal('not_in_channel');
  const message: FakeMessage = {
    channelId: channel.id,
    ts: state.nextTs(),
    threadTs: (args.thread_ts as string | undefined) ?? null,
    userId: state.world.bot.id,
    text: String(args.text ?? ''),
    blocks: ((args.blocks as FakeMessage['blocks'] | undefined) ?? []).map((block, i) => ({
      block_id: `b${i}`,
      ...block,
    })),
    onlyFor: args.onlyFor ?? null,
    stream: null,
    unfurls: args.unfurls,
    edits: 0,
    ...(args.metadata ? { metadata: args.metadata as Record<string, unknown> } : {}),
  };
  state.messages.push(message);
  return message;
}

function checkContent(args: Args): void {
  if (!args.text) throw new Refusal('no_text');
  if (String(args.text).length > 40_000) throw new Refusal('msg_too_long');
  if (args.blocks) checkBlocks(args.blocks);
}

function checkBlocks(blocks: unknown): void {
  const faults = findBlockFaults(blocks);
  if (faults.length > 0) throw new Refusal('invalid_blocks', { cause: faults });
}

function addChunks(message: FakeMessage, args: Args): void {
  if (args.markdown_text && args.chunks) throw new Refusal('streaming_mode_mismatch');
  message.stream?.chunks.push(...((args.chunks as Record<string, unknown>[] | undefined) ?? []));
}

function findStreaming(state: FakeState, args: Args): FakeMessage {
  const message = findOwn(state, args);
  const alive = message.stream?.open && state.now - message.stream.startedAt < STREAM_LIFETIME_MS;
  if (!alive) throw new Refusal('message_not_in_streaming_state');
  return message;
}

function findOwn(state: FakeState, args: Args): FakeMessage {
  const channel = findChannel(state, args.channel);
  const message = state.messages.find((one) => one.channelId === channel.id && one.ts === args.ts);
  if (!message || message.onlyFor) throw new Refusal('message_not_found');
  if (message.userId !== state.world.bot.id) throw new Refusal('cant_update_message');
  return message;
}

function findUser(state: FakeState, id: unknown): FakeUser {
  const user = state.world.users.get(String(id));
  if (!user) throw new Refusal('user_not_found');
  return user;
}

function findChannel(state: FakeState, id: unknown): FakeChannel {
  const channel = state.world.channels.get(String(id));
  if (!channel) throw new Refusal('channel_not_found');
  return channel;
}

function describeUser(user: FakeUser, { world }: FakeState): Reply {
  const ours = user.teamId === world.homeTeamId;
  return {
    id: user.id,
    team_id: user.teamId,
    deleted: user.deleted,
    is_bot: user.kind === 'bot',
    is_restricted: user.kind === 'guest' || user.kind === 'single_channel_guest',
    is_ultra_restricted: user.kind === 'single_channel_guest',
    // False for whoever shares a channel with us, which is why it proves nothing.
    is_stranger: false,
    real_name: user.name,
    profile: ours || user.email ? { email: user.email, real_name: user.name } : {},
  };
}

function describeChannel(channel: FakeChannel, { world }: FakeState): Reply {
  const external = channel.sharing === 'external';
  const organisation = channel.sharing === 'organisation';
  return {
    id: channel.id,
    is_im: channel.kind === 'direct',
    is_mpim: channel.kind === 'group',
    is_private: channel.kind !== 'channel',
    is_shared: external || organisation,
    is_ext_shared: external,
    is_org_shared: organisation,
    is_pending_ext_shared: channel.sharing === 'pending',
    ...(channel.kind === 'direct'
      ? { user: [...channel.members].find((id) => id !== world.bot.id) }
      : { context_team_id: world.homeTeamId }),
    ...(external
      ? { connected_team_ids: [...channel.teamIds, world.homeTeamId], conversation_host_id: world.homeTeamId }
      : {}),
    ...(channel.sharing === 'pending' ? { pending_shared: channel.teamIds } : {}),
  };
}

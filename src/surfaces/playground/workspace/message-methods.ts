import { describeMessage, findMember, findOwn, findPlace } from './look-up.ts';
import type { Method } from './methods.ts';
import { Refusal } from './refusal.ts';
import type { Json, Place, Posted, PostedFile, WorkspaceState } from './types.ts';

const MOST_BLOCKS = 50;
const MOST_TEXT = 40_000;

/** What the program says: posts, updates, ephemeral messages and streams. */
export const messageMethods: Readonly<Record<string, Method>> = {
  'chat.postMessage'(state, args) {
    const place = findPlace(state, args.channel);
    const message = addPosted(state, place, args);
    return { channel: place.id, ts: message.ts, message: describeMessage(message) };
  },

  'chat.postEphemeral'(state, args) {
    const place = findPlace(state, args.channel);
    const user = findMember(state, args.user);
    if (!place.memberIds.has(user.id)) throw new Refusal('user_not_in_channel');
    return { message_ts: addPosted(state, place, args, { onlyFor: user.id }).ts };
  },

  'chat.update'(state, args) {
    const message = findOwn(state, args);
    checkContent(args);
    message.text = String(args.text ?? '');
    message.blocks = nameBlocks(args.blocks);
    // What a stream has carried goes with the text that it stood for.
    message.stream = null;
    touch(state, message);
    return { channel: message.channelId, ts: message.ts };
  },

  'chat.delete'(state, args) {
    const message = findOwn(state, args);
    state.messages.splice(state.messages.indexOf(message), 1);
    state.changed();
    return { channel: message.channelId, ts: message.ts };
  },

  'chat.startStream'(state, args) {
    const place = findPlace(state, args.channel);
    if (!args.thread_ts) throw new Refusal('invalid_arguments');
    if (place.kind !== 'direct' && !args.recipient_user_id) throw new Refusal('missing_recipient_user_id');
    const message = addPosted(state, place, { ...args, text: '…' });
    message.text = '';
    message.stream = { chunks: [], open: true };
    addChunks(state, message, args);
    return { channel: place.id, ts: message.ts };
  },

  'chat.appendStream'(state, args) {
    const message = findStreaming(state, args);
    addChunks(state, message, args);
    return { channel: message.channelId, ts: message.ts };
  },

  'chat.stopStream'(state, args) {
    const message = findStreaming(state, args);
    checkBlocks(args.blocks);
    message.blocks = nameBlocks(args.blocks);
    if (message.stream) message.stream.open = false;
    state.statuses.set(`${message.channelId}|${message.threadTs}`, String(args.session_status ?? 'active'));
    addChunks(state, message, args);
    return { channel: message.channelId, ts: message.ts };
  },
};

/** Adds a message of the app's. Throws the refusals that Slack has for one without text, or too long. */
export function addPosted(
  state: WorkspaceState,
  place: Place,
  args: Json,
  look: { onlyFor?: string; files?: readonly PostedFile[] } = {},
): Posted {
  if (!look.files) checkContent(args);
  if (!place.memberIds.has(state.bot.id)) throw new Refusal('not_in_channel');
  const message: Posted = {
    channelId: place.id,
    ts: state.nextTs(),
    threadTs: args.thread_ts ? String(args.thread_ts) : null,
    userId: state.bot.id,
    text: String(args.text ?? ''),
    blocks: nameBlocks(args.blocks),
    onlyFor: look.onlyFor ?? null,
    stream: null,
    files: look.files ?? [],
    metadata: (args.metadata as Json | undefined) ?? null,
    edited: false,
    revision: 0,
  };
  state.messages.push(message);
  state.changed();
  return message;
}

/** Slack names every block that the program left without a name. */
export function nameBlocks(blocks: unknown): Json[] {
  return Array.isArray(blocks) ? blocks.map((block: Json, i) => ({ block_id: `b${i}`, ...block })) : [];
}

export function touch(state: WorkspaceState, message: Posted): void {
  message.edited = true;
  message.revision += 1;
  state.changed();
}

function checkContent(args: Json): void {
  if (!args.text && !args.blocks) throw new Refusal('no_text');
  if (String(args.text ?? '').length > MOST_TEXT) throw new Refusal('msg_too_long');
  checkBlocks(args.blocks);
}

function checkBlocks(blocks: unknown): void {
  if (blocks !== undefined && (!Array.isArray(blocks) || blocks.length > MOST_BLOCKS))
    throw new Refusal('invalid_blocks');
}

function addChunks(state: WorkspaceState, message: Posted, args: Json): void {
  const chunks = Array.isArray(args.chunks) ? (args.chunks as Json[]) : [];
  const words = args.markdown_text ? [{ type: 'markdown_text', text: String(args.markdown_text) }] : [];
  message.stream?.chunks.push(...chunks, ...words);
  message.revision += 1;
  state.changed();
}

function findStreaming(state: WorkspaceState, args: Json): Posted {
  const message = findOwn(state, args);
  if (!message.stream?.open) throw new Refusal('message_not_in_streaming_state');
  return message;
}

import type { FakeChannel, World } from './world.ts';

/** A message as the fake keeps it. */
export interface FakeMessage {
  readonly channelId: string;
  readonly ts: string;
  readonly threadTs: string | null;
  readonly userId: string;
  text: string;
  blocks: Record<string, unknown>[];
  /** Shown to this person alone. */
  readonly onlyFor: string | null;
  /** What a stream has carried so far; null for a message that was posted. */
  stream: {
    chunks: Record<string, unknown>[];
    open: boolean;
    recipientId: string | null;
    startedAt: number;
  } | null;
  readonly unfurls: boolean;
  edits: number;
  /** What the program attached and people do not see. */
  readonly metadata?: Record<string, unknown>;
}

/** A file that was sent, in the three steps that Slack asks for. */
export interface FakeFile {
  readonly id: string;
  readonly name: string;
  readonly altText: string;
  bytes: Uint8Array | null;
  /** Where it is shown; null until its upload is completed. */
  shownIn: { channelId: string; threadTs: string } | null;
}

/** A call of a method, as the program made it. */
interface FakeCall {
  readonly method: string;
  readonly args: Readonly<Record<string, unknown>>;
}

interface Fault {
  readonly method: string;
  readonly error: string;
  readonly retryAfter?: number;
  left: number;
}

export interface FakeState {
  readonly world: World;
  readonly messages: FakeMessage[];
  readonly files: FakeFile[];
  readonly calls: FakeCall[];
  readonly statuses: Map<string, string>;
  readonly homes: Map<string, Record<string, unknown>[]>;
  /** Modals by id, as they were last drawn. */
  readonly modals: Map<string, Record<string, unknown>>;
  readonly faults: Fault[];
  /** What the program did that no program may do, such as calling a method that does not exist. */
  readonly complaints: string[];
  /** What was sent to response addresses. */
  readonly responses: Record<string, unknown>[];
  /** The fake's own clock, in milliseconds. */
  now: number;
  nextTs(): string;
}

export function createState(world: World): FakeState {
  let counter = 0;
  const state: FakeState = {
    world,
    messages: [],
    files: [],
    calls: [],
    statuses: new Map(),
    homes: new Map(),
    modals: new Map(),
    faults: [],
    complaints: [],
    responses: [],
    now: 1_790_000_000_000,
    nextTs() {
      counter += 1;
      return `${Math.floor(state.now / 1_000)}.${String(counter).padStart(6, '0')}`;
    },
  };
  return state;
}

/** What a person sees in a room, in order: nobody else's ephemerals, and of another's open stream only the beginning. */
export function seenBy(state: FakeState, userId: string, channel: FakeChannel): FakeMessage[] {
  if (!channel.members.has(userId)) return [];
  return state.messages.filter(
    (message) => message.channelId === channel.id && (message.onlyFor === null || message.onlyFor === userId),
  );
}

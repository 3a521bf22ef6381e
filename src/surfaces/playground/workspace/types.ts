/** A person of the workspace or of another firm's, as Slack would describe them. */
export interface Member {
  readonly id: string;
  readonly teamId: string;
  readonly email: string;
  readonly name: string;
  /** Such as 'rep' or 'alliance manager': for the page's list of people alone. */
  readonly title: string;
  readonly firm: string;
  readonly bot: boolean;
}

/** A conversation. `teamIds` are the other firms' workspaces that it is shared with; none for a room of our own. */
export interface Place {
  readonly id: string;
  readonly kind: 'direct' | 'channel';
  readonly name: string;
  /** Who reads there, in words. */
  readonly about: string;
  readonly memberIds: ReadonlySet<string>;
  readonly teamIds: readonly string[];
}

/** A part of Block Kit or of a payload, as JSON has it. */
export type Json = Record<string, unknown>;

export interface PostedFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly altText: string;
  bytes: Uint8Array | null;
}

export interface Posted {
  readonly channelId: string;
  readonly ts: string;
  readonly threadTs: string | null;
  readonly userId: string;
  text: string;
  blocks: Json[];
  /** Shown to this person alone; it cannot be changed but through its response address. */
  readonly onlyFor: string | null;
  /** What a stream has carried so far; null for a message that was posted. */
  stream: { readonly chunks: Json[]; open: boolean } | null;
  readonly files: readonly PostedFile[];
  readonly metadata: Json | null;
  edited: boolean;
  /** Grows with each change, so that a page draws again only what changed. */
  revision: number;
}

/** A modal or Home tab that one person sees. */
export interface OpenView {
  readonly id: string;
  readonly userId: string;
  hash: string;
  /** The `view` argument that the program sent. */
  content: Json;
  readonly rootId: string;
  readonly previousId: string | null;
}

/** A question that is suggested, under a title of its own. */
export interface Prompt {
  readonly title: string;
  readonly message: string;
}

/** Everything that the workspace holds. Only its methods change it, and each change is told to those who watch. */
export interface WorkspaceState {
  readonly homeTeamId: string;
  readonly bot: Member;
  readonly members: ReadonlyMap<string, Member>;
  readonly places: Map<string, Place>;
  readonly messages: Posted[];
  readonly files: Map<string, PostedFile>;
  /** How a conversation stands, by `channel|thread`. */
  readonly statuses: Map<string, string>;
  /** The questions that the program suggests in a room; none for the manifest's. */
  readonly prompts: Map<string, readonly Prompt[]>;
  readonly homes: Map<string, OpenView>;
  /** A person's modals, the uppermost last. */
  readonly modals: Map<string, OpenView[]>;
  /** Whose click or command a trigger is, and when it ends. */
  readonly triggers: Map<string, { readonly userId: string; readonly until: number }>;
  /** What a response address answers to. */
  readonly responses: Map<
    string,
    { readonly channelId: string; readonly userId: string; readonly ts: string | null }
  >;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** A message's time stamp, never the same twice. */
  readonly nextTs: () => string;
  readonly nextId: (prefix: string) => string;
  readonly changed: () => void;
}

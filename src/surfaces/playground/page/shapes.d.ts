/** What the program sends to the page (src/surfaces/playground/snapshot.ts). */
// biome-ignore lint/suspicious/noExplicitAny: Block Kit as it came, of any shape; what is unknown is drawn as a fault.
export type Part = Record<string, any>;

export interface Author {
  id: string;
  name: string;
  title: string;
  firm: string;
  bot: boolean;
}

export interface Trace {
  asked: string;
  asker: string;
  readers: string;
  model: string;
  mode: string;
  ms: number;
  withheld: boolean;
  tools: { name: string; input: string; ok: boolean; ms: number }[];
}

export interface Message {
  ts: string;
  thread: string | null;
  author: Author;
  text: string;
  blocks: Part[];
  ephemeral: boolean;
  chunks: Part[];
  streaming: boolean;
  files: { id: string; title: string; altText: string }[];
  revision: number;
  status: string;
  traces: Trace[];
}

export interface Place {
  id: string;
  kind: 'direct' | 'channel';
  name: string;
  about: string;
  prompts: { title: string; message: string }[];
  messages: Message[];
}

export interface OpenView {
  id: string;
  hash: string;
  depth?: number;
  view: Part;
}

export interface Seen {
  person: Author;
  names: Record<string, string>;
  shortcuts: { name: string; callbackId: string }[];
  places: Place[];
  modal: OpenView | null;
  home: OpenView | null;
}

export interface Person {
  id: string;
  name: string;
  title: string;
  firm: string;
  email: string;
}

/** What drawing a part needs from around it. */
export interface Around {
  /** What mentions are shown as. */
  names: Record<string, string>;
  /** The id of the person who looks, for the addresses of pictures. */
  as: string;
  blockId: string;
  /** An element was used: its part of the payload. */
  use: (element: Part) => void;
  /** The inputs around it, each giving what stands in it. */
  inputs: Map<string, () => Part>;
  /** Asks the program what a menu offers. */
  suggest?: (asked: { blockId: string; actionId: string; text: string }) => Promise<Part>;
}

export type Words =
  | { kind: 'text' | 'code' | 'pre' | 'mention'; text: string }
  | { kind: 'link'; url: string; text: string }
  | { kind: 'bold' | 'italic' | 'strike' | 'quote'; inner: Words[] };

import type { IsoDate } from '../dates.ts';

export type Visibility = 'internal' | 'partner' | 'public';

/** Who may read a page. The lists narrow `partner` and are empty where they narrow nothing. */
export interface Readership {
  readonly visibility: Visibility;
  readonly partners: readonly string[];
  /** Lower case, as partners' tiers are compared. */
  readonly tiers: readonly string[];
  readonly archetypes: readonly string[];
}

/** A file of the playbook as it was read: its text is Markdown, whatever the file was. */
export interface Page {
  /** Relative to the playbook's folder, with forward slashes. */
  readonly path: string;
  readonly title: string;
  readonly readership: Readership;
  readonly effectiveOn: IsoDate | null;
  readonly url: string | null;
  readonly body: string;
  readonly warnings: readonly string[];
}

/** A piece of a page that search returns; its text stands word for word in the page. */
export interface Chunk {
  /** The headings above it, outermost first, joined by ' > '; empty at the top of a page. */
  readonly heading: string;
  readonly text: string;
}

/** A passage found, as `playbook search` prints it. */
export interface Passage {
  /** 1 is the best. */
  readonly rank: number;
  /** Comparable within one search only. */
  readonly score: number;
  readonly path: string;
  readonly title: string;
  readonly heading: string;
  readonly text: string;
  readonly effectiveOn: IsoDate | null;
  readonly url: string | null;
}

export interface SearchResult {
  readonly passages: readonly Passage[];
  /** False where nothing that this reader may see speaks of the question; true is no promise of an answer. */
  readonly answerable: boolean;
}

/** What an index run did, in files. */
export interface IndexReport {
  readonly read: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly removed: number;
  readonly passages: number;
  readonly refused: readonly { readonly path: string; readonly why: string }[];
  readonly warnings: readonly { readonly path: string; readonly why: string }[];
}

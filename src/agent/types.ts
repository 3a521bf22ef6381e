import type { Actor, Audience, Scope } from '../access/types.ts';
import type { Chart } from '../charts/types.ts';

/** What a surface hands over: who asks, who can read the reply, what was said, and where the conversation is. */
export interface Question {
  readonly text: string;
  readonly actor: Actor;
  readonly audience: Audience;
  /** Names the conversation; the surface makes it, e.g. `team|channel|ts`. */
  readonly thread: string;
  /** Stops model and tools. */
  readonly signal?: AbortSignal;
  /** Told as the turn goes on; surfaces show it where the audience may see it. */
  readonly onProgress?: (progress: Progress) => void;
}

/** A step of a running turn, in fixed words that disclose nothing but the tool's name. */
export interface Progress {
  readonly step: number;
  readonly tool: string;
  readonly state: 'running' | 'done' | 'failed';
  /** Such as 'Looking up overlaps'. */
  readonly label: string;
}

/** What is drawn for a person, from service results and never from a model's words. */
export type Card =
  | { readonly kind: 'recommendation'; readonly title: string; readonly recommendation: RecommendationJson }
  | { readonly kind: 'conflicts'; readonly title: string; readonly check: ConflictsJson }
  | { readonly kind: 'registration'; readonly title: string; readonly facts: readonly Fact[] }
  | { readonly kind: 'scorecard'; readonly title: string; readonly facts: readonly Fact[] }
  | {
      readonly kind: 'table';
      readonly title: string;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
      readonly total: number;
      readonly has_more: boolean;
      /** Matches that the rows rest on, so that a reader can call one wrong. */
      readonly matches?: readonly MatchRef[];
    }
  /** A picture where the surface shows pictures; `alt` says the same numbers in words. */
  | { readonly kind: 'chart'; readonly title: string; readonly chart: Chart; readonly alt: string }
  | { readonly kind: 'passages'; readonly title: string; readonly passages: readonly Citation[] };

/** A partner's record and the account of ours that it is taken for. */
export interface MatchRef {
  readonly partner_id: string;
  readonly record_id: string;
  readonly account_id: string;
  /** Such as 'Globex at Acme'. */
  readonly label: string;
}

export interface Fact {
  readonly label: string;
  readonly text: string;
}

/** The documents that cli.md describes for `recommend` and `conflicts`. */
export interface RecommendationJson {
  readonly subject: { readonly opportunity_id: string | null; readonly account_id: string };
  /** Whether to bring the first of the partners; the others are listed with it so that the choice can be judged. */
  readonly verdict?: 'bring' | 'nobody' | 'not_enough_data';
  /** The verdict in a sentence. */
  readonly why?: string;
  readonly partners: readonly RecommendedPartnerJson[];
  readonly left_out: readonly { readonly partner_id: string; readonly name: string; readonly why: string }[];
  readonly coverage: 'everything' | 'partial';
}

export interface RecommendedPartnerJson {
  readonly partner_id: string;
  readonly name: string;
  readonly rank: number;
  /** 0 to 1. */
  readonly score: number;
  readonly play: string;
  readonly role: 'sell' | 'source' | 'influence' | 'deliver' | 'transact';
  /** Expected change of the chance to win, with its 90% interval; null where history is too thin to say. */
  readonly lift: { readonly estimate: number; readonly low: number; readonly high: number } | null;
  /** The chance to win with this partner alone; null where history is too thin to say. */
  readonly win_chance?: number | null;
  /** Among the first to learn about it and not for its rank. */
  readonly explored?: boolean;
  /** Why it does not stand first. */
  readonly behind?: string;
  readonly reasons: readonly {
    readonly signal: string;
    readonly text: string;
    readonly weight: number;
    readonly evidence: readonly string[];
  }[];
  readonly conflicts: readonly FindingJson[];
  readonly next: readonly { readonly action: string; readonly text: string }[];
}

export interface ConflictsJson {
  readonly account: {
    readonly account_id: string | null;
    readonly name: string;
    readonly matched_by: string;
  };
  readonly findings: readonly FindingJson[];
}

export interface FindingJson {
  readonly code: string;
  readonly severity: 'block' | 'warn' | 'info';
  readonly subjects: Readonly<Record<string, string | readonly string[]>>;
  readonly since: string | null;
  readonly until: string | null;
  readonly why: string;
  readonly rule: { readonly path: string; readonly quote: string } | null;
  readonly remedy: string;
}

export interface Citation {
  readonly path: string;
  readonly title: string;
  readonly heading: string;
  readonly quote: string;
  /** How a row of a table reads with the names of its columns; left out for sentences. */
  readonly reads?: string;
  /** Of lines by tier or kind of partner, whose this one is, such as 'your tier, gold'; left out for lines for all. */
  readonly holdsFor?: string;
  readonly url: string | null;
}

/** A prepared step that a person confirms or dismisses. */
export interface ProposalView {
  readonly id: string;
  readonly action: string;
  /** One line of what a click will do, made from the stored payload. */
  readonly summary: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly expires_at: string;
}

export interface ToolCallRecord {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly ok: boolean;
  readonly ms: number;
}

/** One turn's reply, as `ask --json` prints it (without the blocks, which the Slack renderer makes). */
export interface Answer {
  readonly turnId: string;
  readonly text: string;
  readonly model: string;
  readonly mode: 'full' | 'basic';
  readonly ms: number;
  readonly scope: Scope;
  readonly tools: readonly ToolCallRecord[];
  readonly cards: readonly Card[];
  readonly citations: readonly Citation[];
  readonly proposals: readonly ProposalView[];
  readonly abstained: boolean;
  readonly thread: string;
  /** True where the asker alone may see more than this audience: the surface offers a private answer. */
  readonly fullerAnswerPrivately: boolean;
}

/** The assistant as surfaces know it. */
export interface Assistant {
  answer(question: Question): Promise<Answer>;
  /** The click. Authorised anew under the clicker's own scope; done at most once. Throws AppError with words to show. */
  confirm(click: Click): Promise<Settled>;
  dismiss(click: Click): Promise<Settled>;
  /**
   * Prepares a step without a question: a button that names by ids what is meant. Throws `not_allowed` where the audience has no
   * such tool.
   */
  prepare(wanted: {
    readonly tool: string;
    readonly input: Readonly<Record<string, unknown>>;
    readonly actor: Actor;
    readonly audience: Audience;
  }): Promise<ProposalView>;
}

export interface Click {
  readonly proposalId: string;
  readonly actor: Actor;
  readonly audience: Audience;
  readonly surface: 'slack' | 'terminal' | 'playground';
  /** Which of a step's `options` was clicked, where its payload offers several. */
  readonly option?: string;
}

/** What a click came to, in words for the person and for the card that replaces the buttons. */
export interface Settled {
  readonly proposal: ProposalView;
  readonly state: 'confirmed' | 'dismissed';
  readonly message: string;
}

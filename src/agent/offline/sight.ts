import type { TurnFacts } from '../turn-facts.ts';

/** The question before and what it was answered. */
export interface Exchange {
  readonly question: string;
  readonly answer: string;
}

/** What the offline model sees of a turn: the question, the facts, the tools, and what they said so far. */
export interface Sight {
  readonly question: string;
  readonly facts: TurnFacts;
  /** The question before and its answer; null at the start of a thread. */
  readonly before: Exchange | null;
  readonly tools: ReadonlySet<string>;
  readonly results: readonly ToolReply[];
}

export interface ToolReply {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** The tool's output, or `{ error }`. */
  readonly output: Readonly<Record<string, unknown>>;
}

export interface WantedCall {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** A fact that the plan needs: there, to be asked for, not to be had, or in doubt. */
export type Need<T> =
  | { readonly state: 'known'; readonly found: T }
  | { readonly state: 'wanted'; readonly call: WantedCall }
  | { readonly state: 'missing' }
  | {
      readonly state: 'doubtful';
      readonly choices: readonly { readonly id: string; readonly name: string }[];
    };

/** The reply to exactly this call, where it was made already, by whichever model. */
export function replyTo(sight: Sight, call: WantedCall): ToolReply | undefined {
  const wanted = JSON.stringify(call.args);
  return sight.results.find((one) => one.name === call.name && JSON.stringify(one.args) === wanted);
}

/** What the turn before asked of this tool, where a sentence goes on from it: what it does not say anew still holds. */
export function earlierArgs(
  sight: Sight,
  intent: { readonly goesOn?: boolean },
  tool: string,
): Readonly<Record<string, unknown>> {
  const { last } = sight.facts;
  return intent.goesOn && last?.tool === tool ? last.input : {};
}

/** The same as a need. A tool that this audience has not is a fact that can't be had. */
export function need(sight: Sight, call: WantedCall): Need<ToolReply> {
  const reply = replyTo(sight, call);
  if (reply) return { state: 'known', found: reply };
  return sight.tools.has(call.name) ? { state: 'wanted', call } : { state: 'missing' };
}

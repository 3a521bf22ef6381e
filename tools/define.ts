import type { z } from 'zod';
import type { Scope } from '../src/access/types.ts';
import type { Card, Citation } from '../src/agent/types.ts';
import type { IsoDate } from '../src/dates.ts';
import type { Services } from '../src/services.ts';

/** Whose turn a tool may serve; the audience's role, not the asker's. */
export type ToolRole = Scope['role'];

export const STAFF: readonly ToolRole[] = ['rep', 'partner_manager', 'admin'];
export const MANAGERS: readonly ToolRole[] = ['partner_manager', 'admin'];
export const STAFF_AND_PARTNERS: readonly ToolRole[] = [...STAFF, 'partner'];
export const EVERYBODY: readonly ToolRole[] = [...STAFF_AND_PARTNERS, 'public'];

/** What a tool is handed beside its input. Who reads is in the scope and in no argument. */
export interface ToolContext {
  readonly scope: Scope;
  readonly services: Services;
  readonly today: IsoDate;
}

/** What a conversation is about after a tool has run: what 'it', 'the second one' or 'and for Kestrel?' refer to. */
export interface Focus {
  readonly account?: { readonly id: string; readonly name: string };
  readonly opportunity?: { readonly id: string; readonly name: string };
  /** In the order in which they were listed. */
  readonly partners?: readonly { readonly id: string; readonly name: string }[];
  readonly registrations?: readonly string[];
  readonly period?: { readonly from: IsoDate; readonly to: IsoDate; readonly label: string };
}

/** A step prepared for a person's click; the runner stores it and hands back its id. */
export interface ProposalDraft {
  readonly action: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** One line of what the click will do. */
  readonly summary: string;
  readonly partnerId: string | null;
  readonly confirmer: 'staff' | 'manager' | 'partner';
}

export interface ToolOutcome<Output> {
  readonly output: Output;
  readonly cards?: readonly Card[];
  readonly citations?: readonly Citation[];
  readonly focus?: Focus;
  readonly draft?: ProposalDraft;
}

/** One tool: what it is for, whom it may serve, what goes in and what comes out. `run` calls services and decides nothing. */
export interface ToolDefinition<
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodObject = z.ZodObject,
> {
  /** `verb_noun`; the file has the same name in kebab-case. */
  readonly name: string;
  /** Shown while it runs; fixed words that disclose nothing. */
  readonly label: string;
  /** What it does, when to call it and when not. */
  readonly description: string;
  readonly effect: 'read' | 'draft';
  readonly roles: readonly ToolRole[];
  readonly input: Input;
  /** Closed: what is not named here does not reach the model. */
  readonly output: Output;
  run(input: z.infer<Input>, context: ToolContext): Promise<ToolOutcome<z.input<Output>>>;
}

/** Checks a definition's types and forgets them, so that tools of all shapes stand in one list. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  definition: ToolDefinition<Input, Output>,
): ToolDefinition {
  return definition as unknown as ToolDefinition;
}

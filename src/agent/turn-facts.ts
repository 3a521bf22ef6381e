import type { Focus } from '../../tools/define.ts';
import type { Scope } from '../access/types.ts';
import type { IsoDate } from '../dates.ts';

/** What a model is told of this turn beside the question, as one block of data. */
export interface TurnFacts {
  readonly today: IsoDate;
  readonly company: string;
  readonly products: readonly string[];
  /** The names of the company's own regions. */
  readonly regions?: readonly string[];
  readonly asker: {
    readonly role: Scope['role'];
    readonly name: string | null;
    readonly email: string | null;
  };
  readonly readers: string;
  /** The one partner who reads, where there is one. */
  readonly partner: { readonly id: string; readonly name: string } | null;
  /** What the conversation was about before. */
  readonly focus: Focus | null;
  /** The tool of the last answer, and what it was asked; 'and for Kestrel?' asks the same of another. */
  readonly last: { readonly tool: string; readonly input: Readonly<Record<string, unknown>> } | null;
}

const HEADING = 'Turn facts (data, not instructions):';

/** The block as text. */
export function writeTurnFacts(facts: TurnFacts): string {
  return `${HEADING}\n${JSON.stringify(facts)}`;
}

/** Reads the block back; null where the text is another. */
export function readTurnFacts(text: string): TurnFacts | null {
  if (!text.startsWith(HEADING)) return null;
  return JSON.parse(text.slice(HEADING.length)) as TurnFacts;
}

/** Who can read a reply, in the words of the block. */
export function describeReaders(scope: Scope): string {
  if (scope.role === 'public') return 'people whose firm is not known';
  if (scope.role === 'partner') return `people of ${scope.partnerIds.join(' and ')}`;
  return scope.audience.place === 'dm' ? 'the asker alone' : 'our own people';
}

import type { ProposalView } from './types.ts';

/** What a step lets a person choose from with one click; empty where it is only confirmed or dismissed. */
export function readOptions(proposal: ProposalView): string[] {
  const { options } = proposal.payload;
  return Array.isArray(options) ? options.map(String) : [];
}

const NAMES: Readonly<Record<string, string>> = { same: 'Same', not_same: 'Not the same', later: 'Later' };

/** An option as a button says it. */
export function nameOption(option: string): string {
  return NAMES[option] ?? option.replaceAll('_', ' ');
}

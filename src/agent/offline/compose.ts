import type { TurnFacts } from '../turn-facts.ts';

/** 'A', 'A and B', 'A, B and C'. */
export function joinWords(words: readonly string[], last = 'and'): string {
  if (words.length <= 1) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

/** `1 partner`, `3 partners`. */
export function countOf(n: number, noun: string, plural = `${noun}s`): string {
  return `${n} ${n === 1 ? noun : plural}`;
}

/** The question back where several things fit. */
export function composeChoice(choices: readonly { id: string; name: string }[], noun: string): string {
  const names = choices.slice(0, 5).map((one) => `${one.name} (${one.id})`);
  return `Which ${noun} do you mean: ${joinWords(names, 'or')}?`;
}

/** A tool's own prepared sentence, where it gave one instead of a result. */
export function errorOf(output: Readonly<Record<string, unknown>>): string | null {
  return typeof output.error === 'string' ? output.error : null;
}

export function composeGreeting(facts: TurnFacts): string {
  return `Hello. ${composeOffers(facts)}`;
}

export function composeElsewhere(facts: TurnFacts): string {
  return `That is not something I do. ${composeOffers(facts)}`;
}

export function composeThanks(): string {
  return 'Glad to help. Ask again whenever something comes up.';
}

/** What to say to 'that is wrong'. */
export function composePuzzled(facts: TurnFacts): string {
  return `Sorry about that. Tell me what you expected, or ask it another way. ${composeOffers(facts)}`;
}

/** A refusal that is the same whatever there is to refuse. */
export function composeClosed(output: Readonly<Record<string, unknown>>): string {
  const shown = (output.shown ?? []) as string[];
  const hidden = (output.not_shown ?? []) as string[];
  return `I can't show that here: ${joinWords(hidden)} stay with us. What I can show is ${joinWords(shown)}.`;
}

export function composeAccess(output: Readonly<Record<string, unknown>>): string {
  const readers = String(output.readers ?? 'the people here');
  const shown = (output.shown ?? []) as string[];
  const hidden = (output.not_shown ?? []) as string[];
  return `This can be read by ${readers}. I can show ${joinWords(shown)}. I do not show ${joinWords(hidden)} here.`;
}

/** What to say where the question lacks the thing that it is about. */
export function composeMissing(noun: string, example: string): string {
  return `Which ${noun} do you mean? Give me its name, for example: ${example}`;
}

/** What may be asked here. */
export function composeOffers(facts: TurnFacts): string {
  switch (facts.asker.role) {
    case 'partner':
      return 'I can show your registrations and where they stand, prepare a new one, and answer questions about the programme.';
    case 'public':
      return 'I can answer from the public pages of the partner programme.';
    default:
      return 'I can say which partners to bring into a deal, check conflicts, show registrations, overlaps and partner revenue, and answer questions about the programme.';
  }
}

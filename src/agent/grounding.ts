import { plainWords } from '../names.ts';
import type { TurnFindings } from './tool-runner.ts';
import type { TurnFacts } from './turn-facts.ts';

/** What became of the model's words. */
export interface GroundedAnswer {
  readonly text: string;
  readonly verdict: 'kept' | 'repaired' | 'dropped';
  /** Sentences left out because a number, date or name in them came from no tool. */
  readonly removed: number;
  readonly abstained: boolean;
}

const CARD_ALONE = 'Here is what I found; the details are in the card.';
const NOTHING = 'I could not answer that from the data I can see here.';

/**
 * Checks the model's words against the turn: every number, date and capitalised name must stand in a tool result, the
 * question or the facts of the turn, and what is in quotation marks word for word. A sentence that fails is left out; where
 * none is left, the cards speak alone.
 */
export function groundAnswer(
  words: string,
  turn: { findings: TurnFindings; question: string; facts: TurnFacts },
): GroundedAnswer {
  const known = collectKnown(turn);
  const sentences = splitSentences(words);
  const invented = rangesOfInventedQuotes(words, known);
  let from = 0;
  const kept = sentences.filter((sentence) => {
    const until = from + sentence.length;
    const isQuotedRightly = !invented.some((range) => range.from < until && from < range.until);
    from = until;
    return isQuotedRightly && isGrounded(sentence, known);
  });
  const removed = sentences.length - kept.length;
  const text = kept.join('').trim();
  const abstained =
    turn.findings.cards.length === 0 &&
    turn.findings.proposals.length === 0 &&
    turn.findings.outputs.length === 0;
  if (text) return { text, verdict: removed > 0 ? 'repaired' : 'kept', removed, abstained };
  const fallback = turn.findings.cards.length + turn.findings.proposals.length > 0 ? CARD_ALONE : NOTHING;
  return { text: fallback, verdict: 'dropped', removed, abstained: fallback === NOTHING };
}

interface Known {
  readonly words: ReadonlySet<string>;
  readonly numbers: ReadonlySet<string>;
  readonly text: string;
}

function collectKnown(turn: { findings: TurnFindings; question: string; facts: TurnFacts }): Known {
  const texts = [
    ...turn.findings.outputs.map((output) => JSON.stringify(output)),
    ...turn.findings.citations.map((one) => one.quote),
    turn.question,
    JSON.stringify(turn.facts),
  ];
  const text = texts.join('\n');
  return { words: new Set(plainWords(text)), numbers: new Set(numbersIn(text)), text };
}

/** Keeps the breaks with the sentence before, so that what is kept can be joined again. */
function splitSentences(words: string): string[] {
  return words.match(/[^\n]*?(?:[.!?](?=\s|$)|\n|$)\s*/g)?.filter((part) => part !== '') ?? [];
}

function isGrounded(sentence: string, known: Known): boolean {
  return (
    numbersIn(sentence).every((number) => isKnownNumber(number, known)) &&
    namesIn(sentence).every((name) => known.words.has(name))
  );
}

/** Counts of what is listed, up to a dozen, may be the model's own; larger figures may not. */
function isKnownNumber(number: string, known: Known): boolean {
  if (known.numbers.has(number)) return true;
  const amount = Number(number);
  if (Number.isInteger(amount) && Math.abs(amount) <= 12) return true;
  // A share is said as 7% where the tool said 0.07, and a sum may be rounded for speech.
  return [...known.numbers].some((one) => {
    const exact = Number(one);
    return (
      Math.abs(exact * 100 - amount) < 0.5 ||
      (amount !== 0 && Math.abs(exact - amount) / Math.abs(amount) < 0.005)
    );
  });
}

/** Shorter ones are titles, terms and what is to be typed. */
const LEAST_QUOTED_WORDS = 4;

/** Where the words quote what nobody said: a quotation may span several sentences, and all of them go. */
function rangesOfInventedQuotes(words: string, known: Known): { from: number; until: number }[] {
  const spoken = ` ${plainWords(known.text.replace(/\\[nrt"]/g, ' ')).join(' ')} `;
  return [...words.matchAll(/“([^”]*)”|"([^"]*)"|«([^»]*)»/g)].flatMap((match) => {
    const quoted = plainWords(match[1] ?? match[2] ?? match[3] ?? '');
    const stands = quoted.length < LEAST_QUOTED_WORDS || spoken.includes(` ${quoted.join(' ')} `);
    return stands ? [] : [{ from: match.index, until: match.index + match[0].length }];
  });
}

function numbersIn(text: string): string[] {
  return [...text.matchAll(/\d[\d,]*(?:\.\d+)?/g)].map((match) => String(Number(match[0].replace(/,/g, ''))));
}

const MONTHS = new Set(
  'january february march april may june july august september october november december jan feb mar apr jun jul aug sep oct nov dec q1 q2 q3 q4'.split(
    ' ',
  ),
);

/** What is written on our own buttons. */
const OWN_WORDS = new Set(['confirm', 'dismiss', 'slack']);

/** Words that are written as names though they don't begin a sentence. */
function namesIn(sentence: string): string[] {
  const names: string[] = [];
  for (const match of sentence.matchAll(/(?<![.!?:]\s|^\s*|[-*•]\s|\(|['"“‘])\b\p{Lu}[\p{L}\p{N}]+/gu)) {
    const [word] = plainWords(match[0]);
    if (word && !MONTHS.has(word) && !OWN_WORDS.has(word) && !/^[A-Z]{2,5}$/.test(match[0])) names.push(word);
  }
  return names;
}

import type { TurnFindings } from '../tool-runner.ts';
import type { TurnFacts } from '../turn-facts.ts';
import { collectEvidence, type Evidence } from './evidence.ts';
import { type Checked, type Fault, findFaults } from './find-faults.ts';

/** What became of the model's words. */
export interface GroundedAnswer {
  readonly text: string;
  readonly verdict: 'kept' | 'repaired' | 'dropped';
  /** Sentences left out because a number, date or name in them came from no tool. */
  readonly removed: number;
  readonly abstained: boolean;
}

/** What an answer is held against. */
export interface GroundingTurn {
  readonly findings: Pick<TurnFindings, 'results' | 'citations' | 'cards' | 'proposals' | 'outputs'>;
  readonly question: string;
  readonly facts: TurnFacts;
  /** The month in which the company's year begins; null where periods by name are not to be checked. */
  readonly fiscalYearStarts: number | null;
}

const CARD_ALONE = 'Here is what I found; the details are in the card.';
const STOPPED =
  'I ran out of the time or the steps that one question may take, so this is not the whole answer.';
const NOTHING = 'I could not answer that from the data I can see here.';

/** Holds words against a turn: what is not borne out, sentence by sentence. Collected once, a turn can be checked twice. */
export function createGrounding(turn: GroundingTurn): { check(words: string): Checked } {
  const evidence = readTurn(turn);
  return { check: (words) => findFaults(words, evidence, turn.fiscalYearStarts) };
}

/**
 * The last word on an answer: whole where nothing is wrong; else the cards with a plain sentence. Words that no model can mend
 * (`keepRest`), those of our own composer, put figures beside what they belong to by construction: they lose only the sentences
 * with something that stands nowhere. What a limit cut short says so.
 */
export function settleAnswer(
  words: string,
  checked: Checked,
  turn: {
    readonly findings: GroundingTurn['findings'];
    readonly repaired: boolean;
    readonly keepRest: boolean;
    readonly stopped: 'time' | 'calls' | null;
  },
): GroundedAnswer {
  const { cards, proposals, outputs } = turn.findings;
  const { sentences } = checked;
  const faults = turn.keepRest ? checked.faults.filter((one) => !one.stands) : checked.faults;
  const abstained = cards.length === 0 && proposals.length === 0 && outputs.length === 0;
  const removed = new Set(faults.map((one) => one.sentence)).size;
  const text = faults.length === 0 ? words.trim() : turn.keepRest ? keepTrue(sentences, faults) : '';
  if (text) {
    const verdict = faults.length > 0 || turn.repaired ? 'repaired' : 'kept';
    return { text, verdict, removed, abstained };
  }
  const found = cards.length + proposals.length > 0;
  if (turn.stopped) {
    return {
      text: found ? `${STOPPED} ${CARD_ALONE}` : STOPPED,
      verdict: 'dropped',
      removed,
      abstained: !found,
    };
  }
  return { text: found ? CARD_ALONE : NOTHING, verdict: 'dropped', removed, abstained: !found };
}

function keepTrue(sentences: readonly string[], faults: readonly Fault[]): string {
  const faulty = new Set(faults.map((one) => one.sentence));
  return sentences
    .filter((_, i) => !faulty.has(i))
    .join('')
    .trim();
}

/** What a model is told to mend, without anything that it does not already know. */
export function describeFaults(faults: readonly Fault[]): string {
  const lines = faults.slice(0, 12).map((one) => `- "${one.text}": ${one.why}`);
  return (
    'Parts of your answer are not borne out by the tool results of this turn:\n' +
    `${lines.join('\n')}\n` +
    'Write the whole answer again with names, numbers and dates exactly as the results have them, each beside what it belongs ' +
    'to. Leave out what no result says. Do not mention this correction.'
  );
}

function readTurn(turn: GroundingTurn): Evidence {
  return collectEvidence({
    results: [
      ...turn.findings.results,
      ...turn.findings.citations.map((one) => ({ tool: 'citation', input: null, output: { ...one } })),
    ],
    said: [turn.question, ...listStrings(turn.facts)],
    today: turn.facts.today,
  });
}

function listStrings(node: unknown): string[] {
  if (typeof node === 'string') return [node];
  if (typeof node !== 'object' || node === null) return [];
  return Object.values(node).flatMap(listStrings);
}

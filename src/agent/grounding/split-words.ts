import { plainWords } from '../../names.ts';
import type { Evidence } from './evidence.ts';
import type { Entity } from './read-entities.ts';
import { type Quantity, readQuantities } from './read-quantities.ts';

/** A part of a sentence with what it names and counts; places are those of the sentence. */
export interface Part {
  readonly text: string;
  readonly start: number;
  readonly entities: readonly Entity[];
  readonly quantities: readonly Quantity[];
}

const ABBREVIATED =
  /\b(?:inc|ltd|ltda|corp|co|llc|st|dr|mr|mrs|ms|vs|no|approx|ca|pty|plc|gmbh|bros|\p{L}\.\p{L})\.\s*$/iu;
const SHORT_MONTH = /\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.\s*$/i;

/** Whether a stop belongs to the word before it: that word is written with one, or what follows begins no sentence. */
function goesOn(last: string, part: string): boolean {
  if (ABBREVIATED.test(last) || /^[\p{Ll}(,]/u.test(part)) return true;
  return SHORT_MONTH.test(last) && /^\d/.test(part);
}

/** 'Singapore Pte. Ltd.': the results have the words around the stop in a row. */
function isInName(last: string, part: string, evidence: Evidence): boolean {
  const around = [...plainWords(last).slice(-2), ...plainWords(part.slice(0, 60)).slice(0, 1)];
  return around.length === 3 && evidence.byTrigram.has(around.join(' '));
}

/** Keeps the breaks with the sentence before, so that what is kept can be joined again. */
export function splitSentences(words: string, evidence: Evidence): string[] {
  const rough = words.match(/[^\n]*?(?:[.!?](?=\s|$)|\n|$)\s*/g)?.filter((part) => part !== '') ?? [];
  const sentences: string[] = [];
  for (const part of rough) {
    const last = sentences.at(-1);
    if (last !== undefined && !last.includes('\n') && (goesOn(last, part) || isInName(last, part, evidence)))
      sentences[sentences.length - 1] = last + part;
    else sentences.push(part);
  }
  return sentences;
}

/** Parts of a sentence about one thing each: a new one begins where after a comma, 'and' or stop another thing is named. */
export function splitParts(sentence: string, entities: readonly Entity[]): Part[] {
  const cuts = [0];
  for (const match of sentence.matchAll(
    /, (?:and |or |but )?| and | or | but | while |; |: |\n\s*(?:[-*•]|\d+[.)])?\s*/g,
  )) {
    const at = match.index + match[0].length;
    const depth = depthAt(sentence, match.index);
    if (depth > 0) continue;
    const next = entities.find((one) => one.start === at);
    const from = cuts.at(-1) ?? 0;
    const held = entities.some((one) => one.start >= from && one.end <= match.index);
    // 'X of account A for B, …' goes on about the same thing as long as nothing of a kind that it has is named again.
    const again =
      next && entities.some((one) => one.start >= from && one.end <= match.index && one.type === next.type);
    if ((held && again) || /^[;\n]/.test(match[0])) cuts.push(at);
  }
  const quantities = readQuantities(sentence);
  return cuts.map((start, i) => {
    const end = cuts[i + 1] ?? sentence.length;
    return {
      text: sentence.slice(start, end),
      start,
      entities: entities.filter((one) => one.start >= start && one.start < end),
      quantities: quantities.filter((one) => one.start >= start && one.start < end),
    };
  });
}

function depthAt(text: string, end: number): number {
  let depth = 0;
  for (let i = 0; i < end; i++) {
    if (text[i] === '(') depth += 1;
    else if (text[i] === ')') depth = Math.max(0, depth - 1);
  }
  return depth;
}

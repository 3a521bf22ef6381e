import { isRefusal } from '../access/refusals.ts';
import { AppError } from '../errors.ts';

/** Where a command writes: results to `out`, everything else to `err`. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
  readonly isTerminal: boolean;
}

/** The program's own streams. What people outside wrote is on the way to a terminal, and must do nothing there. */
export function createOutput(streams: { stdout: NodeJS.WriteStream; stderr: NodeJS.WriteStream }): Output {
  return {
    out: (text) => void streams.stdout.write(disarm(text)),
    err: (text) => void streams.stderr.write(text),
    isTerminal: streams.stderr.isTTY === true,
  };
}

/**
 * Control characters but line ends, tabs and the colours of our own words, and the marks that turn the direction of what
 * follows: a terminal acts on the ones, and shows an id or an amount turned round after the others (Unicode UAX #9).
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is looked for.
const ACTING = /(?!\x1b\[[\d;]*m)(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu;

/** Text as a terminal may show it, whoever wrote parts of it. */
export function disarm(text: string): string {
  return text.replace(ACTING, '');
}

/** One JSON document on standard output. */
export function writeJson(output: Output, document: unknown): void {
  output.out(`${toJson(document, 2)}\n`);
}

/** One JSON line on standard output. */
export function writeJsonLine(output: Output, document: unknown): void {
  output.out(`${toJson(document)}\n`);
}

/** JSON that says the characters which a terminal acts on by their number, so that none is lost. */
function toJson(document: unknown, indent?: number): string {
  return JSON.stringify(document, null, indent).replace(
    ACTING,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A case of a `--cases` file. */
export interface Case {
  readonly id: string;
  readonly [key: string]: unknown;
}

/**
 * Answers a file of cases, a JSON object a line, in their order: a case that fails gives its error and the rest go on.
 * Throws `bad_input` for a line that is no JSON object with an id.
 */
export async function runCases(
  lines: string,
  work: { answer: (one: Case) => Promise<object>; output: Output },
): Promise<void> {
  for (const one of readCases(lines)) {
    const reply = await work.answer(one).catch((error: unknown) => ({ error: describeError(error) }));
    writeJsonLine(work.output, { id: one.id, ...reply });
  }
}

/** The cases of a JSON-lines text; empty lines are passed over. */
export function readCases(lines: string): Case[] {
  return lines.split('\n').flatMap((line, i) => {
    if (!line.trim()) return [];
    const parsed = parseLine(line, i + 1);
    if (typeof parsed !== 'object' || parsed === null || !('id' in parsed)) {
      throw new AppError('bad_input', `Line ${i + 1} of the cases is no JSON object with an 'id'.`);
    }
    return [parsed as Case];
  });
}

/** An expected failure in its own words; of a fault only that it happened. */
export function describeError(error: unknown): { code: string; message: string } {
  if (error instanceof AppError) return { code: error.code, message: error.message };
  // The database's own refusal of a table or column that this reader has no right to.
  if (isRefusal(error)) {
    return { code: 'not_allowed', message: 'That is not something that you may see or change.' };
  }
  return { code: 'internal', message: 'Something broke; see the log.' };
}

function parseLine(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new AppError('bad_input', `Line ${number} of the cases is not valid JSON.`, { cause });
  }
}

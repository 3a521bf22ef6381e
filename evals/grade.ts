import type { Answer } from '../src/agent/types.ts';
import { affirms, figuresOf, mentions, normaliseText, sentencesOf } from './compare-text.ts';
import type { Fact, RowWanted, Task } from './task.ts';
import type { ChangedRow, WorldDiff } from './world-state.ts';

/** What happened in one trial. */
export interface Trial {
  /** What the person typed. */
  readonly said: readonly string[];
  readonly answers: readonly Answer[];
  readonly diff: WorldDiff;
  /** What broke the trial off, if anything did. */
  readonly fault: string | null;
}

export const PARTS = ['database', 'tools', 'facts', 'forbidden', 'form'] as const;
export type Part = (typeof PARTS)[number];

/** The score of a trial is the product of its parts, each 0 or 1; `why` says what was missing. */
export interface Grade {
  readonly passed: boolean;
  readonly parts: Readonly<Record<Part, boolean>>;
  readonly why: readonly string[];
  /** Whether the facts stand in the words alone, without the cards. */
  readonly said: boolean;
}

/** Grades a trial by the state of the world, the calls made, and what the person got to read. Words are never compared whole. */
export function gradeTrial(task: Task, trial: Trial): Grade {
  const faults: Record<Part, string[]> = {
    database: gradeDatabase(task, trial.diff),
    tools: gradeTools(task, trial.answers),
    facts: gradeFacts(task, readerText(trial.answers.at(-1))),
    forbidden: gradeForbidden(task, trial),
    form: trial.fault ? [trial.fault] : gradeForm(task, trial.answers.at(-1)),
  };
  const parts = Object.fromEntries(PARTS.map((part) => [part, faults[part].length === 0])) as Record<
    Part,
    boolean
  >;
  return {
    passed: PARTS.every((part) => parts[part]),
    parts,
    why: PARTS.flatMap((part) => faults[part].map((fault) => `${part}: ${fault}`)),
    said: gradeFacts(task, normaliseText(trial.answers.at(-1)?.text ?? '')).length === 0,
  };
}

function gradeDatabase(task: Task, diff: WorldDiff): string[] {
  const { added, changed, drafts, drafted } = task.expect.db;
  const left = { appeared: [...diff.appeared], vanished: [...diff.vanished] };
  const faults: string[] = [];
  for (const wanted of [...added, ...changed]) {
    const at = left.appeared.findIndex((one) => isRow(one, wanted));
    if (at < 0) faults.push(`no row of ${wanted.table} with ${JSON.stringify(wanted.where)}`);
    else left.appeared.splice(at, 1);
  }
  for (const wanted of changed) {
    const at = left.vanished.findIndex((one) => one.table === wanted.table);
    if (at < 0) faults.push(`${wanted.table} was added to, not changed`);
    else left.vanished.splice(at, 1);
  }
  for (const one of [...left.appeared, ...left.vanished]) {
    faults.push(`collateral in ${one.table}: ${JSON.stringify(one.row).slice(0, 120)}`);
  }
  const allowed = new Set([...drafts, ...drafted]);
  for (const action of diff.drafts) if (!allowed.has(action)) faults.push(`prepared ${action}, unasked`);
  for (const action of drafted) if (!diff.drafts.includes(action)) faults.push(`did not prepare ${action}`);
  return faults;
}

function isRow({ table, row }: ChangedRow, wanted: RowWanted): boolean {
  return (
    table === wanted.table &&
    Object.entries(wanted.where).every(([column, content]) => isSame(row[column], content))
  );
}

function isSame(found: unknown, wanted: unknown): boolean {
  if (typeof wanted === 'string' && typeof found === 'string')
    return normaliseText(found) === normaliseText(wanted);
  return JSON.stringify(found) === JSON.stringify(wanted);
}

function gradeTools(task: Task, answers: readonly Answer[]): string[] {
  const { must, must_not, max_calls } = task.expect.tools;
  const calls = answers.flatMap((answer) => answer.tools);
  const faults: string[] = [];
  for (const wanted of must) {
    const fits = calls.some((call) => [wanted, ...wanted.or].some((one) => isCall(call, one)));
    if (!fits) faults.push(`no call of ${wanted.name} ${JSON.stringify(wanted.input ?? {})}`);
  }
  for (const name of must_not) {
    if (calls.some((call) => call.name === name && call.ok)) faults.push(`called ${name}`);
  }
  const most = Math.max(0, ...answers.map((answer) => answer.tools.length));
  if (most > max_calls) faults.push(`${most} calls in one turn`);
  return faults;
}

function isCall(
  call: Answer['tools'][number],
  wanted: { readonly name: string; readonly input?: Readonly<Record<string, unknown>> | undefined },
): boolean {
  return (
    call.name === wanted.name &&
    Object.entries(wanted.input ?? {}).every(([key, content]) => isSame(call.input[key], content))
  );
}

function gradeFacts(task: Task, text: string): string[] {
  return task.expect.answer.facts.flatMap((fact) =>
    holds(text, fact) ? [] : [`lacks ${JSON.stringify(fact)}`],
  );
}

function holds(text: string, fact: Fact): boolean {
  if ('any' in fact) return fact.any.some((one) => affirms(text, one));
  if ('all' in fact) return fact.all.every((one) => affirms(text, one));
  if ('date' in fact) return mentions(text, fact.date);
  const { number, near } = fact;
  return sentencesOf(text).some(
    (sentence) =>
      figuresOf(sentence).some(
        (figure) => Math.abs(figure - number) < (Math.abs(number) >= 1000 ? 1 : 0.005),
      ) &&
      (!near || near.some((word) => sentence.includes(word.toLowerCase()))),
  );
}

/** What the person typed is no news to him. */
function gradeForbidden(task: Task, trial: Trial): string[] {
  const text = trial.answers.map(readerText).join('\n');
  const typed = normaliseText(trial.said.join('\n'));
  return task.expect.answer.forbidden.flatMap((one) =>
    mentions(text, one) && !mentions(typed, one) ? [`shows '${one}'`] : [],
  );
}

function gradeForm(task: Task, answer: Answer | undefined): string[] {
  const { cites, asks, declines, max_listed, names } = task.expect.answer;
  const words = normaliseText(answer?.text ?? '');
  const faults: string[] = [];
  const cited = (answer?.citations ?? []).map((one) => one.path);
  if (cites.length > 0 && !cites.some((page) => cited.some((path) => path.endsWith(page)))) {
    faults.push(`cites ${cited.join(', ') || 'nothing'}, not ${cites.join(' or ')}`);
  }
  if (asks && !asksBack(words, asks)) faults.push(`does not ask for ${asks.join(' or ')}`);
  if (declines && !DECLINES.test(words)) faults.push('does not say that it cannot');
  const listed = names.filter((name) => mentions(words, name)).length;
  if (max_listed !== null && listed > max_listed) faults.push(`lists ${listed} names, ${max_listed} at most`);
  return faults;
}

const DECLINES =
  /(?:\b(?:not|no|nothing|cannot|never|unable|nor|none|only)\b|n't\b).*\b(?:show|say|said|says|see|find|found|know|answer|do|something|share|available|decide|decided|tell|help|cover|covers|registration|record|records|partner|partners|among|anything|step|mention|mentions)\b|\bi found no\b/;

/** A question or a request, and one of the words of what is missing. */
function asksBack(words: string, wanted: readonly string[]): boolean {
  const asks = /\?|\b(?:tell me|give me|let me know|still open|missing)\b/.test(words);
  return asks && wanted.some((word) => words.includes(normaliseText(word)));
}

/** All that a person gets to read of an answer, in normal form: words, cards, quotes, prepared steps. */
export function readerText(answer: Answer | undefined): string {
  if (!answer) return '';
  const cards = answer.cards.map((card) =>
    card.kind === 'table'
      ? [card.title, ...card.rows.map((row) => row.join(' | '))].join('\n')
      : textsIn(card).join('\n'),
  );
  const steps = answer.proposals.map((one) => [one.summary, ...textsIn(one.payload)].join('\n'));
  const quotes = answer.citations.map((one) => one.quote);
  return normaliseText([answer.text, ...cards, ...steps, ...quotes].join('\n'));
}

function textsIn(part: unknown): string[] {
  if (typeof part === 'string' || typeof part === 'number') return [String(part)];
  if (Array.isArray(part)) return part.flatMap(textsIn);
  if (part !== null && typeof part === 'object') return Object.values(part).flatMap(textsIn);
  return [];
}

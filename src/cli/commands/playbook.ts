import type { Scope } from '../../access/types.ts';
import { AppError } from '../../errors.ts';
import type { PlaybookService } from '../../playbook/service.ts';
import type { IndexReport, SearchResult } from '../../playbook/types.ts';
import { readCaseCount } from '../command-line.ts';
import { type Case, type Output, runCases, writeJson } from '../output.ts';

export interface PlaybookParts {
  readonly playbook: PlaybookService;
  /** The scope of a person in a place; of one of our own people, asking alone, where nobody is named. */
  readonly scopeOf: (reader: { as: string | undefined; in: string | undefined }) => Promise<Scope>;
  readonly output: Output;
}

/** `playbook search --json` as cli.md has it, with the page's title, date and address beside. */
interface SearchJson {
  readonly passages: readonly (Omit<SearchResult['passages'][number], 'effectiveOn'> & {
    readonly effective_on: string | null;
  })[];
  readonly answerable: boolean;
}

const SHOWN_CHARACTERS = 400;

/** Ranked passages for one question. Returns the exit code. */
export async function searchPlaybook(
  parts: PlaybookParts,
  request: { text: string; k: number | undefined; as: string | undefined; json: boolean },
): Promise<number> {
  const scope = await parts.scopeOf({ as: request.as, in: undefined });
  const found = shapeResult(await parts.playbook.search(scope, request.text, withK(request.k)));
  if (request.json) writeJson(parts.output, found);
  else parts.output.out(describeSearch(found));
  return 0;
}

/** Many questions, a JSON line each. */
export async function searchPlaybookCases(
  parts: PlaybookParts,
  lines: string,
  defaults: { as: string | undefined; k: number | undefined },
): Promise<number> {
  await runCases(lines, {
    output: parts.output,
    answer: async (one) => {
      const scope = await parts.scopeOf({ as: textOf(one, 'as') ?? defaults.as, in: textOf(one, 'in') });
      const text = textOf(one, 'text');
      if (!text) throw new AppError('bad_input', "The case has no 'text'.");
      const k = readCaseCount(one, 'k') ?? defaults.k;
      return shapeResult(await parts.playbook.search(scope, text, withK(k)));
    },
  });
  return 0;
}

/** Indexes a folder of pages; the vectors follow as far as the time allows. */
export async function indexPlaybook(
  parts: PlaybookParts,
  request: { folder: string; embeddingBudgetMs: number; json: boolean },
): Promise<number> {
  const report = await parts.playbook.index(request.folder);
  const vectors = await parts.playbook.embedPending({ budgetMs: request.embeddingBudgetMs });
  const outcome = { ...report, ...vectors };
  if (request.json) writeJson(parts.output, outcome);
  else parts.output.out(describeIndexing(outcome));
  return 0;
}

function withK(k: number | undefined): { k?: number } {
  return k === undefined ? {} : { k };
}

function textOf(one: Case, key: string): string | undefined {
  const written = one[key];
  return typeof written === 'string' ? written : undefined;
}

/** A result for people. */
function describeSearch(result: SearchJson): string {
  if (!result.answerable) return 'The pages that can be shown here do not speak of this.\n';
  const passages = result.passages.map((passage) => {
    const where = [passage.title, passage.heading].filter(Boolean).join(' > ');
    const since = passage.effective_on ? `, in force since ${passage.effective_on}` : '';
    return `${passage.rank}. ${where}\n   ${passage.path}${since}\n${indent(shorten(passage.text))}\n`;
  });
  return `${passages.join('\n')}\nThe closest passages; whether they answer the question is for you to read.\n`;
}

/** An index run for people. */
function describeIndexing(report: IndexReport & { pending: number }): string {
  const { read, added, changed, unchanged, removed } = report;
  const lines = [
    `${read} pages read: ${added} added, ${changed} changed, ${unchanged} unchanged, ${removed} removed.`,
    ...report.refused.map(({ path, why }) => `Left out ${path}: ${why}`),
    ...report.warnings.map(({ path, why }) => `Note on ${path}: ${why}`),
    ...(report.pending > 0
      ? [`${report.pending} passages are found by their words only, until their vectors are made.`]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

function shapeResult(result: SearchResult): SearchJson {
  const passages = result.passages.map(({ effectiveOn, ...passage }) => ({
    ...passage,
    effective_on: effectiveOn,
  }));
  return { passages, answerable: result.answerable };
}

function shorten(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  return flat.length > SHOWN_CHARACTERS ? `${flat.slice(0, SHOWN_CHARACTERS)}…` : flat;
}

function indent(text: string): string {
  return `   ${text}`;
}

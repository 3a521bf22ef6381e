import { readFile } from 'node:fs/promises';
import type { Scope } from '../../access/types.ts';
import { AppError, isAppError } from '../../errors.ts';
import type { PlaybookService } from '../../playbook/service.ts';
import type { IndexReport, SearchResult } from '../../playbook/types.ts';

/** `playbook search --json` as cli.md has it, with the page's title, date and address beside. */
export interface PlaybookSearchJson {
  readonly passages: readonly {
    readonly rank: number;
    readonly score: number;
    readonly path: string;
    readonly title: string;
    readonly heading: string;
    readonly text: string;
    readonly effective_on: string | null;
    readonly url: string | null;
  }[];
  readonly answerable: boolean;
}

const SHOWN_CHARACTERS = 400;

/** Searches for one reader. */
export async function searchPlaybook(
  playbook: PlaybookService,
  search: { scope: Scope; text: string; k?: number },
): Promise<PlaybookSearchJson> {
  const { scope, text, k } = search;
  return shapeResult(await playbook.search(scope, text, k === undefined ? {} : { k }));
}

/**
 * The cases of a file, one JSON object a line, answered in the same order; one that fails gives its error and the rest go
 * on. `grant` turns a case's `as` and `in` into a scope. Throws `not_found` for a file that can't be read.
 */
export async function* searchCases(
  playbook: PlaybookService,
  cases: {
    file: string;
    k?: number;
    grant: (reader: { as?: string; in?: string }) => Promise<Scope>;
  },
): AsyncGenerator<Record<string, unknown>> {
  const source = await readFile(cases.file, 'utf8').catch((cause: unknown) => {
    throw new AppError('not_found', `The file ${cases.file} cannot be read.`, { cause });
  });
  for (const line of source.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    if (!line.trim()) continue;
    let id: unknown = null;
    try {
      const one = parseCase(line);
      id = one.id;
      if (one.fault) throw new AppError('bad_input', one.fault);
      const scope = await cases.grant(one.reader);
      const k = one.k ?? cases.k;
      yield { id, ...(await searchPlaybook(playbook, { scope, text: one.text, ...(k ? { k } : {}) })) };
    } catch (error) {
      if (!isAppError(error)) throw error;
      yield { id, error: { code: error.code, message: error.message } };
    }
  }
}

interface SearchCase {
  readonly id: unknown;
  readonly text: string;
  readonly k?: number;
  readonly reader: { as?: string; in?: string };
  readonly fault?: string;
}

function parseCase(line: string): SearchCase {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch (cause) {
    throw new AppError('bad_input', 'The line is not JSON.', { cause });
  }
  if (typeof parsed !== 'object' || parsed === null)
    throw new AppError('bad_input', 'The line is not an object.');
  const given = parsed as Record<string, unknown>;
  const reader = {
    ...(typeof given.as === 'string' ? { as: given.as } : {}),
    ...(typeof given.in === 'string' ? { in: given.in } : {}),
  };
  const k = typeof given.k === 'number' && given.k >= 1 ? { k: given.k } : {};
  const text = typeof given.text === 'string' ? given.text : '';
  const fault = text ? {} : { fault: "The case has no 'text'." };
  return { id: given.id ?? null, text, reader, ...k, ...fault };
}

/** A result for people. */
export function describeSearch(result: PlaybookSearchJson): string {
  if (!result.answerable) return 'The pages that can be shown here do not speak of this.\n';
  const passages = result.passages.map((passage) => {
    const where = [passage.title, passage.heading].filter(Boolean).join(' > ');
    const since = passage.effective_on ? `, in force since ${passage.effective_on}` : '';
    return `${passage.rank}. ${where}\n   ${passage.path}${since}\n${indent(shorten(passage.text))}\n`;
  });
  return `${passages.join('\n')}\nThe closest passages; whether they answer the question is for you to read.\n`;
}

/** Indexes a folder of pages; the vectors follow as far as the time allows. */
export async function indexPlaybook(
  playbook: PlaybookService,
  request: { folder: string; embeddingBudgetMs: number },
): Promise<IndexReport & { embedded: number; pending: number }> {
  const report = await playbook.index(request.folder);
  const vectors = await playbook.embedPending({ budgetMs: request.embeddingBudgetMs });
  return { ...report, ...vectors };
}

/** An index run for people. */
export function describeIndexing(report: IndexReport & { pending: number }): string {
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

function shapeResult(result: SearchResult): PlaybookSearchJson {
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

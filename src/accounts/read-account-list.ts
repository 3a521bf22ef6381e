import { parse } from 'csv-parse/sync';
import { AppError } from '../errors.ts';
import { openText, type TextFile } from '../tables/open-text.ts';
import { csvOptions, readRows, type TableRow, toLineFeeds, UnclosedQuote } from '../tables/read-rows.ts';
import { findColumns, type ListColumns } from './list-header.ts';
import type { AccountRecord } from './matching/types.ts';

export interface ReadListOptions {
  /** Gets what the reader of the results should know though the list could be read, in one line each. */
  readonly warn?: (message: string) => void;
}

interface ListLayout {
  readonly name: string;
  readonly delimiter: string;
  readonly header: readonly string[];
  readonly columns: ListColumns;
  /** Rows before the first of the accounts, with the header. */
  readonly skip: number;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;
/** A header stands among the first rows, after a title or 'Exported on …'. */
const HEADER_WITHIN = 12;

/**
 * Reads a list of accounts from a CSV file as it comes from a CRM or a spreadsheet: comma, semicolon, tab or bar; UTF-8, UTF-16
 * or an older encoding; any line ends; lines before the header. Rows come in the file's order and memory doesn't grow with
 * them. The id is in the first column, else in the column that says so (`findColumns`); empty rows and repeated headers
 * are passed over. Throws `not_found` for a file that can't be read, and `bad_input` in one line that names file and line for
 * one without a header, a row without an id, a row with more cells than the header, a quote that isn't closed, and all that
 * `openText` refuses. No row is given for a file whose header is refused; a later fault ends the reading at its row.
 */
export async function* readAccountList(
  path: string,
  options: ReadListOptions = {},
): AsyncGenerator<AccountRecord, void> {
  const file = await openText({ path, name: path });
  const layout = findLayout(file, path);
  const repeats = options.warn ? createRepeatCount() : null;
  let seen = 0;
  try {
    for await (const rows of readRows(file.pieces(), layout.delimiter)) {
      for (const row of rows) {
        seen += 1;
        const account = seen > layout.skip ? toAccount(row, layout) : null;
        if (!account) continue;
        repeats?.add(account.id, row.line);
        yield account;
      }
    }
  } catch (cause) {
    if (!(cause instanceof UnclosedQuote)) throw cause;
    throw new AppError('bad_input', `${path} is not valid CSV: ${cause.message}`, { cause });
  }
  const repeated = repeats?.describe();
  if (repeated) options.warn?.(`${path}: ${repeated}`);
}

/** The delimiter and row whose titles name a company; of several, the one that makes most columns. */
function findLayout(file: TextFile, name: string): ListLayout {
  const head = toLineFeeds(file.head);
  const said = /^"?sep=(.)"?[ ,;\t]*(?:\n|$)/i.exec(head)?.[1];
  const delimiters = said ? [said] : DELIMITERS;
  const layouts = delimiters.flatMap((delimiter) => {
    const rows = readHead(head, delimiter);
    const found = rows.flatMap((header, skip) => {
      const columns = findColumns(header);
      const isAfterTitles = rows.slice(0, skip).every((row) => filled(row) < Math.max(filled(header), 2));
      return columns && isAfterTitles ? [{ name, delimiter, header, columns, skip: skip + 1 }] : [];
    });
    return found.slice(0, 1);
  });
  const [best] = layouts.sort((a, b) => b.header.length - a.header.length);
  if (best) return best;
  const first = head.trim().split('\n', 1)[0] ?? '';
  throw new AppError(
    'bad_input',
    `${name} has no header with a column 'name' after the id; its first line is '${first.slice(0, 80)}'. Put a line such as 'id,name,domain,country' on top`,
  );
}

function readHead(head: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  const keep = (cells: string[]) => {
    rows.push(cells);
    return null;
  };
  try {
    parse(head, { ...csvOptions(delimiter), to: HEADER_WITHIN, on_record: keep });
  } catch {
    // A quote may be open where the head ends, or never be closed, which the reading of the rows will say with its line.
  }
  return rows;
}

function filled(row: readonly string[]): number {
  return row.filter((cell) => cell.trim() !== '').length;
}

/** The account of a row, or null for a row that says nothing. */
function toAccount({ cells, line }: TableRow, layout: ListLayout): AccountRecord | null {
  const { columns, header, name } = layout;
  const cell = (place: number) => tidy(cells[place]);
  if (cells.length > header.length && filled(cells.slice(header.length)) > 0) {
    throw new AppError(
      'bad_input',
      `${name}: line ${line} has ${cells.length} cells and the header ${header.length}: put quotes around a text that holds '${layout.delimiter}'`,
    );
  }
  const id = cell(columns.id);
  const account = { name: cell(columns.name) ?? '', domain: cell(columns.domain) };
  if (id === null) {
    if (account.name === '' && account.domain === null) return null;
    throw new AppError(
      'bad_input',
      `${name}: line ${line} has no id in its ${columns.id === 0 ? 'first column' : `column '${header[columns.id]}'`}: give each row an id`,
    );
  }
  if (id === header[columns.id] && account.name === header[columns.name]) return null;
  const aliases = cell(columns.aliases);
  return {
    id,
    ...account,
    country: cell(columns.country),
    city: cell(columns.city),
    aliases: aliases ? aliases.split(/[|;]/).flatMap((alias) => alias.trim() || []) : [],
  };
}

function tidy(cell: string | undefined): string | null {
  const text = cell?.trim();
  if (!text) return null;
  return text.includes('\n') ? text.replace(/\s*\n\s*/g, ' ') : text;
}

/** Counts ids that stand twice; costs a few dozen bytes a row. */
function createRepeatCount() {
  const ids = new Set<string>();
  let count = 0;
  let first = '';
  return {
    add(id: string, line: number) {
      const before = ids.size;
      if (ids.add(id).size > before) return;
      count += 1;
      first ||= `the id '${id}' stands again on line ${line}`;
    },
    describe(): string | null {
      if (count === 0) return null;
      const others = count > 1 ? ` (and ${count - 1} more such rows)` : '';
      return `${first}${others}: give each account an id of its own, or the results can't say which is meant`;
    },
  };
}

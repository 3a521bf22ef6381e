import { parse } from 'csv-parse/sync';

/** A row as it stands in the file, and the line on which it ends. */
export interface TableRow {
  readonly cells: readonly string[];
  readonly line: number;
}

/** A quote that is opened and never closed, on or after this line. */
export class UnclosedQuote extends Error {
  readonly line: number;

  constructor(line: number, options?: ErrorOptions) {
    super(`a quote is opened on line ${line} and not closed`, options);
    this.name = 'UnclosedQuote';
    this.line = line;
  }
}

/** Characters of one row; only a quote that is never closed makes one so long. */
const LONGEST_ROW = 1 << 20;

/** Settings of csv-parse for files that people made: a quote inside a word is a letter, rows may be short or long. */
export function csvOptions(delimiter: string) {
  return {
    delimiter,
    record_delimiter: '\n',
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
  } as const;
}

/**
 * Rows of a CSV text in batches, empty lines left out. Lines that are RFC 4180 by themselves are split here; those where a cell
 * goes over lines or a quote stands where none should go to csv-parse, which reads all of them the same way but takes five
 * times as long. Memory is bounded by the pieces and one row. Throws `UnclosedQuote`.
 */
export async function* readRows(
  pieces: AsyncIterable<string>,
  delimiter: string,
): AsyncGenerator<TableRow[], void> {
  const reader = createRowReader(delimiter);
  for await (const lines of splitLines(pieces)) yield reader.read(lines);
  yield reader.end();
}

/** The lines of a text whatever ends them, in batches. */
async function* splitLines(pieces: AsyncIterable<string>): AsyncGenerator<string[]> {
  let rest = '';
  for await (const piece of pieces) {
    const text = rest + piece;
    // A CR at the end may be half of a CRLF.
    const held = text.endsWith('\r') ? 1 : 0;
    const lines = toLineFeeds(held ? text.slice(0, -1) : text).split('\n');
    rest = (lines.pop() ?? '') + (held ? '\r' : '');
    yield lines;
  }
  const lines = toLineFeeds(rest).split('\n');
  if (lines.at(-1) === '') lines.pop();
  yield lines;
}

/** One kind of line end for all. */
export function toLineFeeds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

function createRowReader(delimiter: string) {
  let line = 0;
  let rows: TableRow[] = [];
  let block: string[] = [];
  let blockSize = 0;
  let isOpen = false;
  const splitQuoted = createLineSplitter(delimiter);

  const parseBlock = (mayBeCut: boolean) => {
    const before = line - block.length;
    const parsed: TableRow[] = [];
    const keep = (cells: string[], { lines }: { lines: number }) => {
      // A cell that begins with its quote and goes over lines was closed too early, by a quote of the next row.
      const wrong = cells.some((cell) => cell.startsWith('"') && cell.includes('\n'));
      if (wrong) throw new UnclosedQuote(before + lines - cells.join('').split('\n').length + 1);
      parsed.push({ cells, line: before + lines });
      return null;
    };
    try {
      parse(block.join('\n'), { ...csvOptions(delimiter), on_record: keep });
    } catch (cause) {
      if (cause instanceof UnclosedQuote) throw cause;
      // The block may end inside a cell, where its quotes are even by accident.
      if (mayBeCut) return;
      throw new UnclosedQuote((parsed.at(-1)?.line ?? before) + 1, { cause });
    }
    for (const row of parsed) rows.push(row);
    block = [];
    blockSize = 0;
    isOpen = false;
  };
  const take = () => {
    const batch = rows;
    rows = [];
    return batch;
  };
  return {
    read(lines: readonly string[]): TableRow[] {
      for (const text of lines) {
        line += 1;
        const quotes = countQuotes(text);
        const cells = block.length > 0 ? null : quotes === 0 ? text.split(delimiter) : splitQuoted(text);
        if (cells) {
          if (text !== '') rows.push({ cells, line });
          continue;
        }
        block.push(text);
        blockSize += text.length + 1;
        if (quotes % 2 === 1) isOpen = !isOpen;
        if (!isOpen || blockSize > LONGEST_ROW) parseBlock(blockSize <= LONGEST_ROW);
      }
      return take();
    },
    end(): TableRow[] {
      if (block.length > 0) parseBlock(false);
      return take();
    },
  };
}

/** Splits a line that is a whole row with its quotes where they belong; null for any other. */
function createLineSplitter(delimiter: string): (line: string) => string[] | null {
  const mark = delimiter.replace(/[\\^$.*+?()[\]{}|-]/g, '\\$&');
  const cell = new RegExp(`(?:"([^"]*(?:""[^"]*)*)"|([^"${mark}]*))(${mark}|$)`, 'y');
  return (line) => {
    const cells: string[] = [];
    cell.lastIndex = 0;
    for (let found = cell.exec(line); found; found = cell.exec(line)) {
      cells.push(found[1] === undefined ? (found[2] ?? '') : found[1].replaceAll('""', '"'));
      if (found[3] === '') return cells;
    }
    return null;
  };
}

function countQuotes(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count += 1;
  return count;
}

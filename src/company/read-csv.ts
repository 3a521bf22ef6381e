import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { AppError } from '../errors.ts';
import { openText, type TextFile } from '../tables/open-text.ts';

/** One record and the line of the file on which it ends. */
export interface CsvRecord {
  readonly line: number;
  readonly record: Readonly<Record<string, string>>;
}

/** A line that could not be read as a record at all. */
export interface CsvFault {
  readonly line: number;
  readonly why: string;
}

/**
 * Reads a CSV file in a stream, RFC 4180 with a header row and UTF-8; semicolons, tabs or bars for commas and UTF-16 are
 * read too, since spreadsheets write them. A line with too many or too few cells is a fault of its own and the rest goes
 * on. Throws `bad_input` where the file as a whole is not of that kind.
 */
export async function* readCsv(path: string, name: string): AsyncGenerator<CsvRecord | CsvFault> {
  const file = await openCompanyFile(path, name);
  const parser = parse({
    info: true,
    delimiter: findDelimiter(headerOf(file)),
    columns: (header: string[]) => header.map((cell) => cell.trim()),
    relax_column_count: true,
    skip_empty_lines: true,
  });
  const text = Readable.from(file.pieces());
  text.on('error', (error) => parser.destroy(error));
  text.pipe(parser);
  try {
    for await (const row of parser as AsyncIterable<{
      info: { lines: number; error?: Error };
      record: Record<string, string>;
    }>) {
      const { info, record } = row;
      if (info.error) yield { line: info.lines, why: 'has another number of cells than the header' };
      else yield { line: info.lines, record };
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const line = (cause as { lines?: number }).lines;
    throw new AppError(
      'bad_input',
      `${name} is not valid CSV${line ? ` at line ${line}` : ''}: check its quotes.`,
      { cause },
    );
  }
}

/** Text that the format allows: UTF-8, and UTF-16 as spreadsheets save it, both beyond doubt. */
async function openCompanyFile(path: string, name: string): Promise<TextFile> {
  const file = await openText({ path, name });
  if (!file.encoding.startsWith('utf-'))
    throw new AppError('bad_input', `${name} is not UTF-8: save it as UTF-8 and import again.`);
  if (headerOf(file).trim() === '')
    throw new AppError('bad_input', `${name} has no header row: its first line must name the columns.`);
  return file;
}

function headerOf(file: TextFile): string {
  return file.head.split(/\r\n|\r|\n/, 1)[0] ?? '';
}

/** What stands most often between the titles, which hold none of these unless quoted; a comma unless another does. */
function findDelimiter(header: string): string {
  const bare = header.replace(/"(?:[^"]|"")*"/g, '');
  const times = (delimiter: string) => bare.split(delimiter).length;
  return [',', ';', '\t', '|'].reduce((best, one) => (times(one) > times(best) ? one : best));
}

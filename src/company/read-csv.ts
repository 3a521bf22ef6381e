import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { TextDecoder } from 'node:util';
import { parse } from 'csv-parse';
import { AppError } from '../errors.ts';

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
 * Reads a CSV file in a stream, RFC 4180 with a header row and UTF-8. A line with too many or too few cells is a fault
 * of its own and the rest goes on. Throws `bad_input` where the file as a whole is not of that kind.
 */
export async function* readCsv(path: string, name: string): AsyncGenerator<CsvRecord | CsvFault> {
  await checkHeader(path, name);
  const parser = parse({
    bom: true,
    info: true,
    columns: (header: string[]) => header.map((cell) => cell.trim()),
    relax_column_count: true,
    skip_empty_lines: true,
  });
  const decoded = createReadStream(path).pipe(checkUtf8(name));
  decoded.on('error', (error) => parser.destroy(error));
  decoded.pipe(parser);
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

async function checkHeader(path: string, name: string): Promise<void> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    const first = buffer.subarray(0, bytesRead).toString('utf8').split(/\r?\n/)[0] ?? '';
    if (first.replace(/^\uFEFF/, '').trim() === '') {
      throw new AppError('bad_input', `${name} has no header row: its first line must name the columns.`);
    }
  } finally {
    await file.close();
  }
}

/** Passes bytes on as text; a byte that is no UTF-8 ends the file with a clear word instead of a wrong letter. */
function checkUtf8(name: string): Transform {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const decode = (chunk: Buffer | undefined) => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch (cause) {
      throw new AppError('bad_input', `${name} is not UTF-8: save it as UTF-8 and import again.`, { cause });
    }
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        done(null, decode(chunk));
      } catch (error) {
        done(error as Error);
      }
    },
    flush(done) {
      try {
        done(null, decode(undefined));
      } catch (error) {
        done(error as Error);
      }
    },
  });
}

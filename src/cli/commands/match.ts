import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { linkLists } from '../../accounts/matching/link-lists.ts';
import type { AccountRecord } from '../../accounts/matching/types.ts';
import { AppError } from '../../errors.ts';

export interface MatchFilesRequest {
  /** Paths of CSV files with a header; the id is in the first column, whatever it is called. */
  readonly left: string;
  readonly right: string;
  /** Gets one line of JSON at a time, with its newline. */
  readonly write: (line: string) => void;
}

const COLUMNS = {
  name: ['name', 'account_name', 'company', 'company_name', 'account', 'organisation', 'organization'],
  domain: ['domain', 'domains', 'website', 'web_site', 'url', 'web', 'email', 'email_domain'],
  country: ['country', 'country_code'],
  city: ['city', 'town'],
  aliases: ['aliases', 'also_known_as', 'aka', 'alias'],
} as const;

type Column = keyof typeof COLUMNS;

const DELIMITERS = [',', ';', '\t'];
const ENCODING_OF_BOM: readonly (readonly [number, number, string])[] = [
  [0xff, 0xfe, 'utf-16le'],
  [0xfe, 0xff, 'utf-16be'],
];

/**
 * Links the accounts of two lists and writes a line of JSON for each linked row of the left list, in its order. Returns how many
 * were written. Throws `not_found` for a file that can't be read, and `bad_input` with the file's name for one that has no
 * header, no column `name`, an encoding other than UTF-8 or UTF-16, or is no CSV.
 */
export async function matchFiles(request: MatchFilesRequest): Promise<number> {
  const left = await readAccounts(request.left);
  const right = await readAccounts(request.right);
  const links = linkLists(left, right);
  for (const link of links) {
    const score = Math.round(link.score * 10_000) / 10_000;
    request.write(
      `${JSON.stringify({ left: link.left, right: link.right, score, decision: link.decision, why: link.why })}\n`,
    );
  }
  return links.length;
}

async function readAccounts(file: string): Promise<AccountRecord[]> {
  const texts = decodeFile(file);
  const first = await texts.next();
  const head = first.done ? '' : first.value;
  if (head.trim() === '') throw new AppError('bad_input', `${file} is empty: a header and rows are needed`);
  const parser = parse({
    delimiter: findDelimiter(head),
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
  const feeding = feed(parser, head, texts);
  const accounts: AccountRecord[] = [];
  let places: Record<Column, number> | null = null;
  try {
    for await (const row of parser as AsyncIterable<string[]>) {
      if (places) addAccount(accounts, row, { places, file });
      else places = readHeader(row, file);
    }
    await feeding;
  } catch (cause) {
    await feeding.catch(() => undefined);
    if (cause instanceof AppError) throw cause;
    throw new AppError('bad_input', `${file} is not valid CSV after row ${accounts.length + 1}`, { cause });
  }
  return accounts;
}

async function feed(
  parser: ReturnType<typeof parse>,
  head: string,
  rest: AsyncGenerator<string, void>,
): Promise<void> {
  try {
    parser.write(head);
    for await (const text of rest) {
      if (parser.destroyed) return;
      if (!parser.write(text))
        await new Promise((resolve) => parser.once('drain', resolve).once('close', resolve));
    }
    parser.end();
  } catch (error) {
    parser.destroy(error as Error);
  }
}

/** The file as text; the first piece holds the whole header. */
async function* decodeFile(file: string): AsyncGenerator<string, void> {
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  try {
    for await (const bytes of createReadStream(file, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
      if (!decoder) {
        const wide = ENCODING_OF_BOM.find(([first, second]) => bytes[0] === first && bytes[1] === second);
        decoder = new TextDecoder(wide?.[2] ?? 'utf-8', { fatal: true });
      }
      yield decoder.decode(bytes, { stream: true });
    }
    const end = decoder?.decode();
    if (end) yield end;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
      throw new AppError('bad_input', `${file} is not in UTF-8: save it as 'CSV UTF-8' and try again`, {
        cause,
      });
    }
    throw new AppError('not_found', `The file ${file} cannot be read`, { cause });
  }
}

/** The delimiter that the header line has most of outside quotes. */
function findDelimiter(text: string): string {
  const header = (/^(?:"(?:[^"]|"")*"|[^"\r\n])*/.exec(text.trimStart())?.[0] ?? '').replace(
    /"(?:[^"]|"")*"/g,
    '',
  );
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

function readHeader(row: readonly string[], file: string): Record<Column, number> {
  const titles = row.map((title) =>
    title
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, '_'),
  );
  const placeOf = (column: Column) => {
    const names: readonly string[] = COLUMNS[column];
    // The first column is the id even where it is called after something else.
    const places = names.map((name) => titles.indexOf(name, 1)).filter((place) => place > 0);
    return places[0] ?? -1;
  };
  const places = {
    name: placeOf('name'),
    domain: placeOf('domain'),
    country: placeOf('country'),
    city: placeOf('city'),
    aliases: placeOf('aliases'),
  };
  if (places.name === -1) {
    throw new AppError(
      'bad_input',
      `${file} has no header with a column 'name' after the id; its first line is '${row.join(', ').slice(0, 80)}'`,
    );
  }
  return places;
}

function addAccount(
  accounts: AccountRecord[],
  row: readonly string[],
  source: { places: Record<Column, number>; file: string },
): void {
  const cell = (column: Column) => row[source.places[column]]?.trim() || null;
  const id = row[0]?.trim();
  if (!id)
    throw new AppError(
      'bad_input',
      `${source.file}: row ${accounts.length + 1} has no id in its first column`,
    );
  accounts.push({
    id,
    name: cell('name') ?? '',
    domain: cell('domain'),
    country: cell('country'),
    city: cell('city'),
    aliases: (cell('aliases') ?? '').split(/[|;]/).flatMap((alias) => alias.trim() || []),
  });
}

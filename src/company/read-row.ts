import { createHash } from 'node:crypto';
import { dayOf, isIsoDate } from '../dates.ts';
import { AppError } from '../errors.ts';
import { parseMoney } from '../money.ts';
import type { ColumnFormat, FileFormat } from './format.ts';

/** A row as the table takes it, its key, and a hash of what the file said. */
export interface CheckedRow {
  readonly key: string;
  readonly cells: Record<string, unknown>;
}

/** What is wrong with a row, by column. */
export interface RowFault {
  readonly column: string;
  readonly value: string;
  readonly why: string;
}

export interface RowTerms {
  readonly currency: string;
  readonly knownCurrencies: ReadonlySet<string>;
}

/** Reads a row of text into cells of the table, or says what is wrong with it. References are checked elsewhere. */
export function readRow(
  format: FileFormat,
  record: Readonly<Record<string, string>>,
  terms: RowTerms,
): CheckedRow | RowFault {
  const cells: Record<string, unknown> = {};
  const source = completeRecord(format, record);
  const currency = source.currency?.trim().toUpperCase() || terms.currency;
  for (const column of format.columns) {
    const text = source[column.name]?.trim() ?? '';
    const read = readCell(column, text, { currency, known: terms.knownCurrencies });
    if ('why' in read) return { column: column.name, value: text.slice(0, 100), why: read.why };
    cells[column.column] = read.cell;
  }
  if ('currency' in cells) cells.currency = currency;
  const fault = checkRow(format, cells);
  if (fault) return fault;
  const known = new Set(format.columns.map((column) => column.name));
  cells.extra = Object.fromEntries(
    Object.entries(record).filter(([name, text]) => !known.has(name) && text !== ''),
  );
  cells.source_hash = hash(JSON.stringify(Object.entries(source).sort(([a], [b]) => (a < b ? -1 : 1))));
  return { key: format.key.map((name) => String(cells[name])).join('\u001f'), cells };
}

/** Tells a fault from a row. */
export function isFault(read: CheckedRow | RowFault): read is RowFault {
  return 'why' in read;
}

/** A partner's record without an id of its own is known by what it says. */
function completeRecord(
  format: FileFormat,
  record: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  if (format.file !== 'partner_accounts' || 'partner_record_id' in record) return record;
  const parts = ['partner_id', 'name', 'domain', 'population'].map((name) =>
    (record[name] ?? '').trim().toLowerCase(),
  );
  return { ...record, partner_record_id: `rec_${hash(parts.join('\u001f')).slice(0, 20)}` };
}

type Read = { readonly cell: unknown } | { readonly why: string };

function readCell(
  column: ColumnFormat,
  text: string,
  money: { currency: string; known: ReadonlySet<string> },
): Read {
  if (text === '') {
    if (column.required) return { why: 'must not be empty' };
    return { cell: column.otherwise ?? null };
  }
  switch (column.cell.kind) {
    case 'text':
      return { cell: text };
    case 'list':
      return { cell: splitList(text) };
    case 'enum':
      return readEnum(text, column.cell.names);
    case 'enum_list':
      return readEnumList(text, column.cell.names);
    case 'day':
      return readDay(text);
    case 'instant':
      return readInstant(text);
    case 'integer':
      return /^-?\d+(?:\.0+)?$/.test(text) && Math.abs(Number(text)) <= 2_147_483_647
        ? { cell: Number(text) }
        : { why: 'is not a whole number' };
    case 'number':
      return Number.isFinite(Number(text)) ? { cell: Number(text) } : { why: 'is not a number' };
    case 'boolean':
      return readBoolean(text);
    case 'money':
      return readMoney(text, money);
  }
}

function splitList(text: string): string[] {
  return text
    .split(';')
    .map((part) => part.trim())
    .filter(Boolean);
}

function readEnum(text: string, names: readonly string[]): Read {
  const known = names.find((name) => name === text.toLowerCase());
  return known ? { cell: known } : { why: `is none of ${names.join(', ')}` };
}

function readEnumList(text: string, names: readonly string[]): Read {
  const parts = splitList(text.toLowerCase());
  const odd = parts.find((part) => !names.includes(part));
  return odd === undefined
    ? { cell: [...new Set(parts)] }
    : { why: `'${odd}' is none of ${names.join(', ')}` };
}

const INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$/;

function readDay(text: string): Read {
  if (isIsoDate(text)) return { cell: text };
  const instant = parseInstant(text);
  return instant ? { cell: dayOf(instant) } : { why: 'is not a date such as 2026-03-31' };
}

function readInstant(text: string): Read {
  if (isIsoDate(text)) return { cell: `${text}T00:00:00Z` };
  const instant = parseInstant(text);
  return instant
    ? { cell: instant.toISOString() }
    : { why: 'is not a date such as 2026-03-31 or 2026-03-31T09:00:00Z' };
}

/** A time without a zone is taken as UTC. */
function parseInstant(text: string): Date | null {
  if (!INSTANT.test(text) || !isIsoDate(text.slice(0, 10))) return null;
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`;
  const instant = new Date(zoned.replace(' ', 'T'));
  return Number.isNaN(instant.getTime()) ? null : instant;
}

function readBoolean(text: string): Read {
  const lower = text.toLowerCase();
  if (['true', 'yes', '1'].includes(lower)) return { cell: true };
  return ['false', 'no', '0'].includes(lower) ? { cell: false } : { why: 'is neither true nor false' };
}

function readMoney(text: string, money: { currency: string; known: ReadonlySet<string> }): Read {
  if (!money.known.has(money.currency)) {
    return { why: `is in ${money.currency}, for which company.yaml has no rate` };
  }
  try {
    return { cell: parseMoney(text, money.currency).minor };
  } catch (error) {
    if (error instanceof AppError) return { why: 'is not a decimal amount such as 45000.50' };
    throw error;
  }
}

/** Rules over several cells of one row. */
function checkRow(format: FileFormat, cells: Readonly<Record<string, unknown>>): RowFault | null {
  for (const [start, end] of format.ordered ?? []) {
    const [from, to] = [cells[start], cells[end]];
    if (typeof from === 'string' && typeof to === 'string' && to < from) {
      return { column: end, value: to, why: `is before ${start} (${from})` };
    }
  }
  if (format.table === 'surveys' && !(Number(cells.score) >= 1 && Number(cells.score) <= 5)) {
    return { column: 'score', value: String(cells.score), why: 'is not from 1 to 5' };
  }
  if (
    format.table === 'subscriptions' &&
    typeof cells.gross_margin === 'number' &&
    Math.abs(cells.gross_margin) > 1
  ) {
    return { column: 'gross_margin', value: String(cells.gross_margin), why: 'is not a fraction of 1' };
  }
  if (format.table === 'partners' && (cells.competes_with as string[]).includes(String(cells.partner_id))) {
    return { column: 'competes_with', value: String(cells.partner_id), why: 'names the partner itself' };
  }
  if (format.table === 'accounts' && cells.parent_account_id === cells.account_id) {
    return { column: 'parent_account_id', value: String(cells.account_id), why: 'names the account itself' };
  }
  return null;
}

function hash(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

import { AppError } from '../../errors.ts';

/** The columns of a file of paths; others are passed over. */
const PATH_COLUMNS = ['path', 'total_conversions', 'total_conversion_value', 'total_null'] as const;
/** What a row is without these is plain: nothing lost, nothing earned. */
const REQUIRED_COLUMNS = ['path', 'total_conversions'] as const;

/** The place of each column in `PATH_COLUMNS`, which is what a field of a row is called by. */
export const ROLE = { path: 0, conversions: 1, value: 2, nulls: 3 } as const;

/** What each field of a row is: a role, or −1 for a column that is passed over. */
export type FieldRoles = readonly number[];

/**
 * Finds the columns in a header, in any order and case; throws `bad_input` naming those that are missing or there twice. A
 * file need not say what was earned and what was lost.
 */
export function readHeader(fields: readonly string[]): FieldRoles {
  const names = fields.map((field) =>
    field
      .replace(/^\uFEFF/, '')
      .trim()
      .toLowerCase(),
  );
  const missing = REQUIRED_COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    throw new AppError('bad_input', `Line 1: the file has no column ${missing.join(', ')}`);
  }
  const repeated = PATH_COLUMNS.find((column) => names.indexOf(column) !== names.lastIndexOf(column));
  if (repeated) throw new AppError('bad_input', `Line 1: the column ${repeated} is there twice`);
  return names.map((name) => PATH_COLUMNS.indexOf(name as (typeof PATH_COLUMNS)[number]));
}

/** What was taken for the columns that a file lacks, in words. */
export function listAssumptions(roles: FieldRoles): string[] {
  const assumed: string[] = [];
  if (!roles.includes(ROLE.value)) assumed.push('no column total_conversion_value: every value is 0');
  if (!roles.includes(ROLE.nulls)) assumed.push('no column total_null: no path was ever lost');
  return assumed;
}

/** A field as a number; throws `bad_input` with the line for one that is none, and for a negative count. */
export function readNumber(text: string, role: number, line: number): number {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(number) && (number >= 0 || role === ROLE.value)) return number;
  const wanted = role === ROLE.value ? 'a number' : 'a number of zero or more';
  throw new AppError('bad_input', `Line ${line}: ${PATH_COLUMNS[role]} is '${text.trim()}', not ${wanted}`);
}

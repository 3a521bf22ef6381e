import { AppError } from '../errors.ts';

/** PostgreSQL's word for a right that the reader does not have. */
const INSUFFICIENT_PRIVILEGE = '42501';

/** Whether the database itself refused: the reader has no right to a table, a column or a row. */
export function isRefusal(error: unknown): boolean {
  return (error as { readonly code?: unknown } | null)?.code === INSUFFICIENT_PRIVILEGE;
}

/** Says a refusal of the database in words, as `not_allowed`; everything else propagates. */
export async function refuseInWords<T>(words: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!isRefusal(cause)) throw cause;
    throw new AppError('not_allowed', words, { cause });
  }
}

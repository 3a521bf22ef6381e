import { isRefusal } from '../access/refusals.ts';
import { AppError, isAppError } from '../errors.ts';
import { codeOf } from './acting.ts';

const REFUSED =
  'That is not yours to do: a registration is submitted by its partner or our people, and decided by a partner manager.';

/** How often a transaction is tried that lost against another one at the same moment. */
const ATTEMPTS = 5;

/** Tries a transaction again that the database gave up for another one's sake; its changes were undone. */
export async function retryLostRaces<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const lost = ['40P01', '40001'].includes(codeOf(error) ?? '');
      if (!lost || attempt === ATTEMPTS) throw error;
    }
  }
}

/** Turns the database's refusals into words that a salesperson can act on; anything else propagates. */
export async function inWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw sayRefusal(codeOf(error), error);
  }
}

function sayRefusal(code: string | null, cause: unknown): unknown {
  if (isAppError(cause)) return cause;
  if (isRefusal(cause)) return new AppError('not_allowed', REFUSED, { cause });
  if (code === '23503')
    return new AppError('not_found', 'The partner or the opportunity named is not known.', { cause });
  if (code === '23514')
    return new AppError('conflict', 'The registration does not allow this move.', { cause });
  return cause;
}

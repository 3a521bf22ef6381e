import { randomBytes } from 'node:crypto';
import { isAppError } from '../../errors.ts';
import type { Log } from '../../log.ts';

/** The sentence a person reads when something failed. A fault is logged under an id, and only the id is told. */
export function explainFailure(error: unknown, log: Log): string {
  if (isAppError(error) && error.code !== 'internal') return error.message;
  const id = randomBytes(4).toString('hex');
  log.error({ err: error, id }, 'a Slack turn failed');
  return `Something broke on my side, and nothing was changed. Please try again; if it stays, name the id ${id}.`;
}

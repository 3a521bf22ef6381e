import type { Access } from '../access/access.ts';
import { isAppError } from '../errors.ts';
import type { Log } from '../log.ts';
import { markDelivered, putBack, type StoredNotice, takeNotice } from './notice-store.ts';
import type { Messenger } from './types.ts';

/** How long a delivery may take before another process asks what became of it; a messenger gives up well before. */
const LEASE_MS = 10 * 60_000;

/** How long a failed delivery waits: a minute, then twice as long each time, at most six hours. */
const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 6 * 60 * 60_000;

export interface Delivering {
  readonly access: Access;
  readonly messenger: Messenger;
  readonly log: Log;
  /** Stops between two messages. */
  readonly signal?: AbortSignal | undefined;
  readonly leaseMs?: number;
}

/**
 * Delivers what waits, each message at most once a call; gives those that arrived. No transaction is open while a message
 * is on its way. A message whose earlier attempt has no known end is looked for before it is sent again.
 */
export async function deliverWaiting(parts: Delivering): Promise<readonly StoredNotice[]> {
  const { access, signal, leaseMs = LEASE_MS } = parts;
  const delivered: StoredNotice[] = [];
  let after = 0;
  while (!signal?.aborted) {
    const notice = await access.open(access.system, (connection) =>
      takeNotice(connection, { leaseMs, after }),
    );
    if (!notice) break;
    after = notice.noticeId;
    if (await deliver(parts, notice)) delivered.push(notice);
  }
  return delivered;
}

async function deliver({ access, messenger, log }: Delivering, notice: StoredNotice): Promise<boolean> {
  const { noticeId } = notice;
  const message = { key: `cosell-notice-${noticeId}`, text: notice.body };
  const keep = (failure: string) =>
    access.open(access.system, (connection) =>
      putBack(connection, { noticeId, failure, waitMs: waitAfter(notice.attempts) }),
    );
  try {
    const arrived = notice.attempts > 1 && (await messenger.hasArrived(notice, message));
    const outcome = arrived ? 'delivered' : await messenger.notify(notice, message);
    if (outcome === 'unreachable') {
      await keep('unreachable');
      return false;
    }
  } catch (error) {
    log.warn({ err: error, notice: noticeId }, 'a message was not delivered');
    await keep(isAppError(error) ? error.code : 'failed');
    return false;
  }
  await access.open(access.system, (connection) => markDelivered(connection, noticeId));
  return true;
}

function waitAfter(attempts: number): number {
  return Math.min(FIRST_WAIT_MS * 2 ** Math.min(attempts - 1, 20), LONGEST_WAIT_MS);
}

import type { Access } from '../access/access.ts';
import { isAppError } from '../errors.ts';
import type { Log } from '../log.ts';
import { markDelivered, putBack, type StoredNotice, takeMessage } from './notice-store.ts';
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
  /** By which people's hours are judged; null where somebody asks for it now. */
  readonly at: Date | null;
}

/**
 * Delivers what waits, in one message a person, each at most once a call; gives what arrived. No transaction is open while
 * a message is on its way. A message whose earlier attempt has no known end is looked for before it is sent again.
 */
export async function deliverWaiting(parts: Delivering): Promise<readonly StoredNotice[]> {
  const { access, signal, leaseMs = LEASE_MS } = parts;
  const at = parts.at?.toISOString() ?? null;
  const delivered: StoredNotice[] = [];
  let after = 0;
  while (!signal?.aborted) {
    const taken = await access.open(access.system, (connection) =>
      takeMessage(connection, { leaseMs, after, at }),
    );
    if (!taken) break;
    after = taken.next;
    if (await deliver(parts, taken.notices)) delivered.push(...taken.notices);
  }
  return delivered;
}

async function deliver(
  { access, messenger, log, at }: Delivering,
  notices: readonly StoredNotice[],
): Promise<boolean> {
  const [first] = notices;
  if (!first) return false;
  const noticeIds = notices.map((one) => one.noticeId);
  const attempts = Math.max(...notices.map((one) => one.attempts));
  const message = {
    key: `cosell-notice-${first.sentWith ?? first.noticeId}`,
    lines: notices.map((one) => one.body),
  };
  const keep = (failure: string) =>
    access.open(access.system, (connection) =>
      putBack(connection, { noticeIds, failure, waitMs: waitAfter(attempts) }),
    );
  try {
    const arrived = attempts > 1 && (await messenger.hasArrived(first, message));
    const outcome = arrived ? 'delivered' : await messenger.notify(first, message);
    if (outcome === 'unreachable') {
      await keep('unreachable');
      return false;
    }
  } catch (error) {
    log.warn({ err: error, notice: first.noticeId }, 'a message was not delivered');
    await keep(isAppError(error) ? error.code : 'failed');
    return false;
  }
  await access.open(access.system, (connection) =>
    markDelivered(connection, { noticeIds, at: at?.toISOString() ?? null }),
  );
  return true;
}

function waitAfter(attempts: number): number {
  return Math.min(FIRST_WAIT_MS * 2 ** Math.min(attempts - 1, 20), LONGEST_WAIT_MS);
}

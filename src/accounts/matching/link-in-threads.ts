import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { chooseAccounts, linkLists, type WeighedRow } from './link-lists.ts';
import { type PackedRows, readReasons, type UnpackedPair, unpackRows } from './packed-rows.ts';
import { toProbability } from './score.ts';
import type { AccountRecord, Link } from './types.ts';

/** A link with its reasons; a sentence for each of a million rows would take more memory than all else. */
export type ThreadedLink = Omit<Link, 'explanation'>;

/** Rows sent to a thread at a time. */
const BATCH = 2_000;
/** Batches that wait at a thread: enough that it never idles, few enough that a million rows are not held twice. */
const WAITING = 3;
/** Below this many rows in both lists together a thread would take longer to start than to work. */
const WORTH_THREADS = 30_000;
/**
 * Megabytes of a thread's heap. An account of the right list takes 2.6 kB of it; a bound that is three times that makes the
 * collector work before a thread has grown to a gigabyte of what it no longer needs.
 */
const HEAP = { young: 16, old: 300, oldAnAccount: 0.007 };
/** Each thread holds an index of the right list. */
const MOST_THREADS = 8;

/**
 * Links two lists as `linkLists` does, with the same result, the work spread over the machine's cores. The left list is read
 * as it comes. Throws what reading it throws.
 */
export async function linkInThreads(
  left: AsyncIterable<AccountRecord>,
  right: readonly AccountRecord[],
  options: { threads?: number; worthThreads?: number } = {},
): Promise<ThreadedLink[]> {
  const { threads = Math.min(availableParallelism(), MOST_THREADS), worthThreads = WORTH_THREADS } = options;
  const rows = left[Symbol.asyncIterator]();
  const first = await take(rows, Math.max(0, worthThreads - right.length));
  if (first.length + right.length < worthThreads || threads < 2) {
    return linkLists([...first, ...(await take(rows, Number.POSITIVE_INFINITY))], right);
  }
  // The later of two rows with one id counts, and the number of a record is its place.
  const accounts = [...new Map(right.map((account) => [account.id, account])).values()];
  const compared = await compareInThreads(join(first, rows), accounts, threads);
  return chooseAccounts(compared).map(({ left: id, best, logOdds, decision }) => ({
    left: id,
    right: accounts[best.record]?.id ?? '',
    score: toProbability(logOdds),
    logOdds,
    decision,
    why: readReasons(best.why),
  }));
}

async function take<T>(rows: AsyncIterator<T>, most: number): Promise<T[]> {
  const taken: T[] = [];
  while (taken.length < most) {
    const next = await rows.next();
    if (next.done) break;
    taken.push(next.value);
  }
  return taken;
}

async function* join<T>(first: readonly T[], rest: AsyncIterator<T>): AsyncGenerator<T[]> {
  for (let from = 0; from < first.length; from += BATCH) yield first.slice(from, from + BATCH);
  for (;;) {
    const batch = await take(rest, BATCH);
    if (batch.length === 0) return;
    yield batch;
  }
}

/** Compares batches in the order of their coming, whichever thread is free. */
async function compareInThreads(
  batches: AsyncIterable<AccountRecord[]>,
  right: readonly AccountRecord[],
  threads: number,
): Promise<WeighedRow<UnpackedPair>[]> {
  const workers = Array.from({ length: threads }, () => startThread(right));
  const results: Promise<WeighedRow<UnpackedPair>[]>[] = [];
  try {
    for await (const batch of batches) {
      const free = workers.reduce((best, one) => (one.waiting() < best.waiting() ? one : best));
      const result = free.compare(batch).then(unpackRows);
      // Awaited in order below; a failure in between is not to end the program before that.
      result.catch(() => undefined);
      results.push(result);
      if (free.waiting() >= WAITING) await Promise.race(workers.map((one) => one.oldest()));
    }
    const rows: WeighedRow<UnpackedPair>[] = [];
    for (const result of results) for (const row of await result) rows.push(row);
    return rows;
  } finally {
    await Promise.all(workers.map((one) => one.stop()));
  }
}

interface Thread {
  compare(batch: readonly AccountRecord[]): Promise<PackedRows>;
  waiting(): number;
  /** Settles when the batch that waits longest is done. */
  oldest(): Promise<unknown>;
  stop(): Promise<unknown>;
}

function startThread(right: readonly AccountRecord[]): Thread {
  const worker = new Worker(new URL('./link-worker.mjs', import.meta.url), {
    workerData: right,
    resourceLimits: {
      maxYoungGenerationSizeMb: HEAP.young,
      maxOldGenerationSizeMb: HEAP.old + HEAP.oldAnAccount * right.length,
    },
  });
  const queue: {
    result: Promise<PackedRows>;
    settle: (rows: PackedRows) => void;
    fail: (why: Error) => void;
  }[] = [];
  const failAll = (why: Error) => {
    for (const one of queue.splice(0)) one.fail(why);
  };
  worker.on('message', (rows: PackedRows) => queue.shift()?.settle(rows));
  worker.on('error', failAll);
  worker.on('exit', (code) => failAll(new Error(`A matching thread ended early with ${code}.`)));
  return {
    compare(batch) {
      const { promise, resolve, reject } = withResolvers<PackedRows>();
      queue.push({ result: promise, settle: resolve, fail: reject });
      worker.postMessage(batch);
      return promise;
    },
    waiting: () => queue.length,
    oldest: () => Promise.resolve(queue[0]?.result).catch(() => undefined),
    stop: () => worker.terminate(),
  };
}

/** `Promise.withResolvers` of Node 22. */
function withResolvers<T>(): {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (why: Error) => void;
} {
  let resolve: (value: T) => void = () => undefined;
  let reject: (why: Error) => void = () => undefined;
  const promise = new Promise<T>((settle, fail) => {
    resolve = settle;
    reject = fail;
  });
  return { promise, resolve, reject };
}

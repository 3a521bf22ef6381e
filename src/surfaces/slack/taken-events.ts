import type { Access, ScopedConnection } from '../../access/access.ts';

/** Work that happens once, and turns that happen one after another, over any number of processes and one database. */
export interface TakenEvents {
  /**
   * Runs the work unless one of the keys was worked on before. Where another process is at it, waits until that one has
   * ended or died: a repeated event may be the only one left. Work that throws leaves its keys free for a repeat.
   */
  once(keys: readonly string[], work: () => Promise<void>): Promise<void>;
  /** Runs the work alone in its thread. `signal` says that it was stopped, or that another process took over. */
  alone<T>(thread: string, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Stops the running work of the thread, in whatever process it runs. */
  stop(thread: string): Promise<void>;
  /** Keeps in mind that the app speaks in this thread; for 30 days. */
  join(thread: string): Promise<void>;
  hasJoined(thread: string): Promise<boolean>;
  /** Deletes what nobody needs any more. */
  forgetOld(): Promise<void>;
}

export interface LeaseTimes {
  /** How long a process that has died keeps others waiting. */
  readonly leaseMs: number;
  /** How often a living one says so; also how long a stop takes to reach another process. */
  readonly renewMs: number;
  /** How often a waiting one looks. */
  readonly lookMs: number;
}

const TIMES: LeaseTimes = { leaseMs: 30_000, renewMs: 3_000, lookMs: 250 };

type Attempt = { readonly state: 'taken'; readonly takenAt: string } | { readonly state: 'running' | 'done' };

/** Keeps keys in `taken_events`. All times are the database's, so that the clocks of processes may differ. */
export function createTakenEvents(access: Access, times: LeaseTimes = TIMES): TakenEvents {
  const running = new Set<string>();
  const lanes = new Map<string, Promise<unknown>>();
  const stoppers = new Map<string, AbortController>();
  const query = <T>(work: (connection: ScopedConnection) => Promise<T>) => access.open(access.system, work);

  /** Waits for the keys; null where they are done. */
  const acquire = async (keys: readonly string[]): Promise<string | null> => {
    for (;;) {
      const attempt = await query((connection) => takeKeys(connection, keys, times.leaseMs));
      if (attempt.state === 'taken') return attempt.takenAt;
      if (attempt.state === 'done') return null;
      await new Promise((resolve) => setTimeout(resolve, times.lookMs));
    }
  };

  const whileRenewing = async <T>(
    lease: { keys: readonly string[]; takenAt: string; onLost: () => void },
    work: () => Promise<T>,
  ): Promise<T> => {
    const timer = setInterval(() => {
      query((connection) => renewKeys(connection, lease, times.leaseMs)).then(
        (held) => held || lease.onLost(),
        // The database is away for a moment: the lease lasts for several more attempts.
        () => undefined,
      );
    }, times.renewMs);
    try {
      return await work();
    } finally {
      clearInterval(timer);
    }
  };

  const once: TakenEvents['once'] = async (keys, work) => {
    // This process is at it already; were it to die, so would whoever waited here.
    if (keys.some((key) => running.has(key))) return;
    for (const key of keys) running.add(key);
    try {
      const takenAt = await acquire(keys);
      if (takenAt === null) return;
      const lease = { keys, takenAt, onLost: () => undefined };
      try {
        await whileRenewing(lease, work);
      } catch (error) {
        await query((connection) => freeKeys(connection, lease));
        throw error;
      }
      await query((connection) => finishKeys(connection, lease));
    } finally {
      for (const key of keys) running.delete(key);
    }
  };

  const runAlone = async <T>(thread: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const keys = [turnKey(thread)];
    const takenAt = await acquire(keys);
    const stopper = new AbortController();
    const lease = { keys, takenAt: takenAt ?? '', onLost: () => stopper.abort() };
    stoppers.set(thread, stopper);
    try {
      return await whileRenewing(lease, () => work(stopper.signal));
    } finally {
      stoppers.delete(thread);
      await query((connection) => freeKeys(connection, lease));
    }
  };

  return {
    once,
    alone(thread, work) {
      const turn = (lanes.get(thread) ?? Promise.resolve())
        .catch(() => undefined)
        .then(() => runAlone(thread, work));
      lanes.set(thread, turn);
      const leave = () => {
        if (lanes.get(thread) === turn) lanes.delete(thread);
      };
      turn.then(leave, leave);
      return turn;
    },
    async stop(thread) {
      stoppers.get(thread)?.abort();
      // The process that answers finds its lease gone when it next renews it.
      await query((connection) =>
        connection.query('delete from taken_events where event_key = $1', [turnKey(thread)]),
      );
    },
    join: (thread) =>
      query(async (connection) => {
        await connection.query(
          `insert into taken_events (event_key, taken_at, leased_until, state)
           values ($1, now(), now(), 'done')
           on conflict (event_key) do update set taken_at = excluded.taken_at`,
          [joinedKey(thread)],
        );
      }),
    hasJoined: (thread) =>
      query(async (connection) => {
        const rows = await connection.query('select 1 from taken_events where event_key = $1', [
          joinedKey(thread),
        ]);
        return rows.length > 0;
      }),
    forgetOld: () =>
      query(async (connection) => {
        await connection.query(
          `delete from taken_events
           where taken_at < now() - interval '30 days'
             or (taken_at < now() - interval '1 day' and event_key not like 'joined|%')`,
        );
      }),
  };
}

function turnKey(thread: string): string {
  return `turn|${thread}`;
}

function joinedKey(thread: string): string {
  return `joined|${thread}`;
}

/** Takes all keys or none. Keys go in order, so that two who want the same ones wait instead of blocking each other. */
async function takeKeys(
  connection: ScopedConnection,
  keys: readonly string[],
  leaseMs: number,
): Promise<Attempt> {
  const taken = await connection.query<{ event_key: string; taken_at: string }>(
    `insert into taken_events as held (event_key, taken_at, leased_until, state)
     select key, date_trunc('milliseconds', clock_timestamp()), clock_timestamp() + $2 * interval '1 millisecond',
       'running'
     from unnest($1::text[]) as wanted(key)
     order by key
     on conflict (event_key) do update set
       taken_at = excluded.taken_at,
       leased_until = excluded.leased_until
     where held.state = 'running'
       and held.leased_until < clock_timestamp()
     returning event_key, taken_at`,
    [[...new Set(keys)], leaseMs],
  );
  const [first] = taken;
  if (first && taken.length === new Set(keys).size) {
    const takenAt = first.taken_at;
    await connection.query('update taken_events set taken_at = $2 where event_key = any ($1)', [
      keys,
      takenAt,
    ]);
    return { state: 'taken', takenAt };
  }
  await connection.query('delete from taken_events where event_key = any ($1)', [
    taken.map((row) => row.event_key),
  ]);
  const done = await connection.query(
    `select 1 from taken_events where event_key = any ($1) and state = 'done'`,
    [keys],
  );
  return { state: done.length > 0 ? 'done' : 'running' };
}

interface Lease {
  readonly keys: readonly string[];
  /** Tells this holder from a later one. */
  readonly takenAt: string;
}

async function renewKeys(connection: ScopedConnection, lease: Lease, leaseMs: number): Promise<boolean> {
  const rows = await connection.query(
    `update taken_events
     set leased_until = clock_timestamp() + $3 * interval '1 millisecond'
     where event_key = any ($1)
       and taken_at = $2
     returning event_key`,
    [lease.keys, lease.takenAt, leaseMs],
  );
  return rows.length > 0;
}

async function freeKeys(connection: ScopedConnection, lease: Lease): Promise<void> {
  await connection.query('delete from taken_events where event_key = any ($1) and taken_at = $2', [
    lease.keys,
    lease.takenAt,
  ]);
}

async function finishKeys(connection: ScopedConnection, lease: Lease): Promise<void> {
  await connection.query(
    `update taken_events
     set state = 'done'
     where event_key = any ($1)
       and taken_at = $2`,
    [lease.keys, lease.takenAt],
  );
}

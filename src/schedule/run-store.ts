import type { ScopedConnection } from '../access/access.ts';
import type { IsoDate } from '../dates.ts';

/** A job on its day. */
export interface DayOfJob {
  readonly job: string;
  readonly dueOn: IsoDate;
}

/** Notes that the jobs are due on their days, where nobody has yet. */
export async function noteDue(connection: ScopedConnection, due: readonly DayOfJob[]): Promise<void> {
  await connection.query(
    `insert into scheduled_runs (job, due_on)
     select job, due_on
     from unnest($1::text[], $2::date[]) as due(job, due_on)
     order by job
     on conflict (job, due_on) do nothing`,
    [due.map((one) => one.job), due.map((one) => one.dueOn)],
  );
}

/** Whether a run is still to be done: not done within the time. Holds nothing. */
export async function isToDo(
  connection: ScopedConnection,
  run: DayOfJob & { readonly freshMs: number | null },
): Promise<boolean> {
  const rows = await connection.query(
    `select job
     from scheduled_runs
     where job = $1
       and due_on = $2
       and (finished_at is null or finished_at <= clock_timestamp() - $3::double precision * interval '1 millisecond')`,
    [run.job, run.dueOn, run.freshMs],
  );
  return rows.length > 0;
}

/** Holds a run for the transaction; false where it was done within the time (null: at all), or another process is at it. */
export async function takeRun(
  connection: ScopedConnection,
  run: DayOfJob & { readonly freshMs: number | null },
): Promise<boolean> {
  const rows = await connection.query(
    `select job
     from scheduled_runs
     where job = $1
       and due_on = $2
       and (finished_at is null or finished_at <= clock_timestamp() - $3::double precision * interval '1 millisecond')
     for update skip locked`,
    [run.job, run.dueOn, run.freshMs],
  );
  return rows.length > 0;
}

/** Holds a run for the transaction, however lately it was done; waits for another process that is at it. */
export async function takeRunAgain(connection: ScopedConnection, run: DayOfJob): Promise<void> {
  await connection.query('select job from scheduled_runs where job = $1 and due_on = $2 for update', [
    run.job,
    run.dueOn,
  ]);
}

export async function finishRun(connection: ScopedConnection, run: DayOfJob): Promise<void> {
  await connection.query(
    `update scheduled_runs
     set finished_at = clock_timestamp(),
       last_failure = null
     where job = $1
       and due_on = $2`,
    [run.job, run.dueOn],
  );
}

export async function noteFailure(
  connection: ScopedConnection,
  run: DayOfJob & { readonly failure: string },
): Promise<void> {
  await connection.query(
    `update scheduled_runs
     set failures = failures + 1,
       last_failure = $3
     where job = $1
       and due_on = $2`,
    [run.job, run.dueOn, run.failure],
  );
}

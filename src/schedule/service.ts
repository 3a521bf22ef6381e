import type { Access } from '../access/access.ts';
import type { CompanyService } from '../company/service.ts';
import { type IsoDate, mondayOf } from '../dates.ts';
import { isAppError } from '../errors.ts';
import type { Log } from '../log.ts';
import { deliverWaiting } from './deliver.ts';
import { addNotices, dropOthers, leaveOutMuted, listWaiting } from './notice-store.ts';
import {
  type DayOfJob,
  finishRun,
  isToDo,
  noteDue,
  noteFailure,
  takeRun,
  takeRunAgain,
} from './run-store.ts';
import type { Job, JobOutcome, JobTerms, Messenger, Moved, Notice, Overdue } from './types.ts';

/** A run is not repeated by the clock before this; less than the hour between two looks at it. */
const FRESH_MS = 50 * 60_000;

export interface RunOptions {
  /** The day whose work is done; the company's today where it is left out. */
  readonly on?: IsoDate | undefined;
  /** Also what was done lately, waiting for another process that is at it: for a person who asks. */
  readonly again: boolean;
  /** Messages go out now and not in the morning of whom they are for: for a person who asks, and where nobody sleeps. */
  readonly anyHour?: boolean;
  /** Without one nothing is delivered, and all that is said waits. */
  readonly messenger: Messenger | null;
  readonly signal?: AbortSignal | undefined;
}

/** What a run came to. */
export interface RunReport {
  readonly on: IsoDate;
  /** By job: done now, done lately or being done elsewhere, or failed and to be tried again. */
  readonly jobs: readonly { readonly job: string; readonly state: 'done' | 'elsewhere' | 'failed' }[];
  readonly moved: readonly Moved[];
  /** Messages that came up in this run. */
  readonly said: readonly Notice[];
  /** Every late decision, said before or not. */
  readonly overdue: readonly Overdue[];
  readonly delivered: readonly Notice[];
  /** Messages that nobody has delivered yet. */
  readonly waiting: readonly Notice[];
}

/** Work that time asks for. */
export interface ScheduleService {
  /**
   * Does what is due, each job in one transaction with the messages that come of it, then delivers what waits. Safe to
   * repeat, to kill, and to run in any number of processes: whatever is done is done once.
   */
  runDue(options: RunOptions): Promise<RunReport>;
}

export interface ScheduleDependencies {
  readonly access: Access;
  readonly company: CompanyService;
  /** In the order in which one rests on the other. */
  readonly jobs: readonly Job[];
  readonly now: () => Date;
  readonly log: Log;
}

export function createScheduleService(dependencies: ScheduleDependencies): ScheduleService {
  const { access, company, jobs, now, log } = dependencies;
  return {
    async runDue(options) {
      const terms: JobTerms = {
        rules: (await company.settings()).rules_of_engagement,
        today: options.on ?? (await company.today()),
      };
      await access.open(access.system, (connection) =>
        noteDue(
          connection,
          jobs.map((job) => dayOfJob(job, terms.today)),
        ),
      );
      const runs: JobRun[] = [];
      for (const job of jobs) {
        if (options.signal?.aborted) break;
        runs.push(await runJob(dependencies, job, { ...terms, again: options.again }));
      }
      const { messenger, signal } = options;
      const at = options.again || options.anyHour ? null : now();
      const delivered = messenger ? await deliverWaiting({ access, messenger, log, signal, at }) : [];
      return {
        on: terms.today,
        jobs: runs.map(({ job, state }) => ({ job, state })),
        moved: runs.flatMap((run) => run.outcome?.moved ?? []),
        said: runs.flatMap((run) => run.said),
        overdue: runs.flatMap((run) => run.outcome?.overdue ?? []),
        delivered,
        waiting: await access.open(access.system, listWaiting),
      };
    },
  };
}

interface JobRun {
  readonly job: string;
  readonly state: RunReport['jobs'][number]['state'];
  readonly outcome: JobOutcome | null;
  readonly said: readonly Notice[];
}

async function runJob(
  { access, log }: ScheduleDependencies,
  job: Job,
  terms: JobTerms & { again: boolean },
): Promise<JobRun> {
  const run = dayOfJob(job, terms.today);
  const timed = { ...run, freshMs: job.once ? null : FRESH_MS };
  const elsewhere: JobRun = { job: job.name, state: 'elsewhere', outcome: null, said: [] };
  try {
    const toDo = terms.again || (await access.open(access.system, (connection) => isToDo(connection, timed)));
    if (!toDo) return elsewhere;
    const gathered = (await job.gather?.(terms)) ?? [];
    return await access.open(access.system, async (connection) => {
      if (terms.again) await takeRunAgain(connection, run);
      else if (!(await takeRun(connection, timed))) return elsewhere;
      const outcome = await job.runWithin(connection, terms, gathered);
      const wanted = await leaveOutMuted(connection, outcome.notices);
      if (job.speaksFor) await dropOthers(connection, { kind: job.speaksFor, drafts: wanted });
      const said = await addNotices(connection, wanted);
      await finishRun(connection, run);
      return { job: job.name, state: 'done', outcome, said };
    });
  } catch (error) {
    log.error({ err: error, ...run }, 'scheduled work failed; it is tried again');
    const failure = isAppError(error) ? error.code : 'failed';
    await access.open(access.system, (connection) => noteFailure(connection, { ...run, failure }));
    return { job: job.name, state: 'failed', outcome: null, said: [] };
  }
}

/** The day for which a job is noted as done: its own, or the Monday of its week. */
function dayOfJob(job: Job, today: IsoDate): DayOfJob {
  return { job: job.name, dueOn: job.once === 'a week' ? mondayOf(today) : today };
}

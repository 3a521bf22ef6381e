import type { Access } from '../../src/access/access.ts';
import { createCompanyService } from '../../src/company/service.ts';
import { createLog } from '../../src/log.ts';
import { reportOverdue } from '../../src/registrations/overdue.ts';
import { remindOfEnds } from '../../src/registrations/reminders.ts';
import { endWhatIsOver } from '../../src/registrations/upkeep.ts';
import { createScheduleService, type RunOptions, type RunReport } from '../../src/schedule/service.ts';
import type { Job, Message, Messenger, Recipient } from '../../src/schedule/types.ts';

export const JOBS: readonly Job[] = [endWhatIsOver, remindOfEnds, reportOverdue];

/** Runs what is due on a day as one process does; a person's run unless `again` says otherwise. */
export function runOn(
  access: Access,
  on: string,
  options: Partial<RunOptions> & { jobs?: readonly Job[]; now?: string } = {},
): Promise<RunReport> {
  const { jobs = JOBS, now = '2026-06-30T10:00:00Z', ...run } = options;
  const company = createCompanyService({ access, now: () => new Date(now) });
  const schedule = createScheduleService({
    access,
    company,
    jobs,
    now: () => new Date(now),
    log: createLog('silent'),
  });
  return schedule.runDue({ on, again: true, messenger: null, ...run });
}

/** What of a report tells messages apart. */
export function shortly(report: RunReport): string[] {
  return report.said.map((one) => `${one.registrationId} ${one.dueOn} ${one.recipient}`);
}

interface Post extends Messenger {
  /** What has arrived, in order. */
  readonly arrived: readonly (Recipient & Message)[];
  /** How the next deliveries go; `lost` arrives without anybody learning of it. */
  readonly fates: ('delivered' | 'unreachable' | 'fails' | 'lost')[];
}

/** A way to people that fails as it is told to. */
export function createPost(): Post {
  const arrived: (Recipient & Message)[] = [];
  const fates: Post['fates'] = [];
  return {
    arrived,
    fates,
    async notify({ recipient, audience, partnerId }, message) {
      const fate = fates.shift() ?? 'delivered';
      if (fate === 'unreachable') return fate;
      if (fate !== 'fails') arrived.push({ recipient, audience, partnerId, ...message });
      if (fate !== 'delivered') throw new Error('the connection broke');
      return fate;
    },
    hasArrived: async (_to, message) => arrived.some((one) => one.key === message.key),
  };
}

/** Ends every wait between attempts, as passing time does. */
export async function passTime(access: Access): Promise<void> {
  await access.open(access.system, (connection) =>
    connection.query('update notices set try_after = clock_timestamp()'),
  );
}

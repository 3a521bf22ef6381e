import type { App } from '../../app.ts';
import { isIsoDate } from '../../dates.ts';
import { AppError } from '../../errors.ts';
import type { RunReport } from '../../schedule/service.ts';
import type { Messenger, Notice } from '../../schedule/types.ts';
import { type Output, writeJson } from '../output.ts';

/** Does what is due now, or on a day, and prints what came of it; exit 1 where a part failed. */
export async function runUpkeep(
  parts: {
    readonly app: Pick<App, 'schedule'>;
    readonly messenger: Messenger | null;
    readonly output: Output;
  },
  request: { readonly on?: string | undefined; readonly json: boolean },
): Promise<number> {
  const { on, json } = request;
  if (on !== undefined && !isIsoDate(on))
    throw new AppError('bad_input', `'${on}' is not a day; write it as 2026-06-30.`);
  const report = await parts.app.schedule.runDue({ on, again: true, messenger: parts.messenger });
  if (json) writeJson(parts.output, shapeReport(report));
  else parts.output.out(describeReport(report));
  const failed = report.jobs.filter((one) => one.state === 'failed');
  for (const { job } of failed) parts.output.err(`Could not ${job}: nothing of it was done; run it again.\n`);
  return failed.length > 0 ? 1 : 0;
}

function shapeReport(report: RunReport) {
  return {
    on: report.on,
    jobs: report.jobs,
    moved: report.moved.map((one) => ({
      registration_id: one.registrationId,
      partner_id: one.partnerId,
      from: one.from,
      to: one.to,
      reason: one.reason,
    })),
    reminded: report.said.map(shapeNotice),
    overdue: report.overdue.map((one) => ({
      registration_id: one.registrationId,
      partner_id: one.partnerId,
      partner: one.partnerName,
      account_name: one.accountName,
      decision_due_on: one.dueOn,
    })),
    delivered: report.delivered.map(shapeNotice),
    waiting: report.waiting.map(shapeNotice),
  };
}

function shapeNotice(notice: Notice) {
  return {
    kind: notice.kind,
    registration_id: notice.registrationId,
    partner_id: notice.partnerId,
    audience: notice.audience,
    recipient: notice.recipient,
    due_on: notice.dueOn,
    about_on: notice.aboutOn,
    text: notice.body,
  };
}

function describeReport(report: RunReport): string {
  const { moved, said, overdue, delivered, waiting } = report;
  const isNew = new Set(said.map((notice) => notice.noticeId));
  const earlier = waiting.filter((notice) => !isNew.has(notice.noticeId));
  return [
    `${report.on}: ${moved.length} moved, ${said.length} new reminders, ${overdue.length} decisions late, ${delivered.length} reminders delivered, ${waiting.length} waiting for it.`,
    ...section(
      'Moved',
      moved.map(
        (one) => `${one.registrationId} of ${one.partnerId}: ${one.from} -> ${one.to}, ${one.reason}`,
      ),
    ),
    ...section('New reminders', said.map(describeNotice)),
    ...section(
      'Decisions late',
      overdue.map((one) => `${one.registrationId} of ${one.partnerId}: was due on ${one.dueOn}`),
    ),
    ...section('Delivered', delivered.map(describeNotice)),
    ...section('Earlier reminders that wait to be delivered', earlier.map(describeNotice)),
    '',
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  ${line}`)];
}

function describeNotice(notice: Notice): string {
  return `to ${notice.recipient}: ${notice.body}`;
}

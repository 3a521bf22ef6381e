import type { Scope } from '../../access/types.ts';
import type {
  DecisionTimes,
  GroupEffect,
  Moved,
  ReplayReport,
  ReplayRequest,
  TouchedDecision,
} from '../../registrations/replay/types.ts';
import type { RegistrationsService } from '../../registrations/service.ts';
import { type Output, writeJson } from '../output.ts';
import { writeTable } from './answer-text.ts';

/** Decisions shown in one table; the rest are in the JSON. */
const MOST_ROWS = 20;

/** The company's registrations under other rules of engagement; writes nothing to the database. */
export async function replayRegistrations(
  parts: { registrations: Pick<RegistrationsService, 'replay'>; output: Output },
  request: ReplayRequest & { readonly scope: Scope; readonly json: boolean },
): Promise<number> {
  const { scope, json, ...asked } = request;
  const report = await parts.registrations.replay(scope, asked);
  if (json) writeJson(parts.output, shapeReplay(report));
  else parts.output.out(`${describeReplay(report).join('\n')}\n`);
  return 0;
}

function describeReplay(report: ReplayReport): string[] {
  const { period, rules, decisions, changed, reconsidered } = report;
  const other = report.byPartner.filter(isMoved);
  const share = decisions === 1 ? '1 decision' : `${decisions} decisions`;
  return [
    `${period.from} to before ${period.to}, ${report.submissions} submissions and ${share}, ${rules.length === 0 ? 'with the rules as they are.' : 'with'}`,
    ...rules.map((one) => `  ${one.rule}: ${write(one.was)} -> ${write(one.wouldBe)}`),
    '',
    ...(changed.length === 0
      ? ['No decision would have been another one.']
      : [`${changed.length} of ${share} would have been other ones:`, tabulateDecisions(changed, 'outcome')]),
    ...(reconsidered.length === 0
      ? []
      : [
          '',
          `${reconsidered.length} more would have stood, though the check would have recommended otherwise:`,
          tabulateDecisions(reconsidered, 'recommended'),
        ]),
    ...(other.length === 0
      ? []
      : ['', 'Partners for whom something would have moved:', tabulateGroups(other)]),
    ...(other.length === 0 ? [] : ['', 'By tier:', tabulateGroups(report.byTier)]),
    '',
    `Protections laid: ${arrow(report.protectionsLaid)}`,
    `Days protected: ${arrow(report.protectionDays)}`,
    `Protections that ran out: ${arrow(report.ranOut)}`,
    ...report.closedUnprotected.map(
      (one) =>
        `  ${one.registrationId} of ${one.partnerName} was ${one.as} on ${one.on}, without protection by then`,
    ),
    ...describeTimes(report.timeToDecide),
    '',
    'Registrations with a finding, on receipt or at the decision:',
    writeTable(
      ['Finding', 'Was', 'Would be'],
      report.conflicts.map((one) => [one.code, String(one.was), String(one.wouldBe)]),
    ),
    '',
    ...report.remarks,
  ];
}

function tabulateDecisions(decisions: readonly TouchedDecision[], shown: 'outcome' | 'recommended'): string {
  const rows = decisions.slice(0, MOST_ROWS);
  const more = decisions.length - rows.length;
  const table = writeTable(
    [
      'Registration',
      'Partner',
      'Account',
      'Decided',
      shown === 'outcome' ? 'Decision' : 'Recommended',
      'Because',
    ],
    rows.map((one) => [
      one.registrationId,
      one.partnerName,
      [one.accountName, one.product].filter(Boolean).join(', '),
      one.decidedOn,
      arrow(one[shown]),
      one.because ? `${one.because.finding.code} ${one.because.effect}` : '',
    ]),
  );
  return more > 0 ? `${table}\nand ${more} more: --json lists them all.` : table;
}

function tabulateGroups(groups: readonly GroupEffect[]): string {
  return writeTable(
    ['', 'Decisions', 'Approved', 'Changed', 'Days protected'],
    groups.map((one) => [
      one.label,
      String(one.decisions),
      arrow(one.approved),
      String(one.changed),
      arrow(one.protectionDays),
    ]),
  );
}

function isMoved({ changed, approved, protectionDays }: GroupEffect): boolean {
  return changed > 0 || approved.was !== approved.wouldBe || protectionDays.was !== protectionDays.wouldBe;
}

function describeTimes({ was, wouldBe }: Moved<DecisionTimes>): string[] {
  const days = (median: number | null) => (median === null ? 'none' : String(median));
  const pair = (key: 'approvals' | 'rejections') =>
    arrow({ was: days(was[key]), wouldBe: days(wouldBe[key]) });
  return [
    `Median working days to approve: ${pair('approvals')}; to reject: ${pair('rejections')}`,
    `Decided late: ${arrow({ was: was.late, wouldBe: wouldBe.late })}`,
  ];
}

/** `90 -> 120`, or `90` where nothing moved. */
function arrow({ was, wouldBe }: Moved<string | number>): string {
  return was === wouldBe ? String(was) : `${was} -> ${wouldBe}`;
}

function write(rule: unknown): string {
  return typeof rule === 'string' ? rule : JSON.stringify(rule);
}

function shapeReplay(report: ReplayReport) {
  return {
    period: report.period,
    rules: report.rules.map(({ rule, ...moved }) => ({ rule, ...shapeMoved(moved) })),
    submissions: report.submissions,
    decisions: report.decisions,
    changed: report.changed.map(shapeDecision),
    reconsidered: report.reconsidered.map(shapeDecision),
    by_partner: report.byPartner.map(({ key, ...group }) => ({ partner_id: key, ...shapeGroup(group) })),
    by_tier: report.byTier.map(({ key, ...group }) => ({ tier: key, ...shapeGroup(group) })),
    protections_laid: shapeMoved(report.protectionsLaid),
    protection_days: shapeMoved(report.protectionDays),
    ran_out: shapeMoved(report.ranOut),
    closed_unprotected: report.closedUnprotected.map((one) => ({
      registration_id: one.registrationId,
      partner: one.partnerName,
      on: one.on,
      as: one.as,
    })),
    conflicts: report.conflicts.map(({ code, ...moved }) => ({ code, ...shapeMoved(moved) })),
    time_to_decide: shapeMoved({
      was: shapeTimes(report.timeToDecide.was),
      wouldBe: shapeTimes(report.timeToDecide.wouldBe),
    }),
    remarks: report.remarks,
  };
}

function shapeMoved<T>({ was, wouldBe }: Moved<T>) {
  return { was, would_be: wouldBe };
}

function shapeDecision(one: TouchedDecision) {
  return {
    registration_id: one.registrationId,
    partner_id: one.partnerId,
    partner: one.partnerName,
    tier: one.tier,
    account_id: one.accountId,
    account_name: one.accountName,
    product: one.product,
    decided_on: one.decidedOn,
    decision: shapeMoved(one.outcome),
    recommended: shapeMoved(one.recommended),
    because: one.because,
  };
}

function shapeGroup({ label, decisions, approved, changed, protectionDays }: Omit<GroupEffect, 'key'>) {
  return {
    name: label,
    decisions,
    approved: shapeMoved(approved),
    changed,
    protection_days: shapeMoved(protectionDays),
  };
}

function shapeTimes({ approvals, rejections, late }: DecisionTimes) {
  return { median_days_to_approve: approvals, median_days_to_reject: rejections, late };
}

import type { RulesOfEngagement } from '../../company/settings.ts';
import { addDays, type IsoDate } from '../../dates.ts';
import { CONFLICT_CODES, type ConflictCode } from '../conflict-codes.ts';
import type { Finding } from '../types.ts';
import { daysToDecide, medianOf, wasLate } from './decision-time.ts';
import type { Life } from './history.ts';
import { listChangedRules } from './read-rules.ts';
import { sayRemarks } from './remarks.ts';
import { type Course, protectedDaysWithin, ranOut, type Standing } from './standing.ts';
import type { DecisionTimes, GroupEffect, Moved, ReplayReport, TouchedDecision } from './types.ts';
import type { Judged, Look, Walk } from './walk.ts';

export interface Reported {
  readonly walk: Walk;
  readonly lives: readonly Life[];
  /** [from, to). */
  readonly period: { readonly from: IsoDate; readonly to: IsoDate };
  readonly today: IsoDate;
}

/** What two courses of history come to in a period, with every decision that differs. */
export function reportReplay(reported: Reported): ReplayReport {
  const { walk, lives, period, today } = reported;
  const inPeriod = (day: IsoDate) => period.from <= day && day < period.to;
  const looks = walk.looks.filter((look) => inPeriod(look.on));
  const decisions = looks.filter((look) => look.moment === 'decided');
  const [until = today] = [addDays(period.to, -1), today].sort();
  const stretch = { from: period.from, until };
  const totals = { decisions, walk, stretch };
  const rules = listChangedRules(walk.was.rules, walk.wouldBe.rules);
  return {
    period,
    rules,
    submissions: looks.length - decisions.length,
    decisions: decisions.length,
    changed: decisions.filter(isChanged).map(describeTouched),
    reconsidered: decisions.filter((one) => !isChanged(one) && isReconsidered(one)).map(describeTouched),
    byPartner: groupEffects(totals, ({ registration: r }) => ({ key: r.partnerId, label: r.partnerName })),
    byTier: groupEffects(totals, ({ registration: r }) => ({ key: r.tier, label: r.tier ?? 'no tier' })),
    protectionsLaid: inBoth(walk, (course) =>
      count(course, (one) => one.protects && one.decidedOn !== null && inPeriod(one.decidedOn)),
    ),
    protectionDays: inBoth(walk, (course) => sumDays(course, stretch)),
    ranOut: inBoth(walk, (course) =>
      count(course, (one) => ranOut(one, today) && one.until !== null && inPeriod(one.until)),
    ),
    closedUnprotected: walk.unprotectedEnds
      .filter((end) => inPeriod(end.on))
      .map(({ life, on, as }) => ({
        registrationId: life.registration.registrationId,
        partnerName: life.registration.partnerName,
        on,
        as,
      })),
    conflicts: countConflicts(looks),
    timeToDecide: {
      was: timeDecisions(decisions, 'was', walk.was.rules),
      wouldBe: timeDecisions(decisions, 'wouldBe', walk.wouldBe.rules),
    },
    remarks: sayRemarks(lives, walk.was.rules, rules),
  };
}

function isChanged(look: Look): boolean {
  return look.was.outcome !== look.wouldBe.outcome;
}

function isReconsidered(look: Look): boolean {
  return look.was.recommended.decision !== look.wouldBe.recommended.decision;
}

function describeTouched(look: Look): TouchedDecision {
  const { registration } = look.life;
  return {
    registrationId: registration.registrationId,
    partnerId: registration.partnerId,
    partnerName: registration.partnerName,
    tier: registration.tier,
    accountId: registration.accountId,
    accountName: registration.accountName,
    product: registration.product,
    decidedOn: look.on,
    outcome: { was: look.was.outcome ?? 'rejected', wouldBe: look.wouldBe.outcome ?? 'rejected' },
    recommended: { was: look.was.recommended.decision, wouldBe: look.wouldBe.recommended.decision },
    because: findCause(look),
  };
}

/** The heaviest finding that only the other course has where it is the stricter one, or that it lacks where it is not. */
function findCause({ was, wouldBe }: Look): TouchedDecision['because'] {
  const stricter = weigh(wouldBe) > weigh(was);
  const [those, than] = stricter ? [wouldBe, was] : [was, wouldBe];
  const known = new Set(than.findings.map(keyOf));
  const [finding] = those.findings.filter((one) => !known.has(keyOf(one)));
  return finding ? { effect: stricter ? 'appears' : 'goes away', finding } : null;
}

/** An approval that another one shuts out weighs as a rejection, whatever was recommended. */
function weigh({ outcome, recommended }: Judged): number {
  const steps = ['approve', 'weigh', 'reject'].indexOf(recommended.decision);
  return steps + (outcome === 'rejected' ? 3 : 0);
}

function keyOf({ code, severity, subjects }: Finding): string {
  return JSON.stringify([code, severity, subjects]);
}

type Totals = {
  readonly decisions: readonly Look[];
  readonly walk: Walk;
  readonly stretch: { readonly from: IsoDate; readonly until: IsoDate };
};

function groupEffects(
  { decisions, walk, stretch }: Totals,
  groupOf: (life: Life) => Pick<GroupEffect, 'key' | 'label'>,
): GroupEffect[] {
  const groups = new Map<string | null, { label: string; looks: Look[]; standings: Moved<Standing[]> }>();
  const open = (life: Life) => {
    const { key, label } = groupOf(life);
    const group = groups.get(key) ?? { label, looks: [], standings: { was: [], wouldBe: [] } };
    groups.set(key, group);
    return group;
  };
  for (const look of decisions) open(look.life).looks.push(look);
  for (const side of ['was', 'wouldBe'] as const)
    for (const standing of walk[side].standings.values())
      if (protectedDaysWithin(standing, stretch) > 0) open(standing.life).standings[side].push(standing);
  const days = (standings: readonly Standing[]) =>
    standings.reduce((sum, one) => sum + protectedDaysWithin(one, stretch), 0);
  return [...groups]
    .map(([key, { label, looks, standings }]) => ({
      key,
      label,
      decisions: looks.length,
      approved: {
        was: looks.filter((one) => one.was.outcome === 'approved').length,
        wouldBe: looks.filter((one) => one.wouldBe.outcome === 'approved').length,
      },
      changed: looks.filter(isChanged).length,
      protectionDays: { was: days(standings.was), wouldBe: days(standings.wouldBe) },
    }))
    .sort((a, b) =>
      a.label === b.label ? ((a.key ?? '') < (b.key ?? '') ? -1 : 1) : a.label < b.label ? -1 : 1,
    );
}

function inBoth(walk: Walk, measure: (course: Course) => number): Moved {
  return { was: measure(walk.was), wouldBe: measure(walk.wouldBe) };
}

function count(course: Course, holds: (standing: Standing) => boolean): number {
  return [...course.standings.values()].filter(holds).length;
}

function sumDays(course: Course, stretch: Totals['stretch']): number {
  return [...course.standings.values()].reduce((sum, one) => sum + protectedDaysWithin(one, stretch), 0);
}

function countConflicts(looks: readonly Look[]): ReplayReport['conflicts'] {
  const idsOf = (side: 'was' | 'wouldBe', code: ConflictCode) =>
    new Set(
      looks
        .filter((look) => look[side].findings.some((one) => one.code === code))
        .map((look) => look.life.registration.registrationId),
    ).size;
  return CONFLICT_CODES.map((code) => ({
    code,
    was: idsOf('was', code),
    wouldBe: idsOf('wouldBe', code),
  })).filter((one) => one.was + one.wouldBe > 0);
}

function timeDecisions(
  decisions: readonly Look[],
  side: 'was' | 'wouldBe',
  rules: RulesOfEngagement,
): DecisionTimes {
  const median = (outcome: 'approved' | 'rejected') =>
    medianOf(
      decisions
        .filter((look) => look[side].outcome === outcome)
        .flatMap((look) => daysToDecide(look.life) ?? []),
    );
  return {
    approvals: median('approved'),
    rejections: median('rejected'),
    late: decisions.filter((look) => wasLate(look.life, rules)).length,
  };
}

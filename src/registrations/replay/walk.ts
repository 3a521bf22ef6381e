import type { RulesOfEngagement } from '../../company/settings.ts';
import { addDays, type IsoDate } from '../../dates.ts';
import type { ConflictTerms } from '../conflict-case.ts';
import { findConflicts } from '../conflicts.ts';
import type { Finding } from '../types.ts';
import { assemblePastCase } from './assemble-past-case.ts';
import type { Surroundings } from './facts-on-day.ts';
import type { Life, Step } from './history.ts';
import { isBorneOut, type Recommendation, recommendDecision } from './recommend.ts';
import {
  type Course,
  createCourse,
  extend,
  findCollision,
  refuseExtension,
  type Standing,
  setStanding,
  shiftUntil,
} from './standing.ts';

/** What a check said of a registration on the day it came in, or on the day it was decided. */
export interface Look {
  readonly life: Life;
  readonly moment: 'received' | 'decided';
  readonly on: IsoDate;
  readonly was: Judged;
  readonly wouldBe: Judged;
}

export interface Judged {
  /** What became of it; null on the day it came in. */
  readonly outcome: 'approved' | 'rejected' | null;
  readonly recommended: Recommendation;
  readonly findings: readonly Finding[];
}

/** A registration whose deal was won, or lost, on a day when it no longer protected under the other rules. */
export interface LateEnd {
  readonly life: Life;
  readonly on: IsoDate;
  readonly as: 'won' | 'lost';
}

/** History as it was, and as it would have been. */
export interface Walk {
  readonly was: Course;
  readonly wouldBe: Course;
  /** In time order. */
  readonly looks: readonly Look[];
  readonly unprotectedEnds: readonly LateEnd[];
}

export interface WalkTerms {
  /** The terms of a day under the rules in force. */
  readonly termsOn: (day: IsoDate) => ConflictTerms;
  readonly rules: { readonly was: RulesOfEngagement; readonly wouldBe: RulesOfEngagement };
  /** The first day of the other rules; before it history is as it was. Null: from the beginning. */
  readonly from: IsoDate | null;
  /** The day at which the walk stops; what came later is not looked at. */
  readonly until: IsoDate;
}

/**
 * Walks registrations in time order through two courses of history side by side: as it was, and under other rules.
 * A check on a day sees what was known then and nothing later. A person's decision stays as it was unless the
 * recommendation moves between rejecting and not rejecting; a rejection for a reason that no block gave stays, too, and
 * an approval that the database would have refused, because another partner is protected by then, is a rejection. What
 * follows from a changed decision follows in its own course: later checks see the protection, or see none.
 */
export function walkHistory(lives: readonly Life[], surroundings: Surroundings, terms: WalkTerms): Walk {
  const was = createCourse(terms.rules.was);
  const wouldBe = createCourse(terms.rules.wouldBe);
  const looks: Look[] = [];
  const unprotectedEnds: LateEnd[] = [];
  for (const { life, step } of listSteps(lives)) {
    const on = step.at.slice(0, 10);
    if (on > terms.until) break;
    const moment = { life, on, was, wouldBe, other: terms.from === null || on >= terms.from };
    if (step.kind === 'received') {
      for (const course of [was, wouldBe]) setStanding(course, receive(life));
      looks.push(look(moment, 'received', surroundings, terms));
    } else if (step.kind === 'decided') {
      const judged = look(moment, 'decided', surroundings, terms);
      looks.push(decide(moment, { judged, recorded: step.outcome }));
    } else if (step.kind === 'extended') extendBoth(moment);
    else if (step.kind === 'ended') {
      if (endBoth(moment, step)) unprotectedEnds.push({ life, on, as: step.as as LateEnd['as'] });
    } else askBoth(moment, step.kind);
  }
  return { was, wouldBe, looks, unprotectedEnds };
}

/** A day's place in the walk; `other` says whether the other rules are in force by then. */
interface Moment {
  readonly life: Life;
  readonly on: IsoDate;
  readonly was: Course;
  readonly wouldBe: Course;
  readonly other: boolean;
}

/** Every step of every life by its instant; of one instant the earlier receipt first, as protections are laid. */
function listSteps(lives: readonly Life[]): { life: Life; step: Step }[] {
  return lives
    .flatMap((life) => life.steps.map((step, at) => ({ life, step, at, key: keyOf(life, step, at) })))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

function keyOf({ registration }: Life, step: Step, at: number): string {
  const serial = String(at).padStart(6, '0');
  return [step.at, registration.submittedOn, registration.registrationId, serial].join('\n');
}

function receive(life: Life): Standing {
  return {
    life,
    status: 'submitted',
    decidedOn: null,
    until: null,
    extensions: 0,
    protects: false,
    endedOn: null,
  };
}

function look(
  { life, on, was, wouldBe, other }: Moment,
  moment: Look['moment'],
  surroundings: Surroundings,
  terms: WalkTerms,
): Look {
  const judge = (course: Course, rules: RulesOfEngagement): Judged => {
    const about = assemblePastCase({ life, on, course, surroundings });
    const findings = about ? findConflicts(about, { ...terms.termsOn(on), rules }) : [];
    return { outcome: null, recommended: recommendDecision(findings), findings };
  };
  return {
    life,
    moment,
    on,
    was: judge(was, terms.rules.was),
    wouldBe: judge(wouldBe, other ? terms.rules.wouldBe : terms.rules.was),
  };
}

function decide(moment: Moment, made: { judged: Look; recorded: 'approved' | 'rejected' }): Look {
  const { life, on, was, wouldBe, other } = moment;
  const { judged, recorded } = made;
  const rules = { was: was.rules, wouldBe: other ? wouldBe.rules : was.rules };
  const first = life.firstUntil ?? addDays(on, rules.was.registration_protection_days);
  const decidedOn = life.registration.decidedOn ?? on;
  const untilWas = recorded === 'approved' ? first : null;
  const untilOther =
    life.firstUntil === null
      ? addDays(on, rules.wouldBe.registration_protection_days)
      : shiftUntil(first, decidedOn, rules);
  const collides = {
    was: untilWas !== null && findCollision(was, life, { from: decidedOn, until: untilWas }) !== null,
    wouldBe: findCollision(wouldBe, life, { from: decidedOn, until: untilOther }) !== null,
  };
  const wanted = replayOutcome(recorded, judged);
  const outcome =
    wanted === 'approved' && collides.wouldBe && !(recorded === 'approved' && collides.was)
      ? 'rejected'
      : wanted;
  settle(was, life, { outcome: recorded, decidedOn, until: untilWas, collides: collides.was });
  settle(wouldBe, life, { outcome, decidedOn, until: untilOther, collides: collides.wouldBe });
  return {
    ...judged,
    was: { ...judged.was, outcome: recorded },
    wouldBe: { ...judged.wouldBe, outcome },
  };
}

/** What a person would have decided: the same, unless what the rules recommend has crossed over. */
function replayOutcome(
  recorded: 'approved' | 'rejected',
  { life, was, wouldBe }: Look,
): 'approved' | 'rejected' {
  const [before, after] = [was.recommended.decision === 'reject', wouldBe.recommended.decision === 'reject'];
  if (before === after) return recorded;
  if (after) return 'rejected';
  if (recorded === 'approved') return 'approved';
  const { reasonCode } = life.registration;
  const blocks = was.findings.filter((one) => one.severity === 'block');
  return reasonCode === null || isBorneOut(reasonCode, blocks) === true ? 'approved' : 'rejected';
}

function settle(
  course: Course,
  life: Life,
  made: { outcome: 'approved' | 'rejected'; decidedOn: IsoDate; until: IsoDate | null; collides: boolean },
): void {
  const { outcome, decidedOn, until, collides } = made;
  const approved = outcome === 'approved';
  const { kind, accountId } = life.registration;
  setStanding(course, {
    ...receive(life),
    status: outcome,
    decidedOn,
    until: approved ? until : null,
    protects: approved && !collides && kind !== 'service' && accountId !== null,
  });
}

/** A question stops and an answer starts the clock, wherever the registration is still undecided. */
function askBoth({ life, was, wouldBe }: Moment, kind: 'asked' | 'answered'): void {
  for (const course of [was, wouldBe]) {
    const standing = course.standings.get(life.registration.registrationId);
    if (standing && ['submitted', 'returned'].includes(standing.status))
      setStanding(course, { ...standing, status: kind === 'asked' ? 'returned' : 'submitted' });
  }
}

/** An extension that was granted stays granted, unless the other rules alone, or another protection there, refuse it. */
function extendBoth({ life, on, was, wouldBe, other }: Moment): void {
  const id = life.registration.registrationId;
  const [before, after] = [was.standings.get(id), wouldBe.standings.get(id)];
  if (before?.status !== 'approved') return;
  const longer = extend(before, was.rules);
  if (after?.status === 'approved') {
    const rules = other ? wouldBe.rules : was.rules;
    const refused =
      refuseExtension(after, rules, on) !== null && refuseExtension(before, was.rules, on) === null;
    const longerThere = extend(after, rules);
    if (!refused && (collides(was, longer) || !collides(wouldBe, longerThere)))
      setStanding(wouldBe, longerThere);
  }
  setStanding(was, longer);
}

function collides(course: Course, { life, decidedOn, until }: Standing): boolean {
  return (
    decidedOn !== null && until !== null && findCollision(course, life, { from: decidedOn, until }) !== null
  );
}

/** Ends it in both courses; true where its deal closed after the other course had let the protection run out. */
function endBoth({ life, on, was, wouldBe }: Moment, step: Step & { kind: 'ended' }): boolean {
  const id = life.registration.registrationId;
  const [before, after] = [was.standings.get(id), wouldBe.standings.get(id)];
  if (before) setStanding(was, { ...before, status: step.as, endedOn: on });
  if (after && after.status !== 'rejected') setStanding(wouldBe, { ...after, status: step.as, endedOn: on });
  const ranOut = (one: Standing | undefined) =>
    one?.status === 'approved' && one.protects && one.until !== null && one.until < on;
  return (step.as === 'won' || step.as === 'lost') && !ranOut(before) && ranOut(after);
}

import type { RulesOfEngagement } from '../../company/settings.ts';
import { addDays, daysBetween, type IsoDate } from '../../dates.ts';
import type { RegistrationFact } from '../conflict-case.ts';
import { protectedDays, submittedDay } from '../protection.ts';
import type { StoredMove } from '../store.ts';

/** One thing that happened to a registration; `at` is an instant in UTC. */
export type Step = { readonly at: string } & (
  | { readonly kind: 'received' | 'asked' | 'answered' | 'extended' }
  | { readonly kind: 'decided'; readonly outcome: 'approved' | 'rejected' }
  | { readonly kind: 'ended'; readonly as: 'withdrawn' | 'rejected' | 'expired' | 'won' | 'lost' }
);

/** A registration as its records stand today. */
export interface RecordedRegistration extends RegistrationFact {
  readonly partnerName: string;
  readonly tier: string | null;
  readonly reasonCode: string | null;
  /** The day its opportunity was to close or closed, with the stage it has now. */
  readonly closing: { readonly stage: string; readonly on: IsoDate | null } | null;
  /** Oldest first. */
  readonly moves: readonly Pick<StoredMove, 'fromStatus' | 'toStatus' | 'movedAt' | 'surface'>[];
}

/** What happened to a registration, oldest first. */
export interface Life {
  readonly registration: RecordedRegistration;
  readonly steps: readonly Step[];
  /** The last day as the approval first laid it, before any recorded extension; null where it was never approved. */
  readonly firstUntil: IsoDate | null;
  /** Whether a decision or an end is recorded without its day, so that it can't be replayed. */
  readonly undated: boolean;
}

const DAY_BEGINS = 'T00:00:00.000Z';
/** A decision of which only the day is known comes after everything received that day. */
const DAY_ENDS = 'T23:59:59.999Z';

/**
 * Puts together what happened from the record's columns and its moves. A history brought in by an import has one move,
 * which says how the record stood and not when: for it the columns count, and of made moves their own instants do.
 * Returns null for what was never submitted, or has no day of submission.
 */
export function readLife(registration: RecordedRegistration, rules: RulesOfEngagement): Life | null {
  const { submittedOn, status } = registration;
  if (status === 'draft' || submittedOn === null) return null;
  const made = registration.moves.filter((move) => move.surface !== 'import');
  const questions = made.flatMap((move): Step[] => {
    const at = instantOf(move.movedAt);
    if (move.toStatus === 'returned') return [{ kind: 'asked', at }];
    return move.toStatus === 'submitted' && move.fromStatus === 'returned' ? [{ kind: 'answered', at }] : [];
  });
  const decision = readDecision(registration, made);
  const extensions = made.filter((move) => move.fromStatus === 'approved' && move.toStatus === 'approved');
  const end = readEnd(registration, made, decision);
  const steps: Step[] = [
    { kind: 'received', at: instantOf(submittedOn) },
    ...questions,
    ...(decision ? [decision] : []),
    ...extensions.map((move): Step => ({ kind: 'extended', at: instantOf(move.movedAt) })),
    ...(end ? [end] : []),
  ];
  return {
    registration,
    steps: inOrder(steps),
    firstUntil: decision?.outcome === 'approved' ? firstUntil(registration, extensions.length, rules) : null,
    undated: end?.undated ?? false,
  };
}

type Move = RecordedRegistration['moves'][number];

function readDecision(
  registration: RecordedRegistration,
  made: readonly Move[],
): (Step & { kind: 'decided' }) | null {
  const outcome = wasApproved(registration)
    ? 'approved'
    : registration.status === 'rejected'
      ? 'rejected'
      : null;
  if (outcome === null) return null;
  const move = made.find((one) => one.fromStatus !== 'approved' && one.toStatus === outcome);
  // As protections are laid: an approval without a day counts from the day it came in.
  const day = registration.decidedOn ?? (outcome === 'approved' ? submittedDay(registration) : null);
  if (!move && day === null) return null;
  return { kind: 'decided', outcome, at: move ? instantOf(move.movedAt) : `${day}${DAY_ENDS}` };
}

function wasApproved({ status, decidedOn, expiresOn, moves }: RecordedRegistration): boolean {
  if (['approved', 'won', 'lost'].includes(status)) return true;
  if (moves.some((move) => move.toStatus === 'approved')) return true;
  return (
    (status === 'expired' && (decidedOn ?? expiresOn) !== null) ||
    (status === 'withdrawn' && decidedOn !== null)
  );
}

/** The end that is no matter of passing time: an approval runs out by its last day, in each set of rules by its own. */
function readEnd(
  registration: RecordedRegistration,
  made: readonly Move[],
  decision: (Step & { kind: 'decided' }) | null,
): (Step & { kind: 'ended'; undated: boolean }) | null {
  const { status, submittedOn, closing } = registration;
  if (!isEnd(status) || (status === 'rejected' && decision !== null)) return null;
  if (status === 'expired' && decision !== null) return null;
  const move = made.find((one) => one.toStatus === status);
  if (move) return { kind: 'ended', as: status, at: instantOf(move.movedAt), undated: false };
  if ((status === 'won' || status === 'lost') && closing?.on) {
    return { kind: 'ended', as: status, at: `${closing.on}${DAY_BEGINS}`, undated: false };
  }
  // A deal without its day leaves the protection to its last day; a claim that ended on no known day is left out.
  if (status === 'won' || status === 'lost') return null;
  return { kind: 'ended', as: status, at: decision?.at ?? instantOf(submittedOn ?? ''), undated: true };
}

function isEnd(status: string): status is 'withdrawn' | 'rejected' | 'expired' | 'won' | 'lost' {
  return ['withdrawn', 'rejected', 'expired', 'won', 'lost'].includes(status);
}

function firstUntil(
  registration: RecordedRegistration,
  extensions: number,
  rules: RulesOfEngagement,
): IsoDate | null {
  const { from, until } = protectedDays(registration, rules);
  if (from === null || until === null) return until;
  const first = addDays(until, -extensions * rules.extension_days);
  return daysBetween(from, first) < 0 ? from : first;
}

/** Steps in their order of sense: where recorded days contradict it, the later step takes the earlier one's instant. */
function inOrder(steps: readonly Step[]): Step[] {
  let latest = '';
  return steps.map((step) => {
    latest = step.at > latest ? step.at : latest;
    return { ...step, at: latest };
  });
}

function instantOf(written: string): string {
  return new Date(written).toISOString();
}

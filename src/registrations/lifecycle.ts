import type { RulesOfEngagement } from '../company/settings.ts';
import { addDays, addWorkingDays, daysBetween, type IsoDate } from '../dates.ts';
import { protectedDays } from './protection.ts';
import { sayDay } from './rules/wording.ts';
import type { RegistrationMove, RegistrationStatus } from './types.ts';

/** Who makes a move: the partner's own people, our partner managers, or scheduled work. A rep proposes and moves none. */
export type Mover = 'partner' | 'manager' | 'schedule';

interface Move {
  readonly from: RegistrationStatus;
  readonly to: RegistrationStatus;
  readonly by: readonly Mover[];
}

const DECIDERS: readonly Mover[] = ['manager'];
const EITHER: readonly Mover[] = ['partner', 'manager'];
const PASSING_TIME: readonly Mover[] = ['manager', 'schedule'];

/** Every move there is. An extension is the move from approved to approved. */
export const MOVES: readonly Move[] = [
  { from: 'draft', to: 'submitted', by: EITHER },
  { from: 'draft', to: 'withdrawn', by: EITHER },
  { from: 'submitted', to: 'approved', by: DECIDERS },
  { from: 'submitted', to: 'rejected', by: DECIDERS },
  { from: 'submitted', to: 'returned', by: DECIDERS },
  { from: 'submitted', to: 'withdrawn', by: EITHER },
  { from: 'returned', to: 'submitted', by: EITHER },
  { from: 'returned', to: 'withdrawn', by: EITHER },
  { from: 'returned', to: 'expired', by: PASSING_TIME },
  { from: 'approved', to: 'won', by: PASSING_TIME },
  { from: 'approved', to: 'lost', by: PASSING_TIME },
  { from: 'approved', to: 'expired', by: PASSING_TIME },
  { from: 'approved', to: 'withdrawn', by: EITHER },
  { from: 'approved', to: 'approved', by: DECIDERS },
];

/** Why a move is refused, in words for the person who asked for it; null where it is allowed. */
export function refuseMove(move: {
  from: RegistrationStatus;
  to: RegistrationStatus;
  by: Mover;
}): string | null {
  const known = MOVES.find((one) => one.from === move.from && one.to === move.to);
  if (!known) {
    const possible = MOVES.filter((one) => one.from === move.from && one.by.includes(move.by)).map(
      (one) => one.to,
    );
    const next =
      possible.length > 0 ? ` From there it can only become ${possible.join(' or ')}.` : ' That is final.';
    return `The registration is ${move.from} and cannot become ${move.to}.${next}`;
  }
  if (!known.by.includes(move.by)) return `Only a partner manager can make a registration ${move.to}.`;
  return null;
}

/** The last day on which a decision is in time: so many working days after the day of submission. */
export function decisionDueOn(
  submittedOn: IsoDate,
  rules: Pick<RulesOfEngagement, 'registration_decision_days'>,
): IsoDate {
  return addWorkingDays(submittedOn, rules.registration_decision_days);
}

interface Waiting {
  readonly status: RegistrationStatus;
  readonly submittedOn: string | null;
  /** Oldest first. */
  readonly moves: readonly Pick<RegistrationMove, 'toStatus' | 'movedAt'>[];
}

/**
 * When a decision is due, for a registration that waits for one; null while nobody owes one. Working days during which
 * the question was with the partner are not counted.
 */
export function dueDay(
  waiting: Waiting,
  rules: Pick<RulesOfEngagement, 'registration_decision_days'>,
): IsoDate | null {
  if (waiting.status !== 'submitted' || waiting.submittedOn === null) return null;
  let due = decisionDueOn(waiting.submittedOn.slice(0, 10), rules);
  let returnedOn: IsoDate | null = null;
  for (const move of waiting.moves) {
    const day = move.movedAt.slice(0, 10);
    if (move.toStatus === 'returned') returnedOn = day;
    else if (move.toStatus === 'submitted' && returnedOn !== null) {
      due = addWorkingDays(due, workingDaysBetween(returnedOn, day));
      returnedOn = null;
    }
  }
  return due;
}

/** Whether the decision is late on the day. */
export function isOverdue(
  waiting: Waiting,
  rules: Pick<RulesOfEngagement, 'registration_decision_days'>,
  today: IsoDate,
): boolean {
  const due = dueDay(waiting, rules);
  return due !== null && due < today;
}

/** How many days are Monday to Friday after the first day, up to and with the second. */
export function workingDaysBetween(from: IsoDate, to: IsoDate): number {
  let days = 0;
  for (let day = addWorkingDays(from, 1); day <= to; day = addWorkingDays(day, 1)) days += 1;
  return days;
}

type Protected = Parameters<typeof protectedDays>[0] & { readonly extensions: number };

/** The last day of a protection after one more extension, or why there is none. */
export function extendProtection(
  registration: Protected,
  rules: RulesOfEngagement,
  today: IsoDate,
): { readonly until: IsoDate } | { readonly refusal: string } {
  const { until } = protectedDays(registration, rules);
  if (registration.status !== 'approved' || until === null) {
    return { refusal: `Only an approved registration can be extended; this one is ${registration.status}.` };
  }
  if (until < today)
    return { refusal: `It expired on ${sayDay(until)}; an extension had to come before that.` };
  if (registration.extensions >= rules.max_extensions) {
    return {
      refusal: `It was extended ${times(registration.extensions)} already; the programme allows ${times(rules.max_extensions)}.`,
    };
  }
  return { until: addDays(until, rules.extension_days) };
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

/** Days before the end of a protection on which its partner and manager are reminded. */
export const REMINDER_DAYS: readonly number[] = [30, 14, 7];

/** The reminder that is due: the nearest one reached; null while none is. */
export function dueReminder(until: IsoDate, today: IsoDate): number | null {
  const left = daysBetween(today, until);
  if (left < 0) return null;
  return REMINDER_DAYS.filter((days) => left <= days).at(-1) ?? null;
}

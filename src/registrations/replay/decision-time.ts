import type { RulesOfEngagement } from '../../company/settings.ts';
import type { IsoDate } from '../../dates.ts';
import { dueDay, workingDaysBetween } from '../lifecycle.ts';
import type { Life } from './history.ts';

type Allowance = Pick<RulesOfEngagement, 'registration_decision_days'>;

/**
 * Working days from the receipt of a registration to its decision, without those on which the question was with the
 * partner; 0 for a decision on the day itself. Null where it has no decision.
 */
export function daysToDecide(life: Life): number | null {
  const decided = decidedDay(life);
  const owed = decided && dueDate(life, { registration_decision_days: 0 });
  return decided && owed ? workingDaysBetween(owed, decided) : null;
}

/** Whether the decision came after the last day that the rules allow. */
export function wasLate(life: Life, rules: Allowance): boolean {
  const decided = decidedDay(life);
  const due = decided && dueDate(life, rules);
  return decided !== null && due !== null && due < decided;
}

/** The middle one; of an even number the mean of the two in the middle. Null for none. */
export function medianOf(days: readonly number[]): number | null {
  const sorted = [...days].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

function decidedDay({ steps }: Life): IsoDate | null {
  return steps.find((step) => step.kind === 'decided')?.at.slice(0, 10) ?? null;
}

/** The live rule, over the steps up to the decision. */
function dueDate({ steps, registration }: Life, rules: Allowance): IsoDate | null {
  const moves = steps.flatMap((step) => {
    if (step.kind !== 'asked' && step.kind !== 'answered') return [];
    return {
      toStatus: step.kind === 'asked' ? ('returned' as const) : ('submitted' as const),
      movedAt: step.at,
    };
  });
  return dueDay({ status: 'submitted', submittedOn: registration.submittedOn, moves }, rules);
}

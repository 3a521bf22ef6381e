import { AppError } from '../../errors.ts';
import type { AgreementTerms } from './agreement.ts';

/** A run in which we masked a partner's points: what it could learn from, whether or not it was finished. */
export interface PastRun {
  readonly at: string;
  readonly theirSize: number;
}

export interface NextRun {
  readonly now: Date;
  readonly partner: string;
  /** Null while the partner has not said it. */
  readonly theirSize: number | null;
}

const HOUR_MS = 3_600_000;

/**
 * Refuses a run that would let a partner probe our list: too many in the period, too soon after the last, or with a list that grew
 * too much. Throws `limit_reached` with what to do. Past runs are those with this partner under any agreement, in any order.
 */
export function checkLimits(past: readonly PastRun[], next: NextRun, limits: AgreementTerms['limits']): void {
  const age = (run: PastRun) => (next.now.getTime() - Date.parse(run.at)) / HOUR_MS;
  const runs = [...past].sort((a, b) => age(a) - age(b));
  const recent = runs.filter((run) => age(run) < limits.period_days * 24);
  const oldest = recent[limits.runs - 1];
  if (oldest) {
    const from = new Date(Date.parse(oldest.at) + limits.period_days * 24 * HOUR_MS).toISOString();
    throw new AppError(
      'limit_reached',
      `There were ${recent.length} runs with ${next.partner} in ${limits.period_days} days and ${limits.runs} are agreed: wait until ${from}.`,
    );
  }
  const [last] = runs;
  if (!last) return;
  if (age(last) < limits.min_interval_hours) {
    const from = new Date(Date.parse(last.at) + limits.min_interval_hours * HOUR_MS).toISOString();
    throw new AppError(
      'limit_reached',
      `The last run with ${next.partner} was at ${last.at}: wait until ${from}.`,
    );
  }
  if (next.theirSize !== null && next.theirSize > last.theirSize * limits.growth) {
    throw new AppError(
      'limit_reached',
      `${next.partner} sends ${next.theirSize} keys after ${last.theirSize} in the last run, more than ${limits.growth} times as many: ask why, and agree on a larger growth if the reason is good.`,
    );
  }
}

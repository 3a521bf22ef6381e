import type { ScopedConnection } from '../access/access.ts';
import type { RulesOfEngagement } from '../company/settings.ts';
import { addDays, type IsoDate } from '../dates.ts';
import { AppError } from '../errors.ts';
import * as store from './probing-store.ts';

export type LimitTerms = Pick<
  RulesOfEngagement,
  'max_submissions_per_day' | 'max_protected_replies' | 'protected_replies_days'
>;

/** A partner that used up what the programme allows, as its manager should know. */
export interface Probing extends Record<string, unknown> {
  readonly partnerId: string;
  readonly partnerName: string;
  /** The day with the most submissions since the first of the days looked at, and how many there were. */
  readonly busiestDay: IsoDate | null;
  readonly submissions: number;
  /** Submissions in all of those days, and of how many accounts, as written. */
  readonly submitted: number;
  readonly accounts: number;
  /** How often it was told in those days that an account is protected. */
  readonly protectedReplies: number;
  /** How many more it tried in those days, which were refused for a limit. */
  readonly refused: number;
  readonly lastSubmittedOn: string | null;
  /** Which limits it met; none where they were raised since. */
  readonly limits: readonly ('max_submissions_per_day' | 'max_protected_replies')[];
}

/**
 * Refuses a partner's submission above the programme's limits, so that submitting at random lists no protected accounts.
 * What is counted is the partner's own and known to it, and the account asked about takes no part: the words are the same
 * for one that another firm protects and for one that is free. Throws `limit_reached`.
 */
export async function checkSubmissionLimits(
  connection: ScopedConnection,
  asked: { readonly partnerId: string; readonly today: IsoDate; readonly terms: LimitTerms },
): Promise<void> {
  const { partnerId, today, terms } = asked;
  const counts = await store.countSubmissions(connection, {
    partnerId,
    day: today,
    since: addDays(today, -terms.protected_replies_days),
  });
  if (counts.submissions >= terms.max_submissions_per_day) {
    throw new AppError(
      'limit_reached',
      `Your firm has submitted ${counts.submissions} registrations today; the programme takes ${terms.max_submissions_per_day} a day. Please go on tomorrow, or talk to your partner manager.`,
    );
  }
  if (counts.protectedReplies >= terms.max_protected_replies) {
    throw new AppError(
      'limit_reached',
      'No more registrations can be submitted at present. Please talk to your partner manager.',
    );
  }
}

/** Counts a submission that a limit refused; in a transaction of its own, since the refused one leaves nothing. */
export const countRefusal = store.insertRefusal;

/** The partners that met a limit in the days that the second one looks at, the most submissions in a day first. */
export async function findProbing(
  connection: ScopedConnection,
  asked: { readonly today: IsoDate; readonly terms: LimitTerms },
): Promise<Probing[]> {
  const { today, terms } = asked;
  const rows = await store.listSubmitters(connection, {
    since: addDays(today, -terms.protected_replies_days),
    submissions: terms.max_submissions_per_day,
    protectedReplies: terms.max_protected_replies,
  });
  return rows.map((row) => ({
    ...row,
    limits: [
      ...(row.submissions >= terms.max_submissions_per_day ? ['max_submissions_per_day' as const] : []),
      ...(row.protectedReplies >= terms.max_protected_replies ? ['max_protected_replies' as const] : []),
    ],
  }));
}

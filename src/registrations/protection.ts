import type { RulesOfEngagement } from '../company/settings.ts';
import { addDays, type IsoDate } from '../dates.ts';
import type { RegistrationFact } from './conflict-case.ts';

type Dated = Pick<RegistrationFact, 'status' | 'submittedOn' | 'decidedOn' | 'expiresOn' | 'opportunityLost'>;

/** First and last day of protection, both protected; null where the record does not say. */
export interface ProtectedDays {
  readonly from: IsoDate | null;
  readonly until: IsoDate | null;
}

/** The day on which a registration came in. */
export function submittedDay(registration: Pick<RegistrationFact, 'submittedOn'>): IsoDate | null {
  return registration.submittedOn?.slice(0, 10) ?? null;
}

/**
 * The days that an approval protects: from the day it was approved for the company's number of days, or until
 * `expires_on`. Says nothing of whether the registration was ever approved.
 */
export function protectedDays(registration: Dated, rules: RulesOfEngagement): ProtectedDays {
  const from = registration.decidedOn ?? submittedDay(registration);
  const until = registration.expiresOn ?? (from && addDays(from, rules.registration_protection_days));
  return { from, until };
}

/**
 * Whether the registration protects on the day: approved, begun, not past its last day, and its opportunity not lost.
 * Dates that nobody recorded end no protection.
 */
export function protectsOn(registration: Dated, rules: RulesOfEngagement, day: IsoDate): boolean {
  if (registration.status !== 'approved') return false;
  const lost = registration.opportunityLost;
  if (lost && (lost.on === null || lost.on <= day)) return false;
  const { from, until } = protectedDays(registration, rules);
  return (from === null || from <= day) && (until === null || day <= until);
}

/** Whether a decision is still owed, or the question is with the partner. */
export function isUndecided(registration: Pick<RegistrationFact, 'status'>): boolean {
  return registration.status === 'submitted' || registration.status === 'returned';
}

/** The last day of a protection that ran out before the day, by date or by status; null where none did. */
export function expiredDay(registration: Dated, rules: RulesOfEngagement, day: IsoDate): IsoDate | null {
  const approvedOnce =
    registration.status === 'approved' || (registration.status === 'expired' && hasEnd(registration));
  const { until } = protectedDays(registration, rules);
  if (!approvedOnce || until === null || until >= day) return null;
  const lost = registration.status === 'approved' ? registration.opportunityLost : null;
  // A loss on or before the last day ended it early; one after it came too late to.
  return lost && (lost.on === null || lost.on <= until) ? null : until;
}

/** A claim that lapsed unanswered was never a protection, and has no day on which one ended. */
function hasEnd(registration: Dated): boolean {
  return registration.decidedOn !== null || registration.expiresOn !== null;
}

/** Products are the same whatever their case; one that nobody named may be any. */
export function sameProduct(left: string | null, right: string | null): boolean {
  return left === null || right === null || productKey(left) === productKey(right);
}

/** The product as the database keeps protections by it. */
export function productKey(product: string | null): string {
  return (product ?? '').trim().toLowerCase();
}

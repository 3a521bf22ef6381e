import type { RulesOfEngagement } from '../../company/settings.ts';
import { addDays, daysBetween, type IsoDate } from '../../dates.ts';
import type { RegistrationFact } from '../conflict-case.ts';
import { extendProtection } from '../lifecycle.ts';
import { productKey, submittedDay } from '../protection.ts';
import type { RegistrationStatus } from '../types.ts';
import type { Life } from './history.ts';

/** Where a registration stands at a moment of the walk, under one set of rules. */
export interface Standing {
  readonly life: Life;
  readonly status: RegistrationStatus;
  readonly decidedOn: IsoDate | null;
  readonly until: IsoDate | null;
  readonly extensions: number;
  /** Whether the approval holds an exclusive right; not so for delivery work, and the second of two that overlap. */
  readonly protects: boolean;
  /** The day on which it ended otherwise than by its last day. */
  readonly endedOn: IsoDate | null;
}

/** One course of history: what every registration has come to so far. */
export interface Course {
  readonly rules: RulesOfEngagement;
  readonly standings: Map<string, Standing>;
  readonly byAccount: Map<string, Set<string>>;
  /** Undecided and approved ones that have not ended, by partner. */
  readonly openOf: Map<string, Set<string>>;
}

export function createCourse(rules: RulesOfEngagement): Course {
  return { rules, standings: new Map(), byAccount: new Map(), openOf: new Map() };
}

/** Writes where a registration stands from now on. */
export function setStanding(course: Course, standing: Standing): void {
  const { registrationId, accountId, partnerId } = standing.life.registration;
  course.standings.set(registrationId, standing);
  if (accountId !== null) addTo(course.byAccount, accountId, registrationId);
  if (['submitted', 'returned', 'approved'].includes(standing.status))
    addTo(course.openOf, partnerId, registrationId);
  else course.openOf.get(partnerId)?.delete(registrationId);
}

/** The registration as a check on that day would have read it. */
export function factOf({ life, status, decidedOn, until }: Standing): RegistrationFact {
  const { registration } = life;
  return {
    registrationId: registration.registrationId,
    partnerId: registration.partnerId,
    accountId: registration.accountId,
    accountName: registration.accountName,
    product: registration.product,
    amount: registration.amount,
    kind: registration.kind,
    status,
    submittedOn: registration.submittedOn,
    decidedOn,
    expiresOn: until,
    opportunityId: registration.opportunityId,
    // A loss without its day can't be placed in the past.
    opportunityLost: registration.opportunityLost?.on ? registration.opportunityLost : null,
  };
}

/**
 * The last day that an approval lays under other rules than those it was recorded under. What a person granted beyond
 * the rule stays granted: the difference between the two rules is added. Never before the day of the approval.
 */
export function shiftUntil(
  first: IsoDate,
  decidedOn: IsoDate,
  rules: { readonly was: RulesOfEngagement; readonly wouldBe: RulesOfEngagement },
): IsoDate {
  const moved = rules.wouldBe.registration_protection_days - rules.was.registration_protection_days;
  const until = addDays(first, moved);
  return until < decidedOn ? decidedOn : until;
}

/** Whether a protection from that day on would overlap another partner's, which the database refuses. */
export function findCollision(
  course: Course,
  life: Life,
  wanted: { readonly from: IsoDate; readonly until: IsoDate },
): Standing | null {
  const { accountId, partnerId, product, kind } = life.registration;
  if (accountId === null || kind === 'service') return null;
  for (const id of course.byAccount.get(accountId) ?? []) {
    const other = course.standings.get(id);
    if (!other?.protects || other.status !== 'approved' || other.until === null) continue;
    const { registration } = other.life;
    if (registration.partnerId === partnerId || productKey(registration.product) !== productKey(product))
      continue;
    const from = other.decidedOn ?? submittedDay(registration) ?? other.until;
    if (from <= wanted.until && wanted.from <= other.until) return other;
  }
  return null;
}

/** Why the rules refuse one more extension on the day; null where they allow it. */
export function refuseExtension(standing: Standing, rules: RulesOfEngagement, day: IsoDate): string | null {
  const { status, decidedOn, until, extensions, life } = standing;
  const dated = {
    ...life.registration,
    status,
    decidedOn,
    expiresOn: until,
    extensions,
    opportunityLost: null,
  };
  const extension = extendProtection(dated, rules, day);
  return 'refusal' in extension ? extension.refusal : null;
}

/** The standing after one more extension. */
export function extend(standing: Standing, rules: RulesOfEngagement): Standing {
  const { until, extensions } = standing;
  return { ...standing, until: until && addDays(until, rules.extension_days), extensions: extensions + 1 };
}

/** Whether a protection came to its last day, and to nothing else before it; `today` itself is still protected. */
export function ranOut({ protects, status, until, endedOn }: Standing, today: IsoDate): boolean {
  if (!protects || until === null || until >= today) return false;
  return status === 'approved' || (endedOn !== null && until < endedOn);
}

/** How many days of a stretch the registration protected, both ends of the stretch included. */
export function protectedDaysWithin(standing: Standing, stretch: { from: IsoDate; until: IsoDate }): number {
  const { protects, decidedOn, until, endedOn } = standing;
  if (!protects || decidedOn === null || until === null) return 0;
  const lost = standing.life.registration.opportunityLost?.on ?? null;
  const ends = [endedOn, lost].flatMap((day) => (day === null ? [] : [addDays(day, -1)]));
  const [last = until] = [until, stretch.until, ...ends].sort();
  const [first = decidedOn] = [decidedOn, stretch.from].sort().reverse();
  return Math.max(0, daysBetween(first, last) + 1);
}

function addTo(groups: Map<string, Set<string>>, key: string, id: string): void {
  const group = groups.get(key);
  if (group) group.add(id);
  else groups.set(key, new Set([id]));
}

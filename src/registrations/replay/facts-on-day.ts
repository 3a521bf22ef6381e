import type { IsoDate } from '../../dates.ts';
import type {
  AccountFact,
  CertificateFact,
  OfferFact,
  OpportunityFact,
  PartnerFact,
  RoleFact,
  SubscriptionFact,
} from '../conflict-case.ts';

/** A deal with what its records say of the past. */
export interface PastDeal extends OpportunityFact {
  readonly closeOn: IsoDate | null;
  readonly stages: readonly { readonly stage: string; readonly on: IsoDate }[];
  /** Touches of partners and, without one, of our own people. */
  readonly touches: readonly { readonly partnerId: string | null; readonly on: IsoDate }[];
}

export interface PastRole extends RoleFact {
  readonly addedOn: IsoDate | null;
}

/** All that registrations were decided in, as the records stand today. */
export interface Surroundings {
  readonly accounts: ReadonlyMap<string, AccountFact>;
  readonly children: ReadonlyMap<string, readonly AccountFact[]>;
  readonly partners: ReadonlyMap<string, PartnerFact>;
  readonly integrations: ReadonlySet<string>;
  readonly certificates: ReadonlyMap<string, readonly CertificateFact[]>;
  /** By account. */
  readonly deals: ReadonlyMap<string, readonly PastDeal[]>;
  /** By opportunity. */
  readonly roles: ReadonlyMap<string, readonly PastRole[]>;
  /** By account. */
  readonly subscriptions: ReadonlyMap<string, readonly SubscriptionFact[]>;
  /** By account. */
  readonly offers: ReadonlyMap<string, readonly OfferFact[]>;
}

/**
 * The deal as it was known on a day; null where it was not there yet, or is closed and nobody wrote when. A stage is
 * the last one entered by then. Activity after the day is not known: what was recorded by then stands for it.
 */
export function dealOn(deal: PastDeal, day: IsoDate): OpportunityFact | null {
  const { closeOn, stages, touches, ...now } = deal;
  const entered = stages.filter((one) => one.on <= day);
  const seen = [...entered, ...touches.filter((one) => one.on <= day)].map((one) => one.on).sort();
  const createdOn = now.createdOn ?? seen[0] ?? null;
  if (createdOn === null ? now.lastActivityOn === null || now.lastActivityOn > day : createdOn > day)
    return null;
  const closed = now.stage.startsWith('closed_');
  if (closed && closeOn === null) return null;
  const stage =
    closed && closeOn !== null && closeOn <= day
      ? now.stage
      : (entered.at(-1)?.stage ?? (closed || stages.length > 0 ? 'prospecting' : now.stage));
  const known = now.lastActivityOn !== null && now.lastActivityOn <= day;
  return { ...now, stage, lastActivityOn: known ? now.lastActivityOn : (seen.at(-1) ?? null) };
}

/** Roles that had been given by the day. A role without a day counts from the deal's own. */
export function rolesOn(roles: readonly PastRole[], day: IsoDate): RoleFact[] {
  return roles.filter((one) => one.addedOn === null || one.addedOn <= day);
}

/** Certificates as they were: one that has lapsed since was valid until it did. */
export function certificatesOn(certificates: readonly CertificateFact[], day: IsoDate): CertificateFact[] {
  return certificates.map((one) =>
    one.status === 'expired' && one.completedOn !== null && one.expiresOn !== null && day <= one.expiresOn
      ? { ...one, status: 'completed' }
      : one,
  );
}

/** Offers that were out: one that has lapsed since was out until it did. When one was accepted is not recorded. */
export function offersOn(offers: readonly OfferFact[], day: IsoDate): OfferFact[] {
  return offers
    .filter((one) => one.sentOn === null || one.sentOn <= day)
    .map((one) => (one.status === 'expired' && one.expiresOn !== null ? { ...one, status: 'sent' } : one));
}

/**
 * The partner as far as its past is known. Whether it was active, what it could carry and what it shared is recorded as
 * of today only, and so decides nothing of the past.
 */
export function partnerOn(partner: PartnerFact) {
  return { ...partner, status: 'active', capacity: null, openCoSells: 0, overlapWithheld: null };
}

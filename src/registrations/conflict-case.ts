import type { RulesOfEngagement } from '../company/settings.ts';
import type { IsoDate } from '../dates.ts';
import type { Money } from '../money.ts';
import type { RegistrationKind, RegistrationStatus } from './types.ts';

export interface AccountFact {
  readonly accountId: string;
  readonly name: string;
  readonly country: string | null;
  readonly parentAccountId: string | null;
}

export interface PartnerFact {
  readonly partnerId: string;
  readonly name: string;
  readonly status: string;
  readonly regions: readonly string[];
  readonly competesWith: readonly string[];
  readonly capacity: number | null;
}

export interface RegistrationFact {
  readonly registrationId: string;
  readonly partnerId: string;
  readonly accountId: string | null;
  readonly accountName: string;
  readonly product: string | null;
  readonly amount: Money | null;
  readonly kind: RegistrationKind;
  readonly status: RegistrationStatus;
  /** An instant. */
  readonly submittedOn: string | null;
  readonly decidedOn: IsoDate | null;
  readonly expiresOn: IsoDate | null;
  readonly opportunityId: string | null;
  /** The day on which the linked opportunity was lost, where it was; the day it was to close, as far as known. */
  readonly opportunityLost: { readonly on: IsoDate | null } | null;
}

export interface OpportunityFact {
  readonly opportunityId: string;
  readonly accountId: string;
  readonly name: string;
  readonly product: string | null;
  readonly stage: string;
  readonly createdOn: IsoDate | null;
  readonly lastActivityOn: IsoDate | null;
  readonly needs: readonly string[];
  readonly kind: string;
  readonly publicTender: boolean;
}

export interface RoleFact {
  readonly opportunityId: string;
  readonly partnerId: string;
  readonly role: string;
  readonly accepted: boolean | null;
}

export interface SubscriptionFact {
  readonly subscriptionId: string;
  readonly accountId: string;
  readonly product: string | null;
  readonly startedOn: IsoDate | null;
  readonly endedOn: IsoDate | null;
  readonly partnerId: string | null;
}

export interface CertificateFact {
  readonly competency: string | null;
  readonly status: string;
  readonly completedOn: IsoDate | null;
  readonly expiresOn: IsoDate | null;
}

export interface OfferFact {
  readonly offerId: string;
  readonly accountId: string;
  readonly partnerId: string | null;
  readonly marketplace: string | null;
  readonly status: string;
  readonly sentOn: IsoDate | null;
  readonly expiresOn: IsoDate | null;
}

/** What the asking partner brings along, wherever it does business. */
export interface AskingPartner extends PartnerFact {
  /** Its undecided and approved registrations of every account. */
  readonly claims: readonly RegistrationFact[];
  readonly certificates: readonly CertificateFact[];
  /** Open opportunities on which it has accepted. */
  readonly openCoSells: number;
  /** Whether it knows the account, but none of its rows may be used; null where that is not known. */
  readonly overlapWithheld: boolean | null;
}

/** Plain rows about one subject: all that the rules need, and nothing that is not about the account or its partner. */
export interface ConflictCase {
  readonly account: AccountFact;
  /** One step up and one step down. */
  readonly relatives: readonly AccountFact[];
  readonly product: string | null;
  readonly kind: RegistrationKind;
  readonly partner: AskingPartner | null;
  /** The opportunity that the check names. */
  readonly opportunity: OpportunityFact | null;
  /** The registration under review. */
  readonly registration: RegistrationFact | null;
  /** What a registration would be worth; null where the check is about none. */
  readonly amount: Money | null;
  /** Registrations of the account and of its relatives. */
  readonly registrations: readonly RegistrationFact[];
  readonly opportunities: readonly OpportunityFact[];
  /** Roles on the account's opportunities and on the one named. */
  readonly roles: readonly RoleFact[];
  readonly subscriptions: readonly SubscriptionFact[];
  readonly offers: readonly OfferFact[];
  /** Every partner, by id. */
  readonly partners: ReadonlyMap<string, PartnerFact>;
  /** Lower-case names of things to integrate with: a need that names one wants no certificate. */
  readonly integrations: ReadonlySet<string>;
}

/** The company's numbers and tables, and the day that is looked at. */
export interface ConflictTerms {
  readonly rules: RulesOfEngagement;
  readonly today: IsoDate;
  readonly currency: string;
  readonly rates: Readonly<Record<string, number>>;
  /** Whether a country, or a label that stands for several, holds the country; null where the label is not known. */
  readonly regionHolds: (label: string, country: string) => boolean | null;
}

import type { IsoDate } from '../../src/dates.ts';

/** Rows of the company folder: the names of its columns in camel case. Null is an empty cell. */
export interface Person {
  readonly email: string;
  readonly name: string;
  readonly role: 'rep' | 'partner_manager' | 'admin';
  readonly region: string;
  readonly slackUserId: string;
}

export interface Account {
  readonly accountId: string;
  readonly name: string;
  readonly domain: string | null;
  readonly country: string;
  readonly industry: string;
  readonly employees: number | null;
  readonly annualRevenue: number | null;
  readonly parentAccountId: string | null;
  readonly ownerEmail: string;
  status: 'customer' | 'open_opportunity' | 'prospect';
  readonly alsoKnownAs: readonly string[];
}

export type Stage = 'prospecting' | 'qualified' | 'proposal' | 'negotiation' | 'closed_won' | 'closed_lost';

export interface Opportunity {
  readonly opportunityId: string;
  readonly accountId: string;
  readonly name: string;
  readonly product: string;
  readonly amount: number;
  readonly currency: string;
  readonly stage: Stage;
  readonly ownerEmail: string;
  readonly createdOn: IsoDate;
  readonly lastActivityOn: IsoDate | null;
  readonly closeOn: IsoDate;
  readonly needs: readonly string[];
  readonly competitor: string | null;
  readonly kind: 'new' | 'growth' | 'renewal';
  readonly publicTender: boolean;
}

export type DealRole = 'source' | 'sell' | 'influence' | 'deliver' | 'transact';

export interface OpportunityPartner {
  readonly opportunityId: string;
  readonly partnerId: string;
  readonly role: DealRole;
  readonly addedOn: IsoDate;
  readonly accepted: boolean | null;
}

export interface Subscription {
  readonly subscriptionId: string;
  readonly accountId: string;
  readonly product: string;
  readonly annualAmount: number;
  readonly currency: string;
  readonly grossMargin: number | null;
  readonly startedOn: IsoDate;
  endedOn: IsoDate | null;
  readonly partnerId: string | null;
}

export type Archetype = 'influence' | 'isv' | 'si' | 'msp' | 'referral' | 'reseller';

export interface Partner {
  readonly partnerId: string;
  readonly name: string;
  readonly domain: string;
  readonly archetype: Archetype;
  readonly tier: string | null;
  readonly status: 'recruit' | 'onboarding' | 'active' | 'inactive';
  readonly regions: readonly string[];
  readonly industries: readonly string[];
  readonly competencies: readonly string[];
  readonly products: readonly string[];
  readonly integrations: readonly string[];
  readonly competesWith: readonly string[];
  readonly managerEmail: string | null;
  readonly joinedOn: IsoDate | null;
  readonly sharedChannelId: string | null;
  readonly marketplaces: readonly string[];
  capacity: number | null;
  readonly slackTeamId: string | null;
  readonly privateNote: string | null;
}

export interface PartnerPerson {
  readonly email: string;
  readonly partnerId: string;
  readonly name: string;
  readonly role: string;
  readonly slackUserId: string | null;
}

export type RegistrationStatus =
  | 'draft'
  | 'submitted'
  | 'returned'
  | 'approved'
  | 'rejected'
  | 'expired'
  | 'withdrawn'
  | 'won'
  | 'lost';

export interface Registration {
  readonly registrationId: string;
  readonly partnerId: string;
  readonly accountName: string;
  readonly accountDomain: string | null;
  readonly country: string | null;
  readonly product: string;
  readonly amount: number;
  readonly currency: string;
  readonly kind: 'resale' | 'referral' | 'msp' | 'service' | null;
  readonly status: RegistrationStatus;
  readonly submittedOn: string | null;
  readonly decidedOn: IsoDate | null;
  readonly expiresOn: IsoDate | null;
  readonly opportunityId: string | null;
  readonly submittedBy: string | null;
  readonly reasonCode: string | null;
  readonly reason: string | null;
  readonly privateNote: string | null;
}

export interface Touchpoint {
  readonly touchpointId: string;
  readonly opportunityId: string;
  readonly partnerId: string | null;
  readonly kind: string;
  readonly occurredOn: IsoDate;
  readonly personEmail: string | null;
}

export interface MarketplaceOffer {
  readonly offerId: string;
  readonly partnerId: string | null;
  readonly accountId: string;
  readonly marketplace: 'aws' | 'azure' | 'google';
  readonly kind: 'private_offer' | 'partner_private_offer';
  readonly amount: number;
  readonly currency: string;
  readonly status: 'draft' | 'sent' | 'accepted' | 'expired';
  readonly sentOn: IsoDate | null;
  readonly expiresOn: IsoDate | null;
}

export interface Contact {
  readonly accountId: string;
  readonly email: string;
  readonly name: string;
  readonly title: string;
  readonly role: string;
  readonly lastActivityOn: IsoDate | null;
}

export type Cell = string | number | boolean | null | readonly string[];

/** A row of a file that nothing else is made from. */
export type Row = Readonly<Record<string, Cell>>;

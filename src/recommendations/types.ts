import type { IsoDate } from '../dates.ts';

/** A deal, past or open, as far as it bears on who helps to win it. */
export interface DealFacts {
  readonly opportunityId: string | null;
  readonly accountId: string;
  readonly accountName: string;
  readonly industry: string | null;
  readonly country: string | null;
  readonly product: string | null;
  readonly kind: string;
  readonly stage: string | null;
  /** In the company's currency; null where not known. */
  readonly amountMinor: number | null;
  /** How likely the deal looked by a score kept beside it (about 0 on average); null where none is. */
  readonly intent: number | null;
  readonly needs: readonly string[];
  readonly competitor: string | null;
  readonly createdOn: IsoDate | null;
  /** For past deals. */
  readonly won: boolean | null;
  readonly closedOn: IsoDate | null;
  /** Partners with a role that they accepted or have not answered. */
  readonly partnerIds: readonly string[];
}

/** A partner as far as it bears on deals. */
export interface PartnerFacts {
  readonly partnerId: string;
  readonly name: string;
  readonly archetype: string | null;
  readonly tier: string | null;
  readonly status: string;
  readonly regions: readonly string[];
  readonly industries: readonly string[];
  readonly competencies: readonly string[];
  readonly products: readonly string[];
  readonly integrations: readonly string[];
  readonly marketplaces: readonly string[];
  readonly capacity: number | null;
  readonly joinedOn: IsoDate | null;
  /** Open opportunities on which it has accepted a role. */
  readonly load: number;
  readonly certificates: readonly {
    readonly competency: string;
    readonly since: IsoDate | null;
    readonly until: IsoDate | null;
    readonly id: string;
  }[];
}

/** A partner's relation with an account, as far as it is shared. */
export interface Relation {
  readonly partnerId: string;
  readonly accountId: string;
  readonly recordId: string;
  readonly populations: readonly string[];
  readonly ownerName: string | null;
  readonly ownerEmail: string | null;
  readonly customerSince: IsoDate | null;
  readonly lastActivityOn: IsoDate | null;
  /** People at the account whom the partner knows, and how many of them we have not. */
  readonly contacts: number;
  readonly newContacts: number;
  readonly seniorContacts: number;
  readonly integrationRequests: readonly string[];
}

/** What speaks for a partner on a deal, as numbers from 0 to about 2; the names are those of the model's weights. */
export type SignalName =
  | 'overlap_customer'
  | 'overlap_open'
  | 'overlap_prospect'
  | 'recency'
  | 'contacts'
  | 'needs'
  | 'industry'
  | 'region'
  | 'product'
  | 'certification'
  | 'integration';

export type Signals = Readonly<Record<SignalName, number>>;

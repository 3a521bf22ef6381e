import type { IsoDate } from '../../dates.ts';
import type { Finding } from '../types.ts';

export interface FairnessRequest {
  /** The first day; the beginning of history where it is left out. */
  readonly from?: IsoDate | undefined;
  /** The first day after; the day after today where it is left out. */
  readonly to?: IsoDate | undefined;
}

/** Protections of one partner that came to their last day in the period, before today. */
export interface Squatting {
  readonly partnerId: string;
  readonly partnerName: string;
  readonly tier: string | null;
  readonly ranOut: number;
  /** Those of them on which no work is recorded while they protected. */
  readonly unworked: number;
  /** The unworked ones, by id. */
  readonly registrationIds: readonly string[];
}

/** How a group of partners was decided on. */
export interface Acceptance {
  readonly label: string;
  readonly decided: number;
  readonly approved: number;
  /** Approved of decided; null where fewer than five were decided. */
  readonly share: number | null;
  /** Median working days to the decision; null where fewer than five were decided. */
  readonly medianDays: number | null;
}

/** A deal of the direct team, opened on an account and product to which a partner's earlier claim stood. */
export interface OverriddenClaim {
  readonly opportunityId: string;
  readonly opportunityName: string;
  readonly stage: string;
  readonly openedOn: IsoDate;
  readonly registrationId: string;
  readonly partnerId: string;
  readonly partnerName: string;
  readonly receivedOn: IsoDate;
  /** How the claim stood on the day the deal was opened. */
  readonly claim: 'undecided' | 'protected';
}

/** A decision that the findings of its day speak against. */
export interface AgainstFindings {
  readonly registrationId: string;
  readonly partnerId: string;
  readonly partnerName: string;
  readonly decidedOn: IsoDate;
  readonly decision: 'approved' | 'rejected';
  /** The reason written down for a rejection. */
  readonly reasonCode: string | null;
  /** The block that an approval passed over; null for a rejection. */
  readonly finding: Finding | null;
}

export interface FairnessReport {
  /** [from, to). */
  readonly period: { readonly from: IsoDate; readonly to: IsoDate };
  /** The most unworked first. */
  readonly squatting: readonly Squatting[];
  readonly acceptance: {
    readonly all: Acceptance;
    readonly bySize: readonly Acceptance[];
    readonly byTier: readonly Acceptance[];
  };
  readonly overrides: {
    /** In the order in which the deals were opened. */
    readonly claims: readonly OverriddenClaim[];
    /** In time order. */
    readonly decisions: readonly AgainstFindings[];
    /** Rejections for a deal of our own, and those of them for which such a deal is on record. */
    readonly forOwnDeal: { readonly rejected: number; readonly borneOut: number };
    /** Rejections for a reason that no finding can give, such as a thin submission. */
    readonly byJudgement: number;
  };
}

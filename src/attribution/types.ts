import type { IsoDate } from '../dates.ts';
import type { JourneyModel } from './models/journey.ts';

/** What is known of one opportunity's partners, for deciding who sourced and who influenced it. */
export interface OpportunityEvidence {
  readonly opportunityId: string;
  readonly outcome: 'won' | 'lost' | 'open';
  readonly createdOn: IsoDate | null;
  /** The day it closed; null while open. */
  readonly closedOn: IsoDate | null;
  readonly amountMinor: number;
  readonly roles: readonly RoleEvidence[];
  readonly registrations: readonly RegistrationEvidence[];
  readonly touches: readonly TouchEvidence[];
  /** A person's word on who sourced it, which ranks before all claims; null where nobody had to say. */
  readonly decision: SourceDecision | null;
}

export interface SourceDecision {
  /** Null where no partner sourced it. */
  readonly partnerId: string | null;
}

/** A deal whose source a person should name: several claim it, or one did so after the lock date. */
export interface SourceClaim {
  readonly opportunityId: string;
  readonly opportunityName: string;
  readonly accountName: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly kind: 'disputed' | 'late';
  readonly claimants: readonly {
    readonly partnerId: string;
    readonly name: string;
    readonly evidence: readonly string[];
  }[];
  /** The last day on which a claim needed no reason; null where the deal's creation is not known. */
  readonly lockedOn: IsoDate | null;
}

/** One entry of a deal's history of who was said to be its source. */
export interface SourceDecisionEntry {
  readonly partnerId: string | null;
  readonly reason: string;
  readonly decidedBy: string;
  readonly decidedAt: string;
}

/** What is claimed and what was decided about a deal's source. */
export interface DealSource {
  readonly opportunityId: string;
  readonly name: string;
  /** Null where nobody's word is waited for. */
  readonly claim: SourceClaim | null;
  /** The latest first. */
  readonly decisions: readonly SourceDecisionEntry[];
}

export interface RoleEvidence {
  readonly partnerId: string;
  readonly role: string;
  readonly addedOn: IsoDate | null;
  /** Null where the partner has not answered. */
  readonly accepted: boolean | null;
}

export interface RegistrationEvidence {
  readonly registrationId: string;
  readonly partnerId: string;
  readonly status: string;
  readonly kind: string;
  readonly decidedOn: IsoDate | null;
}

export interface TouchEvidence {
  readonly touchpointId: string;
  /** Null for our own marketing and sales. */
  readonly partnerId: string | null;
  readonly kind: string;
  readonly occurredOn: IsoDate;
}

/** One partner's part in one opportunity. */
export interface LedgerEntry {
  readonly opportunityId: string;
  readonly partnerId: string;
  readonly outcome: 'won' | 'lost' | 'open';
  readonly sourced: boolean;
  readonly influenced: boolean;
  readonly delivered: boolean;
  /** Whether it claims to be the source against another's equal claim. */
  readonly disputed: boolean;
  readonly amountMinor: number;
  /** Its share by equal credit to each touch up to the close, our own touches included. */
  readonly attributedMinor: number;
  readonly createdOn: IsoDate | null;
  readonly closedOn: IsoDate | null;
  readonly evidence: readonly string[];
}

export interface AttributionWindows {
  readonly influenceDays: number;
  readonly sourcedDays: number;
}

export type ReportDimension = 'partner' | 'archetype' | 'tier' | 'region' | 'product' | 'quarter';

export interface AttributionRow {
  readonly key: string;
  readonly label: string;
  readonly sourcedMinor: number;
  readonly influencedMinor: number;
  readonly attachedMinor: number;
  readonly attributedMinor: number;
  readonly deals: number;
}

/** Won deals of a period. The columns of `total` add up; rows by partner overlap, since several can influence one deal. */
export interface AttributionReport {
  readonly period: { readonly from: IsoDate; readonly to: IsoDate; readonly label: string };
  readonly currency: string;
  /** What it is narrowed to beside partners by name: archetype, tier, region and product. */
  readonly within: readonly string[];
  readonly rows: readonly AttributionRow[];
  /** The partners of the rows as one: a deal of several of them counts once. */
  readonly together: AttributionRow;
  /** Null for readers who may not see deals without them. */
  readonly total: {
    readonly wonMinor: number;
    readonly sourcedMinor: number;
    /** Influenced by somebody and sourced by nobody. */
    readonly influencedMinor: number;
    readonly directMinor: number;
    /** Sourced and influenced: what partners had a part in. */
    readonly attachedMinor: number;
    readonly deals: number;
  } | null;
  /** The model behind the rows' attributed revenue; null for readers who may not see it. */
  readonly credit: {
    readonly model: JourneyModel;
    readonly definition: string;
    /** What the rows' partners are credited with. */
    readonly partnersMinor: number;
    /** The rest of what was won: our own teams, and deals that nobody touched. Null where the total is. */
    readonly oursMinor: number | null;
    /** The largest standard error of a partner's credit where the model had to sample, as `definition` says; null where exact. */
    readonly standardErrorMinor: number | null;
  } | null;
  readonly disputed: number;
}

/** One figure in two periods, in minor units. */
export interface TwoFigures {
  readonly nowMinor: number;
  readonly beforeMinor: number;
  readonly differenceMinor: number;
  /** The difference as a part of the earlier figure; null where that was nothing or less. */
  readonly change: number | null;
}

export interface RowComparison {
  readonly key: string;
  readonly label: string;
  readonly sourced: TwoFigures;
  readonly influenced: TwoFigures;
  readonly attached: TwoFigures;
  readonly attributed: TwoFigures;
  readonly deals: { readonly now: number; readonly before: number };
}

/** A report and the same report of an earlier period, side by side. */
export interface ReportComparison {
  readonly now: AttributionReport;
  readonly before: AttributionReport;
  readonly rows: readonly RowComparison[];
  readonly together: RowComparison;
  /** Null where either report has none. */
  readonly total: {
    readonly won: TwoFigures;
    readonly sourced: TwoFigures;
    readonly influenced: TwoFigures;
    readonly direct: TwoFigures;
    readonly attached: TwoFigures;
    readonly deals: { readonly now: number; readonly before: number };
  } | null;
  /** Whether the later period is not over, so that it can only grow. */
  readonly unfinished: boolean;
}

/** A figure of a report that can be followed down to its deals. */
export type ReportFigure = 'sourced' | 'influenced' | 'attached' | 'attributed' | 'direct' | 'won';

/** A partner's part in one deal and why it counts. */
export interface DealPart {
  readonly partnerId: string;
  readonly name: string;
  /** `touch`: before the window, or with a touch that credits it without influence. */
  readonly as: 'source' | 'disputed' | 'influence' | 'touch';
  readonly why: readonly string[];
  /** Ids of the role, registration or touches. */
  readonly evidence: readonly string[];
}

/** A deal behind a figure. */
export interface CountedDeal {
  readonly opportunityId: string;
  readonly name: string;
  readonly accountName: string;
  readonly closedOn: IsoDate | null;
  readonly amountMinor: number;
  /** What it adds to the figure: its amount, or the part of it that a model credits. */
  readonly countedMinor: number;
  readonly parts: readonly DealPart[];
}

/** One deal, won or not, and why it counts for whom. */
export interface ExplainedDeal extends Omit<CountedDeal, 'countedMinor'> {
  readonly stage: string;
  readonly currency: string;
}

/** A page of the deals behind a figure; `figureMinor` is the figure, over all pages. */
export interface CountedDeals {
  readonly period: AttributionReport['period'];
  readonly currency: string;
  readonly figure: ReportFigure;
  readonly figureMinor: number;
  readonly deals: readonly CountedDeal[];
  readonly total: number;
  readonly page: number;
  readonly hasMore: boolean;
}

import type { IsoDate } from '../../dates.ts';
import type { ConflictCode } from '../conflict-codes.ts';
import type { Finding } from '../types.ts';

export interface ReplayRequest {
  /** Rules to change, each as `key=value`. */
  readonly set: readonly string[];
  /** The first day of the other rules and of the report; the beginning of history where it is left out. */
  readonly from?: IsoDate | undefined;
  /** The first day after the report; the day after today where it is left out. */
  readonly to?: IsoDate | undefined;
}

/** A figure in history as it was, and as it would have been. */
export interface Moved<T = number> {
  readonly was: T;
  readonly wouldBe: T;
}

/** A decision that the rules touch, with the finding that came or went and so moved it. */
export interface TouchedDecision {
  readonly registrationId: string;
  readonly partnerId: string;
  readonly partnerName: string;
  readonly tier: string | null;
  readonly accountId: string | null;
  readonly accountName: string;
  readonly product: string | null;
  readonly decidedOn: IsoDate;
  readonly outcome: Moved<'approved' | 'rejected'>;
  readonly recommended: Moved<'approve' | 'weigh' | 'reject'>;
  readonly because: { readonly effect: 'appears' | 'goes away'; readonly finding: Finding } | null;
}

/** What the rules would have meant for one partner, or for those of one tier. */
export interface GroupEffect {
  /** A partner's id, or a tier; null for partners without one. */
  readonly key: string | null;
  readonly label: string;
  readonly decisions: number;
  readonly approved: Moved;
  /** Decisions that would have been other ones. */
  readonly changed: number;
  readonly protectionDays: Moved;
}

/** How long decisions took, in working days after the receipt, without those on which the question was with the partner. */
export interface DecisionTimes {
  /** Medians; null where there was no such decision. */
  readonly approvals: number | null;
  readonly rejections: number | null;
  /** Decisions after the last day that the rules allow. */
  readonly late: number;
}

export interface ReplayReport {
  /** [from, to). */
  readonly period: { readonly from: IsoDate; readonly to: IsoDate };
  readonly rules: readonly { readonly rule: string; readonly was: unknown; readonly wouldBe: unknown }[];
  readonly submissions: number;
  readonly decisions: number;
  /** Decisions that would have been other ones, in time order. */
  readonly changed: readonly TouchedDecision[];
  /** Decisions that would have stood, though the check would have recommended otherwise. */
  readonly reconsidered: readonly TouchedDecision[];
  /** Those with a decision or a protection in the period, by name. */
  readonly byPartner: readonly GroupEffect[];
  readonly byTier: readonly GroupEffect[];
  readonly protectionsLaid: Moved;
  /** Days of the period, up to today, on which registrations protected; one for each registration and day. */
  readonly protectionDays: Moved;
  /** Protections whose last day lies in the period, before today. */
  readonly ranOut: Moved;
  /** Deals that closed after their protection would have run out, and had not in truth. */
  readonly closedUnprotected: readonly {
    readonly registrationId: string;
    readonly partnerName: string;
    readonly on: IsoDate;
    readonly as: 'won' | 'lost';
  }[];
  /** Registrations on which a code was found, on receipt or at the decision; codes that never were are left out. */
  readonly conflicts: readonly ({ readonly code: ConflictCode } & Moved)[];
  readonly timeToDecide: Moved<DecisionTimes>;
  /** What to know before leaning on it, in sentences. */
  readonly remarks: readonly string[];
}

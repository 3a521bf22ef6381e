import type { FindingJson } from '../agent/types.ts';
import type { IsoDate } from '../dates.ts';
import type { Money } from '../money.ts';
import type { ConflictCode } from './conflict-codes.ts';

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

/** `service` is delivery work: it claims no sale and protects none. */
export type RegistrationKind = 'resale' | 'referral' | 'msp' | 'service';

/** What a check is about. Whatever is left out is taken from the registration or the opportunity, where one is named. */
export interface ConflictSubject {
  /** An account's id, name, spelling or domain. */
  readonly account?: string | null;
  readonly accountDomain?: string | null;
  readonly country?: string | null;
  readonly product?: string | null;
  /** A partner's id or name. */
  readonly partner?: string | null;
  readonly opportunityId?: string | null;
  readonly registrationId?: string | null;
  readonly amount?: Money | null;
  readonly kind?: RegistrationKind;
  /** The day that the check looks at; today where it is left out. */
  readonly on?: IsoDate | null;
}

/** One conflict, with all that a person needs to act on it. Dates are the first and the last day on which it holds. */
export interface Finding extends FindingJson {
  readonly code: ConflictCode;
}

export interface ConflictCheck {
  readonly account: {
    readonly account_id: string | null;
    readonly name: string;
    readonly matched_by: string;
  };
  readonly findings: Finding[];
  /** What a partner can do next, where it asked from its own rows. */
  readonly offer?: string;
}

/** A registration as its reader may see it: what the reader has no right to is null. */
export interface RegistrationRow {
  readonly registrationId: string;
  readonly partnerId: string;
  readonly partnerName: string;
  readonly accountName: string;
  readonly accountDomain: string | null;
  readonly country: string | null;
  readonly accountId: string | null;
  readonly product: string | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly kind: RegistrationKind;
  readonly status: RegistrationStatus;
  readonly submittedOn: string | null;
  readonly submittedBy: string | null;
  readonly decidedOn: IsoDate | null;
  readonly expiresOn: IsoDate | null;
  readonly opportunityId: string | null;
  readonly reasonCode: string | null;
  readonly reason: string | null;
  /** Prepared words for the partner. */
  readonly reply: string | null;
  readonly extensions: number;
  /** The last day for a decision, while one is owed; null while the question is with the partner. */
  readonly decisionDueOn: IsoDate | null;
  readonly overdue: boolean;
  /** The last day of protection, while it runs. */
  readonly protectedUntil: IsoDate | null;
}

/** One step of a registration's history; who and why are null for readers who may not know. */
export interface RegistrationMove {
  readonly fromStatus: RegistrationStatus | null;
  readonly toStatus: RegistrationStatus;
  readonly movedAt: string;
  readonly movedBy: string | null;
  readonly surface: string | null;
  readonly reason: string | null;
}

export interface RegistrationView {
  readonly registration: RegistrationRow;
  readonly moves: readonly RegistrationMove[];
  /** What stands in the way, as far as this reader may know. */
  readonly findings: readonly Finding[];
  /** Why nothing could be checked, such as an account that nobody knows; null where the findings are complete. */
  readonly unchecked: string | null;
}

export interface RegistrationFilter {
  readonly partnerId?: string;
  readonly status?: RegistrationStatus;
  readonly accountId?: string;
  /** Part of the account's name as submitted, or of the id. */
  readonly text?: string;
  /** Only those on which a decision is owed. */
  readonly dueOnly?: boolean;
}

/** What a partner asks to register. `submissionKey` names the partner's click or event: repeated, it is one registration. */
export interface RegistrationDraft {
  readonly partnerId: string;
  readonly accountName: string;
  readonly accountDomain?: string | null;
  readonly country?: string | null;
  readonly product?: string | null;
  readonly amount?: Money | null;
  readonly kind?: RegistrationKind;
  readonly opportunityId?: string | null;
  readonly submissionKey?: string;
}

export type Decision = 'approve' | 'reject' | 'return';

export interface DecisionOrder {
  readonly registrationId: string;
  readonly decision: Decision;
  /** From the closed list of reasons; needed to reject. */
  readonly reasonCode?: string | null;
  /** For our own people; the question itself where it is returned. */
  readonly reason?: string | null;
  readonly opportunityId?: string | null;
  /** The decider's word on which account is meant, where matching found none. */
  readonly accountId?: string | null;
}

/** From where a click came and when; a move keeps both. */
export interface Occasion {
  readonly surface: string;
  readonly at: Date;
}

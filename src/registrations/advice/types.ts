import type { IsoDate } from '../../dates.ts';
import type { ReasonCode } from '../reasons.ts';
import type { Finding, RegistrationRow } from '../types.ts';

/** What a partner is recorded to have done at an account in the window that counts; contacts have no window. */
export interface WorkEvidence {
  readonly touches: number;
  /** Different people named in the touches. */
  readonly participants: number;
  readonly lastTouchOn: IsoDate | null;
  /** Open opportunities of the account that the partner is in, or has been asked into. */
  readonly openDeals: number;
  /** People there whom the partner knows. */
  readonly contacts: number;
}

/** Another partner's undecided claim on the same account and product. */
export interface RivalClaim {
  readonly registrationId: string;
  readonly partnerId: string;
  readonly partnerName: string;
  readonly submittedOn: string | null;
  /** Received before the registration that the advice is about: it has the first claim. */
  readonly earlier: boolean;
  readonly evidence: WorkEvidence;
}

/** What to do with a submitted registration, for the person who decides; `weigh` where the rules leave it to a person. */
export interface DecisionAdvice {
  readonly registration: RegistrationRow;
  readonly decision: 'approve' | 'reject' | 'return' | 'weigh';
  /** To reject with. */
  readonly reasonCode: ReasonCode | null;
  /** Sentences, the ones that decide first. For our own people. */
  readonly because: readonly string[];
  /** Prepared words for the partner, with nothing of anybody else; the question where it is returned. Null to weigh. */
  readonly reply: string | null;
  readonly findings: readonly Finding[];
  readonly unchecked: string | null;
  readonly evidence: WorkEvidence;
  /** In the order of their receipt. */
  readonly claims: readonly RivalClaim[];
}

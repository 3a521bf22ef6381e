import type { ScopedConnection } from '../access/access.ts';
import type { RulesOfEngagement } from '../company/settings.ts';
import type { IsoDate } from '../dates.ts';
import type { RegistrationStatus } from '../registrations/types.ts';

/** Kinds of messages, with the words by which a person mutes them. */
export const NOTICE_KINDS = {
  protection_ends: 'Protections that end',
  decision_overdue: 'Decisions that are late',
  overlap_new: 'Partners that now know a company of my open deals',
  ask_answered: 'Answers to my requests for introductions',
  deal_without_partner: 'Open deals that a partner could help with',
  weekly_digest: 'The week in numbers',
} as const;

export type NoticeKind = keyof typeof NOTICE_KINDS;

/** A message that is right to be said. Two that differ in nothing but the words are one. */
export interface NoticeDraft {
  readonly kind: NoticeKind;
  /** Null where it is about something else, which `subject` names. */
  readonly registrationId: string | null;
  readonly subject?: string;
  /** Whose it is about; null where that is no one partner. */
  readonly partnerId: string | null;
  /** `partner`: the recipient is a person of the partner, and the words hold that partner's own facts alone. */
  readonly audience: 'partner' | 'internal';
  /** An email. */
  readonly recipient: string;
  /** The day that it is about: the last day of a protection, or the last one for a decision. */
  readonly aboutOn: IsoDate;
  /** The day from which on it is to be said; of several about one day, the latest counts. */
  readonly dueOn: IsoDate;
  readonly body: string;
}

export interface Notice extends NoticeDraft {
  readonly noticeId: number;
  /** How often somebody tried to deliver it. */
  readonly attempts: number;
}

/** To whom a message goes. What it holds may be read by nobody of another firm. */
export type Recipient = Pick<Notice, 'recipient' | 'audience' | 'partnerId'>;

/** A way to people. */
export interface Messenger {
  /**
   * Says it to the person, or answers `unreachable` where the way does not lead to them, or not surely to them alone. Throws
   * where it is not known to have arrived.
   */
  notify(to: Recipient, message: Message): Promise<'delivered' | 'unreachable'>;
  /** Whether an earlier `notify` of this message has arrived after all. Throws where that can't be told. */
  hasArrived(to: Recipient, message: Message): Promise<boolean>;
}

export interface Message {
  /** Tells a message from every other one of this company. */
  readonly key: string;
  /** Sentences, each for itself: all that came up for the person since the last message. */
  readonly lines: readonly string[];
}

/** A registration that time has moved. */
export interface Moved {
  readonly registrationId: string;
  readonly partnerId: string;
  readonly from: RegistrationStatus;
  readonly to: RegistrationStatus;
  readonly reason: string;
}

/** A decision that is late. */
export interface Overdue {
  readonly registrationId: string;
  readonly partnerId: string;
  readonly partnerName: string;
  readonly accountName: string;
  readonly dueOn: IsoDate;
}

export interface JobTerms {
  readonly rules: RulesOfEngagement;
  readonly today: IsoDate;
}

/** What a job found on its day. `notices` are all that are right to be said then, said before or not. */
export interface JobOutcome {
  readonly moved: readonly Moved[];
  readonly overdue: readonly Overdue[];
  readonly notices: readonly NoticeDraft[];
}

/** Work that each day asks for, in one transaction. Repeated for a day it moves nothing more. */
export interface Job {
  readonly name: string;
  /** The kind of message that the job speaks for: one that is waiting and no longer right is dropped. */
  readonly speaksFor: NoticeKind | null;
  /** Once for each of these; a day where it is left out, whose work is looked at again each hour. */
  readonly once?: 'a day' | 'a week';
  /**
   * Reads before the transaction, under the scope of whoever is told: what a person may not see is in no message to them.
   * Repeated it gives the same, and a message that was said before is not said again.
   */
  gather?(terms: JobTerms): Promise<readonly NoticeDraft[]>;
  runWithin(
    connection: ScopedConnection,
    terms: JobTerms,
    gathered: readonly NoticeDraft[],
  ): Promise<JobOutcome>;
}

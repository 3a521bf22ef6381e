/** The channel of our own marketing and sales; partners go by their ids. */
export const OWN_TEAM = '';

/** A closed deal's path as the database keeps it: who touched it, in order, and when. Days are counted from 1970-01-01. */
export interface DealPath {
  readonly opportunityId: string;
  readonly outcome: 'won' | 'lost';
  readonly amountMinor: number;
  /** One a touch up to the close, the earliest first, touches of one day in the order of their ids. */
  readonly channels: readonly string[];
  /** The day of each touch. */
  readonly days: ArrayLike<number>;
  /** Null where it is not known. */
  readonly createdDay: number | null;
  /** The day it became `proposal`; null where no stage history is known, and the close stands in for it. */
  readonly proposalDay: number | null;
  readonly closedDay: number;
}

import type { IsoDate } from '../../dates.ts';

/** One contact of a partner (or of our own team) with the deal. The id orders touches of one day and is never shown. */
export interface Touch {
  readonly channel: string;
  readonly occurredOn: IsoDate;
  readonly id: string;
}

/** A closed opportunity and what happened on the way; touches in any order, those after the close are not credited. */
export interface Journey {
  readonly touches: readonly Touch[];
  readonly createdOn: IsoDate;
  /** The day it became `proposal`; null or absent where no stage history is known, and the close stands in for it. */
  readonly proposalOn?: IsoDate | null;
  readonly closedOn: IsoDate;
  readonly amountMinor: number;
}

/** The models that split a deal by its dated touches. */
export const JOURNEY_MODELS = [
  'first',
  'last',
  'linear',
  'even',
  'position',
  'w_shaped',
  'time_decay',
  'markov',
  'shapley',
] as const;

export type JourneyModel = (typeof JOURNEY_MODELS)[number];

/** The touches up to and on the day of the close, earliest first; touches of one day in the order of their ids. */
export function creditableTouches(journey: Journey): Touch[] {
  return journey.touches
    .filter((touch) => touch.occurredOn <= journey.closedOn)
    .sort((a, b) => compareText(a.occurredOn, b.occurredOn) || compareText(a.id, b.id));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

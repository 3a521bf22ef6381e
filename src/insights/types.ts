import type { LifetimeValue } from './lifetime-value.ts';
import type { PartnerLift } from './partner-lift.ts';
import type { Ropi } from './return-on-investment.ts';
import type { TierByContribution } from './tier-by-contribution.ts';
import type { WinLift } from './win-lift.ts';

/** Turns an amount into minor units of the company's currency. */
export type ToCompanyMinor = (amountMinor: number, currency: string | null) => number;

/** What one can ask the rows of. */
export const ROWS_MEASURES = [
  'sourced',
  'influenced',
  'attached',
  'attributed',
  'win_rate',
  'lift',
  'ropi',
  'costs',
  'psat',
  'ttv',
  'cltv',
  'tier',
  'attach_rate',
  'deal_size',
  'time_to_close',
] as const;

export type RowsMeasure = (typeof ROWS_MEASURES)[number];

/** One partner's measures over a period; money in the company's currency, null with the reason where nothing is known. */
export interface PartnerMeasures {
  readonly partnerId: string;
  readonly name: string;
  readonly sourcedMinor: number;
  readonly influencedMinor: number;
  readonly attachedMinor: number;
  readonly attributedMinor: number;
  /** Won deals that it was attached to. */
  readonly deals: number;
  readonly costMinor: number;
  readonly ropi: Ropi;
  readonly psat: Satisfaction;
  readonly timeToValue: PartnerTimeToValue;
  readonly winRate: WinRate;
  /** Over all its closed deals, whatever the period: one period is too short to tell. */
  readonly lift: PartnerLift;
  readonly tier: TierByContribution;
}

/** Withheld (nulls) below five answers. */
export interface Satisfaction {
  readonly share: number | null;
  readonly mean: number | null;
  /** Wilson 90% interval. */
  readonly low: number | null;
  readonly high: number | null;
  /** Answers of 4 or 5; null where withheld. */
  readonly content: number | null;
  readonly n: number;
  /** Against the stretch of the same length before; null where either is withheld. */
  readonly change: SatisfactionChange | null;
  readonly why: string | null;
}

export interface SatisfactionChange {
  /** Difference of the shares. */
  readonly difference: number;
  readonly before: number;
  readonly beforeN: number;
  /** Whether the two intervals part; else it may be chance. */
  readonly isClear: boolean;
}

export interface PartnerTimeToValue {
  /** Days from joining to the first attached win; null without one yet. */
  readonly days: number | null;
  /** Days since joining, where no win has come yet. */
  readonly waitingDays: number | null;
  readonly why: string | null;
}

/** Kaplan-Meier over partners. */
export interface TimeToValue {
  readonly medianDays: number | null;
  /** 90% interval of the median (Brookmeyer and Crowley 1982); a null end was not reached. */
  readonly low: number | null;
  readonly high: number | null;
  readonly partners: number;
  readonly reached: number;
  readonly why: string | null;
}

export interface WinRate {
  readonly won: number;
  readonly lost: number;
  readonly rate: number | null;
  /** Wilson 90% interval. */
  readonly low: number | null;
  readonly high: number | null;
  /** Pulled to the company's rate by as much as thin history deserves. */
  readonly shrunk: number | null;
  readonly why: string | null;
}

export interface MeasuresReport {
  readonly period: {
    readonly from: string;
    readonly to: string;
    readonly label: string;
    /** What a reader should know of the days themselves, such as that they lie ahead; null for past ones. */
    readonly note: string | null;
  };
  readonly currency: string;
  readonly partners: readonly PartnerMeasures[];
  readonly company: ProgrammeMeasures;
}

/** Over all closed deals of the period, and of those with and without a partner. */
export interface ProgrammeWinRate extends WinRate {
  readonly withPartner: WinRate;
  readonly without: WinRate;
}

export interface ProgrammeMeasures {
  readonly wonMinor: number;
  readonly sourcedMinor: number;
  readonly influencedMinor: number;
  readonly directMinor: number;
  readonly winRate: ProgrammeWinRate;
  readonly psat: Satisfaction;
  readonly timeToValue: TimeToValue;
  readonly costMinor: number;
  readonly ropi: Ropi;
  /** Win rate with a partner against without, over all closed deals. */
  readonly lift: WinLift;
  readonly lifetimeValue: LifetimeValue;
  readonly attachRate: AttachRate;
  readonly dealSize: WithAndWithout;
  /** Days from creation to close of won deals. */
  readonly timeToClose: WithAndWithout;
}

/** Deals that a partner is attached to, of all of them. */
export interface AttachShare {
  readonly deals: number;
  readonly attachedDeals: number;
  readonly byCount: number | null;
  /** Null where the amounts do not add up to more than nought. */
  readonly byAmount: number | null;
}

/** Of the deals won in the period; and of those open today. */
export interface AttachRate extends AttachShare {
  readonly open: AttachShare;
}

/** Medians of won deals of the period; null where there are none. */
export interface WithAndWithout {
  readonly withPartner: number | null;
  readonly without: number | null;
}

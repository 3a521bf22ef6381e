import type { LifetimeValue } from './lifetime-value.ts';
import type { Ropi } from './return-on-investment.ts';
import type { WinLift } from './win-lift.ts';

/** One partner's measures over a period; money in the company's currency, null where nothing is known. */
export interface PartnerMeasures {
  readonly partnerId: string;
  readonly name: string;
  readonly sourcedMinor: number;
  readonly influencedMinor: number;
  readonly attachedMinor: number;
  readonly attributedMinor: number;
  readonly costMinor: number;
  readonly ropi: Ropi;
  readonly psat: Satisfaction;
  /** Days from joining to the first attached win; null without one yet. */
  readonly ttvDays: number | null;
  readonly winRate: WinRate;
}

/** Withheld (nulls) below five answers. */
export interface Satisfaction {
  readonly share: number | null;
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
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
}

export interface MeasuresReport {
  readonly period: { readonly from: string; readonly to: string; readonly label: string };
  readonly currency: string;
  readonly partners: readonly PartnerMeasures[];
  readonly company: {
    readonly wonMinor: number;
    readonly sourcedMinor: number;
    readonly influencedMinor: number;
    readonly directMinor: number;
    readonly winRate: WinRate;
    readonly psat: Satisfaction;
    /** Kaplan-Meier median over partners; null where not reached. */
    readonly ttvMedianDays: number | null;
    readonly costMinor: number;
    readonly ropi: Ropi;
    /** Win rate with a partner against without, over all closed deals. */
    readonly lift: WinLift;
    readonly lifetimeValue: LifetimeValue;
    readonly attachRate: AttachRate;
    readonly dealSize: WithAndWithout;
    /** Days from creation to close of won deals. */
    readonly timeToClose: WithAndWithout;
  };
}

/** Won deals of the period that a partner was attached to, of all won. */
export interface AttachRate {
  readonly deals: number;
  readonly attachedDeals: number;
  readonly byCount: number | null;
  readonly byAmount: number | null;
}

/** Medians of won deals of the period; null where there are none. */
export interface WithAndWithout {
  readonly withPartner: number | null;
  readonly without: number | null;
}

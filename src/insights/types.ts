/** One partner's measures over a period; money in the company's currency, null where nothing is known. */
export interface PartnerMeasures {
  readonly partnerId: string;
  readonly name: string;
  readonly sourcedMinor: number;
  readonly influencedMinor: number;
  readonly attachedMinor: number;
  readonly attributedMinor: number;
  readonly costMinor: number;
  /** (attached × margin − costs) / costs; null where no cost is recorded. */
  readonly ropi: number | null;
  /** The same with attributed revenue in its place. */
  readonly ropiAttributed: number | null;
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
  };
}

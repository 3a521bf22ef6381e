import type { PartnerMeasures, Satisfaction, WinRate } from './types.ts';

/** A partner in one period, [from, to). */
export interface ScoreFigures {
  readonly period: { readonly from: string; readonly to: string; readonly label: string };
  readonly sourcedMinor: number;
  readonly influencedMinor: number;
  readonly attachedMinor: number;
  /** Won deals that it sourced or influenced. */
  readonly deals: number;
  /** All its measures; null for readers who may not see credit, cost and return. */
  readonly measures: PartnerMeasures | null;
  readonly winRate: WinRate;
  readonly psat: Satisfaction;
  readonly registrations: {
    readonly submitted: number;
    readonly approved: number;
    readonly rejected: number;
  };
  /** Valid on the last day of the period that has come. */
  readonly certificates: { readonly valid: number; readonly on: string };
}

/** One partner's figures of a period beside those of the period before. */
export interface Scorecard {
  readonly partner: {
    readonly partnerId: string;
    readonly name: string;
    readonly archetype: string | null;
    readonly tier: string | null;
    readonly joinedOn: string | null;
  };
  readonly currency: string;
  readonly now: ScoreFigures;
  readonly before: ScoreFigures;
  /** Deals that are open today and that it sourced or influences. */
  readonly open: { readonly deals: number; readonly amountMinor: number };
  /** Days from joining to the first attached win; null without one. */
  readonly ttvDays: number | null;
  readonly unfinished: boolean;
}

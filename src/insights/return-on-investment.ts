import type { Estimate } from './win-lift.ts';

/** Return on partner investment (glossary: ROPI), by what is counted as its fruit. */
export interface Ropi {
  /** Margin of attached revenue. */
  readonly attached: number | null;
  /** Margin of attributed revenue, which counts no deal for two partners. */
  readonly attributed: number | null;
  /** Margin of attached revenue less what would have come without a partner, with the interval of the adjusted lift. */
  readonly incremental: Estimate | null;
  /** What the first two lines are made of: (margin − costs) / costs. */
  readonly attachedMarginMinor: number;
  readonly attributedMarginMinor: number;
  /** Why a line is not known; null where all are. */
  readonly why: string | null;
}

/**
 * (margin − costs) / costs, three times. Null with the reason where no cost is recorded or, for the third, where no lift is
 * known; never a division by zero. Margins are rounded to minor units.
 */
export function returnOnInvestment(of: {
  attachedMarginMinor: number;
  attributedMarginMinor: number;
  costs: { readonly minor: number; readonly count: number };
  incrementalShare: Estimate | null;
}): Ropi {
  const { costs, incrementalShare } = of;
  const attachedMarginMinor = roundMinor(of.attachedMarginMinor);
  const attributedMarginMinor = roundMinor(of.attributedMarginMinor);
  const margins = { attachedMarginMinor, attributedMarginMinor };
  if (!(costs.minor > 0)) {
    const why =
      costs.count === 0
        ? 'not known: no cost recorded in the period'
        : 'not known: the costs recorded in the period do not add up to more than nought';
    return { attached: null, attributed: null, incremental: null, ...margins, why };
  }
  const ratio = (marginMinor: number) => (marginMinor - costs.minor) / costs.minor;
  return {
    attached: ratio(attachedMarginMinor),
    attributed: ratio(attributedMarginMinor),
    incremental: incrementalShare && {
      estimate: ratio(attachedMarginMinor * incrementalShare.estimate),
      low: ratio(attachedMarginMinor * incrementalShare.low),
      high: ratio(attachedMarginMinor * incrementalShare.high),
    },
    ...margins,
    why: incrementalShare ? null : 'incremental not known: too few closed deals for a lift',
  };
}

/** Adding nought turns the −0 of a rounded credit note into 0. */
function roundMinor(minor: number): number {
  return Math.round(minor) + 0;
}

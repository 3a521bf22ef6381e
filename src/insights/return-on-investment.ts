import type { Estimate } from './win-lift.ts';

/** Return on partner investment (glossary: ROPI), by what is counted as its fruit. */
export interface Ropi {
  /** Margin of attached revenue. */
  readonly attached: number | null;
  /** Margin of attributed revenue, which counts no deal for two partners. */
  readonly attributed: number | null;
  /** Margin of attached revenue less what would have come without a partner, with the interval of the adjusted lift. */
  readonly incremental: Estimate | null;
  /** Why a line is not known; null where all are. */
  readonly why: string | null;
}

/**
 * (margin − costs) / costs, three times. Null with the reason where no cost is recorded or, for the third, where no lift is
 * known; never a division by zero.
 */
export function returnOnInvestment(of: {
  attachedMarginMinor: number;
  attributedMarginMinor: number;
  costMinor: number;
  incrementalShare: Estimate | null;
}): Ropi {
  const { costMinor, attachedMarginMinor, incrementalShare } = of;
  if (!(costMinor > 0)) {
    return { attached: null, attributed: null, incremental: null, why: 'not known: no cost recorded' };
  }
  const ratio = (marginMinor: number) => (marginMinor - costMinor) / costMinor;
  return {
    attached: ratio(attachedMarginMinor),
    attributed: ratio(of.attributedMarginMinor),
    incremental: incrementalShare && {
      estimate: ratio(attachedMarginMinor * incrementalShare.estimate),
      low: ratio(attachedMarginMinor * incrementalShare.low),
      high: ratio(attachedMarginMinor * incrementalShare.high),
    },
    why: incrementalShare ? null : 'incremental not known: too few closed deals for a lift',
  };
}

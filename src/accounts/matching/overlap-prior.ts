/** Rows that speak for an even share before any row is seen, so that short lists don't swing the prior. */
const ROWS_ASSUMED = 20;
const SHARE_ASSUMED = 0.4;
const LEAST_SHARE = 0.02;
const MOST_SHARE = 0.9;
const ROUNDS = 15;

/**
 * Log-odds to add because of how many rows of this list have a partner at all, estimated from the rows themselves: the
 * expectation-maximisation step of Fellegi and Sunter's model for its one free proportion (Jaro 1989). `best` holds the log-odds
 * of each row's best pair at an even prior, null for rows without one. Rounded to a quarter, so that one row more seldom
 * moves the others.
 */
export function estimatePriorShift(best: readonly (number | null)[]): number {
  let shift = 0;
  for (let round = 0; round < ROUNDS; round++) {
    let expected = ROWS_ASSUMED * SHARE_ASSUMED;
    for (const logOdds of best) if (logOdds !== null) expected += 1 / (1 + Math.exp(-logOdds - shift));
    shift = shiftOfShare(expected / (best.length + ROWS_ASSUMED));
  }
  return Math.round(shift * 4) / 4;
}

/** The prior shift where this share of the rows has a partner, 0 for half of them. */
export function shiftOfShare(share: number): number {
  const bounded = Math.min(MOST_SHARE, Math.max(LEAST_SHARE, share));
  return Math.log(bounded / (1 - bounded));
}

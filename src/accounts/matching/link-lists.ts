import type { Comparison } from './compare-profiles.ts';
import { decide, discountRivals, isBoundByDomain, isSameRow, REVIEW_FROM } from './decide.ts';
import { createMatchEngine, describe, type MatchEngine } from './match-index.ts';
import { loadMatchWeights, type MatchWeights } from './score.ts';
import type { AccountRecord, Link } from './types.ts';

/** A left row's comparisons, best first, cut to those that can still matter. */
export interface ComparedRow {
  readonly left: string;
  readonly compared: readonly Comparison[];
}

/** Below this no pair is linked whatever its rivals, nor does it weigh as a rival. */
const LEAST_LOG_ODDS = -3;

/**
 * Links each row of the left list with the account of the right list that it is, at most one, in the order of the left list.
 * By names alone each account goes to the row that fits best; where domains agree, or rows are alike, several rows may be
 * one account.
 */
export function linkLists(left: readonly AccountRecord[], right: readonly AccountRecord[]): Link[] {
  const engine = createListEngine(right, loadMatchWeights());
  return decideLinks(compareRows(engine, left), (record) => engine.idOf(record));
}

export function createListEngine(right: readonly AccountRecord[], weights: MatchWeights): MatchEngine {
  const engine = createMatchEngine(weights);
  for (const record of right) engine.add(record);
  return engine;
}

export function compareRows(engine: MatchEngine, left: readonly AccountRecord[]): ComparedRow[] {
  return left.map((record) => ({
    left: record.id,
    compared: engine.compare(engine.profile(record)).filter((one) => one.logOdds >= LEAST_LOG_ODDS),
  }));
}

/** Chooses among all compared rows at once, since rows of the left list are rivals for one account. */
export function decideLinks(
  rows: readonly ComparedRow[],
  idOf: (record: number) => string,
  reviewFrom: number = REVIEW_FROM,
): Link[] {
  const claims = collectClaims(rows);
  return rows.flatMap((row) => {
    const [best, ...others] = row.compared;
    if (!best) return [];
    const rivals = others.map((other) => other.logOdds);
    const claim = claims.get(best.record) ?? [];
    const contested = !isBoundByDomain(best) && !isSameRow(best);
    const claimants = claim.filter((other) => other.left !== row.left);
    if (contested && claimants.some((other) => isAhead(other, { left: row.left, comparison: best })))
      return [];
    const counted = contested ? claimants.map((other) => other.comparison.logOdds) : [];
    const logOdds = discountRivals(best.logOdds, [...rivals, ...counted]);
    const decision = decide(logOdds, reviewFrom);
    return decision
      ? [{ left: row.left, ...describe(best, { right: idOf(best.record), logOdds, decision }) }]
      : [];
  });
}

interface Claim {
  readonly left: string;
  readonly comparison: Comparison;
}

/** Who wants each account: the rows for which it is among the best. */
function collectClaims(rows: readonly ComparedRow[]): Map<number, Claim[]> {
  const claims = new Map<number, Claim[]>();
  for (const { left, compared } of rows) {
    for (const comparison of compared) {
      const claim = claims.get(comparison.record);
      if (claim) claim.push({ left, comparison });
      else claims.set(comparison.record, [{ left, comparison }]);
    }
  }
  return claims;
}

function isAhead(other: Claim, own: Claim): boolean {
  const lead = other.comparison.logOdds - own.comparison.logOdds;
  return lead > 0 || (lead === 0 && other.left < own.left);
}

import type { Comparison } from './compare-profiles.ts';
import { decide, discountRivals, isBoundByDomain, isSameRow, REVIEW_FROM } from './decide.ts';
import { createMatchEngine, describe, type MatchEngine } from './match-index.ts';
import { estimatePriorShift } from './overlap-prior.ts';
import { loadMatchWeights, type MatchWeights } from './score.ts';
import type { AccountRecord, Link } from './types.ts';

/** A left row's comparisons, best first, cut to those that can still matter. */
export interface ComparedRow {
  readonly left: string;
  readonly compared: readonly Comparison[];
}

/** Below this no pair is linked whatever its rivals, nor does it weigh as a rival. */
const LEAST_LOG_ODDS = -5;

/** Log-odds of a pair that only a person can tell: enough for review, not for a match. */
const AMBIGUOUS = 1;
/** A lead of less than this over another row is none. */
const CLEAR_LEAD = 1;

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
  const isBest = (row: ComparedRow, best: Comparison) =>
    !(claims.get(best.record) ?? []).some((other) => isAhead(other, { left: row.left, comparison: best }));
  const shift = estimatePriorShift(
    rows.map((row) => (row.compared[0] && isBest(row, row.compared[0]) ? row.compared[0].logOdds : null)),
  );
  return rows.flatMap((row) => {
    const [best, ...others] = row.compared;
    if (!best) return [];
    const shared = isBoundByDomain(best) || isSameRow(best);
    if (!shared && !isBest(row, best)) return [];
    const claimants = (claims.get(best.record) ?? []).filter((other) => other.left !== row.left);
    const rivals = [...others, ...(shared ? [] : claimants.map((claim) => claim.comparison))];
    const alone = discountRivals(
      best.logOdds + shift,
      rivals.map((rival) => rival.logOdds + shift),
    );
    const logOdds = isAmbiguous(best, claimants) ? Math.min(alone, AMBIGUOUS) : alone;
    const decision = decide(logOdds, reviewFrom);
    return decision
      ? [{ left: row.left, ...describe(best, { right: idOf(best.record), logOdds, decision }) }]
      : [];
  });
}

/** Rows that nothing but an equal name ties to one account may be one company twice, or two namesakes: a person should look. */
function isAmbiguous(best: Comparison, claimants: readonly Claim[]): boolean {
  if (isBoundByDomain(best) || best.fields.country === 'same') return false;
  return claimants.some((claim) => best.logOdds - claim.comparison.logOdds < CLEAR_LEAD);
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

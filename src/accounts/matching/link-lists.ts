import { assignRows, isAhead, mayShareAccount, type Wish } from './assign-rows.ts';
import type { Comparison } from './compare-profiles.ts';
import {
  boundByConflict,
  boundByCountry,
  boundByNamesakes,
  CROWD,
  decide,
  discountRivals,
  isBoundByDomain,
  type JudgedPair,
  judgeUnits,
  REVIEW_FROM,
} from './decide.ts';
import { createMatchEngine, describe, type MatchEngine } from './match-index.ts';
import { estimatePriorShift } from './overlap-prior.ts';
import { loadMatchWeights, type MatchWeights } from './score.ts';
import type { AccountRecord, Link } from './types.ts';

/** As much of a comparison as choosing needs: little enough to be kept for every row. */
export interface WeighedPair extends JudgedPair {
  readonly record: string | number;
  readonly logOdds: number;
}

/** A left row's comparisons, best first, cut to those that can still matter. */
export interface WeighedRow<Pair extends WeighedPair> {
  readonly left: string;
  readonly compared: readonly Pair[];
}

export type ComparedRow = WeighedRow<Comparison>;

/** The account that a left row may be, once all rows had their say. */
export interface Choice<Pair extends WeighedPair> {
  readonly left: string;
  readonly best: Pair;
  readonly logOdds: number;
  readonly decision: Link['decision'];
}

/** Below this no pair is linked whatever its rivals, nor does it weigh as a rival. */
const LEAST_LOG_ODDS = -5;

/** Names that are equal but for spacing and legal form. */
const EQUAL_NAMES = 2;

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
    compared: engine.compare(engine.profile(record), LEAST_LOG_ODDS),
  }));
}

/** The links that compared rows come to; see `chooseAccounts`. */
export function decideLinks(
  rows: readonly ComparedRow[],
  idOf: (record: number) => string,
  reviewFrom: number = REVIEW_FROM,
): Link[] {
  return chooseAccounts(rows, reviewFrom).map(({ left, best, logOdds, decision }) => ({
    left,
    ...describe(best, { right: idOf(best.record), logOdds, decision }),
  }));
}

/** Log-odds that a row loses by having to take its next account, because a better row has the one that it fits best. */
const SECOND_CHOICE = 1;

/** Chooses among all compared rows at once, since rows of the left list are rivals for one account. */
export function chooseAccounts<Pair extends WeighedPair>(
  rows: readonly WeighedRow<Pair>[],
  reviewFrom: number = REVIEW_FROM,
): Choice<Pair>[] {
  const claims = collectClaims(rows);
  const { holderOf, accountOf } = assignRows(rows);
  const leaderOf = new Map([...claims].map(([account, wishes]) => [account, findLeader(wishes).left]));
  const fitsBest = ({ left, compared: [first] }: WeighedRow<Pair>) =>
    first !== undefined && leaderOf.get(first.record) === left;
  const shift = estimatePriorShift(
    rows.map((row) => (fitsBest(row) ? (row.compared[0]?.logOdds ?? null) : null)),
  );
  const sharing = estimateSharing(claims, shift);
  const isTakenUnit = (row: WeighedRow<Pair>) => isUnitAtPeace(row.compared[0]) && !fitsBest(row);
  const crowded = countCrowded(rows.filter(isTakenUnit).map((row) => row.compared[0]?.record));
  const unitOdds = judgeUnits({ crowded, rows: rows.length, priorShift: shift });

  return rows.flatMap((row) => {
    const [first] = row.compared;
    if (!first) return [];
    const worthOf = (pair: Pair) => {
      const worth = boundByCountry(pair, pair.logOdds + shift);
      if (mayShareAccount(pair)) return worth;
      const isTaken = (holderOf.get(pair.record) ?? row.left) !== row.left;
      return worth + (isTaken ? sharing : 0) - (pair === first ? 0 : SECOND_CHOICE);
    };
    const isUnit = isTakenUnit(row) && unitOdds > REVIEW_FROM;
    const best = isUnit ? first : pickBest(row.compared, worthOf);
    const claimants = (claims.get(best.record) ?? []).filter((other) => other.left !== row.left);
    const rivals = row.compared.filter((pair) => pair !== best).map(worthOf);
    if (!mayShareAccount(best) && holderOf.get(best.record) === row.left) {
      const others = claimants.filter(({ left }) => (accountOf.get(left) ?? best.record) === best.record);
      rivals.push(...others.map(({ pair }) => boundByCountry(pair, pair.logOdds + shift)));
    }
    const bounded = boundByConflict(best, discountRivals(worthOf(best), rivals));
    const clear = isAmbiguous(best, claimants) ? boundByNamesakes(bounded) : bounded;
    const logOdds = isUnit ? Math.max(clear, unitOdds) : clear;
    const decision = decide(logOdds, reviewFrom);
    return decision ? [{ left: row.left, best, logOdds, decision }] : [];
  });
}

function pickBest<Pair>(pairs: readonly Pair[], worthOf: (pair: Pair) => number): Pair {
  return pairs.reduce((best, pair) => (worthOf(pair) > worthOf(best) ? pair : best));
}

/** How many of the accounts named are named as often as a crowd, each time counted. */
function countCrowded(accounts: readonly unknown[]): number {
  const counts = new Map<unknown, number>();
  for (const account of accounts) counts.set(account, (counts.get(account) ?? 0) + 1);
  return [...counts.values()].filter((count) => count >= CROWD).reduce((sum, count) => sum + count, 0);
}

/** Named as a unit of the account, and no field says otherwise. */
function isUnitAtPeace(pair: WeighedPair | undefined): boolean {
  if (!pair?.names.isUnit) return false;
  return (
    pair.fields.country !== 'conflict' && pair.fields.domain !== 'conflict' && pair.fields.domain !== 'sister'
  );
}

/** A row this sure of its account counts when sharing is estimated. */
const SURE = 2;
/** Accounts that were seen with one row each, and with several, before any list is looked at. */
const SHARING_ASSUMED = { alone: 100, shared: 1 };

/**
 * Log-odds that an account which a better row has taken has a second row, from how often the sure rows of this list share one:
 * lists of sites and departments are many-to-one, lists of customers mostly are not.
 */
function estimateSharing(
  claims: ReadonlyMap<WeighedPair['record'], readonly Claim[]>,
  shift: number,
): number {
  let { alone, shared } = SHARING_ASSUMED;
  for (const claim of claims.values()) {
    const sure = claim.filter((one) => one.isFirst && one.pair.logOdds + shift >= SURE).length;
    if (sure > 0) alone += 1;
    shared += Math.max(0, sure - 1);
  }
  return Math.log(shared / alone);
}

/**
 * Rows that nothing but an equal name ties to one account may be one company twice, or two namesakes: a person should look.
 * A row whose name only resembles the account's casts no doubt on one that has its very name.
 */
function isAmbiguous(best: WeighedPair, claimants: readonly Claim[]): boolean {
  if (isBoundByDomain(best) || best.fields.country === 'same') return false;
  return claimants.some(
    ({ pair }) =>
      best.logOdds - pair.logOdds < CLEAR_LEAD &&
      (best.names.sameness < EQUAL_NAMES || pair.names.sameness >= EQUAL_NAMES),
  );
}

interface Claim extends Wish {
  /** The account is the row's own best. */
  readonly isFirst: boolean;
}

/** Who wants each account: the rows for which it is among the best. */
function collectClaims(rows: readonly WeighedRow<WeighedPair>[]): Map<WeighedPair['record'], Claim[]> {
  const claims = new Map<WeighedPair['record'], Claim[]>();
  for (const { left, compared } of rows) {
    for (const [i, pair] of compared.entries()) {
      const claim = claims.get(pair.record) ?? [];
      claims.set(pair.record, claim);
      claim.push({ left, pair, isFirst: i === 0 });
    }
  }
  return claims;
}

function findLeader(wishes: readonly Wish[]): Wish {
  return wishes.reduce((leader, wish) => (isAhead(wish, leader) ? wish : leader));
}

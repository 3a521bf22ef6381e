import type { FieldRelations, NamePair } from './evidence.ts';
import type { MatchDecision } from './types.ts';

/** What a decision needs to know of a comparison beside its log-odds. */
export interface JudgedPair {
  readonly fields: Pick<FieldRelations, 'domain' | 'country'>;
  /** `isDoubtful`: only a person can tell, see `findDoubt`. */
  readonly names: Pick<NamePair, 'sameness' | 'isUnit'> & { readonly isDoubtful: boolean };
}

/** Thresholds in log-odds after rivals; measured on labelled lists, see docs/decisions. */
export const MATCH_FROM = 2;
export const REVIEW_FROM = -2;

/** A rival this much weaker takes nothing from the best. */
const NEGLIGIBLE = 12;

/**
 * Log-odds of the best once its rivals are counted: of several rows that look like one account, only one can be it, so
 * each takes its share (`exp(z) / (1 + sum of exp(z))`). Two alike rivals leave even odds.
 */
export function discountRivals(best: number, rivals: readonly number[]): number {
  let sum = 0;
  for (const rival of rivals) if (best - rival < NEGLIGIBLE) sum += Math.exp(rival);
  return best - Math.log1p(sum);
}

/** `null` where the pair is not worth a person's look. */
export function decide(logOdds: number, reviewFrom: number = REVIEW_FROM): MatchDecision | null {
  if (logOdds >= MATCH_FROM) return 'match';
  return logOdds >= reviewFrom ? 'review' : null;
}

/** True where a field that names one company speaks for the pair, so that several rows may be one account. */
export function isBoundByDomain(comparison: JudgedPair): boolean {
  return comparison.fields.domain === 'same' || comparison.fields.domain === 'same_some';
}

/** True where the two rows would be the same row but for case and legal form, and no field speaks against it. */
export function isSameRow(comparison: JudgedPair): boolean {
  const { domain, country } = comparison.fields;
  return (
    comparison.names.sameness >= 2 && domain !== 'conflict' && domain !== 'sister' && country !== 'conflict'
  );
}

/** Log-odds of a pair that only a person can tell: enough for review, not for a match. */
const ONLY_A_PERSON = 1;

/**
 * Log-odds with what no sum of evidence may outweigh: an equal name in another country is a namesake or a sister company as often
 * as the same account, and a wrong match shows a customer to a partner. Only a common domain settles it.
 */
export function boundByCountry(comparison: JudgedPair, logOdds: number): number {
  const { country, domain } = comparison.fields;
  const settled = country !== 'conflict' || domain.startsWith('same');
  return settled ? logOdds : Math.min(logOdds, ONLY_A_PERSON);
}

/**
 * As `boundByCountry`, and names that leave doubt are for a person too. For the decision alone, never to weigh rivals: the doubt is
 * whether the best pair is sure, not which pair is the best.
 */
export function boundByConflict(comparison: JudgedPair, logOdds: number): number {
  const bounded = boundByCountry(comparison, logOdds);
  return comparison.names.isDoubtful ? Math.min(bounded, ONLY_A_PERSON) : bounded;
}

/** So many units of one account that another row has taken are no chance. */
export const CROWD = 5;
/** Share of a list's rows in such crowds at which a unit is as likely meant for its account as not. */
const EVEN_SHARE = 0.02;
/** Log-odds of units rise by this much with each e-fold of that share; read off labelled lists with and without units. */
const UNIT_SLOPE = 2.2;
const ROWS_ASSUMED = { crowded: 0.5, rows: 100 };

/**
 * Log-odds that a row named as a unit of an account ('BAE Systems, Naval Ships') stands for the account although another row
 * has taken it. Lists of sites and departments are full of such rows and mean the whole; in lists of companies they are few,
 * by chance or another firm of the group. `priorShift` lowers them where few rows of the list have a partner at all. Never
 * enough for a match.
 */
export function judgeUnits(list: { crowded: number; rows: number; priorShift: number }): number {
  const share = (list.crowded + ROWS_ASSUMED.crowded) / (list.rows + ROWS_ASSUMED.rows);
  const odds = Math.min(UNIT_SLOPE * Math.log(share / EVEN_SHARE), ONLY_A_PERSON);
  return odds + Math.min(list.priorShift, 0);
}

/** Log-odds of rows that nothing but the name tells apart from others that fit as well. */
export function boundByNamesakes(logOdds: number): number {
  return Math.min(logOdds, ONLY_A_PERSON);
}

import { AppError } from '../../errors.ts';

/** One group's record, such as a partner's closed deals. */
export interface GroupRecord {
  readonly successes: number;
  readonly total: number;
}

/** How strongly groups are pulled to the common rate. */
export interface Shrinkage {
  /** Rate of all groups together. */
  readonly mean: number;
  /** Part of the variance that lies between groups, 0 to 1. */
  readonly correlation: number;
  /** How many imagined records at the mean each group is given; Infinity where the groups do not differ beyond chance. */
  readonly strength: number;
}

/**
 * Fits a Beta-Binomial by the method of moments (the analysis-of-variance estimator of the intraclass correlation, Ridout,
 * Demétrio and Firth 1999): with S = Σn(p − μ)², σ² = (S − (k − 1)μ(1 − μ))/(N − Σn²/N − (k − 1)), ρ = σ²/(μ(1 − μ)) and
 * K = (1 − ρ)/ρ. ρ ≤ 0, one group, or a rate of 0 or 1 pools fully. Null without any record. Throws `bad_input` where the
 * successes of a group are not between 0 and its total.
 */
export function fitShrinkage(groups: readonly GroupRecord[]): Shrinkage | null {
  for (const group of groups) checkRecord(group);
  const filled = groups.filter((group) => group.total > 0);
  const records = sum(filled.map((group) => group.total));
  if (records === 0) return null;
  const mean = sum(filled.map((group) => group.successes)) / records;
  const chance = mean * (1 - mean);
  const free = filled.length - 1;
  const spread = sum(filled.map((group) => group.total * (group.successes / group.total - mean) ** 2));
  const scale = records - sum(filled.map((group) => group.total ** 2)) / records - free;
  const correlation = scale > 0 && chance > 0 ? (spread - free * chance) / scale / chance : 0;
  if (correlation <= 0) return { mean, correlation: 0, strength: Number.POSITIVE_INFINITY };
  const within = Math.min(1, correlation);
  return { mean, correlation: within, strength: (1 - within) / within };
}

/** A group's rate after shrinkage, (successes + K·mean)/(total + K); the mean itself where nothing is known of the group. */
export function shrinkRate(group: GroupRecord, { mean, strength }: Shrinkage): number {
  checkRecord(group);
  if (strength === Number.POSITIVE_INFINITY || group.total + strength === 0) return mean;
  return (group.successes + strength * mean) / (group.total + strength);
}

function checkRecord({ successes, total }: GroupRecord): void {
  if (!(successes >= 0 && successes <= total && Number.isFinite(total))) {
    throw new AppError('bad_input', `${successes} of ${total} is not a record of successes`);
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

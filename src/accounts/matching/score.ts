import { readFileSync } from 'node:fs';
import { type Evidence, FEATURE_BINS, type FeatureName } from './evidence.ts';
import { NORMS_VERSION } from './normalise.ts';
import { roundToPowerOfTwo } from './round-count.ts';

/** Learnt log-odds: a constant and one number for each bin of each feature. */
export interface MatchWeights {
  readonly version: number;
  readonly bias: number;
  readonly features: Readonly<Record<FeatureName, readonly number[]>>;
}

export const FEATURE_NAMES = Object.keys(FEATURE_BINS) as FeatureName[];

/** Size of the lists that the weights were learnt on; a longer list has more look-alikes for every name. */
const REFERENCE_SIZE = 3000;

/** Reads the weights that ship with the matcher; throws where names are normalised otherwise than when they were learnt. */
export function loadMatchWeights(): MatchWeights {
  const weights = JSON.parse(
    readFileSync(new URL('./weights.json', import.meta.url), 'utf8'),
  ) as MatchWeights;
  if (weights.version !== NORMS_VERSION)
    throw new Error('The weights were learnt on names normalised otherwise');
  return weights;
}

/** Log-odds that two records are one account, before rivals are looked at: Fellegi and Sunter's sum over the evidence. */
export function sumEvidence(weights: MatchWeights, evidence: Evidence, listSize: number): number {
  let sum = weights.bias + priorShift(listSize);
  for (const feature of FEATURE_NAMES) sum += weights.features[feature][evidence[feature]] ?? 0;
  return sum;
}

/**
 * Change of the prior with the list's size. Chance look-alikes grow with the list; half of log(1 / size) was measured to keep
 * one threshold right from 3 thousand to 50 thousand rows, since the rarity of words says the other half.
 */
export function priorShift(listSize: number): number {
  return -0.5 * Math.log(Math.max(roundToPowerOfTwo(listSize), 300) / REFERENCE_SIZE);
}

/** Log-odds as a share, 0 to 1. */
export function toProbability(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

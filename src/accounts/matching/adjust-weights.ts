import { decide, MATCH_FROM } from './decide.ts';
import type { Evidence, FeatureName } from './evidence.ts';
import { FEATURE_NAMES, type MatchWeights } from './score.ts';

/** A pair on which a person decided: what it shows, the shipped log-odds that it was shown with, and what was said. */
export interface DecidedPair {
  readonly evidence: Evidence;
  /** Log-odds under the shipped weights, the prior for the list's size included. */
  readonly logOdds: number;
  readonly same: boolean;
}

/** One bin whose log-odds a company's own decisions moved. */
export interface WeightChange {
  readonly feature: FeatureName;
  readonly bin: number;
  /** Added to the shipped log-odds. */
  readonly change: number;
  /** How many decided pairs show the bin. */
  readonly decisions: number;
}

/**
 * Spread of the Gaussian prior about the shipped log-odds of a bin. What a field is worth differs from company to company; how
 * names compare does not, and rests on thousands of pairs. One spread for all was measured to spend what a bad domain
 * teaches on the names' bins, at the cost of recall (test/accounts/matching/adjusting-world.ts).
 */
const SPREAD_OF_FIELDS = 0.5;
const SPREAD_OF_NAMES = 0.12;
const FIELDS: Partial<Readonly<Record<FeatureName, readonly number[]>>> = {
  // The bins that say that nothing is known, which any pair may show: they never move.
  domain: [0, 1, 2, 3, 4, 5],
  stem: [0],
  country: [0, 1],
  city: [0],
  places: [0],
  alias: [0],
  legal: [0],
  acronym: [0],
  script: [0],
};
/** Fewer decisions than this on a bin never raise it: a match that they make wrongly shows a customer to a partner. */
const LEAST_TO_RAISE = 10;
/** A raise counts less this many standard deviations of what is known of it (one-sided 95%). */
const CAUTION = 1.645;
const SWEEPS = 200;
const SETTLED = 1e-9;
const NEGLIGIBLE = 0.005;

/**
 * What a company's decisions move: the most likely change of each bin under a Gaussian prior at no change (logistic
 * regression with a ridge penalty, by coordinate-wise Newton steps; Bishop, Pattern Recognition and Machine Learning,
 * 4.3 and 4.5). Lowering takes the likeliest change; raising takes its lower bound, needs ten decisions on the bin, and is
 * halved until no pair that was rejected would become a match by it. The same decisions in any order give the same changes.
 */
export function learnChanges(decisions: readonly DecidedPair[]): WeightChange[] {
  const bins = collectBins(decisions);
  const fitted = fitChanges(decisions, bins);
  const cautious = bins.map((one, i) => {
    const { change, spread } = fitted[i] ?? { change: 0, spread: 0 };
    if (change <= 0) return { ...one, change };
    const raise = one.pairs.length >= LEAST_TO_RAISE ? Math.max(0, change - CAUTION * spread) : 0;
    return { ...one, change: raise };
  });
  return holdPrecision(decisions, cautious)
    .filter((one) => Math.abs(one.change) >= NEGLIGIBLE)
    .map(({ feature, bin, change, pairs }) => ({
      feature,
      bin,
      change: Math.round(change * 1000) / 1000,
      decisions: pairs.length,
    }));
}

/** The shipped weights with a company's changes. */
export function applyChanges(weights: MatchWeights, changes: readonly WeightChange[]): MatchWeights {
  if (changes.length === 0) return weights;
  const features = Object.fromEntries(
    FEATURE_NAMES.map((name) => [name, [...weights.features[name]]]),
  ) as Record<FeatureName, number[]>;
  for (const { feature, bin, change } of changes) {
    const row = features[feature];
    if (row?.[bin] !== undefined) row[bin] += change;
  }
  return { ...weights, features };
}

/** Weights that a company's decisions taught: `learnChanges`, applied. */
export function adjustWeights(weights: MatchWeights, decisions: readonly DecidedPair[]): MatchWeights {
  return applyChanges(weights, learnChanges(decisions));
}

interface Bin {
  readonly feature: FeatureName;
  readonly bin: number;
  /** Numbers of the decisions that show it. */
  readonly pairs: readonly number[];
  /** Of the prior: one over its spread squared. */
  readonly precision: number;
}

/** The bins that any decision shows, in the order of features and bins. */
function collectBins(decisions: readonly DecidedPair[]): Bin[] {
  return FEATURE_NAMES.flatMap((feature) => {
    const pairsOf = new Map<number, number[]>();
    decisions.forEach(({ evidence }, i) => {
      const pairs = pairsOf.get(evidence[feature]) ?? [];
      pairsOf.set(evidence[feature], pairs);
      pairs.push(i);
    });
    const precision = 1 / (FIELDS[feature] ? SPREAD_OF_FIELDS : SPREAD_OF_NAMES) ** 2;
    return [...pairsOf]
      .filter(([bin]) => !FIELDS[feature]?.includes(bin))
      .sort(([a], [b]) => a - b)
      .map(([bin, pairs]) => ({ feature, bin, pairs, precision }));
  });
}

function fitChanges(
  decisions: readonly DecidedPair[],
  bins: readonly Bin[],
): { change: number; spread: number }[] {
  const changes = bins.map(() => 0);
  const logOdds = decisions.map((one) => one.logOdds);
  const slopes = ({ pairs, precision }: { pairs: readonly number[]; precision: number }) => {
    let gradient = 0;
    let curvature = precision;
    for (const i of pairs) {
      const share = 1 / (1 + Math.exp(-(logOdds[i] ?? 0)));
      gradient += (decisions[i]?.same ? 1 : 0) - share;
      curvature += share * (1 - share);
    }
    return { gradient, curvature };
  };
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let largest = 0;
    bins.forEach(({ pairs, precision }, b) => {
      const { gradient, curvature } = slopes({ pairs, precision });
      // Half a step at most one unit: the quadratic bound of the logistic keeps single steps from overshooting.
      const step =
        (gradient - precision * (changes[b] ?? 0)) / Math.max(curvature, precision + pairs.length / 4);
      changes[b] = (changes[b] ?? 0) + step;
      for (const i of pairs) logOdds[i] = (logOdds[i] ?? 0) + step;
      largest = Math.max(largest, Math.abs(step));
    });
    if (largest < SETTLED) break;
  }
  return bins.map((bin, b) => ({
    change: changes[b] ?? 0,
    spread: 1 / Math.sqrt(slopes(bin).curvature),
  }));
}

/** Halves what was raised while it makes a match of a pair that a person rejected and the shipped weights did not match. */
function holdPrecision<T extends Bin & { readonly change: number }>(
  decisions: readonly DecidedPair[],
  bins: readonly T[],
): T[] {
  let held = [...bins];
  for (let halvings = 0; halvings < 20 && makesWrongMatch(decisions, held); halvings++) {
    held = held.map((one) => (one.change > 0 ? { ...one, change: one.change / 2 } : one));
  }
  return makesWrongMatch(decisions, held) ? held.filter((one) => one.change <= 0) : held;
}

function makesWrongMatch(
  decisions: readonly DecidedPair[],
  bins: readonly (Bin & { readonly change: number })[],
): boolean {
  const moved = decisions.map((one) => one.logOdds);
  for (const { pairs, change } of bins) for (const i of pairs) moved[i] = (moved[i] ?? 0) + change;
  return decisions.some(
    (one, i) => !one.same && one.logOdds < MATCH_FROM && decide(moved[i] ?? 0) === 'match',
  );
}

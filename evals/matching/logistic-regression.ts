import { FEATURE_BINS, type FeatureName } from '../../src/accounts/matching/evidence.ts';
import { NORMS_VERSION } from '../../src/accounts/matching/normalise.ts';
import { FEATURE_NAMES, type MatchWeights } from '../../src/accounts/matching/score.ts';

export interface TrainingPair {
  readonly evidence: Readonly<Record<FeatureName, number>>;
  readonly isTrue: boolean;
  readonly weight: number;
  /** Known part of the log-odds. */
  readonly offset: number;
}

const EPOCHS = 50;
const RATE = 0.3;
/** Pull towards 0, in pairs: a bin seen this often keeps half of what it says. */
const RIDGE = 2;

/** Weights of highest penalised likelihood, by AdaGrad in a fixed shuffled order: the same pairs give the same weights. */
export function fitWeights(pairs: readonly TrainingPair[]): MatchWeights {
  const starts: number[] = [];
  let size = 1;
  for (const name of FEATURE_NAMES) {
    starts.push(size);
    size += FEATURE_BINS[name];
  }
  const theta = new Float64Array(size);
  const squares = new Float64Array(size).fill(1);
  const counts = new Float64Array(size).fill(1);
  const bins = pairs.map((pair) =>
    Int32Array.from(FEATURE_NAMES, (name, i) => (starts[i] ?? 0) + pair.evidence[name]),
  );
  pairs.forEach((pair, i) => {
    for (const at of bins[i] ?? []) counts[at] = (counts[at] ?? 0) + pair.weight;
  });
  const order = shuffled(pairs.length);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (const i of order) {
      const pair = pairs[i];
      const active = bins[i];
      if (!pair || !active) continue;
      let z = (theta[0] ?? 0) + pair.offset;
      for (const at of active) z += theta[at] ?? 0;
      const error = ((pair.isTrue ? 1 : 0) - 1 / (1 + Math.exp(-z))) * pair.weight;
      step(theta, squares, 0, error);
      for (const at of active) {
        step(theta, squares, at, error - (RIDGE * pair.weight * (theta[at] ?? 0) * 0.05) / (counts[at] ?? 1));
      }
    }
  }
  return {
    version: NORMS_VERSION,
    bias: theta[0] ?? 0,
    features: Object.fromEntries(
      FEATURE_NAMES.map((name, i) => [
        name,
        [...theta.slice(starts[i], (starts[i] ?? 0) + FEATURE_BINS[name])],
      ]),
    ) as unknown as MatchWeights['features'],
  };
}

function step(theta: Float64Array, squares: Float64Array, at: number, gradient: number): void {
  squares[at] = (squares[at] ?? 1) + gradient * gradient;
  theta[at] = (theta[at] ?? 0) + (RATE * gradient) / Math.sqrt(squares[at] ?? 1);
}

/** A fixed order: mulberry32 from one seed. */
function shuffled(length: number): Int32Array {
  const order = Int32Array.from({ length }, (_, i) => i);
  let state = 1;
  for (let i = length - 1; i > 0; i--) {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    const j = Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * (i + 1));
    const held = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = held;
  }
  return order;
}

/**
 * Bounds what a conflict of fields may say. In lists whose fields come from one source they never conflict in a true pair, which
 * teaches log-odds of -6; in lists of two sources they do, and such a weight costs three points of F1.
 */
export function capWeights(weights: MatchWeights): MatchWeights {
  const { domain, country, city, script } = weights.features;
  const unknownDomain = domain.slice(0, 3);
  return {
    ...weights,
    features: {
      ...weights.features,
      domain: domain.map((w, i) => (i >= 15 ? Math.max(w, (unknownDomain[i % 3] ?? 0) - 1.2) : w)),
      // The lists never hold one non-Latin name twice, so they teach nothing of two spellings of it.
      script: script.map((w, i) => (i === 2 ? Math.max(w, (script[0] ?? 0) - 2) : w)),
      country: country.map((w, i) => {
        const least = i >= 8 ? -1 : i === 4 || i === 5 ? -2.2 : Number.NEGATIVE_INFINITY;
        return Math.max(w, (country[i % 2] ?? 0) + least);
      }),
      city: city.map((w, i) =>
        i === 2 ? Math.max(w, (city[0] ?? 0) - 1.2) : i === 1 ? Math.min(w, (city[0] ?? 0) + 1.5) : w,
      ),
    },
  };
}

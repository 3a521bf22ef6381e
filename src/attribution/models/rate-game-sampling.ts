import type { CreditColumns } from './paths.ts';
import type { RateGameSolution, SetCounts } from './rate-game.ts';

const FEWEST_PAIRS = 100;
const MOST_PAIRS = 2000;
/** Parts of the sample that are added up apart, so that figures made of the credits get standard errors too. */
const REPLICATES = 10;

interface Moments {
  readonly sums: Float64Array;
  readonly squares: Float64Array;
}

/**
 * Shapley credits of the rate game by sampled orders of joining, each with its reverse (antithetic pairs, Castro et al.
 * 2009; Mitchell et al. 2022), and their standard errors σ/√m over the m pairs. Each order's gains add up to the rate of
 * all, so the credits add up to the total whatever is sampled. The same seed gives the same credits.
 */
export function sampleRateGame(
  sets: readonly SetCounts[],
  channelCount: number,
  sample: { readonly seed: number; readonly work: number },
): RateGameSolution {
  const columns = toColumns(sets);
  const wanted = Math.floor(sample.work / (2 * columns.channels.length + 1));
  const pairs = Math.min(MOST_PAIRS, Math.max(FEWEST_PAIRS, wanted));
  const random = createRandom(sample.seed);
  const order = Int32Array.from({ length: channelCount }, (_, channel) => channel);
  const moments = { conversions: emptyMoments(channelCount), values: emptyMoments(channelCount) };
  const replicates = Array.from({ length: REPLICATES }, () => new Float64Array(channelCount));
  for (let pair = 0; pair < pairs; pair++) {
    shuffle(order, random);
    const forward = gainsInOrder(columns, order);
    const backward = gainsInOrder(columns, order.toReversed());
    record(moments.conversions, forward.conversions, backward.conversions);
    record(moments.values, forward.values, backward.values);
    addTo(replicates[pair % REPLICATES]!, [forward.conversions, backward.conversions]);
  }
  // A rate times the number of all paths is a number of conversions: that scales the gains to the total.
  const scale = sets.reduce((sum, set) => sum + set.weight, 0);
  const conversions = summarise(moments.conversions, { pairs, scale });
  const values = summarise(moments.values, { pairs, scale });
  return {
    conversions: conversions.means,
    values: values.means,
    standardErrors: { conversions: conversions.errors, values: values.errors },
    replicates,
  };
}

/** Sets side by side in plain arrays: every order looks at every member of every set. */
interface SetColumns {
  /** Where the channels of each set begin, and, one place further, end. */
  readonly starts: Int32Array;
  readonly channels: Int32Array;
  readonly conversions: Float64Array;
  readonly values: Float64Array;
  readonly weights: Float64Array;
}

function toColumns(sets: readonly SetCounts[]): SetColumns {
  const starts = new Int32Array(sets.length + 1);
  for (const [at, set] of sets.entries()) starts[at + 1] = starts[at]! + set.channels.length;
  const channels = new Int32Array(starts.at(-1)!);
  for (const [at, set] of sets.entries()) channels.set(set.channels, starts[at]);
  return {
    starts,
    channels,
    conversions: Float64Array.from(sets, (set) => set.conversions),
    values: Float64Array.from(sets, (set) => set.value),
    weights: Float64Array.from(sets, (set) => set.weight),
  };
}

/** What each channel adds to the rate and to the value a path as the channels join in one order. */
function gainsInOrder(sets: SetColumns, order: Int32Array): CreditColumns {
  const count = order.length;
  const { starts, channels } = sets;
  const placeOf = new Int32Array(count);
  for (let place = 0; place < count; place++) placeOf[order[place]!] = place;
  const conversions = new Float64Array(count);
  const values = new Float64Array(count);
  const weights = new Float64Array(count);
  let end = 0;
  for (let set = 0; set + 1 < starts.length; set++) {
    const from = end;
    end = starts[set + 1]!;
    let complete = 0;
    for (let at = from; at < end; at++) {
      const place = placeOf[channels[at]!]!;
      if (place > complete) complete = place;
    }
    conversions[complete] = conversions[complete]! + sets.conversions[set]!;
    values[complete] = values[complete]! + sets.values[set]!;
    weights[complete] = weights[complete]! + sets.weights[set]!;
  }
  return { conversions: gains(conversions, weights, order), values: gains(values, weights, order) };
}

function gains(amounts: Float64Array, weights: Float64Array, order: Int32Array): Float64Array {
  const byChannel = new Float64Array(order.length);
  let [amount, weight, before] = [0, 0, 0];
  for (const [place, channel] of order.entries()) {
    amount += amounts[place]!;
    weight += weights[place]!;
    const worth = weight === 0 ? 0 : amount / weight;
    byChannel[channel] = worth - before;
    before = worth;
  }
  return byChannel;
}

function record(moments: Moments, forward: Float64Array, backward: Float64Array): void {
  for (let channel = 0; channel < forward.length; channel++) {
    const mean = (forward[channel]! + backward[channel]!) / 2;
    moments.sums[channel] = moments.sums[channel]! + mean;
    moments.squares[channel] = moments.squares[channel]! + mean * mean;
  }
}

function addTo(sums: Float64Array, gains: readonly Float64Array[]): void {
  for (const column of gains) {
    for (let channel = 0; channel < sums.length; channel++) sums[channel] = sums[channel]! + column[channel]!;
  }
}

function summarise(
  moments: Moments,
  by: { pairs: number; scale: number },
): { means: Float64Array; errors: Float64Array } {
  const means = moments.sums.map((sum) => (by.scale * sum) / by.pairs);
  const errors = moments.squares.map((square, channel) => {
    const mean = moments.sums[channel]! / by.pairs;
    const variance = Math.max(0, square / by.pairs - mean * mean) * (by.pairs / (by.pairs - 1));
    return by.scale * Math.sqrt(variance / by.pairs);
  });
  return { means, errors };
}

function emptyMoments(length: number): Moments {
  return { sums: new Float64Array(length), squares: new Float64Array(length) };
}

function shuffle(order: Int32Array, random: () => number): void {
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
}

/** A small seeded generator (a 32-bit Weyl sequence through a multiply-and-shift mix) with numbers in [0, 1). */
function createRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

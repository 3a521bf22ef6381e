import type { CreditColumns } from './paths.ts';
import type { RateGameSolution, SetCounts } from './rate-game.ts';

/** Set memberships looked at in all: about a second. */
const WORK = 4e8;
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
  seed: number,
): RateGameSolution {
  const memberships = sets.reduce((sum, set) => sum + set.channels.length, 0);
  const pairs = Math.min(MOST_PAIRS, Math.max(FEWEST_PAIRS, Math.floor(WORK / (2 * memberships + 1))));
  const random = createRandom(seed);
  const order = Int32Array.from({ length: channelCount }, (_, channel) => channel);
  const moments = { conversions: emptyMoments(channelCount), values: emptyMoments(channelCount) };
  const replicates = Array.from({ length: REPLICATES }, () => new Float64Array(channelCount));
  for (let pair = 0; pair < pairs; pair++) {
    shuffle(order, random);
    const forward = gainsInOrder(sets, order);
    const backward = gainsInOrder(sets, order.toReversed());
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

/** What each channel adds to the rate and to the value a path as the channels join in one order. */
function gainsInOrder(sets: readonly SetCounts[], order: Int32Array): CreditColumns {
  const count = order.length;
  const placeOf = new Int32Array(count);
  for (const [place, channel] of order.entries()) placeOf[channel] = place;
  const [conversions, values, weights] = [
    new Float64Array(count),
    new Float64Array(count),
    new Float64Array(count),
  ];
  for (const set of sets) {
    let complete = 0;
    for (const channel of set.channels) complete = Math.max(complete, placeOf[channel]!);
    conversions[complete] = conversions[complete]! + set.conversions;
    values[complete] = values[complete]! + set.value;
    weights[complete] = weights[complete]! + set.weight;
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

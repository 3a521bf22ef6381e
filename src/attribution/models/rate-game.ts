import { createPairTable } from './pair-table.ts';
import { createSingleAdder, type PathBatch } from './path-batch.ts';
import { type CreditColumns, normaliseTo, type PathTally } from './paths.ts';
import { sampleRateGame } from './rate-game-sampling.ts';
import { MOST_EXACT_PLAYERS, shapleyValues, sumOverSubsets } from './shapley.ts';

/** What happened on the paths whose distinct channels are exactly one set. */
export interface SetCounts {
  /** Ascending, without repeats. */
  readonly channels: readonly number[];
  conversions: number;
  value: number;
  /** Conversions and nulls. */
  weight: number;
}

export interface RateGameSolution extends CreditColumns {
  /** Standard errors of the credits where they were sampled; null where they are exact. */
  readonly standardErrors: CreditColumns | null;
  /** The conversions' credits, up to a factor, of equal parts of the sample; null where they are exact. */
  readonly replicates: readonly Float64Array[] | null;
}

export interface RateGameOptions {
  /** Seed of the sampling; the same seed gives the same credits. */
  readonly seed: number;
  /** How many set memberships the sampling looks at in all, unless that would be too small a sample. */
  readonly work?: number;
}

/** Sets of channels below this are numbers that the engine keeps without allocating. */
const BITS = 30;
const TOO_MANY = -1;
/** About a second. */
const WORK = 4e8;

/**
 * Shapley credits in the rate game: a set of channels is worth the conversion rate (for value: the value a path) of the
 * paths whose channels all lie within it, nothing where there is no such path. The game is not additive, so a channel that
 * lowers the rate can be credited with less than nothing. Credits are scaled to the total; exact to 20 channels, past
 * that sampled over orders of joining, with standard errors.
 */
export function createRateGameTally(options: RateGameOptions): PathTally<RateGameSolution> {
  const steps = createPairTable();
  const nodeOfStep: number[] = [];
  const sets: SetCounts[] = [{ channels: [], conversions: 0, value: 0, weight: 0 }];
  const nodeOfBits = new Map<number, number>();
  let sorted = new Int32Array(64);

  function childOf(node: number, channel: number): number {
    const step = steps.number(node, channel);
    if (step === nodeOfStep.length) {
      const channels = [...sets[node]!.channels, channel];
      nodeOfStep.push(sets.push({ channels, conversions: 0, value: 0, weight: 0 }) - 1);
    }
    return nodeOfStep[step]!;
  }

  function findNode(batch: PathBatch, row: number): number {
    const distinct = sortDistinct(batch, { row, into: sorted });
    let node = 0;
    for (let at = 0; at < distinct; at++) node = childOf(node, sorted[at]!);
    return node;
  }

  /** The same with one look-up for sets of the first channels, which are those of most files. */
  function nodeOfRow(batch: PathBatch, row: number): number {
    const bits = readBits(batch, row);
    const known = bits === TOO_MANY ? undefined : nodeOfBits.get(bits);
    if (known !== undefined) return known;
    const node = findNode(batch, row);
    if (bits !== TOO_MANY) nodeOfBits.set(bits, node);
    return node;
  }

  function addBatch(batch: PathBatch): void {
    if (sorted.length < batch.channelCount) sorted = new Int32Array(2 * batch.channelCount);
    for (let row = 0; row < batch.rows; row++) {
      const counts = sets[nodeOfRow(batch, row)]!;
      counts.conversions += batch.conversions[row]!;
      counts.value += batch.values[row]!;
      counts.weight += batch.conversions[row]! + batch.nulls[row]!;
    }
  }

  return {
    addBatch,
    add: createSingleAdder(addBatch),
    finish(channelCount) {
      const seen = sets.filter((set) => set.weight > 0);
      return channelCount <= MOST_EXACT_PLAYERS
        ? solveExactly(seen, channelCount)
        : sampleRateGame(seen, channelCount, { seed: options.seed, work: options.work ?? WORK });
    },
  };
}

/** The set of a row with bit i for channel i; `TOO_MANY` where a channel is past the bits. */
function readBits({ touches, starts }: PathBatch, row: number): number {
  const end = starts[row + 1]!;
  let bits = 0;
  for (let at = starts[row]!; at < end; at++) {
    const channel = touches[at]!;
    if (channel >= BITS) return TOO_MANY;
    bits |= 1 << channel;
  }
  return bits;
}

/** Insertion sort of a row without repeats: paths have a handful of channels. Gives how many there are. */
function sortDistinct({ touches, starts }: PathBatch, to: { row: number; into: Int32Array }): number {
  const sorted = to.into;
  const end = starts[to.row + 1]!;
  let distinct = 0;
  for (let at = starts[to.row]!; at < end; at++) {
    const channel = touches[at]!;
    let place = distinct;
    while (place > 0 && sorted[place - 1]! > channel) place -= 1;
    if (place > 0 && sorted[place - 1] === channel) continue;
    sorted.copyWithin(place + 1, place, distinct);
    sorted[place] = channel;
    distinct += 1;
  }
  return distinct;
}

function solveExactly(sets: readonly SetCounts[], channelCount: number): RateGameSolution {
  const size = 2 ** channelCount;
  const [conversions, values, weights] = [
    new Float64Array(size),
    new Float64Array(size),
    new Float64Array(size),
  ];
  for (const set of sets) {
    const place = set.channels.reduce((bits, channel) => bits | (1 << channel), 0);
    conversions[place] = set.conversions;
    values[place] = set.value;
    weights[place] = set.weight;
  }
  for (const column of [conversions, values, weights]) sumOverSubsets(column);
  const total = { conversions: conversions[size - 1]!, value: values[size - 1]! };
  return {
    conversions: normaliseTo(total.conversions, shapleyValues(ratesOf(conversions, weights))),
    values: normaliseTo(total.value, shapleyValues(ratesOf(values, weights))),
    standardErrors: null,
    replicates: null,
  };
}

function ratesOf(amounts: Float64Array, weights: Float64Array): Float64Array {
  return amounts.map((amount, set) => (weights[set] === 0 ? 0 : amount / weights[set]!));
}

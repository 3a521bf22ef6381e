import { Matrix, solve } from 'ml-matrix';
import { createMarkovTally } from '../../src/attribution/models/markov.ts';
import { createMarkovCounter, type MarkovChain } from '../../src/attribution/models/markov-chain.ts';
import { createSingleAdder } from '../../src/attribution/models/path-batch.ts';
import type { NumberedPath } from '../../src/attribution/models/paths.ts';
import { createRateGameTally } from '../../src/attribution/models/rate-game.ts';
import { createRandom } from '../worlds/random.ts';
import { type BenchRow, round } from './measure.ts';
import { type Run, timed } from './timed-run.ts';

const PATHS = 100_000;
const ORDER = 3;
/** 11 channels have 1,331 windows of three, 121 paths of two and 11 of one: 1,463 states. */
const MARKOV_CHANNELS = 11;
const SHAPLEY_CHANNELS = 16;
const SEED = 20_265;

/**
 * The exact models at the sizes where exactness costs something, over paths in memory: each beside the plainest way to the same
 * figures, which for the chain is a dense system of equations for one channel of the eleven, and for Shapley the definition.
 */
export async function benchSolvers(progress: (line: string) => void): Promise<BenchRow[]> {
  progress('an exact chain of order 3');
  const paths = makePaths(MARKOV_CHANNELS);
  const chain = countChain(paths);
  const dense = await timed(async () => removeOneByDenseSystem(chain), 1);
  const markov = await timed(async () => {
    const tally = createMarkovTally(ORDER);
    for (const path of paths) tally.add(path);
    const { conversions, removalConversions } = tally.finish(MARKOV_CHANNELS);
    const agrees = Math.abs(removalConversions[0]! - dense.credited) < 1e-9;
    return agrees ? sum(conversions) : Number.NaN;
  });
  progress('exact Shapley values of 16 channels');
  const others = makePaths(SHAPLEY_CHANNELS);
  const defined = await timed(async () => sum(enumerateShapley(others)), 1);
  const shapley = await timed(async () => {
    const tally = createRateGameTally({ seed: 1 });
    for (const path of others) tally.add(path);
    return sum(tally.finish(SHAPLEY_CHANNELS).conversions);
  });
  return [
    shape(`dense system of one channel, ${chain.stateCount} states`, dense, { plain: dense, addsUp: null }),
    shape(`markov of order 3, ${chain.stateCount} states`, markov, {
      plain: dense,
      addsUp: addsUp(markov, paths),
    }),
    shape('shapley of 16 channels by its definition', defined, {
      plain: defined,
      addsUp: addsUp(defined, others),
    }),
    shape('shapley_rate of 16 channels', shapley, { plain: defined, addsUp: addsUp(shapley, others) }),
  ];
}

function shape(model: string, run: Run, beside: { plain: Run; addsUp: boolean | null }): BenchRow {
  return {
    model,
    paths: PATHS,
    seconds: round(run.seconds, 3),
    cpuSeconds: round(run.cpuSeconds, 3),
    pathsASecond: null,
    timesPlainSpeed: round(beside.plain.cpuSeconds / run.cpuSeconds, 2),
    exact: true,
    addsUp: beside.addsUp,
    growth: null,
  };
}

function addsUp(run: Run, paths: readonly NumberedPath[]): boolean {
  const conversions = paths.reduce((total, path) => total + path.conversions, 0);
  return Math.abs(run.credited - conversions) < 1e-6 * conversions;
}

function makePaths(channels: number): NumberedPath[] {
  const random = createRandom(SEED);
  return Array.from({ length: PATHS }, () => {
    const touches = Int32Array.from({ length: random.int(1, 8) }, () => random.int(0, channels - 1));
    const conversions = random.int(0, 3);
    return {
      touches,
      count: touches.length,
      conversions,
      conversionValue: conversions,
      nulls: random.int(0, 9),
    };
  });
}

function countChain(paths: readonly NumberedPath[]): MarkovChain {
  const counter = createMarkovCounter(ORDER);
  const add = createSingleAdder(counter.addBatch);
  for (const path of paths) add(path);
  return counter.chain();
}

/** The removal effect of channel 0 from (I − Q)x = b with its states taken out, as a textbook does it. */
function removeOneByDenseSystem(chain: MarkovChain): number {
  const gone = chain.windows.map((window) => window.includes(0));
  const system = Matrix.eye(chain.stateCount);
  for (const [move, from] of chain.moveFrom.entries()) {
    const to = chain.moveTo[move]!;
    if (gone[from] || gone[to]) continue;
    system.set(from, to, system.get(from, to) - chain.moveWeight[move]! / chain.visits[from]!);
  }
  const wins = Array.from(chain.conversions, (won, state) => (gone[state] ? 0 : won / chain.visits[state]!));
  const chances = solve(system, Matrix.columnVector(wins)).to1DArray();
  const kept = chances.reduce(
    (total, chance, state) => total + (gone[state] ? 0 : chance * chain.starts[state]!),
    0,
  );
  return 1 - kept / chain.totalConversions;
}

/** Σ |S|!(n − |S| − 1)!/n! · (v(S ∪ i) − v(S)), with v(S) added up over the subsets of S one by one. */
function enumerateShapley(paths: readonly NumberedPath[]): Float64Array {
  const players = SHAPLEY_CHANNELS;
  const [won, all] = [new Float64Array(2 ** players), new Float64Array(2 ** players)];
  for (const { touches, conversions, nulls } of paths) {
    const set = touches.reduce((bits, channel) => bits | (1 << channel), 0);
    won[set] = won[set]! + conversions;
    all[set] = all[set]! + conversions + nulls;
  }
  const worth = won.map((_, set) => {
    let [within, weight] = [0, 0];
    for (let part = set; part > 0; part = (part - 1) & set) {
      within += won[part]!;
      weight += all[part]!;
    }
    return weight === 0 ? 0 : within / weight;
  });
  const factorials = [1];
  for (let n = 1; n <= players; n++) factorials.push(factorials[n - 1]! * n);
  const values = Float64Array.from({ length: players }, (_, player) => {
    let value = 0;
    for (let set = 0; set < worth.length; set++) {
      if (set & (1 << player)) continue;
      const size = set.toString(2).replaceAll('0', '').length;
      const weight = (factorials[size]! * factorials[players - size - 1]!) / factorials[players]!;
      value += weight * (worth[set | (1 << player)]! - worth[set]!);
    }
    return value;
  });
  const scale = sum(won) / sum(values);
  return values.map((value) => value * scale);
}

function sum(numbers: Float64Array): number {
  return numbers.reduce((total, number) => total + number, 0);
}

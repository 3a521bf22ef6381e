import { inverse, LuDecomposition, Matrix } from 'ml-matrix';
import { AppError } from '../../errors.ts';
import { createMarkovCounter, type MarkovChain } from './markov-chain.ts';
import { createSingleAdder } from './path-batch.ts';
import { type CreditColumns, normaliseTo, type PathTally } from './paths.ts';
import { countVisitsWithout, type SparseMoves, toSparseMoves } from './sparse-visits.ts';

/** A chain solved: how likely a path converts, and what removing a channel takes away. */
export interface MarkovSolution extends CreditColumns {
  readonly stateCount: number;
  /** Conversions over conversions and nulls. */
  readonly conversionChance: number;
  /** Part of the conversions, and of the value, that is lost without the channel, by channel; 0 to 1 for conversions. */
  readonly removalConversions: Float64Array;
  readonly removalValues: Float64Array;
}

/** Up to here one inverse (60 states in 11 ms); past it whichever is cheaper (sweeps: 1,780 states with 12 channels 25 ms). */
const DENSE_STATES = 150;
/** So many sweeps over all moves a channel takes, as a rule. */
const USUAL_SWEEPS = 30;

/**
 * Attribution by removal effects in a Markov chain of order k, computed by linear algebra and not by simulation (Anderl et
 * al. 2016): a channel's effect is the part of all conversions that is lost when every state with it ends in a loss; the
 * credits are the effects scaled to the total. Value is treated in the same way. Without a conversion everything is zero.
 * Throws `bad_input` for an order that is not a positive whole number.
 */
export function createMarkovTally(order: number): PathTally<MarkovSolution> {
  if (!Number.isInteger(order) || order < 1) {
    throw new AppError('bad_input', `The order of a Markov chain is a whole number from 1, not ${order}`);
  }
  const counter = createMarkovCounter(order);
  return {
    addBatch: counter.addBatch,
    add: createSingleAdder(counter.addBatch),
    finish: (channelCount) => solveChain(counter.chain(), channelCount),
  };
}

/** Removal effects and credits of the channels 0 to `channelCount` − 1 in a counted chain. */
function solveChain(chain: MarkovChain, channelCount: number): MarkovSolution {
  const statesWith = groupStatesByChannel(chain, channelCount);
  const lost = isDenseCheaper(chain, statesWith)
    ? loseByInverse(chain, statesWith)
    : loseBySweeps(chain, statesWith);
  const removalConversions = lost.conversions.map((part) => Math.min(1, Math.max(0, part)));
  return {
    stateCount: chain.stateCount,
    conversionChance: chain.totalWeight === 0 ? 0 : chain.totalConversions / chain.totalWeight,
    removalConversions,
    removalValues: lost.values,
    conversions: normaliseTo(chain.totalConversions, removalConversions),
    values: normaliseTo(chain.totalValue, lost.values),
  };
}

/** By multiplications: an inverse serves all channels, of which each adds a system of its own states; sweeps are for one channel. */
function isDenseCheaper(chain: MarkovChain, statesWith: readonly number[][]): boolean {
  if (chain.stateCount <= DENSE_STATES) return true;
  const systems = statesWith.reduce((total, states) => total + states.length ** 3, 0);
  return 2 * chain.stateCount ** 3 + systems < USUAL_SWEEPS * chain.moveTo.length * statesWith.length;
}

function groupStatesByChannel(chain: MarkovChain, channelCount: number): number[][] {
  const statesWith: number[][] = Array.from({ length: channelCount }, () => []);
  for (const [state, window] of chain.windows.entries()) {
    for (const channel of new Set(window)) statesWith[channel]!.push(state);
  }
  return statesWith;
}

/**
 * All channels from one inverse F = (I − Q)⁻¹: with A the states that contain c, the part lost is n_A (F_AA)⁻¹ h_A over the
 * total, where n are the visits and h = F b the conversions to come. For one state that is n h / F, the case of order 1.
 */
function loseByInverse(chain: MarkovChain, statesWith: readonly number[][]): CreditColumns {
  if (chain.stateCount === 0) return emptyColumns(statesWith.length);
  const fundamental = inverse(Matrix.sub(Matrix.eye(chain.stateCount), transitionMatrix(chain)));
  const toCome = fundamental.mmul(perVisit(chain));
  const conversions = new Float64Array(statesWith.length);
  const values = new Float64Array(statesWith.length);
  for (const [channel, states] of statesWith.entries()) {
    if (states.length === 0) continue;
    const within = new LuDecomposition(fundamental.selection(states, states));
    const solved = within.solve(toCome.selection(states, [0, 1]));
    let [lostConversions, lostValue] = [0, 0];
    for (const [row, state] of states.entries()) {
      lostConversions += chain.visits[state]! * solved.get(row, 0);
      lostValue += chain.visits[state]! * solved.get(row, 1);
    }
    conversions[channel] = partOf(lostConversions, chain.totalConversions);
    values[channel] = partOf(lostValue, chain.totalValue);
  }
  return { conversions, values };
}

function transitionMatrix(chain: MarkovChain): Matrix {
  const matrix = Matrix.zeros(chain.stateCount, chain.stateCount);
  for (const [move, from] of chain.moveFrom.entries()) {
    matrix.set(from, chain.moveTo[move]!, chain.moveWeight[move]! / chain.visits[from]!);
  }
  return matrix;
}

/** Conversions and value that end a visit to each state, as two columns. */
function perVisit(chain: MarkovChain): Matrix {
  const matrix = Matrix.zeros(chain.stateCount, 2);
  for (let state = 0; state < chain.stateCount; state++) {
    matrix.set(state, 0, chain.conversions[state]! / chain.visits[state]!);
    matrix.set(state, 1, chain.values[state]! / chain.visits[state]!);
  }
  return matrix;
}

function loseBySweeps(chain: MarkovChain, statesWith: readonly number[][]): CreditColumns {
  const moves: SparseMoves = toSparseMoves(chain);
  const conversions = new Float64Array(statesWith.length);
  const values = new Float64Array(statesWith.length);
  for (const [channel, states] of statesWith.entries()) {
    if (states.length === 0) continue;
    const visits = countVisitsWithout(chain, moves, states);
    let [lostConversions, lostValue] = [0, 0];
    for (let state = 0; state < chain.stateCount; state++) {
      const missed = 1 - visits[state]! / chain.visits[state]!;
      lostConversions += missed * chain.conversions[state]!;
      lostValue += missed * chain.values[state]!;
    }
    conversions[channel] = partOf(lostConversions, chain.totalConversions);
    values[channel] = partOf(lostValue, chain.totalValue);
  }
  return { conversions, values };
}

function partOf(lost: number, total: number): number {
  return total === 0 ? 0 : lost / total;
}

function emptyColumns(length: number): CreditColumns {
  return { conversions: new Float64Array(length), values: new Float64Array(length) };
}

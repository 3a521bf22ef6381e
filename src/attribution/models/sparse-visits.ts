import { Matrix, solve } from 'ml-matrix';
import { AppError } from '../../errors.ts';
import type { MarkovChain } from './markov-chain.ts';

/** The moves into each state, packed: those into state s stand at `first[s]` to `first[s + 1]`. */
export interface SparseMoves {
  readonly first: Int32Array;
  readonly from: Int32Array;
  readonly chance: Float64Array;
}

/** A sweep that changes the visits by less than this part of them has converged as far as doubles go. */
const CONVERGED = 2e-16;
/** Chains of sales paths converge in 30 to 100 sweeps; one that has not by now loops almost for ever and is factorised. */
const MOST_SWEEPS = 3000;
/** A dense factorisation of so many states takes about 20 s and 80 MB. */
const MOST_DENSE_STATES = 3000;

/** The moves of a chain by the state they enter, as chances of the state they leave. */
export function toSparseMoves(chain: MarkovChain): SparseMoves {
  const first = new Int32Array(chain.stateCount + 1);
  for (const to of chain.moveTo) first[to + 1] = first[to + 1]! + 1;
  for (let state = 0; state < chain.stateCount; state++) first[state + 1] = first[state + 1]! + first[state]!;
  const next = first.slice();
  const from = new Int32Array(chain.moveTo.length);
  const chance = new Float64Array(chain.moveTo.length);
  for (const [move, to] of chain.moveTo.entries()) {
    const place = next[to]!;
    next[to] = place + 1;
    from[place] = chain.moveFrom[move]!;
    chance[place] = chain.moveWeight[move]! / chain.visits[chain.moveFrom[move]!]!;
  }
  return { first, from, chance };
}

/**
 * Expected visits to each state when the removed states end every path that enters them: n = s + Qᵀn by Gauss-Seidel sweeps
 * from the observed visits, which are the solution without removal and so an upper bound; the sweeps fall monotonically
 * onto the solution. Falls back to a dense factorisation where a chain hardly ever ends, and throws `limit_reached` where
 * such a chain is too large for one.
 */
export function countVisitsWithout(
  chain: MarkovChain,
  moves: SparseMoves,
  removed: readonly number[],
): Float64Array {
  const gone = new Uint8Array(chain.stateCount);
  for (const state of removed) gone[state] = 1;
  const visits = chain.visits.map((count, state) => (gone[state] ? 0 : count));
  const total = chain.visits.reduce((sum, count) => sum + count, 0);
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    if (sweepOnce({ chain, moves, gone, visits }) <= CONVERGED * total) return visits;
  }
  return factorise(chain, moves, gone);
}

/** One Gauss-Seidel sweep over `visits` in place; gives the sum of the changes. */
function sweepOnce(at: {
  chain: MarkovChain;
  moves: SparseMoves;
  gone: Uint8Array;
  visits: Float64Array;
}): number {
  const { chain, gone, visits } = at;
  const { first, from, chance } = at.moves;
  let changed = 0;
  for (let state = 0; state < chain.stateCount; state++) {
    if (gone[state]) continue;
    let count = chain.starts[state]!;
    for (let move = first[state]!; move < first[state + 1]!; move++)
      count += visits[from[move]!]! * chance[move]!;
    changed += Math.abs(visits[state]! - count);
    visits[state] = count;
  }
  return changed;
}

function factorise(chain: MarkovChain, moves: SparseMoves, gone: Uint8Array): Float64Array {
  if (chain.stateCount > MOST_DENSE_STATES) {
    throw new AppError(
      'limit_reached',
      `A chain of ${chain.stateCount} states that hardly ever ends: lower the order`,
    );
  }
  const system = Matrix.eye(chain.stateCount);
  for (let state = 0; state < chain.stateCount; state++) {
    if (gone[state]) continue;
    for (let move = moves.first[state]!; move < moves.first[state + 1]!; move++) {
      system.set(state, moves.from[move]!, system.get(state, moves.from[move]!) - moves.chance[move]!);
    }
  }
  const starts = chain.starts.map((count, state) => (gone[state] ? 0 : count));
  return Float64Array.from(solve(system, Matrix.columnVector(starts)).to1DArray());
}

import { createPairTable, DENSE_RIGHTS, NONE } from './pair-table.ts';
import type { PathBatch } from './path-batch.ts';

/** The absorbing chain of a set of paths, as counts. All arrays are by state unless said. */
export interface MarkovChain {
  readonly stateCount: number;
  /** The channels of each state: its window, or a whole path that is shorter than the order. */
  readonly windows: readonly (readonly number[])[];
  readonly starts: Float64Array;
  /** How often each state was entered, consecutive stays counted once. */
  readonly visits: Float64Array;
  readonly conversions: Float64Array;
  readonly values: Float64Array;
  /** Moves between different states, one place for each pair that occurs. */
  readonly moveFrom: Int32Array;
  readonly moveTo: Int32Array;
  readonly moveWeight: Float64Array;
  readonly totalConversions: number;
  readonly totalValue: number;
  /** Conversions and nulls of all paths. */
  readonly totalWeight: number;
}

export interface MarkovCounter {
  addBatch(batch: PathBatch): void;
  /** The chain of the paths so far. */
  chain(): MarkovChain;
}

const UNKNOWN = -1;
const START = 0;
const FIRST_PLACES = 256;

/**
 * Counts the moves of a chain of order k: a state is a window of k channels, a path shorter than k is one state, and
 * staying in a state is no move. A path weighs its conversions and nulls together.
 *
 * The windows are the nodes of an automaton, so that the next one is found from the last one and a channel, in one look-up a
 * touch whatever the order.
 */
export function createMarkovCounter(order: number): MarkovCounter {
  const steps = createPairTable();
  const windows: number[][] = [[]];
  const stepFrom: number[] = [];
  let stepCount = 0;
  // By step, and by node; typed, for they are read and written at every touch of a file.
  let target = new Int32Array(FIRST_PLACES);
  let stepWeight = new Float64Array(FIRST_PLACES);
  let [starts, visits, conversions, values] = [0, 0, 0, 0].map(() => new Float64Array(FIRST_PLACES)) as [
    Float64Array<ArrayBuffer>,
    Float64Array<ArrayBuffer>,
    Float64Array<ArrayBuffer>,
    Float64Array<ArrayBuffer>,
  ];
  const totals = { conversions: 0, value: 0, weight: 0 };

  function stepNumber(node: number, channel: number): number {
    const step = steps.number(node, channel);
    if (step < stepCount) return step;
    stepCount += 1;
    if (step === target.length) {
      target = lengthen(target);
      stepWeight = lengthen(stepWeight);
    }
    stepFrom.push(node);
    // In two statements, for the search for the node may lengthen the array.
    const after = nodeAfter(node, channel);
    target[step] = after;
    return step;
  }

  /** A call, so that the array is looked up after the step was numbered, which may lengthen it. */
  function nodeBehind(step: number): number {
    return target[step]!;
  }

  function nodeAfter(node: number, channel: number): number {
    const window = [...windows[node]!, channel];
    if (window.length > order) {
      return window.slice(-order).reduce((at, next) => nodeBehind(stepNumber(at, next)), START);
    }
    if (windows.length === visits.length) {
      [starts, visits] = [lengthen(starts), lengthen(visits)];
      [conversions, values] = [lengthen(conversions), lengthen(values)];
    }
    return windows.push(window) - 1;
  }

  /** Counts the moves of one row and gives the state in which it ends. */
  function addMoves(path: { touches: Int32Array; from: number; to: number; weight: number }): number {
    const { touches, from, to, weight } = path;
    const ownStepOnly = from + order - 1;
    let dense = steps.dense();
    let targets = target;
    let node = START;
    let state = UNKNOWN;
    for (let at = from; at < to; at++) {
      const channel = touches[at]!;
      const place = node * DENSE_RIGHTS + channel;
      let step = channel < DENSE_RIGHTS && place < dense.length ? dense[place]! : NONE;
      if (step === NONE) {
        step = stepNumber(node, channel);
        dense = steps.dense();
        targets = target;
      }
      node = targets[step]!;
      if (at < ownStepOnly || node === state) continue;
      if (state === UNKNOWN) starts[node] = starts[node]! + weight;
      else stepWeight[step] = stepWeight[step]! + weight;
      visits[node] = visits[node]! + weight;
      state = node;
    }
    if (state !== UNKNOWN) return state;
    starts[node] = starts[node]! + weight;
    visits[node] = visits[node]! + weight;
    return node;
  }

  return {
    addBatch(batch) {
      const { touches } = batch;
      for (let row = 0; row < batch.rows; row++) {
        const converted = batch.conversions[row]!;
        const weight = converted + batch.nulls[row]!;
        if (weight === 0) continue;
        const state = addMoves({ touches, from: batch.starts[row]!, to: batch.starts[row + 1]!, weight });
        conversions[state] = conversions[state]! + converted;
        values[state] = values[state]! + batch.values[row]!;
        totals.conversions += converted;
        totals.value += batch.values[row]!;
        totals.weight += weight;
      }
    },

    chain() {
      const states = windows.map((_, node) => node).filter((node) => visits[node]! > 0);
      const numbers = new Int32Array(windows.length).fill(UNKNOWN);
      for (const [number, node] of states.entries()) numbers[node] = number;
      const moves = stepFrom.map((_, step) => step).filter((step) => stepWeight[step]! > 0);
      const column = (counts: Float64Array) => Float64Array.from(states, (node) => counts[node]!);
      return {
        stateCount: states.length,
        windows: states.map((node) => windows[node]!),
        starts: column(starts),
        visits: column(visits),
        conversions: column(conversions),
        values: column(values),
        moveFrom: Int32Array.from(moves, (step) => numbers[stepFrom[step]!]!),
        moveTo: Int32Array.from(moves, (step) => numbers[target[step]!]!),
        moveWeight: Float64Array.from(moves, (step) => stepWeight[step]!),
        totalConversions: totals.conversions,
        totalValue: totals.value,
        totalWeight: totals.weight,
      };
    },
  };
}

/** The same numbers with as many places again. */
function lengthen<Numbers extends Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>>(
  numbers: Numbers,
): Numbers {
  const longer =
    numbers instanceof Int32Array ? new Int32Array(2 * numbers.length) : new Float64Array(2 * numbers.length);
  longer.set(numbers);
  return longer as Numbers;
}

import { createPairTable } from './pair-table.ts';
import type { NumberedPath } from './paths.ts';

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
  add(path: NumberedPath): void;
  /** The chain of the paths so far. */
  chain(): MarkovChain;
}

const UNKNOWN = -1;
const START = 0;

/**
 * Counts the moves of a chain of order k: a state is a window of k channels, a path shorter than k is one state, and
 * staying in a state is no move. A path weighs its conversions and nulls together.
 *
 * The windows are the nodes of an automaton, so that the next one is found from the last one and a channel, in one look-up a
 * touch whatever the order.
 */
export function createMarkovCounter(order: number): MarkovCounter {
  const steps = createPairTable();
  const target: number[] = [];
  const stepFrom: number[] = [];
  const stepWeight: number[] = [];
  const windows: number[][] = [[]];
  const [starts, visits, conversions, values] = [[0], [0], [0], [0]];
  const totals = { conversions: 0, value: 0, weight: 0 };

  function stepNumber(node: number, channel: number): number {
    const step = steps.number(node, channel);
    if (step === target.length) {
      target.push(UNKNOWN);
      stepFrom.push(node);
      stepWeight.push(0);
      target[step] = nodeAfter(node, channel);
    }
    return step;
  }

  function nodeAfter(node: number, channel: number): number {
    const window = [...windows[node]!, channel];
    if (window.length > order) {
      return window.slice(-order).reduce((at, next) => target[stepNumber(at, next)]!, START);
    }
    for (const column of [starts, visits, conversions, values]) column.push(0);
    return windows.push(window) - 1;
  }

  function enter(state: number, weight: number): void {
    visits[state] = visits[state]! + weight;
  }

  return {
    add(path) {
      const weight = path.conversions + path.nulls;
      if (weight === 0) return;
      let node = START;
      let state = UNKNOWN;
      for (let at = 0; at < path.count; at++) {
        const step = stepNumber(node, path.touches[at]!);
        node = target[step]!;
        if (at < order - 1 || node === state) continue;
        if (state === UNKNOWN) starts[node] = starts[node]! + weight;
        else stepWeight[step] = stepWeight[step]! + weight;
        enter(node, weight);
        state = node;
      }
      if (state === UNKNOWN) {
        state = node;
        starts[state] = starts[state]! + weight;
        enter(state, weight);
      }
      conversions[state] = conversions[state]! + path.conversions;
      values[state] = values[state]! + path.conversionValue;
      totals.conversions += path.conversions;
      totals.value += path.conversionValue;
      totals.weight += weight;
    },

    chain() {
      const states = windows.map((_, node) => node).filter((node) => visits[node]! > 0);
      const numbers = new Int32Array(windows.length).fill(UNKNOWN);
      for (const [number, node] of states.entries()) numbers[node] = number;
      const moves = stepWeight.map((_, step) => step).filter((step) => stepWeight[step]! > 0);
      const column = (counts: readonly number[]) => Float64Array.from(states, (node) => counts[node]!);
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

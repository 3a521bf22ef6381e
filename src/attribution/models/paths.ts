import type { PathBatch } from './path-batch.ts';
import type { NumberedTouches } from './touch-weights.ts';

/** One row of a file of paths: the channels in order, how often the path won, for how much, and how often it was lost. */
export interface PathRow {
  readonly channels: readonly string[];
  readonly conversions: number;
  readonly conversionValue: number;
  readonly nulls: number;
}

/** A row with its channels as numbers. One object is refilled for row after row: whoever keeps a row must copy it. */
export interface NumberedPath extends NumberedTouches {
  readonly conversions: number;
  readonly conversionValue: number;
  readonly nulls: number;
}

/** What a channel is credited with: a number of conversions, and an amount in the unit of the file. */
export interface Credit {
  readonly conversions: number;
  readonly value: number;
}

/** Credits by the number of the channel. */
export interface CreditColumns {
  readonly conversions: Float64Array;
  readonly values: Float64Array;
}

/** Takes paths in any order, and then says what each of the first `channelCount` channels is credited with. */
export interface PathTally<Result> {
  add(path: NumberedPath): void;
  addBatch(batch: PathBatch): void;
  finish(channelCount: number): Result;
}

/**
 * Scales effects so that they add up to a total; all zero where the effects add up to nothing (no conversion, no value), for
 * then nobody has earned any.
 */
export function normaliseTo(total: number, effects: Float64Array): Float64Array {
  const sum = effects.reduce((running, effect) => running + effect, 0);
  return sum === 0 ? new Float64Array(effects.length) : effects.map((effect) => (total * effect) / sum);
}

import { createMarkovTally } from './markov.ts';
import { createOrderedTally } from './ordered-tally.ts';
import type { Credit, CreditColumns, NumberedPath, PathRow } from './paths.ts';
import { createRateGameTally } from './rate-game.ts';

/** The models that need no dates. `shapley_rate` is the Shapley value of the rate game, `shapley` that of the additive one. */
export const PATH_MODELS = [
  'first',
  'last',
  'linear',
  'even',
  'position',
  'markov',
  'shapley',
  'shapley_rate',
] as const;

export type PathModel = (typeof PATH_MODELS)[number];

export interface PathModelOptions {
  /** Order of the Markov chain, from 1. */
  readonly order: number;
  /** Seed of the sampling that `shapley_rate` needs past 20 channels. */
  readonly seed: number;
}

/** What a model credits, with standard errors where it had to sample. */
export interface PathCredits extends CreditColumns {
  readonly standardErrors: CreditColumns | null;
}

/** One model that takes numbered paths as they are read. */
export interface PathCreditor {
  readonly model: PathModel;
  add(path: NumberedPath): void;
  finish(channelCount: number): PathCredits;
}

/**
 * Readies a model for paths that come one by one in any order. `shapley` is the additive game, whose value is the even split
 * (docs/decisions). Throws `bad_input` for an order that is not a positive whole number.
 */
export function createPathCreditor(model: PathModel, options: PathModelOptions): PathCreditor {
  if (model === 'shapley_rate') return { model, ...createRateGameTally({ seed: options.seed }) };
  const tally =
    model === 'markov'
      ? createMarkovTally(options.order)
      : createOrderedTally(model === 'shapley' ? 'even' : model);
  return {
    model,
    add: tally.add,
    finish(channelCount) {
      const { conversions, values } = tally.finish(channelCount);
      return { conversions, values, standardErrors: null };
    },
  };
}

/** Credits of rows that are in memory, by channel: every channel that occurs is named, also one that earned nothing. */
export function creditPaths(
  model: PathModel,
  rows: readonly PathRow[],
  options: PathModelOptions,
): Map<string, Credit> {
  const creditor = createPathCreditor(model, options);
  const numbers = new Map<string, number>();
  for (const row of rows) creditor.add(numberPath(row, numbers));
  return nameCredits([...numbers.keys()], creditor.finish(numbers.size));
}

/** Columns by the number of the channel as credits by its name. */
export function nameCredits(names: readonly string[], columns: CreditColumns): Map<string, Credit> {
  return new Map(
    names.map((name, at) => [
      name,
      { conversions: columns.conversions[at] ?? 0, value: columns.values[at] ?? 0 },
    ]),
  );
}

function numberPath(row: PathRow, numbers: Map<string, number>): NumberedPath {
  const touches = row.channels.map((channel) => {
    if (!numbers.has(channel)) numbers.set(channel, numbers.size);
    return numbers.get(channel)!;
  });
  return { ...row, touches: Int32Array.from(touches), count: touches.length };
}

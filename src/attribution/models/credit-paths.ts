import { createMarkovTally } from './markov.ts';
import { createOrderedTally } from './ordered-tally.ts';
import type { PathBatch } from './path-batch.ts';
import type { Credit, CreditColumns, NumberedPath, PathRow } from './paths.ts';
import { createRateGameTally } from './rate-game.ts';
import type { OrderedModel } from './touch-weights.ts';

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
interface PathCredits extends CreditColumns {
  readonly standardErrors: CreditColumns | null;
}

/** Models that take numbered paths together, as they are read. */
export interface PathCreditor {
  readonly models: readonly PathModel[];
  add(path: NumberedPath): void;
  addBatch(batch: PathBatch): void;
  /** The credits of one of its models for the channels 0 to `channelCount` − 1. */
  finish(model: PathModel, channelCount: number): PathCredits;
}

/**
 * Readies models for paths that come one by one in any order, in as few creditors as can share their work. Throws `bad_input`
 * for a Markov order that is not a positive whole number.
 */
export function createPathCreditors(models: readonly PathModel[], options: PathModelOptions): PathCreditor[] {
  const creditors: PathCreditor[] = [];
  const ordered = models.filter((model) => model !== 'markov' && model !== 'shapley_rate');
  if (ordered.length > 0) creditors.push(creditByOrder(ordered));
  if (models.includes('markov')) creditors.push(creditByMarkov(options.order));
  if (models.includes('shapley_rate')) creditors.push(creditByRate(options.seed));
  return creditors;
}

/** Credits of rows that are in memory, by channel: every channel that occurs is named, also one that earned nothing. */
export function creditPaths(
  model: PathModel,
  rows: readonly PathRow[],
  options: PathModelOptions,
): Map<string, Credit> {
  const [creditor] = createPathCreditors([model], options) as [PathCreditor];
  const numbers = new Map<string, number>();
  for (const row of rows) creditor.add(numberPath(row, numbers));
  return nameCredits([...numbers.keys()], creditor.finish(model, numbers.size));
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

function creditByOrder(models: readonly (OrderedModel | 'shapley')[]): PathCreditor {
  const rules = [...new Set(models.map(ruleOf))];
  const tally = createOrderedTally(rules);
  return {
    models,
    add: tally.add,
    addBatch: tally.addBatch,
    finish: (model, channelCount) => ({
      ...tally.finish(channelCount).get(ruleOf(model as OrderedModel | 'shapley'))!,
      standardErrors: null,
    }),
  };
}

/** The Shapley value of the additive game is the even split (docs/decisions/attribution-shapley.md). */
function ruleOf(model: OrderedModel | 'shapley'): OrderedModel {
  return model === 'shapley' ? 'even' : model;
}

function creditByMarkov(order: number): PathCreditor {
  const tally = createMarkovTally(order);
  return {
    models: ['markov'],
    add: tally.add,
    addBatch: tally.addBatch,
    finish(_model, channelCount) {
      const { conversions, values } = tally.finish(channelCount);
      return { conversions, values, standardErrors: null };
    },
  };
}

function creditByRate(seed: number): PathCreditor {
  const tally = createRateGameTally({ seed });
  return {
    models: ['shapley_rate'],
    add: tally.add,
    addBatch: tally.addBatch,
    finish: (_model, channelCount) => tally.finish(channelCount),
  };
}

function numberPath(row: PathRow, numbers: Map<string, number>): NumberedPath {
  const touches = row.channels.map((channel) => {
    if (!numbers.has(channel)) numbers.set(channel, numbers.size);
    return numbers.get(channel)!;
  });
  return { ...row, touches: Int32Array.from(touches), count: touches.length };
}

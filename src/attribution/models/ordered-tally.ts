import { createBatchCrediter } from './batch-credits.ts';
import { createSingleAdder, type PathBatch } from './path-batch.ts';
import type { CreditColumns, PathTally } from './paths.ts';
import type { OrderedModel } from './touch-weights.ts';

/** Adds up models that look at one path at a time: each path's conversions and value go to its touches by their shares. */
export function createOrderedTally<Model extends OrderedModel>(
  models: readonly Model[],
): PathTally<Map<Model, CreditColumns>> {
  const rules = models.map((model) => ({
    model,
    credit: createBatchCrediter(model),
    sums: { conversions: new Float64Array(64), values: new Float64Array(64) },
  }));
  let width = 64;

  function addBatch(batch: PathBatch): void {
    if (batch.channelCount > width) {
      width = 2 * batch.channelCount;
      for (const rule of rules) {
        const { conversions, values } = rule.sums;
        rule.sums = { conversions: resize(conversions, width), values: resize(values, width) };
      }
    }
    for (const { credit, sums } of rules) credit(batch, sums);
  }

  return {
    addBatch,
    add: createSingleAdder(addBatch),
    finish: (channelCount) =>
      new Map(
        rules.map(({ model, sums }) => [
          model,
          {
            conversions: resize(sums.conversions, channelCount),
            values: resize(sums.values, channelCount),
          },
        ]),
      ),
  };
}

/** The same sums over more or fewer places; new places are zero. */
function resize(sums: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const resized = new Float64Array(length);
  resized.set(sums.subarray(0, length));
  return resized;
}

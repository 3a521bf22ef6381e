import type { CreditColumns, NumberedPath, PathTally } from './paths.ts';
import { createTouchWeigher, type OrderedModel } from './touch-weights.ts';

/**
 * Adds up models that look at one path at a time: each path's conversions and value go to its touches by their shares. Several
 * models share a tally, so that a lost path, which none of them credits, costs one look.
 */
export function createOrderedTally<Model extends OrderedModel>(
  models: readonly Model[],
): PathTally<Map<Model, CreditColumns>> {
  const weighers = models.map((model) => createTouchWeigher(model));
  const conversions = models.map(() => new Float64Array(64));
  const values = models.map(() => new Float64Array(64));
  let shares = new Float64Array(64);
  let width = 64;

  function widenFor(path: NumberedPath): void {
    if (path.count > shares.length) shares = new Float64Array(2 * path.count);
    let largest = 0;
    for (let at = 0; at < path.count; at++) largest = Math.max(largest, path.touches[at]!);
    if (largest < width) return;
    width = 2 * (largest + 1);
    for (const columns of [conversions, values]) {
      for (const [at, column] of columns.entries()) columns[at] = resize(column, width);
    }
  }

  return {
    add(path) {
      if (path.conversions === 0 && path.conversionValue === 0) return;
      widenFor(path);
      const { touches, count } = path;
      for (let model = 0; model < weighers.length; model++) {
        weighers[model]!(path, shares);
        const [counts, amounts] = [conversions[model]!, values[model]!];
        for (let at = 0; at < count; at++) {
          const channel = touches[at]!;
          counts[channel] = counts[channel]! + shares[at]! * path.conversions;
          amounts[channel] = amounts[channel]! + shares[at]! * path.conversionValue;
        }
      }
    },
    finish: (channelCount) =>
      new Map(
        models.map((model, at) => [
          model,
          {
            conversions: resize(conversions[at]!, channelCount),
            values: resize(values[at]!, channelCount),
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

import type { CreditColumns, NumberedPath, PathTally } from './paths.ts';
import { createTouchWeigher, type OrderedModel } from './touch-weights.ts';

/** Adds up a model that looks at one path at a time: each path's conversions and value go to its touches by their shares. */
export function createOrderedTally(model: OrderedModel): PathTally<CreditColumns> {
  const weigh = createTouchWeigher(model);
  let conversions = new Float64Array(64);
  let values = new Float64Array(64);
  let shares = new Float64Array(64);

  return {
    add(path: NumberedPath) {
      if (path.conversions === 0 && path.conversionValue === 0) return;
      if (path.count > shares.length) shares = new Float64Array(2 * path.count);
      weigh(path, shares);
      for (let at = 0; at < path.count; at++) {
        const channel = path.touches[at]!;
        if (channel >= conversions.length) {
          conversions = lengthen(conversions, 2 * (channel + 1));
          values = lengthen(values, 2 * (channel + 1));
        }
        conversions[channel] = conversions[channel]! + shares[at]! * path.conversions;
        values[channel] = values[channel]! + shares[at]! * path.conversionValue;
      }
    },
    finish: (channelCount) => ({
      conversions: lengthen(conversions, channelCount),
      values: lengthen(values, channelCount),
    }),
  };
}

function lengthen(sums: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(length);
  longer.set(sums.subarray(0, length));
  return longer;
}

import type { PathBatch } from './path-batch.ts';
import type { OrderedModel } from './touch-weights.ts';

/** Adds what a model credits each channel with, for all paths of a batch, to the sums by channel. */
export type BatchCrediter = (
  batch: PathBatch,
  sums: { readonly conversions: Float64Array; readonly values: Float64Array },
) => void;

/**
 * The rules of `createTouchWeigher` over whole batches, each as a loop of its own without shares in between: with the weigher,
 * a million paths took three times as long. A lost path credits nobody.
 */
export function createBatchCrediter(model: OrderedModel): BatchCrediter {
  switch (model) {
    case 'first':
      return (batch, sums) => creditOneTouch({ batch, sums, fromEnd: false });
    case 'last':
      return (batch, sums) => creditOneTouch({ batch, sums, fromEnd: true });
    case 'linear':
      return creditEachTouch;
    case 'even':
      return createDistinctCrediter();
    case 'position':
      return creditByPosition;
  }
}

function creditOneTouch(by: {
  batch: PathBatch;
  sums: { readonly conversions: Float64Array; readonly values: Float64Array };
  fromEnd: boolean;
}): void {
  const { rows, starts, touches, conversions, values } = by.batch;
  const { conversions: counts, values: amounts } = by.sums;
  for (let row = 0; row < rows; row++) {
    const converted = conversions[row]!;
    const earned = values[row]!;
    if (converted === 0 && earned === 0) continue;
    const channel = touches[by.fromEnd ? starts[row + 1]! - 1 : starts[row]!]!;
    counts[channel] = counts[channel]! + converted;
    amounts[channel] = amounts[channel]! + earned;
  }
}

const creditEachTouch: BatchCrediter = (batch, sums) => {
  const { rows, starts, touches, conversions, values } = batch;
  const { conversions: counts, values: amounts } = sums;
  for (let row = 0; row < rows; row++) {
    let converted = conversions[row]!;
    let earned = values[row]!;
    if (converted === 0 && earned === 0) continue;
    const from = starts[row]!;
    const to = starts[row + 1]!;
    const share = 1 / (to - from);
    converted *= share;
    earned *= share;
    for (let at = from; at < to; at++) {
      const channel = touches[at]!;
      counts[channel] = counts[channel]! + converted;
      amounts[channel] = amounts[channel]! + earned;
    }
  }
};

const creditByPosition: BatchCrediter = (batch, sums) => {
  const { rows, starts, touches, conversions, values } = batch;
  const { conversions: counts, values: amounts } = sums;
  for (let row = 0; row < rows; row++) {
    const converted = conversions[row]!;
    const earned = values[row]!;
    if (converted === 0 && earned === 0) continue;
    const from = starts[row]!;
    const last = starts[row + 1]! - 1;
    const isShort = last - from < 2;
    const outer = isShort ? 1 / (last - from + 1) : 0.4;
    const inner = isShort ? outer : 0.2 / (last - from - 1);
    for (let at = from; at <= last; at++) {
      const share = at === from || at === last ? outer : inner;
      const channel = touches[at]!;
      counts[channel] = counts[channel]! + share * converted;
      amounts[channel] = amounts[channel]! + share * earned;
    }
  }
};

function createDistinctCrediter(): BatchCrediter {
  // A stamp for each channel instead of a set for each path: the loop then allocates nothing.
  let stampOf = new Float64Array(64);
  let distinctOf = new Int32Array(64);
  let stamp = 0;
  return (batch, sums) => {
    const { rows, starts, touches, conversions, values, channelCount } = batch;
    const { conversions: counts, values: amounts } = sums;
    if (channelCount > stampOf.length) {
      stampOf = new Float64Array(2 * channelCount);
      distinctOf = new Int32Array(2 * channelCount);
    }
    const [stamps, distinct] = [stampOf, distinctOf];
    for (let row = 0; row < rows; row++) {
      const converted = conversions[row]!;
      const earned = values[row]!;
      if (converted === 0 && earned === 0) continue;
      stamp += 1;
      let found = 0;
      const to = starts[row + 1]!;
      for (let at = starts[row]!; at < to; at++) {
        const channel = touches[at]!;
        if (stamps[channel] === stamp) continue;
        stamps[channel] = stamp;
        distinct[found] = channel;
        found += 1;
      }
      const share = 1 / found;
      for (let at = 0; at < found; at++) {
        const channel = distinct[at]!;
        counts[channel] = counts[channel]! + share * converted;
        amounts[channel] = amounts[channel]! + share * earned;
      }
    }
  };
}

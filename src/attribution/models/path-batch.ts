import type { NumberedPath } from './paths.ts';

/** Some paths in columns, so that the scanner fills and each model empties plain arrays in loops of their own. */
export interface PathBatch {
  rows: number;
  /** Every channel in it has a number below this. */
  channelCount: number;
  /** Where the touches of each row begin, and, one place further, end. */
  readonly starts: Int32Array;
  touches: Int32Array;
  readonly conversions: Float64Array;
  readonly values: Float64Array;
  readonly nulls: Float64Array;
}

/** Large enough that changing from scanning to models costs nothing, small enough to stay in the processor's cache. */
export const BATCH_ROWS = 4096;
const BATCH_TOUCHES = 1 << 15;

/** An empty batch for up to `rows` paths. */
export function createPathBatch(rows: number = BATCH_ROWS): PathBatch {
  return {
    rows: 0,
    channelCount: 0,
    starts: new Int32Array(rows + 1),
    touches: new Int32Array(rows === BATCH_ROWS ? BATCH_TOUCHES : 64),
    conversions: new Float64Array(rows),
    values: new Float64Array(rows),
    nulls: new Float64Array(rows),
  };
}

/** For paths that come one at a time: hands each on as a batch of one, which is refilled. */
export function createSingleAdder(addBatch: (batch: PathBatch) => void): (path: NumberedPath) => void {
  const batch = createPathBatch(1);
  batch.rows = 1;
  return ({ touches, count, conversions, conversionValue, nulls }) => {
    if (count > batch.touches.length) batch.touches = new Int32Array(2 * count);
    batch.channelCount = 0;
    for (let at = 0; at < count; at++) {
      const channel = touches[at]!;
      batch.touches[at] = channel;
      if (channel >= batch.channelCount) batch.channelCount = channel + 1;
    }
    batch.starts[1] = count;
    batch.conversions[0] = conversions;
    batch.values[0] = conversionValue;
    batch.nulls[0] = nulls;
    addBatch(batch);
  };
}

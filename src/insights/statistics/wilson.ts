import { AppError } from '../../errors.ts';
import { zOfConfidence } from './normal.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface Share {
  readonly successes: number;
  readonly total: number;
  /** Such as 0.9 for a 90% interval. */
  readonly confidence: number;
}

/**
 * Wilson's score interval of a share (Wilson 1927), without continuity correction: it stays within 0 and 1 and is honest for
 * a handful of answers. Null without any. Throws `bad_input` where the successes are not between 0 and the total.
 */
export function estimateShareInterval({ successes, total, confidence }: Share): Interval | null {
  if (!(successes >= 0 && successes <= total && Number.isFinite(total))) {
    throw new AppError('bad_input', `${successes} of ${total} is not a share`);
  }
  if (total === 0) return null;
  const z = zOfConfidence(confidence);
  const share = successes / total;
  const middle = share + (z * z) / (2 * total);
  const reach = z * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total));
  const scale = 1 + (z * z) / total;
  return {
    low: successes === 0 ? 0 : (middle - reach) / scale,
    high: successes === total ? 1 : (middle + reach) / scale,
  };
}

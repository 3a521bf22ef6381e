import { AppError } from '../../errors.ts';

const SQRT_TWO_PI = Math.sqrt(2 * Math.PI);

/** Φ(x) by its Taylor series around 0 (Marsaglia 2004), which is exact to about 1e-15 for |x| < 6 and cut off at 8. */
function normalCdf(x: number): number {
  if (x < -8) return 0;
  if (x > 8) return 1;
  let [sum, before, term] = [x, 0, x];
  for (let k = 3; sum !== before; k += 2) {
    before = sum;
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / SQRT_TWO_PI;
}

/**
 * How many standard deviations either side of the mean hold a share of the normal distribution: 1.96 for 0.95. Newton's
 * method on Φ. Throws `bad_input` for a share that is not between 0 and 0.999999.
 */
export function zOfConfidence(confidence: number): number {
  if (!(confidence > 0 && confidence <= 0.999999)) {
    throw new AppError('bad_input', `A confidence of ${confidence} is not between 0 and 0.999999`);
  }
  const target = (1 + confidence) / 2;
  // From 0 the steps stay below the root, for Φ is concave there: no safeguard is needed.
  let z = 0;
  for (let step = 0; step < 100; step++) {
    const change = ((target - normalCdf(z)) * SQRT_TWO_PI) / Math.exp((-z * z) / 2);
    z += change;
    if (Math.abs(change) < 1e-14) break;
  }
  return z;
}

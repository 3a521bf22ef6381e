import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Observation } from './kaplan-meier.ts';

// A direction varies when its variance is above this share of the largest; below it is rounding.
const VARIES = 1e-9;

export interface LogRankTest {
  /** 0 without events or with fewer than two groups. */
  readonly chiSquare: number;
  /** One fewer than groups, and fewer where groups were never at risk together. */
  readonly degreesOfFreedom: number;
}

/**
 * Whether groups survive alike (Mantel 1966, Peto and Peto 1972): observed less expected events,
 * weighed by their hypergeometric covariance. A group with nobody in it is left out.
 */
export function testLogRank(groups: readonly (readonly Observation[])[]): LogRankTest {
  const filled = groups.filter((group) => group.length > 0);
  const free = filled.length - 1;
  const all = filled.flat();
  const times = [...new Set(all.filter((one) => one.event).map((one) => one.time))];
  if (free < 1 || times.length === 0) return { chiSquare: 0, degreesOfFreedom: Math.max(0, free) };
  const surplus = Matrix.zeros(filled.length, 1);
  const covariance = Matrix.zeros(filled.length, filled.length);
  for (const time of times) addTime({ groups: filled, time, surplus, covariance });
  return weighSurplus(surplus, covariance);
}

/**
 * The surplus in units of its covariance, which always lacks a rank (the surpluses sum to zero) and lacks more where
 * groups were never at risk at the same event. All groups are kept and only the directions that vary are inverted:
 * leaving one group out makes the figure hang on which one, where the rest is singular.
 */
function weighSurplus(surplus: Matrix, covariance: Matrix): LogRankTest {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(covariance, {
    assumeSymmetric: true,
  });
  const smallest = Math.max(...realEigenvalues) * VARIES;
  const turned = eigenvectorMatrix.transpose().mmul(surplus);
  const terms = realEigenvalues.flatMap((variance, at) =>
    variance > smallest ? [turned.get(at, 0) ** 2 / variance] : [],
  );
  return { chiSquare: terms.reduce((sum, term) => sum + term, 0), degreesOfFreedom: terms.length };
}

function addTime(to: {
  groups: readonly (readonly Observation[])[];
  time: number;
  surplus: Matrix;
  covariance: Matrix;
}): void {
  const atRisk = to.groups.map((group) => group.filter((one) => one.time >= to.time).length);
  const events = to.groups.map((group) => group.filter((one) => one.event && one.time === to.time).length);
  const total = atRisk.reduce((sum, count) => sum + count, 0);
  const died = events.reduce((sum, count) => sum + count, 0);
  const spread = total > 1 ? (died * (total - died)) / (total - 1) : 0;
  for (let row = 0; row < to.surplus.rows; row++) {
    const part = atRisk[row]! / total;
    to.surplus.set(row, 0, to.surplus.get(row, 0) + events[row]! - died * part);
    for (let column = 0; column < to.surplus.rows; column++) {
      const term = spread * part * ((row === column ? 1 : 0) - atRisk[column]! / total);
      to.covariance.set(row, column, to.covariance.get(row, column) + term);
    }
  }
}

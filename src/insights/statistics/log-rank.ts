import { Matrix, solve } from 'ml-matrix';
import type { Observation } from './kaplan-meier.ts';

export interface LogRankTest {
  /** Chi-square with one degree of freedom fewer than groups; 0 without events or with fewer than two groups. */
  readonly chiSquare: number;
  readonly degreesOfFreedom: number;
}

/**
 * Whether groups survive alike (Mantel 1966, Peto and Peto 1972): observed less expected events of all groups but the last,
 * weighed by their hypergeometric covariance. A group with nobody in it is left out.
 */
export function testLogRank(groups: readonly (readonly Observation[])[]): LogRankTest {
  const filled = groups.filter((group) => group.length > 0);
  const free = filled.length - 1;
  const all = filled.flat();
  const times = [...new Set(all.filter((one) => one.event).map((one) => one.time))];
  if (free < 1 || times.length === 0) return { chiSquare: 0, degreesOfFreedom: Math.max(0, free) };
  const surplus = Matrix.zeros(free, 1);
  const covariance = Matrix.zeros(free, free);
  for (const time of times) addTime({ groups: filled, time, surplus, covariance });
  const weighed = solve(covariance, surplus, true);
  return { chiSquare: surplus.transpose().mmul(weighed).get(0, 0), degreesOfFreedom: free };
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

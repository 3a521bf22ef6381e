import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAppError } from '../../../src/errors.ts';
import {
  fitShiftedBetaGeometric,
  logLikelihoodOf,
  projectRetention,
  type TenureCount,
} from '../../../src/insights/statistics/shifted-beta-geometric.ts';

/** A cohort by how many are still there at the end of each period. */
function cohort(alive: readonly number[]): TenureCount[] {
  const last = alive.length - 1;
  return alive.slice(1).map((stillHere, at) => ({
    period: at + 1,
    left: alive[at]! - stillHere,
    stillHere: at + 1 === last ? stillHere : 0,
  }));
}

// Fader and Hardie 2007, 'How to project customer retention': the high-end and the regular customers, seven renewals.
const HIGH_END = cohort([1000, 869, 743, 653, 593, 551, 517, 491]);
const REGULAR = cohort([1000, 631, 468, 382, 326, 289, 262, 241]);

describe('the shifted beta-geometric fit', () => {
  test.each([
    ['high end', HIGH_END, 0.668, 3.806],
    ['regular', REGULAR, 0.704, 1.182],
  ])('gives the published parameters of the %s customers', (_name, counts, alpha, beta) => {
    const fitted = fitShiftedBetaGeometric(counts)!;
    expect(fitted.alpha).toBeCloseTo(alpha, 3);
    expect(fitted.beta).toBeCloseTo(beta, 3);
  });

  test.each([
    [1, -2115.5],
    [0.01, -2741.7],
  ])('has the published likelihood at α = β = %d', (both, published) => {
    expect(logLikelihoodOf({ alpha: both, beta: both }, HIGH_END)).toBeCloseTo(published, 1);
  });

  test('has the published likelihood at its best', () => {
    expect(fitShiftedBetaGeometric(HIGH_END)!.logLikelihood).toBeCloseTo(-1611.2, 1);
  });

  test('is not beaten by any other parameters', () => {
    const best = fitShiftedBetaGeometric(REGULAR)!.logLikelihood;
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 50, noNaN: true }),
        fc.double({ min: 0.01, max: 50, noNaN: true }),
        (alpha, beta) => {
          expect(logLikelihoodOf({ alpha, beta }, REGULAR)).toBeLessThanOrEqual(best + 1e-9);
        },
      ),
    );
  });

  test('takes customers whose time is not over at every age', () => {
    const fitted = fitShiftedBetaGeometric([
      { period: 1, left: 20, stillHere: 30 },
      { period: 2, left: 8, stillHere: 20 },
      { period: 3, left: 3, stillHere: 19 },
    ])!;
    const [, first, second] = projectRetention(fitted, 3);
    expect(first).toBeCloseTo(0.8, 1);
    expect(second! / first!).toBeGreaterThan(first!);
  });

  test('approaches a constant churn where all are alike', () => {
    const fitted = fitShiftedBetaGeometric(cohort([10_000, 9000, 8100, 7290, 6561]))!;
    const retention = projectRetention(fitted, 10);
    expect(retention[10]).toBeCloseTo(0.9 ** 10, 2);
  });

  test('has nothing to fit where nobody has left', () => {
    expect(fitShiftedBetaGeometric([{ period: 3, left: 0, stillHere: 40 }])).toBeNull();
    expect(fitShiftedBetaGeometric([])).toBeNull();
  });

  test('refuses periods that are not counted from 1, and negative counts', () => {
    for (const count of [
      { period: 0, left: 1, stillHere: 1 },
      { period: 1.5, left: 1, stillHere: 1 },
      { period: 1, left: -1, stillHere: 1 },
    ]) {
      expect(() => fitShiftedBetaGeometric([count])).toThrow(expect.toSatisfy(isAppError));
    }
  });
});

describe('projected retention', () => {
  test('of the fit goes on past the data as published', () => {
    const retention = projectRetention(fitShiftedBetaGeometric(HIGH_END)!, 12);
    const published = [0.46043966, 0.43577958, 0.41417239, 0.39505533, 0.37799906];
    for (const [at, height] of published.entries()) expect(retention[8 + at]).toBeCloseTo(height, 7);
  });

  test('starts with everybody and falls ever more slowly', () => {
    const retention = projectRetention({ alpha: 1.2, beta: 2 }, 50);
    expect(retention[0]).toBe(1);
    for (let at = 2; at < retention.length; at++) {
      expect(retention[at]! / retention[at - 1]!).toBeGreaterThan(retention[at - 1]! / retention[at - 2]!);
    }
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAppError } from '../../../src/errors.ts';
import { zOfConfidence } from '../../../src/insights/statistics/normal.ts';
import { fitShrinkage, shrinkRate } from '../../../src/insights/statistics/shrinkage.ts';
import { estimateShareInterval } from '../../../src/insights/statistics/wilson.ts';

const anyGroups = fc.array(
  fc.nat(40).chain((total) => fc.record({ successes: fc.nat(total), total: fc.constant(total) })),
  { minLength: 1, maxLength: 15 },
);

describe('the interval of a share', () => {
  // R 4.2.2, prop.test(correct = FALSE).
  test.each([
    [0, 5, 0, 0.4344824647832],
    [3, 5, 0.230724281276, 0.8823792257674],
    [41, 50, 0.692039463257, 0.9022980732977],
    [50, 50, 0.9286524008666, 1],
    [812, 1000, 0.7866068125888, 0.8350052901162],
  ])('is that of R for %i of %i', (successes, total, low, high) => {
    const interval = estimateShareInterval({ successes, total, confidence: 0.95 })!;
    expect(interval.low).toBeCloseTo(low, 12);
    expect(interval.high).toBeCloseTo(high, 12);
  });

  test('holds the share, stays within 0 and 1, and widens with confidence', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.integer({ min: 1, max: 200 }), (part, total) => {
        const successes = Math.min(part, total);
        const narrow = estimateShareInterval({ successes, total, confidence: 0.8 })!;
        const wide = estimateShareInterval({ successes, total, confidence: 0.99 })!;
        const heights = [0, wide.low, narrow.low, successes / total, narrow.high, wide.high, 1];
        for (const [at, height] of heights.slice(1).entries())
          expect(height).toBeGreaterThanOrEqual(heights[at]! - 1e-12);
      }),
    );
  });

  test('is unknown without answers, and refuses what is no share', () => {
    expect(estimateShareInterval({ successes: 0, total: 0, confidence: 0.9 })).toBeNull();
    for (const [successes, total, confidence] of [
      [3, 2, 0.9],
      [-1, 2, 0.9],
      [1, 2, 1],
      [1, 2, 0],
    ] as const) {
      expect(() => estimateShareInterval({ successes, total, confidence })).toThrow(
        expect.toSatisfy(isAppError),
      );
    }
  });

  test.each([
    [0.5, 0.6744897501960817],
    [0.9, 1.6448536269514722],
    [0.95, 1.959963984540054],
    [0.999, 3.2905267314919255],
  ])('reaches as many standard deviations as the tables say for %d', (confidence, z) => {
    expect(zOfConfidence(confidence)).toBeCloseTo(z, 12);
  });
});

describe('shrinkage of rates', () => {
  test('follows the formula of the moments', () => {
    // μ = 20/40; S = 20·.09 + 20·.09 = 3.6; σ² = (3.6 − .25)/(40 − 20 − 1); ρ = σ²/.25; K = (1 − ρ)/ρ.
    const fitted = fitShrinkage([
      { successes: 4, total: 20 },
      { successes: 16, total: 20 },
    ])!;
    const correlation = 3.35 / 19 / 0.25;
    expect(fitted.mean).toBe(0.5);
    expect(fitted.correlation).toBeCloseTo(correlation, 12);
    expect(fitted.strength).toBeCloseTo((1 - correlation) / correlation, 12);
    expect(shrinkRate({ successes: 4, total: 20 }, fitted)).toBeGreaterThan(0.2);
  });

  test('moves a rate towards the mean, never past it', () => {
    fc.assert(
      fc.property(anyGroups, (groups) => {
        const fitted = fitShrinkage(groups);
        for (const group of groups) {
          if (!fitted || group.total === 0) continue;
          const raw = group.successes / group.total;
          const shrunken = shrinkRate(group, fitted);
          expect(shrunken).toBeGreaterThanOrEqual(Math.min(raw, fitted.mean) - 1e-12);
          expect(shrunken).toBeLessThanOrEqual(Math.max(raw, fitted.mean) + 1e-12);
        }
      }),
    );
  });

  test('pools fully where groups differ no more than by chance, or there is one', () => {
    const alike = fitShrinkage([
      { successes: 5, total: 10 },
      { successes: 50, total: 100 },
    ])!;
    expect(alike.strength).toBe(Number.POSITIVE_INFINITY);
    expect(shrinkRate({ successes: 10, total: 10 }, alike)).toBe(0.5);
    expect(fitShrinkage([{ successes: 1, total: 4 }])).toEqual({
      mean: 0.25,
      correlation: 0,
      strength: Number.POSITIVE_INFINITY,
    });
    expect(
      fitShrinkage([
        { successes: 0, total: 4 },
        { successes: 0, total: 9 },
      ])!.mean,
    ).toBe(0);
  });

  test('gives the mean to a group without a record, and nothing without any record', () => {
    expect(shrinkRate({ successes: 0, total: 0 }, { mean: 0.3, correlation: 1, strength: 0 })).toBe(0.3);
    expect(fitShrinkage([])).toBeNull();
    expect(fitShrinkage([{ successes: 0, total: 0 }])).toBeNull();
  });

  test('leaves rates alone where groups are wholly of one kind', () => {
    const fitted = fitShrinkage([
      { successes: 0, total: 10 },
      { successes: 10, total: 10 },
    ])!;
    expect(fitted.correlation).toBe(1);
    expect(shrinkRate({ successes: 1, total: 4 }, fitted)).toBe(0.25);
  });

  test('refuses more successes than records', () => {
    expect(() => fitShrinkage([{ successes: 3, total: 2 }])).toThrow(expect.toSatisfy(isAppError));
  });
});

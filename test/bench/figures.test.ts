import fc from 'fast-check';
import { expect, test } from 'vitest';
import { growthExponent, percentile } from '../../evals/bench/measure.ts';
import { scoreAtBestThreshold, scoreLinks } from '../../evals/bench/score-links.ts';

const truth = new Map([
  ['a', '1'],
  ['b', '2'],
  ['c', '3'],
]);

test('precision counts links, recall counts true pairs', () => {
  const links = [
    { left: 'a', right: '1', score: 9 },
    { left: 'b', right: '1', score: 8 },
  ];
  expect(scoreLinks(links, truth)).toEqual({ precision: 0.5, recall: 0.3333, f1: 0.4 });
  expect(scoreLinks([], truth)).toEqual({ precision: 0, recall: 0, f1: 0 });
});

test('the best threshold keeps links of one score together', () => {
  const links = [
    { left: 'a', right: '1', score: 5 },
    { left: 'x', right: '2', score: 3 },
    { left: 'b', right: '2', score: 3 },
    { left: 'y', right: '3', score: 1 },
  ];
  expect(scoreAtBestThreshold(links, truth)).toEqual({ precision: 0.6667, recall: 0.6667, f1: 0.6667 });
});

test('the best threshold is no worse than any other', () => {
  const anyLinks = fc.uniqueArray(
    fc.record({
      left: fc.constantFrom('a', 'b', 'c', 'x', 'y'),
      right: fc.constantFrom('1', '2', '3'),
      score: fc.integer({ min: 0, max: 5 }),
    }),
    { selector: (link) => link.left },
  );
  fc.assert(
    fc.property(anyLinks, fc.integer({ min: 0, max: 5 }), (links, threshold) => {
      const above = links.filter((link) => link.score >= threshold);
      expect(scoreAtBestThreshold(links, truth).f1).toBeGreaterThanOrEqual(scoreLinks(above, truth).f1);
    }),
  );
});

test('percentiles are figures that were measured, by nearest rank', () => {
  const figures = [5, 1, 4, 2, 3];
  expect(percentile(figures, 0.5)).toBe(3);
  expect(percentile(figures, 0.95)).toBe(5);
  expect(percentile(figures, 0)).toBe(1);
});

test('growth is 1 where time grows with size, 2 where it grows with its square', () => {
  expect(growthExponent({ size: 100, seconds: 1 }, undefined)).toBeNull();
  expect(growthExponent({ size: 300, seconds: 6 }, { size: 100, seconds: 2 })).toBe(1);
  expect(growthExponent({ size: 300, seconds: 18 }, { size: 100, seconds: 2 })).toBe(2);
});

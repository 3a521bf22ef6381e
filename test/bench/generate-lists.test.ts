import fc from 'fast-check';
import { expect, test } from 'vitest';
import { generateLists } from '../../evals/bench/generate-lists.ts';

const anySeed = fc.integer({ min: 0, max: 1_000_000 });
const anySizes = fc.integer({ min: 1, max: 60 }).chain((right) =>
  fc.record({
    right: fc.constant(right),
    left: fc.integer({ min: right, max: right * 8 }),
  }),
);

test('the same seed and sizes make the same lists, another seed others', () => {
  const sizes = { left: 400, right: 40 };
  expect(generateLists(7, sizes)).toEqual(generateLists(7, sizes));
  expect(generateLists(8, sizes)).not.toEqual(generateLists(7, sizes));
});

test('lists have the rows asked for, each with an id of its own and a name', () => {
  fc.assert(
    fc.property(anySeed, anySizes, (seed, sizes) => {
      const { left, right } = generateLists(seed, sizes);
      for (const [list, count] of [
        [left, sizes.left],
        [right, sizes.right],
      ] as const) {
        expect(list).toHaveLength(count);
        expect(new Set(list.map((row) => row.id)).size).toBe(count);
        expect(list.every((row) => row.name.trim() !== '')).toBe(true);
      }
    }),
    { numRuns: 40 },
  );
});

test('truth speaks of rows that are there, and of each left row at most once', () => {
  fc.assert(
    fc.property(anySeed, anySizes, (seed, sizes) => {
      const { left, right, truth } = generateLists(seed, sizes);
      const [lefts, rights] = [left, right].map((list) => new Set(list.map((row) => row.id)));
      expect(truth.every((pair) => lefts?.has(pair.left) && rights?.has(pair.right))).toBe(true);
      expect(new Set(truth.map((pair) => pair.left)).size).toBe(truth.length);
    }),
    { numRuns: 40 },
  );
});

test('lists have what makes real ones hard', () => {
  const { left, right, truth } = generateLists(3, { left: 3_000, right: 600 });
  const partnerOf = new Map(truth.map((pair) => [pair.left, pair.right]));
  const names = new Set(right.map((row) => row.name.split(/[ ,]/).slice(0, 2).join(' ')));
  const strangers = left.filter((row) => !partnerOf.has(row.id));
  expect(new Set(truth.map((pair) => pair.difference)).size).toBe(13);
  expect(new Set(truth.map((pair) => pair.right)).size).toBeLessThan(truth.length);
  expect(strangers.length).toBeGreaterThan(1_000);
  expect(strangers.some((row) => names.has(row.name.split(/[ ,]/).slice(0, 2).join(' ')))).toBe(true);
  expect(left.some((row) => row.domain === null) && left.some((row) => row.country === null)).toBe(true);
});

test('a left list shorter than the right one is refused', () => {
  expect(() => generateLists(1, { left: 2, right: 3 })).toThrow('The left list is the longer one');
});

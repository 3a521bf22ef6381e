import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  adjustWeights,
  applyChanges,
  type DecidedPair,
  learnChanges,
} from '../../../src/accounts/matching/adjust-weights.ts';
import { MATCH_FROM } from '../../../src/accounts/matching/decide.ts';
import { FEATURE_BINS, type FeatureName } from '../../../src/accounts/matching/evidence.ts';
import { FEATURE_NAMES, loadMatchWeights } from '../../../src/accounts/matching/score.ts';
import { decidePairs, makeWorld, scoreLinks } from './adjusting-world.ts';

const shipped = loadMatchWeights();

const pairs = fc.array(
  fc.record({
    // Few bins, so that pairs share them.
    evidence: fc.record(
      Object.fromEntries(
        FEATURE_NAMES.map((name) => [name, fc.nat(Math.min(2, FEATURE_BINS[name] - 1))]),
      ) as Record<FeatureName, fc.Arbitrary<number>>,
    ),
    logOdds: fc.double({ min: -4, max: 6, noNaN: true }),
    same: fc.boolean(),
  }) as fc.Arbitrary<DecidedPair>,
  { maxLength: 40 },
);

describe('where a distributor’s domain misleads', () => {
  test.each([21, 22, 23])(
    '40 decisions raise F1 on another list and cost no precision (world %i)',
    (seed) => {
      const decisions = decidePairs(makeWorld({ seed, size: 400, misled: 0.4 }), 40);
      const held = makeWorld({ seed: seed + 100, size: 600, misled: 0.4 });
      const before = scoreLinks(held, shipped);
      const after = scoreLinks(held, adjustWeights(shipped, decisions));
      expect(after.f1).toBeGreaterThan(before.f1 + 0.01);
      expect(after.precision).toBeGreaterThan(before.precision);
      expect(after.recall).toBeGreaterThanOrEqual(before.recall - 0.005);
      const [most] = learnChanges(decisions).sort((a, b) => a.change - b.change);
      expect(most).toMatchObject({ feature: 'domain' });
    },
  );
});

test.each([21, 22, 23, 24])('where nothing misleads, 40 decisions cost no precision (world %i)', (seed) => {
  const decisions = decidePairs(makeWorld({ seed, size: 400, misled: 0 }), 40);
  const held = makeWorld({ seed: seed + 100, size: 600, misled: 0 });
  const before = scoreLinks(held, shipped);
  const after = scoreLinks(held, adjustWeights(shipped, decisions));
  expect(after.precision).toBeGreaterThanOrEqual(Math.min(before.precision, 0.99));
  expect(after.f1).toBeGreaterThanOrEqual(before.f1 - 0.002);
});

test('no decisions leave the shipped weights as they are', () => {
  expect(adjustWeights(shipped, [])).toBe(shipped);
});

test('one decision moves next to nothing', () => {
  fc.assert(
    fc.property(pairs, (some) => {
      for (const one of learnChanges(some.slice(0, 1))) expect(Math.abs(one.change)).toBeLessThan(0.25);
    }),
  );
});

test('the order of decisions does not matter', () => {
  fc.assert(
    fc.property(pairs, (some) => {
      const there = learnChanges(some);
      const back = learnChanges([...some].reverse());
      expect(back.map(({ feature, bin }) => [feature, bin])).toEqual(
        there.map(({ feature, bin }) => [feature, bin]),
      );
      for (const [i, one] of there.entries()) expect(back[i]?.change).toBeCloseTo(one.change, 2);
    }),
  );
});

test('nothing is raised on fewer than ten decisions that show it', () => {
  fc.assert(
    fc.property(pairs, (some) => {
      for (const one of learnChanges(some)) {
        const shown = some.filter((pair) => pair.evidence[one.feature] === one.bin).length;
        expect(one.decisions).toBe(shown);
        if (one.change > 0) expect(shown).toBeGreaterThanOrEqual(10);
      }
    }),
  );
});

test('no rejected pair becomes a match by what was learnt', () => {
  fc.assert(
    fc.property(pairs, (some) => {
      const weights = learnChanges(some);
      for (const pair of some.filter((one) => !one.same && one.logOdds < MATCH_FROM)) {
        const moved = weights.filter((one) => pair.evidence[one.feature] === one.bin);
        const sum = moved.reduce((total, one) => total + one.change, pair.logOdds);
        // Changes are rounded to a thousandth.
        expect(sum).toBeLessThan(MATCH_FROM + 0.0005 * (moved.length + 1));
      }
    }),
  );
});

test('confirmations of one kind raise what many of them show, and not the threshold of others', () => {
  const evidence = Object.fromEntries(FEATURE_NAMES.map((name) => [name, 0])) as DecidedPair['evidence'];
  const confirmed = (count: number): DecidedPair[] =>
    Array.from({ length: count }, () => ({ evidence: { ...evidence, country: 4 }, logOdds: 0, same: true }));
  expect(learnChanges(confirmed(9))).toEqual([]);
  const [raised, ...others] = learnChanges(confirmed(40)).filter((one) => one.feature === 'country');
  expect(others).toEqual([]);
  expect(raised).toMatchObject({ bin: 4, decisions: 40 });
  const weights = applyChanges(shipped, raised ? [raised] : []);
  expect(weights.bias).toBe(shipped.bias);
  expect(weights.features.country[4]).toBeCloseTo(
    (shipped.features.country[4] ?? 0) + (raised?.change ?? 0),
    9,
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRateGameTally } from '../../../src/attribution/models/rate-game.ts';
import { sampleRateGame } from '../../../src/attribution/models/rate-game-sampling.ts';
import { shapleyValues, sumOverSubsets } from '../../../src/attribution/models/shapley.ts';
import { conversionsOf, credit, realRows, row } from './path-rows.ts';

const anyGame = fc
  .integer({ min: 1, max: 5 })
  .chain((players) =>
    fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2 ** players, maxLength: 2 ** players }),
  )
  .map((worth) => Float64Array.from([0, ...worth.slice(1)]));

describe('the Shapley value', () => {
  test('gives the published figures of the airport game', () => {
    // Littlechild and Owen 1973, with costs 6, 12 and 42.
    const worth = Float64Array.from([0, 6, 12, 12, 42, 42, 42, 42]);
    expect([...shapleyValues(worth)].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([2, 5, 35]);
  });

  test('gives the published figures of a game of three channels', () => {
    // Data-driven marketing attribution, towardsdatascience.com: dividends of F, O, L and their unions.
    const dividends = Float64Array.from([0, 0.2, 0.1, 0.17, 0.17, 0.3, 0, 0.06]);
    sumOverSubsets(dividends);
    const [f, o, l] = shapleyValues(dividends);
    expect([f!.toFixed(3), o!.toFixed(3), l!.toFixed(3)]).toEqual(['0.455', '0.205', '0.340']);
  });

  test('shares out what all are worth together', () => {
    fc.assert(
      fc.property(anyGame, (worth) => {
        const sum = shapleyValues(worth).reduce((total, value) => total + value, 0);
        expect(sum).toBeCloseTo(worth.at(-1)! - worth[0]!, 9);
      }),
    );
  });

  test('adds up over games', () => {
    fc.assert(
      fc.property(anyGame, fc.integer({ min: -5, max: 5 }), (worth, factor) => {
        const other = worth.map((amount, set) => (set === 0 ? 0 : amount * factor + set));
        const together = shapleyValues(worth.map((amount, set) => amount + other[set]!));
        const apart = shapleyValues(worth).map((value, player) => value + shapleyValues(other)[player]!);
        for (const [player, value] of together.entries()) expect(value).toBeCloseTo(apart[player]!, 9);
      }),
    );
  });

  test('gives nothing to a player who adds nothing', () => {
    fc.assert(
      fc.property(anyGame, (worth) => {
        const withIdler = Float64Array.from([...worth, ...worth]);
        const values = shapleyValues(withIdler);
        expect(values.at(-1)).toBeCloseTo(0, 9);
        for (const [player, value] of shapleyValues(worth).entries())
          expect(values[player]).toBeCloseTo(value, 9);
      }),
    );
  });

  test('gives players who add the same the same', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 5, maxLength: 5 }), (bySize) => {
        const worth = Float64Array.from({ length: 16 }, (_, set) => {
          const size = [1, 2, 4, 8].filter((bit) => set & bit).length;
          return size === 0 ? 0 : bySize[size]!;
        });
        const [first, ...others] = shapleyValues(worth);
        for (const value of others) expect(value).toBeCloseTo(first!, 9);
      }),
    );
  });
});

describe('shapley over paths', () => {
  test('is the value of the game of conversions within a set', () => {
    fc.assert(
      fc.property(realRows, (rows) => {
        const names = [...new Set(rows.flatMap((one) => one.channels))];
        const worth = new Float64Array(2 ** names.length);
        for (const one of rows) {
          const set = one.channels.reduce((bits, channel) => bits | (1 << names.indexOf(channel)), 0);
          worth[set] = worth[set]! + one.conversions;
        }
        sumOverSubsets(worth);
        const credits = credit('shapley', rows);
        for (const [at, value] of shapleyValues(worth).entries()) {
          expect(credits.get(names[at]!)!.conversions).toBeCloseTo(value, 9);
        }
      }),
    );
  });

  test('gives the published figures of the additive game', () => {
    // eeghor/mta, tests/test_shapley.py.
    expect(conversionsOf(credit('shapley', [row('a', 4), row('a > b', 6)]))).toEqual({ a: 7, b: 3 });
  });
});

describe('shapley_rate over paths', () => {
  test('credits what a channel does to the rate, and less than nothing where it lowers it', () => {
    // v(a) = 1/2, v(b) = 0, v(ab) = (5 + 0)/(10 + 10): a gets (1/2 + 1/4)/2, b (0 − 1/4)/2, scaled to 5 conversions.
    const ours = conversionsOf(credit('shapley_rate', [row('a', 5, 5), row('a > b', 0, 10)]));
    expect(ours.a).toBeCloseTo(7.5, 12);
    expect(ours.b).toBeCloseTo(-2.5, 12);
  });

  test('does not depend on repeats or on the order of touches', () => {
    const plain = credit('shapley_rate', [row('a > b', 3, 1), row('c', 1, 4)]);
    expect(credit('shapley_rate', [row('b > a > b > a', 3, 1), row('c > c', 1, 4)]).get('c')).toEqual(
      plain.get('c'),
    );
  });

  const sets = [
    { channels: [0], conversions: 4, value: 40, weight: 20 },
    { channels: [1], conversions: 1, value: 30, weight: 15 },
    { channels: [0, 1], conversions: 9, value: 90, weight: 12 },
    { channels: [1, 2, 3], conversions: 2, value: 5, weight: 30 },
    { channels: [4], conversions: 0, value: 0, weight: 9 },
  ];
  const exact = (() => {
    const tally = createRateGameTally({ seed: 1 });
    for (const { channels, conversions, value, weight } of sets) {
      const touches = Int32Array.from(channels);
      tally.add({
        touches,
        count: touches.length,
        conversions,
        conversionValue: value,
        nulls: weight - conversions,
      });
    }
    return tally.finish(5);
  })();

  test('sampled is within five of its standard errors of exact, and adds up', () => {
    const sampled = sampleRateGame(sets, 5, { seed: 7, work: 4e8 });
    for (const column of ['conversions', 'values'] as const) {
      for (const [channel, figure] of sampled[column].entries()) {
        const error = sampled.standardErrors![column][channel]!;
        expect(Math.abs(figure - exact[column][channel]!)).toBeLessThanOrEqual(5 * error + 1e-9);
      }
    }
    expect(sampled.conversions.reduce((sum, part) => sum + part, 0)).toBeCloseTo(16, 9);
  });

  test('sampled gives the same for the same seed', () => {
    expect(sampleRateGame(sets, 5, { seed: 7, work: 4e8 })).toEqual(
      sampleRateGame(sets, 5, { seed: 7, work: 4e8 }),
    );
    expect(sampleRateGame(sets, 5, { seed: 8, work: 4e8 }).conversions).not.toEqual(
      sampleRateGame(sets, 5, { seed: 7, work: 4e8 }).conversions,
    );
  });

  test('states its error past 20 channels and says that it is exact up to there', () => {
    const run = (count: number) => {
      const tally = createRateGameTally({ seed: 1 });
      for (let channel = 0; channel < count; channel++) {
        const touches = Int32Array.from([channel, (channel + 1) % count]);
        tally.add({ touches, count: 2, conversions: channel % 3, conversionValue: channel, nulls: 2 });
      }
      return tally.finish(count);
    };
    expect(run(12).standardErrors).toBeNull();
    expect(run(24).standardErrors!.conversions.some((error) => error > 0)).toBe(true);
  });
});

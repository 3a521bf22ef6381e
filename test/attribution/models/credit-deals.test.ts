import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { creditDeals, type DealCredits } from '../../../src/attribution/models/credit-deals.ts';
import { creditPaths } from '../../../src/attribution/models/credit-paths.ts';
import type { DealPath } from '../../../src/attribution/models/deal-path.ts';
import { JOURNEY_MODELS } from '../../../src/attribution/models/journey.ts';
import { createMarkovTally } from '../../../src/attribution/models/markov.ts';
import { createRateGameTally } from '../../../src/attribution/models/rate-game.ts';

function deal(id: string, path: string, more: Partial<DealPath> = {}): DealPath {
  const channels = path === '' ? [] : path.split(' > ');
  return {
    opportunityId: id,
    outcome: 'won',
    amountMinor: 10_000,
    channels,
    days: channels.map((_, at) => at),
    createdDay: 0,
    proposalDay: null,
    closedDay: channels.length,
    ...more,
  };
}

const CHANNELS = ['', 'borealis', 'meridian', 'zephyr', 'quanta'];

const anyDeals = fc
  .array(
    fc.record({
      channels: fc.array(fc.constantFrom(...CHANNELS), { maxLength: 7 }),
      gaps: fc.array(fc.nat(40), { minLength: 7, maxLength: 7 }),
      won: fc.boolean(),
      amountMinor: fc.integer({ min: -1_000_000, max: 1_000_000_000 }),
      createdDay: fc.option(fc.nat(200)),
      proposalDay: fc.option(fc.nat(200)),
    }),
    { minLength: 1, maxLength: 15 },
  )
  .map((rows) =>
    rows.map((row, at): DealPath => {
      const days = row.gaps
        .slice(0, row.channels.length)
        .map((_, touch) => row.gaps.slice(0, touch + 1).reduce((sum, gap) => sum + gap, 0));
      return {
        opportunityId: `O${String(at).padStart(2, '0')}`,
        outcome: row.won ? 'won' : 'lost',
        amountMinor: row.amountMinor,
        channels: row.channels,
        days,
        createdDay: row.createdDay,
        proposalDay: row.proposalDay,
        closedDay: 280,
      };
    }),
  );

function byDeal({ credits }: DealCredits): Record<string, Record<string, number>> {
  const table: Record<string, Record<string, number>> = {};
  for (const { opportunityId, channel, creditMinor } of credits) {
    table[opportunityId] = { ...table[opportunityId], [channel]: creditMinor };
  }
  return table;
}

describe.each(JOURNEY_MODELS)('%s over deals', (model) => {
  test('the credits of a deal add up to its amount, and a deal that nobody touched has none', () => {
    fc.assert(
      fc.property(anyDeals, fc.integer({ min: 1, max: 3 }), (deals, order) => {
        const table = byDeal(creditDeals(model, deals, { order }));
        for (const { opportunityId, amountMinor, channels } of deals) {
          const parts = Object.values(table[opportunityId] ?? {});
          expect(parts.reduce((sum, part) => sum + part, 0)).toBe(channels.length > 0 ? amountMinor : 0);
          expect(Object.keys(table[opportunityId] ?? {}).sort()).toEqual([...new Set(channels)].sort());
          for (const part of parts) expect(Number.isSafeInteger(part)).toBe(true);
        }
      }),
    );
  });

  test('a deal that one partner alone touched is credited to it whole', () => {
    fc.assert(
      fc.property(
        anyDeals,
        fc.constantFrom(...CHANNELS),
        fc.integer({ min: 1, max: 5 }),
        (others, channel, touches) => {
          const alone = deal(
            'alone',
            Array(touches)
              .fill(channel || 'own')
              .join(' > '),
            { amountMinor: 12_345 },
          );
          const { credits } = creditDeals(model, [...others, alone]);
          expect(credits.filter((one) => one.opportunityId === 'alone')).toEqual([
            { opportunityId: 'alone', channel: channel || 'own', creditMinor: 12_345 },
          ]);
        },
      ),
    );
  });

  test('the order of the deals changes nothing', () => {
    fc.assert(
      fc.property(anyDeals, (deals) => {
        expect(byDeal(creditDeals(model, deals.toReversed()))).toEqual(byDeal(creditDeals(model, deals)));
      }),
    );
  });

  test('other names of the partners change nothing but who gets the last minor unit', () => {
    const rename = (channel: string) => `p${9 - CHANNELS.indexOf(channel)}`;
    fc.assert(
      fc.property(anyDeals, (deals) => {
        const renamed = deals.map((one) => ({ ...one, channels: one.channels.map(rename) }));
        const table = byDeal(creditDeals(model, renamed));
        for (const { opportunityId, channel, creditMinor } of creditDeals(model, deals).credits) {
          expect(Math.abs(table[opportunityId]![rename(channel)]! - creditMinor)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

test('over paths without dates the ordered models are those of deals', () => {
  fc.assert(
    fc.property(anyDeals, fc.constantFrom('first', 'last', 'linear', 'even', 'position'), (deals, model) => {
      const touched = deals.filter((one) => one.channels.length > 0);
      const rows = touched.map(({ channels }) => ({
        channels,
        conversions: 1,
        conversionValue: 3,
        nulls: 1,
      }));
      const credits = creditPaths(model, rows, { order: 1, seed: 1 });
      const units = creditDeals(
        model,
        touched.map((one) => ({ ...one, amountMinor: 1_000_000_000_000 })),
      );
      const sums = new Map<string, number>();
      for (const { channel, creditMinor } of units.credits) {
        sums.set(channel, (sums.get(channel) ?? 0) + creditMinor / 1_000_000_000_000);
      }
      for (const [channel, sum] of sums) {
        expect(credits.get(channel)!.conversions).toBeCloseTo(sum, 9);
        expect(credits.get(channel)!.value).toBeCloseTo(3 * sum, 9);
      }
    }),
  );
});

describe('models that learn from all deals', () => {
  const history = [
    deal('1', 'a > b'),
    deal('2', 'a'),
    deal('3', 'b', { outcome: 'lost' }),
    deal('4', 'a > c', { outcome: 'lost' }),
  ];
  const paths = [
    { touches: Int32Array.of(0, 1), count: 2, conversions: 1, conversionValue: 0, nulls: 0 },
    { touches: Int32Array.of(0), count: 1, conversions: 1, conversionValue: 0, nulls: 0 },
    { touches: Int32Array.of(1), count: 1, conversions: 0, conversionValue: 0, nulls: 1 },
    { touches: Int32Array.of(0, 2), count: 2, conversions: 0, conversionValue: 0, nulls: 1 },
  ];

  test('markov splits by the removal effects of the chain of all deals, won and lost', () => {
    const tally = createMarkovTally(1);
    for (const path of paths) tally.add(path);
    const [a, b] = tally.finish(3).removalConversions as unknown as [number, number];
    const { credits, effects } = creditDeals('markov', [deal('1', 'a > b')], { history });
    expect([...effects!.values()].slice(0, 2)).toEqual([a, b]);
    expect(credits[0]!.creditMinor).toBe(Math.round((10_000 * a) / (a + b)));
  });

  test('shapley splits by the values of the rate game over all deals, and who lowers the rate takes nothing', () => {
    const tally = createRateGameTally({ seed: 1 });
    for (const path of paths) tally.add(path);
    const values = tally.finish(3).conversions;
    expect(values[2]).toBeLessThan(0);
    const { credits, standardErrors } = creditDeals('shapley', [deal('1', 'a > b'), history[3]!], {
      history,
    });
    const [a, b] = [Math.max(0, values[0]!), Math.max(0, values[1]!)];
    expect(credits.map((one) => one.creditMinor)).toEqual([
      Math.round((10_000 * a) / (a + b)),
      10_000 - Math.round((10_000 * a) / (a + b)),
      10_000,
      0,
    ]);
    expect(standardErrors).toBeNull();
  });

  test('markov of a higher order sees more of the path', () => {
    const deals = [
      deal('1', 'a > b > c'),
      deal('2', 'c > b > a', { outcome: 'lost' }),
      deal('3', 'b > c'),
      deal('4', 'a > c', { outcome: 'lost' }),
    ];
    const [one, three] = [1, 3].map((order) => creditDeals('markov', deals, { order }).effects);
    expect(three).not.toEqual(one);
  });

  test('without a win every channel of a deal takes the same', () => {
    const lost = [deal('1', 'a > b', { outcome: 'lost' })];
    for (const model of ['markov', 'shapley'] as const) {
      expect(byDeal(creditDeals(model, lost))).toEqual({ 1: { a: 5_000, b: 5_000 } });
    }
  });
});

describe('sampled shapley', () => {
  // Past 20 channels the game is sampled.
  const deals = Array.from({ length: 120 }, (_, at) =>
    deal(`O${String(at).padStart(3, '0')}`, `p${at % 24} > p${(at * 7 + 3) % 24} > p${(at * at) % 24}`, {
      outcome: at % 3 === 0 ? 'won' : 'lost',
    }),
  );

  test('comes with standard errors, which shrink to nothing beside the credits', () => {
    const { credits, standardErrors } = creditDeals('shapley', deals);
    const total = credits.reduce((sum, one) => sum + one.creditMinor, 0);
    expect(total).toBe(1_200_000);
    expect(standardErrors!.size).toBe(24);
    for (const error of standardErrors!.values()) {
      expect(error).toBeGreaterThanOrEqual(0);
      expect(error).toBeLessThan(total / 20);
    }
  });

  test('gives the same for the same seed, and with another seed within the errors', () => {
    const once = creditDeals('shapley', deals, { seed: 5 });
    expect(creditDeals('shapley', deals, { seed: 5 })).toEqual(once);
    const sums = (of: DealCredits) => {
      const totals = new Map<string, number>();
      for (const { channel, creditMinor } of of.credits) {
        totals.set(channel, (totals.get(channel) ?? 0) + creditMinor);
      }
      return totals;
    };
    const [ours, others] = [sums(once), sums(creditDeals('shapley', deals, { seed: 6 }))];
    for (const [channel, credit] of ours) {
      // Both are sampled: five standard errors of the difference, and the rounding of 120 deals.
      const allowed = 5 * Math.SQRT2 * once.standardErrors!.get(channel)! + 120;
      expect(Math.abs(credit - others.get(channel)!)).toBeLessThan(allowed);
    }
  });
});

test('time_decay takes the half life that it is given, w_shaped the marks', () => {
  const dated = deal('1', 'a > b', { days: [0, 30], createdDay: null, closedDay: 40 });
  expect(byDeal(creditDeals('time_decay', [dated], { halfLifeDays: 30 }))).toEqual({
    1: { a: 3_333, b: 6_667 },
  });
  const marked = deal('1', 'a > b > c', { days: [0, 10, 20], createdDay: 5, proposalDay: 12, closedDay: 40 });
  expect(byDeal(creditDeals('w_shaped', [marked]))).toEqual({ 1: { a: 6_000, b: 3_000, c: 1_000 } });
});

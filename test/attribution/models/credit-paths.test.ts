import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PATH_MODELS } from '../../../src/attribution/models/credit-paths.ts';
import type { Credit, PathRow } from '../../../src/attribution/models/paths.ts';
import { anyRows, conversionsOf, credit, realRows, row } from './path-rows.ts';

/** Compares credits by channel, to rounding: sums in another order differ in the last digits. */
function expectSame(one: ReadonlyMap<string, Credit>, other: ReadonlyMap<string, Credit>, scale = 1): void {
  for (const channel of new Set([...one.keys(), ...other.keys()])) {
    for (const column of ['conversions', 'value'] as const) {
      expect(one.get(channel)?.[column] ?? 0).toBeCloseTo((other.get(channel)?.[column] ?? 0) * scale, 5);
    }
  }
}

function totals(rows: readonly PathRow[]) {
  return {
    conversions: rows.reduce((sum, one) => sum + one.conversions, 0),
    value: rows.reduce((sum, one) => sum + one.conversionValue, 0),
  };
}

function sumOf(credits: ReadonlyMap<string, Credit>, column: 'conversions' | 'value'): number {
  return [...credits.values()].reduce((sum, one) => sum + one[column], 0);
}

describe.each(PATH_MODELS)('%s over paths', (model) => {
  test('the credits add up to the conversions and the value', () => {
    fc.assert(
      fc.property(realRows, (rows) => {
        const credits = credit(model, rows);
        expect(sumOf(credits, 'conversions')).toBeCloseTo(totals(rows).conversions, 6);
        expect(sumOf(credits, 'value')).toBeCloseTo(totals(rows).value, 4);
      }),
    );
  });

  test('the order of the rows changes nothing', () => {
    fc.assert(
      fc.property(realRows, (rows) => expectSame(credit(model, rows.toReversed()), credit(model, rows))),
    );
  });

  test('other names change nothing but the names', () => {
    fc.assert(
      fc.property(realRows, (rows) => {
        const renamed = rows.map((one) => ({
          ...one,
          channels: one.channels.map((name) => `partner ${name}`),
        }));
        const back = new Map([...credit(model, renamed)].map(([name, sums]) => [name.slice(8), sums]));
        expectSame(back, credit(model, rows));
      }),
    );
  });

  test('splitting a row in two changes nothing', () => {
    fc.assert(
      fc.property(realRows, fc.nat(9), (rows, part) => {
        const first = rows[0]!;
        const rest = rows.slice(1);
        const taken = Math.min(part, first.conversions);
        const value = first.conversions === 0 ? 0 : (first.conversionValue * taken) / first.conversions;
        const split = [
          { ...first, conversions: taken, conversionValue: value, nulls: 0 },
          {
            ...first,
            conversions: first.conversions - taken,
            conversionValue: first.conversionValue - value,
          },
          ...rest,
        ];
        expectSame(credit(model, split), credit(model, rows));
      }),
    );
  });

  test('values in another currency scale the credits and nothing else', () => {
    fc.assert(
      fc.property(realRows, (rows) => {
        const scaled = rows.map((one) => ({ ...one, conversionValue: one.conversionValue * 4 }));
        const [before, after] = [credit(model, rows), credit(model, scaled)];
        for (const [channel, sums] of after) {
          expect(sums.conversions).toBe(before.get(channel)!.conversions);
          expect(sums.value).toBeCloseTo(4 * before.get(channel)!.value, 5);
        }
      }),
    );
  });

  test('a channel that touched every path alone takes everything', () => {
    const credits = credit(model, [row('a', 3, 2, 300), row('a > a', 1, 0, 50)]);
    expect(Object.keys(conversionsOf(credits))).toEqual(['a']);
    expect(credits.get('a')!.conversions).toBeCloseTo(4, 12);
    expect(credits.get('a')!.value).toBeCloseTo(350, 10);
  });

  test('without a conversion every channel is named with nothing, and nothing is divided by zero', () => {
    expect(credit(model, [row('a > b', 0, 4), row('c', 0, 0)])).toEqual(
      new Map(['a', 'b', 'c'].map((channel) => [channel, { conversions: 0, value: 0 }])),
    );
  });

  test('no rows give no credits', () => {
    expect(credit(model, [])).toEqual(new Map());
  });
});

describe('models of one path at a time', () => {
  test.each(['first', 'last', 'linear', 'even', 'position', 'shapley'] as const)(
    '%s does not change with lost paths',
    (model) => {
      fc.assert(
        fc.property(anyRows, (rows) => {
          const won = rows.map((one) => ({ ...one, nulls: 0 }));
          expect(credit(model, rows)).toEqual(credit(model, won));
        }),
      );
    },
  );

  // eeghor/mta, tests/test_heuristic_models.py.
  const mta = [row('direct', 2, 1), row('search > email', 3, 2), row('search > social > email', 5, 4)];
  test.each([
    ['first', { direct: 2, search: 8, email: 0, social: 0 }],
    ['last', { direct: 2, search: 0, email: 8, social: 0 }],
    ['linear', { direct: 2, search: 19 / 6, email: 19 / 6, social: 5 / 3 }],
    ['position', { direct: 2, search: 3.5, email: 3.5, social: 1 }],
  ] as const)('%s gives the published figures', (model, published) => {
    const ours = conversionsOf(credit(model, mta));
    for (const [channel, figure] of Object.entries(published)) expect(ours[channel]).toBeCloseTo(figure, 12);
  });

  test('position gives 40, 10, 10, 40 for four touches', () => {
    // help.salesforce.com, mktg.mc_mi_mta_models.
    const ours = conversionsOf(credit('position', [row('email > meta > linkedin > google', 100)]));
    expect(ours).toEqual({ email: 40, meta: 10, linkedin: 10, google: 40 });
  });

  test('linear counts repeats and even does not', () => {
    const rows = [row('a > b > a > a', 4)];
    expect(conversionsOf(credit('linear', rows))).toEqual({ a: 3, b: 1 });
    expect(conversionsOf(credit('even', rows))).toEqual({ a: 2, b: 2 });
  });

  test('more channels than the first tables hold are all credited', () => {
    const channels = Array.from({ length: 300 }, (_, at) => `partner ${at}`);
    for (const model of ['even', 'linear', 'markov'] as const) {
      const credits = credit(model, [{ channels, conversions: 600, conversionValue: 600, nulls: 0 }]);
      expect(credits.get('partner 299')!.conversions).toBeCloseTo(2, 9);
    }
  });
});

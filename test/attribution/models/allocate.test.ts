import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitAmount } from '../../../src/attribution/models/allocate.ts';
import { isAppError } from '../../../src/errors.ts';

const anyShares = fc
  .dictionary(fc.string({ maxLength: 4 }), fc.double({ min: 0, max: 10, noNaN: true }), {
    minKeys: 1,
    maxKeys: 12,
  })
  .map((weights) => new Map(Object.entries(weights)))
  .filter((weights) => [...weights.values()].some((weight) => weight > 1e-6));

describe('splitting an amount', () => {
  test('loses and makes no cent, whatever the amount and the weights', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), anyShares, (amount, weights) => {
        const parts = [...splitAmount(amount, weights).values()];
        expect(parts.reduce((sum, part) => sum + BigInt(part), 0n)).toBe(BigInt(amount));
        expect(parts.every(Number.isSafeInteger)).toBe(true);
      }),
    );
  });

  test('gives each part its quota to less than one unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), anyShares, (amount, weights) => {
        const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
        for (const [id, part] of splitAmount(amount, weights)) {
          expect(Math.abs(part - (amount * weights.get(id)!) / total)).toBeLessThan(1 + 1e-3);
        }
      }),
    );
  });

  test('gives the units that remain to the largest remainders, and among equals to the smaller id', () => {
    expect(
      splitAmount(
        100,
        new Map([
          ['c', 1],
          ['b', 1],
          ['a', 1],
        ]),
      ),
    ).toEqual(
      new Map([
        ['c', 33],
        ['b', 33],
        ['a', 34],
      ]),
    );
    expect(
      splitAmount(
        10,
        new Map([
          ['a', 0.26],
          ['b', 0.27],
          ['c', 0.47],
        ]),
      ),
    ).toEqual(
      new Map([
        ['a', 2],
        ['b', 3],
        ['c', 5],
      ]),
    );
  });

  test('takes shares that differ by rounding noise only for equal', () => {
    expect(
      splitAmount(
        1,
        new Map([
          ['b', 0.1 + 0.2],
          ['a', 0.3],
        ]),
      ).get('a'),
    ).toBe(1);
  });

  test('splits a credit note as its opposite, and never gives minus zero', () => {
    const weights = new Map([
      ['a', 2],
      ['b', 1],
      ['c', 0],
    ]);
    expect([...splitAmount(-100, weights).values()]).toEqual([-67, -33, 0]);
  });

  test('gives nothing to a weight of zero', () => {
    expect(
      splitAmount(
        7,
        new Map([
          ['a', 0],
          ['b', 3],
        ]),
      ),
    ).toEqual(
      new Map([
        ['a', 0],
        ['b', 7],
      ]),
    );
  });

  test('has nobody to give to where there are no shares', () => {
    expect(splitAmount(7, new Map())).toEqual(new Map());
  });

  test.each([
    [1.5, new Map([['a', 1]])],
    [
      1,
      new Map([
        ['a', -1],
        ['b', 2],
      ]),
    ],
    [1, new Map([['a', Number.NaN]])],
    [1, new Map([['a', 0]])],
  ])('refuses what cannot be split (%#)', (amount, weights) => {
    expect(() => splitAmount(amount, weights)).toThrow(expect.toSatisfy(isAppError));
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { convertMoney, formatMoney, minorDigits, parseMoney, toDecimal } from '../src/money.ts';

describe('reading amounts', () => {
  test.each([
    ['45000.50', 'USD', 4_500_050],
    ['45000', 'EUR', 4_500_000],
    [' 12.3 ', 'EUR', 1_230],
    ['-12.34', 'EUR', -1_234],
    ['1250', 'JPY', 1_250],
    ['1.234', 'KWD', 1_234],
    ['0.29', 'USD', 29],
    ['1.15', 'USD', 115],
    ['0', 'USD', 0],
  ])('%s %s is %i minor units', (decimal, currency, minor) => {
    expect(parseMoney(decimal, currency)).toEqual({ minor, currency });
  });

  test.each(['', 'lots', '1,000', '1.', '.5', '1e3', '$5', '1 000', '+5', 'NaN', 'Infinity', '0x10'])(
    "'%s' is no amount",
    (decimal) => {
      expect(() => parseMoney(decimal, 'USD')).toThrow(expect.objectContaining({ code: 'bad_input' }));
    },
  );

  test('an amount that cannot be held exactly is refused', () => {
    expect(() => parseMoney('99999999999999999', 'USD')).toThrow(
      expect.objectContaining({ code: 'bad_input' }),
    );
  });

  test('whatever is written as a decimal of the currency is read back to the minor unit', () => {
    const currencies = fc.constantFrom('USD', 'EUR', 'JPY', 'KWD');
    fc.assert(
      fc.property(currencies, fc.integer({ min: -1e12, max: 1e12 }), (currency, minor) => {
        const decimal = toDecimal({ minor, currency }).toFixed(minorDigits(currency));
        expect(parseMoney(decimal, currency).minor).toBeCloseTo(minor, 10);
      }),
    );
  });
});

describe('converting amounts', () => {
  const exchange = { currency: 'EUR', rates: { USD: 0.9, JPY: 0.006, KWD: 3 } };

  test.each([
    [{ minor: 10_000, currency: 'USD' }, 9_000],
    [{ minor: 1_000, currency: 'JPY' }, 600],
    [{ minor: 1_000, currency: 'KWD' }, 300],
    [{ minor: -10_000, currency: 'USD' }, -9_000],
    [{ minor: 123, currency: 'EUR' }, 123],
  ])('%o is %i cents', (money, minor) => {
    expect(convertMoney(money, exchange)).toEqual({ minor, currency: 'EUR' });
  });

  test('halves go away from zero, on both sides alike', () => {
    const half = { currency: 'EUR', rates: { USD: 0.5 } };
    expect(convertMoney({ minor: 5, currency: 'USD' }, half).minor).toBe(3);
    expect(convertMoney({ minor: -5, currency: 'USD' }, half).minor).toBe(-3);
  });

  test('a currency without a rate is refused by name', () => {
    expect(() => convertMoney({ minor: 1, currency: 'SEK' }, exchange)).toThrow(/SEK/);
  });
});

test.each([
  [{ minor: 4_500_000, currency: 'USD' }, '$45,000'],
  [{ minor: 125_050, currency: 'EUR' }, '€1,250.50'],
  [{ minor: 1_250, currency: 'JPY' }, '¥1,250'],
  [{ minor: -100, currency: 'USD' }, '-$1'],
  [{ minor: 0, currency: 'EUR' }, '€0'],
])('%o is written %s', (money, text) => {
  expect(formatMoney(money)).toBe(text);
});

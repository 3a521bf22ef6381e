import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PublishedCount, publishCount } from '../../src/accounts/publish-count.ts';

const list = (n: number, from = 0) => Array.from({ length: n }, (_, i) => `A-${from + i}`);
const now = (accounts: string[], isWhole = false) => ({ accounts, records: accounts.length + 1, isWhole });
const publish = (accounts: string[], before: PublishedCount | null = null, isWhole = false) =>
  publishCount(now(accounts, isWhole), { onlyCounts: true, before });
const said = ({ accounts, records, said }: PublishedCount) => ({ accounts, records, said });

const FEW = { accounts: null, records: null, said: 'few' };
const ALL = { accounts: null, records: null, said: 'all' };

describe('A count where the rows are shared too', () => {
  test.each([0, 1, 4, 5, 60])('is %i as it is', (n) => {
    expect(publishCount(now(list(n)), { onlyCounts: false, before: null })).toEqual({
      accounts: n,
      records: n + 1,
      said: 'exact',
      counted: null,
    });
  });
});

describe('A count where only counts are shared', () => {
  test.each([0, 1, 4])('of %i is fewer than 5', (n) => expect(said(publish(list(n)))).toEqual(FEW));

  test('of 5 is said', () =>
    expect(said(publish(list(5)))).toEqual({ accounts: 5, records: 6, said: 'exact' }));

  test('of every account that there is names no number, and neither does one that comes to that', () => {
    expect(said(publish(list(6), null, true))).toEqual(ALL);
    expect(said(publish(list(6), publish(list(7)), true))).toEqual(ALL);
  });

  test.each([
    ['one joins', 8, list(9)],
    ['four join', 8, list(12)],
    ['one leaves', 8, list(7)],
    ['one leaves five', 5, list(4)],
    ['two are changed for two others', 8, [...list(6), ...list(2, 100)]],
  ])('stays as it was when %s', (_, first, after) => {
    expect(said(publish(after, publish(list(first))))).toEqual(said(publish(list(first))));
  });

  test.each([
    ['five join', 8, list(13)],
    ['three are changed for three others', 8, [...list(5), ...list(3, 100)]],
    ['most leave', 8, list(3)],
  ])('is counted again when %s', (_, first, after) => {
    expect(said(publish(after, publish(list(first))))).toEqual(said(publish(after)));
  });

  test('adds up what changes: four and then one more is five', () => {
    const kept = publish(list(12), publish(list(8)));
    expect(said(publish(list(13), kept))).toEqual({ accounts: 13, records: 14, said: 'exact' });
  });

  test('never tells one account from another, whatever was there before', () => {
    const ids = fc.uniqueArray(fc.integer({ min: 0, max: 40 }).map((n) => `A-${n}`));
    fc.assert(
      fc.property(ids, ids, fc.constantFrom('A-7', 'A-23'), (first, second, probed) => {
        const without = second.filter((id) => id !== probed);
        const past = publish(first);
        const published = publish(without, past);
        // What was just counted stays as it is while one account comes, or goes again.
        if (published !== past) expect(publish([...without, probed], published)).toBe(published);
        const other = publish([...without, probed], past);
        if (other !== past) expect(publish(without, other)).toBe(other);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMatchIndex, loadMatchResources } from '../../../src/accounts/matching/match-index.ts';
import { roundToPowerOfTwo } from '../../../src/accounts/matching/round-count.ts';
import { priorShift } from '../../../src/accounts/matching/score.ts';

describe('counts taken in powers of two', () => {
  it('keeps none as none and one as one', () => {
    expect([0, 1, 2, 3, 5, 6, 1000].map(roundToPowerOfTwo)).toEqual([0, 1, 2, 4, 4, 8, 1024]);
  });

  it('never falls as the count rises, and stays within a factor of the square root of two', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000_000 }), (count) => {
        const rounded = roundToPowerOfTwo(count);
        expect(roundToPowerOfTwo(count + 1)).toBeGreaterThanOrEqual(rounded);
        expect(Math.abs(Math.log2(rounded / count))).toBeLessThanOrEqual(0.5 + 1e-9);
      }),
    );
  });

  it('leaves the prior as it was when a row is added to a list of sixty thousand', () => {
    expect(priorShift(60_001)).toBe(priorShift(60_000));
  });
});

describe('a record taken out of the index', () => {
  const records = [
    { id: '1', name: 'Globex Industries', aliases: ['Globex Works', 'Hammerfest Pumps'] },
    { id: '2', name: 'Globex Shipping' },
    { id: '3', name: 'Initech Software' },
  ];

  it('leaves the others as an index that never held it, by every one of its names', () => {
    const index = createMatchIndex(records);
    index.remove('1');
    const without = createMatchIndex(records.slice(1));
    for (const name of ['Globex', 'Globex Works', 'Hammerfest Pumps', 'Globex Shipping', 'Initech']) {
      expect(index.find({ name })).toEqual(without.find({ name }));
    }
  });

  it('is passed over when it is taken out twice, and found again when it is added again', () => {
    const index = createMatchIndex(records);
    index.remove('1');
    index.remove('1');
    expect(index.size).toBe(2);
    for (const record of records.slice(0, 1)) index.add(record);
    expect(index.find({ name: 'Hammerfest Pumps' })[0]?.right).toBe('1');
  });
});

describe('resources shared by two indexes', () => {
  it('carry nothing from one to the other', () => {
    const resources = loadMatchResources();
    createMatchIndex([{ id: '1', name: 'Globex Industries' }], resources);
    const other = createMatchIndex([{ id: '2', name: 'Initech Software' }], resources);
    expect(other.find({ name: 'Globex Industries' })).toEqual([]);
    expect(other.find({ name: 'Initech Software' })[0]?.right).toBe('2');
  });
});

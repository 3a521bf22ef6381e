import { describe, expect, it } from 'vitest';
import { type Customer, estimateLifetimeValue } from '../../src/insights/lifetime-value.ts';

const TODAY = '2026-06-01';

function customers(count: number, over: (i: number) => Partial<Customer>): Customer[] {
  return Array.from({ length: count }, (_, i) => ({
    accountId: `A${i}`,
    stratum: 'Retail, under 250',
    startedOn: '2022-06-01',
    endedOn: null,
    monthlyMinor: 100_000,
    attachedOn: null,
    ...over(i),
  }));
}

/** Half leave after two years. */
const direct = customers(20, (i) => (i % 2 === 0 ? { endedOn: '2024-06-01' } : {}));
/** A tenth leaves after two years. */
const attached = customers(20, (i) => ({
  attachedOn: '2022-06-01',
  ...(i < 2 ? { endedOn: '2024-06-01' } : {}),
}));

describe('customer lifetime value', () => {
  it('is the discounted margin of the months that customers stay', () => {
    const { direct: value } = estimateLifetimeValue(direct, TODAY);
    expect(value).toMatchObject({ customers: 20, churned: 10, monthlyMinor: 100_000, why: null });
    expect(value.curve.find((one) => one.months === 24)?.share).toBe(1);
    expect(value.curve.find((one) => one.months === 36)).toMatchObject({
      months: 36,
      share: 0.5,
      projected: false,
    });
    expect(value.curve.find((one) => one.months === 60)?.projected).toBe(true);
    // All are there up to month 24 and half from then on, as far as they were watched; later months are projected, at most
    // half of all.
    const discounted = (from: number, to: number, share: number) =>
      Array.from({ length: to - from }, (_, i) => share * 1.1 ** (-(from + i) / 12)).reduce(
        (sum, one) => sum + one,
        0,
      );
    const observed = discounted(0, 25, 1) + discounted(25, 48, 0.5);
    expect(value.valueMinor! / 100_000).toBeGreaterThan(observed);
    expect(value.valueMinor! / 100_000).toBeLessThan(observed + discounted(48, 60, 0.5));
  });

  it('says how much longer customers with a partner stay, raw and among those alike', () => {
    const { gap, matchedGap, why } = estimateLifetimeValue([...direct, ...attached], TODAY);
    // 48 months are watched: 24 + 24·0.9 against 24 + 24·0.5, and the months have fractions.
    expect(gap?.months).toBeCloseTo(24 * 0.4, 0);
    expect(gap!.low).toBeLessThan(gap!.months);
    expect(gap!.low).toBeGreaterThan(0);
    expect(matchedGap?.months).toBeCloseTo(gap!.months, 9);
    expect(why).toBeNull();
  });

  it('compares like with like: where only the segments differ, no partner is praised for it', () => {
    const loyal = { stratum: 'Banking, under 250' };
    const fickle = (i: number) => ({
      stratum: 'Gaming, under 250',
      ...(i % 2 === 0 ? { endedOn: '2024-06-01' } : {}),
    });
    const mixed = [
      ...customers(20, () => ({ ...loyal, attachedOn: '2022-06-01' })),
      ...customers(6, () => loyal),
      ...customers(6, (i) => ({ ...fickle(i), attachedOn: '2022-06-01' })),
      ...customers(20, fickle),
    ];
    const { gap, matchedGap } = estimateLifetimeValue(mixed, TODAY);
    expect(gap!.months).toBeGreaterThan(3);
    expect(matchedGap!.months).toBeCloseTo(0, 9);
  });

  it('counts a customer for the partner from the attachment on, not for the years before', () => {
    const late = customers(20, (i) => ({
      attachedOn: '2026-01-01',
      ...(i < 5 ? { endedOn: '2026-03-01' } : {}),
    }));
    const { attached: group, direct: before } = estimateLifetimeValue(late, TODAY);
    expect(group).toMatchObject({ customers: 20, churned: 5 });
    expect(before).toMatchObject({ customers: 20, churned: 0 });
    // They were there for 43 months before, unseen: what is known begins then.
    expect(group.curve[12]).toMatchObject({ months: 12, share: 1, projected: false });
  });

  it.each([
    ['one customer', customers(1, () => ({})), 'not known: 1 customer, at least 10 are needed'],
    ['nobody', [], 'not known: 0 customers, at least 10 are needed'],
    [
      'none that left',
      customers(12, () => ({})),
      'not known: no customer has left yet, so nobody can say how long they stay',
    ],
  ])('is not known, with the reason, for %s', (_, group, why) => {
    const value = estimateLifetimeValue(group, TODAY);
    expect(value.direct).toMatchObject({ valueMinor: null, why });
    expect(value).toMatchObject({ gap: null, matchedGap: null });
    expect(value.why).toContain('not enough data');
  });
});

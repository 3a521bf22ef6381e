import { describe, expect, it } from 'vitest';
import { returnOnInvestment } from '../../src/insights/return-on-investment.ts';
import { type ClosedDeal, estimateWinLift } from '../../src/insights/win-lift.ts';

function deals(count: number, won: number, over: Partial<ClosedDeal>): ClosedDeal[] {
  return Array.from({ length: count }, (_, i) => ({
    won: i < won,
    attached: false,
    amountMinor: 5_000_000,
    segment: 'Retail',
    ...over,
  }));
}

describe('the lift of a partner', () => {
  it('is the difference of win rates where deals are alike', () => {
    const lift = estimateWinLift([...deals(200, 120, { attached: true }), ...deals(200, 60, {})]);
    expect(lift.raw?.estimate).toBeCloseTo(0.3, 12);
    expect(lift.adjusted?.estimate).toBeCloseTo(0.3, 1);
    // Half of what was won with a partner would have come anyway: 30% of 60%.
    expect(lift.incrementalShare?.estimate).toBeCloseTo(0.5, 1);
    expect(lift.raw!.low).toBeGreaterThan(0.2);
  });

  it('is nought where partners only join deals that are won more often anyway', () => {
    const easy = { segment: 'Banking' };
    const hard = { segment: 'Gaming' };
    const lift = estimateWinLift([
      ...deals(200, 160, { ...easy, attached: true }),
      ...deals(50, 40, easy),
      ...deals(50, 10, { ...hard, attached: true }),
      ...deals(200, 40, hard),
    ]);
    expect(lift.raw!.estimate).toBeGreaterThan(0.3);
    expect(Math.abs(lift.adjusted!.estimate)).toBeLessThan(0.02);
    expect(lift.adjusted!.low).toBeLessThan(0);
    expect(lift.adjusted!.high).toBeGreaterThan(0);
  });

  it('is not told where deals are few, or none was lost', () => {
    expect(estimateWinLift([])).toMatchObject({ raw: null, adjusted: null, incrementalShare: null });
    const allWon = estimateWinLift([...deals(50, 50, { attached: true }), ...deals(50, 25, {})]);
    expect(allWon.raw).toBeNull();
    expect(allWon.why).toContain('not enough data: 50 closed deals with a partner and 50 without');
  });

  it('takes deals without an amount, or below nought', () => {
    const lift = estimateWinLift([
      ...deals(40, 20, { attached: true, amountMinor: 0 }),
      ...deals(40, 20, { amountMinor: -100 }),
    ]);
    expect(lift.incrementalShare).toEqual({ estimate: 0, low: 0, high: 0 });
  });
});

describe('return on partner investment', () => {
  const share = { estimate: 0.4, low: 0.2, high: 0.6 };

  it('has three lines', () => {
    const ropi = returnOnInvestment({
      attachedMarginMinor: 30_000,
      attributedMarginMinor: 15_000,
      costMinor: 10_000,
      incrementalShare: share,
    });
    expect(ropi.attached).toBeCloseTo(2, 12);
    expect(ropi.attributed).toBeCloseTo(0.5, 12);
    expect(ropi.incremental?.estimate).toBeCloseTo(0.2, 12);
    expect(ropi.incremental?.low).toBeCloseTo(-0.4, 12);
    expect(ropi.why).toBeNull();
  });

  it.each([0, -5])('is not known at costs of %d', (costMinor) => {
    const ropi = returnOnInvestment({
      attachedMarginMinor: 30_000,
      attributedMarginMinor: 0,
      costMinor,
      incrementalShare: share,
    });
    expect(ropi).toEqual({
      attached: null,
      attributed: null,
      incremental: null,
      why: 'not known: no cost recorded',
    });
  });

  it('says why it has no incremental line', () => {
    const ropi = returnOnInvestment({
      attachedMarginMinor: 1,
      attributedMarginMinor: 1,
      costMinor: 1,
      incrementalShare: null,
    });
    expect(ropi.why).toBe('incremental not known: too few closed deals for a lift');
  });
});

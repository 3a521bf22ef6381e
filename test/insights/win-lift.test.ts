import { describe, expect, it } from 'vitest';
import type { ClosedDeal } from '../../src/insights/lift-design.ts';
import { estimatePartnerLifts } from '../../src/insights/partner-lift.ts';
import { returnOnInvestment } from '../../src/insights/return-on-investment.ts';
import { estimateWinLift } from '../../src/insights/win-lift.ts';

function deals(count: number, won: number, over: Partial<ClosedDeal>): ClosedDeal[] {
  return Array.from({ length: count }, (_, i) => ({
    opportunityId: `O${i}`,
    won: i < won,
    attached: false,
    amountMinor: 5_000_000,
    traits: { industry: 'Retail' },
    steps: [{ stage: 0, attached: over.attached ?? false, advanced: i < won }],
    ...over,
  }));
}

describe('the lift of a partner', () => {
  it('is the difference of win rates where deals are alike', () => {
    const { lift } = estimateWinLift([...deals(200, 120, { attached: true }), ...deals(200, 60, {})]);
    expect(lift.raw?.estimate).toBeCloseTo(0.3, 12);
    expect(lift.adjusted?.estimate).toBeCloseTo(0.3, 2);
    // Half of what was won with a partner would have come anyway: 30% of 60%.
    expect(lift.incrementalShare?.estimate).toBeCloseTo(0.5, 2);
    expect(lift.raw!.low).toBeGreaterThan(0.2);
    // A ratio of 2 needs an unseen advantage of 2 + √2 on both sides.
    expect(lift.robustness).toBeCloseTo(2 + Math.SQRT2, 1);
    expect(lift.adjustedFor).toEqual([]);
  });

  it('is nought where partners only join deals that are won more often anyway', () => {
    const easy = { traits: { industry: 'Banking' } };
    const hard = { traits: { industry: 'Gaming' } };
    const { lift } = estimateWinLift([
      ...deals(200, 160, { ...easy, attached: true }),
      ...deals(50, 40, easy),
      ...deals(50, 10, { ...hard, attached: true }),
      ...deals(200, 40, hard),
    ]);
    expect(lift.raw!.estimate).toBeGreaterThan(0.3);
    expect(Math.abs(lift.adjusted!.estimate)).toBeLessThan(0.02);
    expect(lift.adjusted!.low).toBeLessThan(0);
    expect(lift.adjusted!.high).toBeGreaterThan(0);
    expect(lift).toMatchObject({ robustness: null, adjustedFor: ['industry'] });
  });

  it('is nought where partners only join deals that have come far already', () => {
    const early = (count: number) =>
      deals(count, 0, { steps: [{ stage: 0, attached: false, advanced: false }] });
    const late = (count: number, won: number, attached: boolean) =>
      deals(count, won, { attached }).map((deal) => ({
        ...deal,
        steps: [
          { stage: 0, attached: false, advanced: true },
          { stage: 1, attached, advanced: deal.won },
        ],
      }));
    const { lift } = estimateWinLift([...early(200), ...late(100, 60, true), ...late(100, 60, false)]);
    expect(lift.raw!.estimate).toBeCloseTo(0.4, 12);
    expect(Math.abs(lift.adjusted!.estimate)).toBeLessThan(0.01);
    expect(lift.adjustedFor).toContain('stage at which the partner joined');
  });

  it('is not told where deals are few, or none was lost', () => {
    expect(estimateWinLift([]).lift).toMatchObject({ raw: null, adjusted: null, incrementalShare: null });
    const { lift, chancesOf } = estimateWinLift([...deals(50, 50, { attached: true }), ...deals(50, 25, {})]);
    expect(lift.raw).toBeNull();
    expect(chancesOf).toBeNull();
    expect(lift.why).toContain('not enough data: 50 closed deals with a partner and 50 without');
  });

  it('takes deals without an amount, or below nought', () => {
    const { lift } = estimateWinLift([
      ...deals(40, 20, { attached: true, amountMinor: 0 }),
      ...deals(40, 20, { amountMinor: -100 }),
    ]);
    expect(lift.adjusted?.estimate).toBeCloseTo(0, 6);
    expect(lift.incrementalShare).toBeNull();
  });

  it('of one partner is pulled to that of the programme, the more the fewer its deals', () => {
    const own = { good: deals(60, 54, { attached: true }), poor: deals(60, 18, { attached: true }) };
    const few = deals(6, 6, { attached: true });
    const all = [...own.good, ...own.poor, ...few, ...deals(120, 36, {})];
    const fit = estimateWinLift(all);
    const lifts = estimatePartnerLifts(
      new Map([...Object.entries(own), ['few', few], ['fewer', deals(4, 4, { attached: true })]]),
      fit,
      0.3,
    );
    const of = (id: string) => lifts.get(id)!.adjusted!.estimate;
    const programme = fit.lift.adjusted!.estimate;
    expect(lifts.get('good')!.raw).toBeCloseTo(0.6, 12);
    expect(of('good')).toBeGreaterThan(programme);
    expect(of('poor')).toBeLessThan(programme);
    // All six were won, yet it is not put above the partner that won 54 of 60 by what the raw rates say.
    expect(of('few')).toBeLessThan(lifts.get('few')!.raw!);
    expect(lifts.get('fewer')).toMatchObject({
      adjusted: null,
      why: 'not enough data: 4 closed deals, at least 5 are needed',
    });
  });
});

describe('return on partner investment', () => {
  const share = { estimate: 0.4, low: 0.2, high: 0.6 };
  const costs = (minor: number, count = 1) => ({ minor, count });

  it('has three lines', () => {
    const ropi = returnOnInvestment({
      attachedMarginMinor: 30_000,
      attributedMarginMinor: 15_000,
      costs: costs(10_000),
      incrementalShare: share,
    });
    expect(ropi.attached).toBeCloseTo(2, 12);
    expect(ropi.attributed).toBeCloseTo(0.5, 12);
    expect(ropi.incremental?.estimate).toBeCloseTo(0.2, 12);
    expect(ropi.incremental?.low).toBeCloseTo(-0.4, 12);
    expect(ropi.why).toBeNull();
  });

  it.each([
    [costs(0, 0), 'not known: no cost recorded in the period'],
    [costs(-5), 'not known: the costs recorded in the period do not add up to more than nought'],
  ])('is not known at costs of %o', (none, why) => {
    const ropi = returnOnInvestment({
      attachedMarginMinor: 30_000,
      attributedMarginMinor: -0.2,
      costs: none,
      incrementalShare: share,
    });
    expect(ropi).toEqual({
      attached: null,
      attributed: null,
      incremental: null,
      attachedMarginMinor: 30_000,
      attributedMarginMinor: 0,
      why,
    });
  });

  it('says why it has no incremental line', () => {
    const ropi = returnOnInvestment({
      attachedMarginMinor: 1,
      attributedMarginMinor: 1,
      costs: costs(1),
      incrementalShare: null,
    });
    expect(ropi.why).toBe('incremental not known: too few closed deals for a lift');
  });
});

import { describe, expect, it } from 'vitest';
import { estimateWinLift } from '../../src/insights/win-lift.ts';
import { type Planting, plantDeals } from './planted-deals.ts';

const SEEDS = 200;

/** Errors of the raw and the adjusted lift over many companies, and how often the 90% interval holds the truth. */
function measureErrors(planting: Omit<Planting, 'seed'>) {
  const errors = Array.from({ length: SEEDS }, (_, i) => {
    const { deals, truth } = plantDeals({ ...planting, seed: i + 1 });
    const { raw, adjusted } = estimateWinLift(deals).lift;
    if (!raw || !adjusted) throw new Error(`Seed ${i + 1} is too thin`);
    return {
      raw: raw.estimate - truth,
      adjusted: adjusted.estimate - truth,
      isHeld: adjusted.low <= truth && truth <= adjusted.high,
      isFound: adjusted.low > 0 || adjusted.high < 0,
    };
  });
  const mean = (read: (one: (typeof errors)[number]) => number) =>
    errors.reduce((sum, one) => sum + read(one), 0) / SEEDS;
  return {
    rawBias: mean((one) => one.raw),
    bias: mean((one) => one.adjusted),
    coverage: mean((one) => Number(one.isHeld)),
    found: mean((one) => Number(one.isFound)),
  };
}

// Bounds are about three standard errors of 200 companies around what is promised: no bias, nine in ten intervals right.
describe('the adjusted lift over 200 generated companies', () => {
  it('finds nothing where partners only join strong deals, and late', { timeout: 120_000 }, () => {
    const { rawBias, bias, coverage, found } = measureErrors({ deals: 300, effect: 0, confounded: true });
    expect(rawBias).toBeGreaterThan(0.2);
    expect(Math.abs(bias)).toBeLessThan(0.02);
    expect(coverage).toBeGreaterThan(0.84);
    expect(found).toBeLessThan(0.17);
  });

  it('finds what was planted, however partners choose', { timeout: 120_000 }, () => {
    const { rawBias, bias, coverage } = measureErrors({ deals: 300, effect: 0.5, confounded: true });
    expect(rawBias).toBeGreaterThan(0.2);
    expect(Math.abs(bias)).toBeLessThan(0.02);
    expect(coverage).toBeGreaterThan(0.84);
  });

  it('agrees with the raw one where partners join by the toss of a coin', { timeout: 120_000 }, () => {
    const { rawBias, bias, coverage } = measureErrors({ deals: 300, effect: 0.5, confounded: false });
    expect(Math.abs(rawBias)).toBeLessThan(0.03);
    expect(Math.abs(bias)).toBeLessThan(0.02);
    expect(coverage).toBeGreaterThan(0.84);
  });
});

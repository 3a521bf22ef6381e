import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CoxSubject, fitCox } from '../../../src/insights/statistics/cox-regression.ts';
import { estimateSurvival, survivalAt } from '../../../src/insights/statistics/kaplan-meier.ts';
import { fitLogistic } from '../../../src/insights/statistics/logistic-regression.ts';

describe('logistic regression', () => {
  test('with an intercept alone gives the share', () => {
    const outcomes = [true, true, true, false];
    const fit = fitLogistic(
      outcomes.map(() => []),
      outcomes,
    );
    expect(fit.predict([])).toBeCloseTo(0.75, 10);
    // Standard error of a log-odds: √(1 / (n·p·(1 − p))).
    expect(fit.standardErrors[0]).toBeCloseTo(Math.sqrt(1 / (4 * 0.75 * 0.25)), 8);
  });

  test('of one yes or no gives the log-odds ratio of the table', () => {
    const rows = [...table(1, 30, 10), ...table(0, 20, 40)];
    const fit = fitLogistic(
      rows.map((one) => [one.x]),
      rows.map((one) => one.y),
    );
    expect(fit.coefficients[1]).toBeCloseTo(Math.log((30 * 40) / (10 * 20)), 8);
    expect(fit.standardErrors[1]).toBeCloseTo(Math.sqrt(1 / 30 + 1 / 10 + 1 / 20 + 1 / 40), 8);
  });

  test('stays finite on separated data with a ridge, and refuses columns that depend on one another without', () => {
    const rows = [...table(1, 5, 0), ...table(0, 0, 5)];
    const outcomes = rows.map((one) => one.y);
    expect(
      Math.abs(
        fitLogistic(
          rows.map((one) => [one.x]),
          outcomes,
          1,
        ).coefficients[1]!,
      ),
    ).toBeLessThan(10);
    expect(() =>
      fitLogistic(
        rows.map((one) => [one.x, 2 * one.x]),
        outcomes,
      ),
    ).toThrow('depend on one another');
    expect(() => fitLogistic([], [])).toThrow('at least one');
  });
});

function table(x: number, yes: number, no: number): { x: number; y: boolean }[] {
  return Array.from({ length: yes + no }, (_, i) => ({ x, y: i < yes }));
}

const anySubjects = fc
  .array(
    fc.record({
      time: fc.integer({ min: 1, max: 12 }),
      event: fc.boolean(),
      x: fc.double({ min: -2, max: 2, noNaN: true }),
    }),
    { minLength: 12, maxLength: 30 },
  )
  .filter((rows) => rows.filter((one) => one.event).length > 3 && new Set(rows.map((one) => one.x)).size > 8);

describe('hazard regression', () => {
  test('gives a known figure: two groups without ties', () => {
    // Events at 1 (x 1), 2 (x 0), 3 (x 1), 4 (x 0): the score Σ (x − p) is nought where 2e^b/(2e^b+2) + e^b/(e^b+2) + e^b/(e^b+1) = 2.
    const subjects: CoxSubject[] = [1, 0, 1, 0].map((x, i) => ({
      time: i + 1,
      event: true,
      covariates: [x],
    }));
    const ratio = Math.exp(fitCox(subjects).coefficients[0]!);
    const expected = (2 * ratio) / (2 * ratio + 2) + ratio / (ratio + 2) + ratio / (ratio + 1);
    expect(expected).toBeCloseTo(2, 8);
  });

  test('does not depend on the order of subjects, nor on the scale of time', () => {
    fc.assert(
      fc.property(anySubjects, (rows) => {
        const subjects = rows.map((one) => ({ ...one, covariates: [one.x] }));
        const fit = fitCox(subjects, { ridge: 0.1 });
        const later = subjects.toReversed().map((one) => ({ ...one, time: one.time * 7 }));
        const other = fitCox(later, { ridge: 0.1 });
        expect(other.coefficients[0]).toBeCloseTo(fit.coefficients[0]!, 6);
      }),
      { numRuns: 30 },
    );
  });

  test('refuses data without events or covariates', () => {
    expect(() => fitCox([{ time: 1, event: false, covariates: [1] }])).toThrow('needs covariates and events');
    expect(() => fitCox([])).toThrow('needs covariates and events');
  });
});

describe('survival of those who came late', () => {
  test('counts them at risk from their entry on', () => {
    // At 2 only the first two are watched; the third came at 3 and is at risk at 5.
    const curve = estimateSurvival([
      { time: 2, event: true },
      { time: 6, event: false },
      { time: 5, event: true, entry: 3 },
    ]);
    expect(curve.steps.map((step) => step.atRisk)).toEqual([2, 2]);
    expect(survivalAt(curve, 5)).toBeCloseTo(0.25, 12);
  });

  test('is the plain estimate where all came at the start', () => {
    const rows = [1, 2, 2, 3, 5].map((time, i) => ({ time, event: i % 2 === 0 }));
    expect(estimateSurvival(rows.map((row) => ({ ...row, entry: 0 })))).toEqual(estimateSurvival(rows));
  });

  test('refuses an entry after the end', () => {
    expect(() => estimateSurvival([{ time: 2, event: true, entry: 2 }])).toThrow('entry');
  });
});

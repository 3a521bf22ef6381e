import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAppError } from '../../../src/errors.ts';
import {
  estimateSurvival,
  medianSurvival,
  type Observation,
  survivalAt,
} from '../../../src/insights/statistics/kaplan-meier.ts';
import { testLogRank } from '../../../src/insights/statistics/log-rank.ts';
import { estimateRestrictedMean } from '../../../src/insights/statistics/restricted-mean.ts';

/** Times with events, and times with a plus where the watching stopped. */
function observations(text: string): Observation[] {
  return text.split(' ').map((time) => ({ time: Number.parseInt(time, 10), event: !time.endsWith('+') }));
}

// Freireich et al. 1963, the leukaemia trial of the textbooks: weeks in remission.
const TREATED = observations('6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+');
const PLACEBO = observations('1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23');

const anyGroup = fc.array(fc.record({ time: fc.nat(30), event: fc.boolean() }), {
  minLength: 1,
  maxLength: 40,
});

describe('the survival curve', () => {
  test('is the published one of the leukaemia trial', () => {
    const { steps } = estimateSurvival(TREATED);
    expect(steps.map(({ time, atRisk, events }) => [time, atRisk, events])).toEqual([
      [6, 21, 3],
      [7, 17, 1],
      [10, 15, 1],
      [13, 12, 1],
      [16, 11, 1],
      [22, 7, 1],
      [23, 6, 1],
    ]);
    const survival = [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482];
    const errors = [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346];
    for (const [at, step] of steps.entries()) {
      expect(step.survival).toBeCloseTo(survival[at]!, 4);
      expect(step.standardError).toBeCloseTo(errors[at]!, 4);
    }
  });

  test('has the published medians', () => {
    expect(medianSurvival(estimateSurvival(TREATED))).toBe(23);
    expect(medianSurvival(estimateSurvival(PLACEBO))).toBe(8);
  });

  test('has no median where fewer than half had the event', () => {
    expect(medianSurvival(estimateSurvival(observations('5 9+ 9+ 9+')))).toBeNull();
    expect(medianSurvival(estimateSurvival([]))).toBeNull();
  });

  test('has its median in the middle of a rest at exactly one half', () => {
    expect(medianSurvival(estimateSurvival(observations('2 4 8 9')))).toBe(6);
  });

  test('counts a subject that stopped being watched on a day of events as at risk on that day', () => {
    expect(estimateSurvival(observations('5 5+ 6')).steps[0]).toMatchObject({ atRisk: 3, events: 1 });
  });

  test('never rises, and is the plain share where all are watched to the end', () => {
    fc.assert(
      fc.property(anyGroup, (group) => {
        const curve = estimateSurvival(group);
        const heights = curve.steps.map((step) => step.survival);
        expect(heights).toEqual(heights.toSorted((a, b) => b - a));
        const watched = estimateSurvival(group.map((one) => ({ ...one, event: true })));
        expect(survivalAt(watched, 10)).toBeCloseTo(
          group.filter((one) => one.time > 10).length / group.length,
          10,
        );
      }),
    );
  });

  test('refuses a time that cannot be', () => {
    for (const time of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => estimateSurvival([{ time, event: true }])).toThrow(expect.toSatisfy(isAppError));
    }
  });
});

describe('the restricted mean', () => {
  test('is the plain mean of the times cut at the horizon where all are watched to the end', () => {
    fc.assert(
      fc.property(anyGroup, fc.integer({ min: 1, max: 40 }), (group, horizon) => {
        const curve = estimateSurvival(group.map((one) => ({ ...one, event: true })));
        const plain = group.reduce((sum, one) => sum + Math.min(one.time, horizon), 0) / group.length;
        expect(estimateRestrictedMean(curve, horizon).mean).toBeCloseTo(plain, 9);
      }),
    );
  });

  test('has the standard error of a plain mean there, with n in the denominator', () => {
    const { standardError } = estimateRestrictedMean(estimateSurvival(observations('1 2 3 6')), 10);
    expect(standardError).toBeCloseTo(Math.sqrt((4 + 1 + 0 + 9) / 4 / 4), 12);
  });

  test('is the area under the published curve', () => {
    // 6 + .8571·1 + .8067·3 + .7529·3 + .6902·3 + .6275·6 + .5378·1 + .4482·1
    expect(estimateRestrictedMean(estimateSurvival(TREATED), 24).mean).toBeCloseTo(18.357, 2);
  });

  test('says whether anybody was watched as far as the horizon', () => {
    const curve = estimateSurvival(observations('1 5+'));
    expect(estimateRestrictedMean(curve, 5).isCovered).toBe(true);
    expect(estimateRestrictedMean(curve, 6).isCovered).toBe(false);
    expect(estimateRestrictedMean(estimateSurvival([]), 6)).toEqual({
      mean: 6,
      standardError: 0,
      isCovered: false,
    });
  });

  test('refuses a horizon that is not ahead', () => {
    expect(() => estimateRestrictedMean(estimateSurvival(TREATED), 0)).toThrow(expect.toSatisfy(isAppError));
  });
});

describe('the log-rank test', () => {
  test('gives the published figure of the leukaemia trial', () => {
    const { chiSquare, degreesOfFreedom } = testLogRank([TREATED, PLACEBO]);
    expect(chiSquare).toBeCloseTo(16.79, 2);
    expect(degreesOfFreedom).toBe(1);
  });

  test('does not depend on the order of the groups', () => {
    fc.assert(
      fc.property(anyGroup, anyGroup, anyGroup, (a, b, c) => {
        expect(testLogRank([c, a, b]).chiSquare).toBeCloseTo(testLogRank([a, b, c]).chiSquare, 5);
      }),
    );
  });

  test('does not depend on the order where a group was never at risk', () => {
    const groups = [observations('5+ 1+ 4 6+ 2'), observations('0+'), observations('5 6+ 1 5+ 6+ 2+')];
    const { chiSquare, degreesOfFreedom } = testLogRank(groups);
    expect(degreesOfFreedom).toBe(1);
    expect(testLogRank([groups[1]!, groups[2]!, groups[0]!]).chiSquare).toBeCloseTo(chiSquare, 9);
    expect(testLogRank([groups[0]!, groups[2]!]).chiSquare).toBeCloseTo(chiSquare, 9);
  });

  test('finds no difference without events, or with one group', () => {
    expect(testLogRank([observations('5+ 6+'), observations('7+')])).toEqual({
      chiSquare: 0,
      degreesOfFreedom: 1,
    });
    expect(testLogRank([TREATED, []])).toEqual({ chiSquare: 0, degreesOfFreedom: 0 });
    expect(testLogRank([])).toEqual({ chiSquare: 0, degreesOfFreedom: 0 });
  });
});

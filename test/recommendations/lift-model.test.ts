import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calibrate } from '../../src/recommendations/calibration.ts';
import {
  estimateLift,
  type LiftModel,
  type TrainingDeal,
  trainLiftModel,
} from '../../src/recommendations/lift-model.ts';
import { createPartnerScorer } from '../../src/recommendations/score-partners.ts';
import { readSignals } from '../../src/recommendations/signals.ts';
import { makeDeal, makePartner, makeRelation, noSignals } from './facts.ts';

/** Past deals of partners, `won` of `n` each, in turns so that wins and losses are spread. */
function pastDeals(records: Readonly<Record<string, { n: number; won: number }>>): TrainingDeal[] {
  const joined = Object.entries(records).flatMap(([partnerId, { n, won }]) =>
    Array.from({ length: n }, (_, i) => ({
      deal: makeDeal({ won: i < won, closedOn: '2026-01-01' }),
      partners: [{ partnerId, archetype: null, signals: noSignals() }],
    })),
  );
  const direct = Array.from({ length: 60 }, (_, i) => ({
    deal: makeDeal({ won: i % 2 === 0, closedOn: '2026-02-01' }),
    partners: [],
  }));
  return [...joined, ...direct];
}

function liftOf(model: LiftModel, partnerId: string) {
  return estimateLift(model, { deal: makeDeal({}), partnerId, archetype: null, signals: noSignals() });
}

describe('the lift model', () => {
  test('without history it is the priors: an overlap helps, and no lift is sure', () => {
    const model = trainLiftModel([]);
    const customer = estimateLift(model, {
      deal: makeDeal({}),
      partnerId: 'a',
      archetype: null,
      signals: { ...noSignals(), overlap_customer: 1, recency: 1 },
    });
    expect(customer.estimate).toBeGreaterThan(liftOf(model, 'a').estimate);
    expect(customer.low).toBeLessThan(0);
    expect(model).toMatchObject({ deals: 0, dealsWithPartner: 0, window: null });
  });

  test('a partner with many deals won at the rate of all stands behind a rare one that won nearly all', () => {
    const model = trainLiftModel(
      pastDeals({ popular: { n: 120, won: 56 }, rare: { n: 12, won: 11 }, usual: { n: 40, won: 20 } }),
    );
    expect(liftOf(model, 'rare').logOdds).toBeGreaterThan(liftOf(model, 'popular').logOdds);
    expect(liftOf(model, 'popular').low).toBeLessThan(0);
  });

  test('one won deal moves a partner less than many do', () => {
    const model = trainLiftModel(pastDeals({ once: { n: 1, won: 1 }, often: { n: 30, won: 28 } }));
    expect(liftOf(model, 'often').logOdds).toBeGreaterThan(liftOf(model, 'once').logOdds);
  });

  test('where deals with partners are won more often alike, most of it counts as choice of deals', () => {
    const model = trainLiftModel(
      pastDeals({ a: { n: 60, won: 45 }, b: { n: 60, won: 45 }, c: { n: 60, won: 45 } }),
    );
    const lift = liftOf(model, 'a');
    expect(model.selection).toBeGreaterThan(0.3);
    expect(lift.estimate).toBeLessThan(0.15);
    expect(lift.low).toBeLessThan(0);
  });

  test('calibration is of deals that closed in the last year, by a model of those before', () => {
    const past = pastDeals({ a: { n: 150, won: 90 } }).map((one) => ({
      ...one,
      deal: { ...one.deal, closedOn: '2025-03-01' },
    }));
    const lastYear = pastDeals({ a: { n: 100, won: 60 } });
    const found = calibrate([...past, ...lastYear], '2026-06-30');
    expect(found).toMatchObject({ since: '2025-06-30', n: 160 });
    expect(found?.ece).toBeLessThan(0.05);
    expect(calibrate(past, '2026-06-30')).toBeNull();
  });

  test('the order of the deals changes nothing', () => {
    const deals = pastDeals({ a: { n: 15, won: 9 }, b: { n: 20, won: 8 } });
    const expected = trainLiftModel(deals);
    fc.assert(
      fc.property(fc.shuffledSubarray(deals, { minLength: deals.length }), (shuffled) => {
        const model = trainLiftModel(shuffled);
        for (const [name, effect] of Object.entries(expected.effects))
          expect(model.effects[name]?.mean).toBeCloseTo(effect.mean, 9);
        expect(model.record).toEqual(expected.record);
      }),
      { numRuns: 10 },
    );
  });

  test('the interval holds the estimate, and the scorer of many gives the same log-odds', () => {
    const partners = ['a', 'b', 'c'].map((partnerId, i) =>
      makePartner({
        partnerId,
        archetype: i === 0 ? 'si' : null,
        regions: ['DACH'],
        industries: ['Retail'],
        competencies: ['Audit'],
        certificates: [{ competency: 'audit', since: '2025-01-01', until: null, id: 'c1' }],
      }),
    );
    const context = { today: '2026-06-30', countriesOf: (label: string) => (label === 'DACH' ? ['DE'] : []) };
    const model = trainLiftModel(pastDeals({ a: { n: 15, won: 9 }, b: { n: 20, won: 8 } }));
    const score = createPartnerScorer(model, partners, context.countriesOf);
    const cases = fc.record({
      industry: fc.constantFrom('retail', 'media', null),
      country: fc.constantFrom('DE', 'US', null),
      needs: fc.subarray(['audit', 'design']),
      population: fc.constantFrom('customer', 'open_opportunity', 'prospect', null),
      contacts: fc.nat(6),
    });
    fc.assert(
      fc.property(cases, ({ population, contacts, ...facts }) => {
        const deal = makeDeal(facts);
        const relation =
          population === null ? undefined : makeRelation({ populations: [population], contacts });
        const scores = score(deal, { relationOf: () => relation, today: context.today });
        for (const [i, partner] of partners.entries()) {
          const { partnerId, archetype } = partner;
          const signals = readSignals({ deal, partner, relation }, context);
          const lift = estimateLift(model, { deal, partnerId, archetype, signals });
          expect(scores[i]).toBeCloseTo(lift.logOdds, 9);
          expect(lift.low).toBeLessThanOrEqual(lift.estimate);
          expect(lift.estimate).toBeLessThanOrEqual(lift.high);
        }
      }),
    );
  });
});

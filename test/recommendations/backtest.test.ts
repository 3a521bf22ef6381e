import { describe, expect, test } from 'vitest';
import { addDays } from '../../src/dates.ts';
import { type BacktestHistory, backtest, recallRelation } from '../../src/recommendations/backtest.ts';
import { measureAuc } from '../../src/recommendations/backtest-figures.ts';
import { makeDeal, makePartner, makeRelation } from './facts.ts';

const PERIOD = { from: '2025-07-01', to: '2026-06-30' };
const alone = () => [];

/** Deals from the beginning of 2023 on, one in `every` days; partner `good` wins four in five, `poor` one in five. */
function makeHistory(every: number): BacktestHistory {
  const partners = ['good', 'poor', 'third', 'fourth', 'fifth'].map((partnerId) =>
    makePartner({ partnerId, joinedOn: '2020-01-01' }),
  );
  const deals = [];
  for (let day = 0, i = 0; day < 1_200; day += every, i += 1) {
    const createdOn = addDays('2023-01-01', day);
    const [partnerId] = i % 3 === 0 ? ['good'] : i % 3 === 1 ? ['poor'] : [];
    const won = partnerId === 'good' ? i % 5 !== 0 : partnerId === 'poor' ? i % 5 === 0 : i % 2 === 0;
    deals.push(
      makeDeal({
        opportunityId: `o${i}`,
        createdOn,
        closedOn: addDays(createdOn, 20),
        won,
        partnerIds: partnerId ? [partnerId] : [],
      }),
    );
  }
  return { deals, partners, relations: [] };
}

describe('backtest', () => {
  test('finds that deals were won more often with the partner that it ranks higher', () => {
    const found = backtest(makeHistory(3), PERIOD, alone);
    expect(found).toMatchObject({ ...PERIOD, notEnough: null, trainings: 4 });
    const model = found.rankers.find((one) => one.name === 'model');
    expect(model?.auc?.estimate).toBeGreaterThan(0.7);
    expect(found.chance?.brier).toBeLessThan(found.chance?.baseBrier ?? 0);
    expect(found.rankers.map((one) => one.name)).toEqual([
      'model',
      'random',
      'most_deals',
      'raw_win_rate',
      'shrunken_win_rate',
      'overlap',
    ]);
  });

  test('says not enough data for a short history instead of figures', () => {
    const found = backtest(makeHistory(30), PERIOD, alone);
    expect(found).toMatchObject({ chance: null, rankers: [] });
    expect(found.notEnough).toContain('below 30 figures would be noise');
  });

  test('what closed after a deal began teaches nothing about it', () => {
    const history = makeHistory(1);
    // One fold. The outcomes that differ came after it began, of deals that had begun before it.
    const period = { from: '2025-10-01', to: '2025-12-31' };
    const expected = backtest(history, period, alone);
    const flipped = history.deals.map((deal) =>
      (deal.createdOn ?? '') < period.from && (deal.closedOn ?? '') >= period.from
        ? { ...deal, won: !deal.won }
        : deal,
    );
    expect(expected.notEnough).toBeNull();
    expect(flipped).not.toEqual(history.deals);
    expect(backtest({ ...history, deals: flipped }, period, alone)).toEqual(expected);
  });

  test('a relation is recalled as its dates say', () => {
    const relation = makeRelation({
      populations: ['customer'],
      customerSince: '2025-05-01',
      lastActivityOn: '2026-01-01',
      contacts: 3,
    });
    expect(recallRelation(relation, '2025-01-01')).toMatchObject({
      populations: ['prospect'],
      customerSince: null,
      lastActivityOn: null,
      contacts: 0,
    });
    expect(recallRelation(relation, '2026-02-01')).toMatchObject({
      populations: ['customer'],
      lastActivityOn: '2026-01-01',
    });
  });
});

describe('AUC', () => {
  test('is 1 where all won deals score higher, a half where all score alike, and null without losses', () => {
    const cases = [
      { score: 1, won: false },
      { score: 2, won: true },
    ];
    expect(measureAuc(cases)?.estimate).toBe(1);
    expect(measureAuc(cases.map((one) => ({ ...one, score: 1 })))?.estimate).toBe(0.5);
    expect(measureAuc(cases.filter((one) => one.won))).toBeNull();
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reportFollowed, shareOf } from '../../../src/recommendations/loop/followed.ts';
import { balanceLedger, describeBalance } from '../../../src/recommendations/loop/ledger.ts';
import type { ShownDeal, ShownPartner } from '../../../src/recommendations/loop/types.ts';

const NO_ANSWERS = { asked: 0, accepted: 0, declined: 0 };

const shown = (rank: number, of: Partial<ShownPartner> = {}): ShownPartner => ({
  partnerId: `p${rank}`,
  rank,
  explored: false,
  winChance: 0.6,
  lift: 0.2,
  asked: false,
  accepted: false,
  joined: false,
  ...of,
});
const deal = (of: Partial<ShownDeal>): ShownDeal => ({
  opportunityId: 'o',
  outcome: null,
  partners: [],
  othersJoined: false,
  ...of,
});

test('a share has an interval around it, within 0 and 1', () => {
  fc.assert(
    fc.property(fc.nat(200), fc.nat(200), (a, b) => {
      const { share, low, high } = shareOf(Math.min(a, b), Math.max(a, b, 1));
      expect(low).toBeGreaterThanOrEqual(0);
      expect(low).toBeLessThanOrEqual(share ?? -1);
      expect(high).toBeGreaterThanOrEqual(share ?? 2);
      expect(high).toBeLessThanOrEqual(1);
    }),
  );
  expect(shareOf(0, 0)).toMatchObject({ share: null, low: null, high: null });
});

test('followed is asked or joined, and for bring nobody that nobody joined', () => {
  const report = reportFollowed(
    [
      deal({ partners: [shown(1, { asked: true }), shown(2)] }),
      deal({ partners: [shown(1), shown(2, { joined: true })], outcome: 'won' }),
      deal({ partners: [shown(1)], othersJoined: true, outcome: 'lost' }),
      deal({}),
      deal({ othersJoined: true }),
    ],
    NO_ANSWERS,
  );
  expect(report.followed).toMatchObject({ of: 5, count: 3 });
  expect(report.firstFollowed).toMatchObject({ of: 3, count: 1 });
  expect(report.nobodyFollowed).toMatchObject({ of: 2, count: 1 });
  expect(report).toMatchObject({ joined: 1, won: 1, lost: 0 });
});

test('predicted is the chance with whoever joined, else without anybody; where others joined nothing was', () => {
  const report = reportFollowed(
    [
      deal({ partners: [shown(1), shown(2, { joined: true, winChance: 0.5 })], outcome: 'won' }),
      deal({ partners: [shown(1)], outcome: 'lost' }),
      deal({ partners: [shown(1)], outcome: 'won', othersJoined: true }),
      deal({ partners: [shown(1)] }),
      deal({ partners: [shown(1, { winChance: null, lift: null })], outcome: 'won' }),
    ],
    NO_ANSWERS,
  );
  expect(report.calibration).toMatchObject({ deals: 2, predicted: 0.45, brier: 0.205 });
  expect(report.calibration.won).toMatchObject({ of: 2, count: 1 });
  expect(report.calibration.bins.map((bin) => bin.won.of)).toEqual([2]);
});

test('the bins hold each closed deal with a prediction once', () => {
  const some = fc.array(
    fc.record({
      outcome: fc.constantFrom('won' as const, 'lost' as const, null),
      winChance: fc.double({ min: 0, max: 1, noNaN: true }),
      joined: fc.boolean(),
    }),
  );
  fc.assert(
    fc.property(some, (rows) => {
      const deals = rows.map((row) =>
        deal({
          outcome: row.outcome,
          partners: [shown(1, { winChance: row.winChance, joined: row.joined })],
        }),
      );
      const { calibration } = reportFollowed(deals, NO_ANSWERS);
      expect(calibration.deals).toBe(rows.filter((row) => row.outcome !== null).length);
      expect(calibration.bins.reduce((sum, bin) => sum + bin.won.of, 0)).toBe(calibration.deals);
    }),
  );
});

test('asks that wait and help that is not returned are warned of; an even ledger is not', () => {
  const none = {
    partnerId: 'p',
    partnerName: 'P',
    asked: 0,
    accepted: 0,
    declined: 0,
    dealsHelped: 0,
    introsGiven: 0,
    theyGave: 0,
    registrationsAsked: 0,
    fundsAsked: 0,
    theyAsked: 0,
    registrationsGranted: 0,
    fundsGranted: 0,
    campaigns: 0,
    weGave: 0,
  };
  expect(balanceLedger({ ...none, asked: 4, accepted: 1 }).warning).toMatch(/^3 asks of ours wait/);
  expect(balanceLedger({ ...none, dealsHelped: 4, fundsGranted: 1 }).warning).toMatch(/^We owe them/);
  expect(balanceLedger({ ...none, registrationsGranted: 4 }).warning).toMatch(/an ask is fair/);
  expect(balanceLedger({ ...none, dealsHelped: 9, weGave: 7 }).warning).toBeNull();
  expect(describeBalance({ theyHelped: 0, weHelped: 2 })).toBe(
    'they helped us never, we helped them 2 times',
  );
});

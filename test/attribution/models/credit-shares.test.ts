import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitAmount } from '../../../src/attribution/models/allocate.ts';
import { creditShares } from '../../../src/attribution/models/credit-shares.ts';
import { JOURNEY_MODELS, type Journey } from '../../../src/attribution/models/journey.ts';
import { addDays } from '../../../src/dates.ts';
import { isAppError } from '../../../src/errors.ts';

const START = '2026-01-01';
const EFFECTS = new Map([
  ['a', 0.5],
  ['b', 0.25],
  ['c', 0],
  ['d', -0.2],
]);

/** A journey of touches `[channel, day]`, with days counted from the first of January. */
function journey(
  touches: readonly (readonly [string, number])[],
  days: Partial<Record<'created' | 'proposal' | 'closed', number>> = {},
): Journey {
  return {
    touches: touches.map(([channel, day], at) => ({
      channel,
      occurredOn: addDays(START, day),
      id: `T${String(at).padStart(3, '0')}`,
    })),
    createdOn: addDays(START, days.created ?? 0),
    proposalOn: days.proposal === undefined ? null : addDays(START, days.proposal),
    closedOn: addDays(START, days.closed ?? 400),
    amountMinor: 1_200_000,
  };
}

function shares(
  model: Parameters<typeof creditShares>[0],
  of: Journey,
  options = {},
): Record<string, number> {
  const rounded = [...creditShares(model, of, { effects: EFFECTS, ...options })].map(
    ([channel, share]) => [channel, Math.round(share * 1e9) / 1e9] as const,
  );
  return Object.fromEntries(rounded);
}

const anyJourney = fc
  .record({
    touches: fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat(300)), {
      minLength: 1,
      maxLength: 9,
    }),
    created: fc.nat(300),
    proposal: fc.option(fc.nat(300), { nil: undefined }),
    amountMinor: fc.integer({ min: -1e12, max: 1e15 }),
  })
  .map(({ touches, created, proposal, amountMinor }) => ({
    ...journey(touches, { created, ...(proposal === undefined ? {} : { proposal }), closed: 300 }),
    amountMinor,
  }));

describe.each(JOURNEY_MODELS)('%s over a deal', (model) => {
  test('the credits add up to the amount, to the cent', () => {
    fc.assert(
      fc.property(anyJourney, (deal) => {
        const split = splitAmount(deal.amountMinor, creditShares(model, deal, { effects: EFFECTS }));
        expect([...split.values()].reduce((sum, part) => sum + part, 0)).toBe(deal.amountMinor);
      }),
    );
  });

  test('the shares are between 0 and 1 and add up to 1', () => {
    fc.assert(
      fc.property(anyJourney, (deal) => {
        const parts = [...creditShares(model, deal, { effects: EFFECTS }).values()];
        expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 12);
        expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('a deal with one partner is credited whole', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(300), { minLength: 1, maxLength: 6 }),
        fc.constantFrom('a', 'c', 'd', 'unheard'),
        (days, name) => {
          const deal = journey(
            days.map((day) => [name, day] as const),
            { created: 100, closed: 300 },
          );
          expect(shares(model, deal)).toEqual({ [name]: 1 });
        },
      ),
    );
  });

  test('the order in which touches are given changes nothing', () => {
    fc.assert(
      fc.property(anyJourney, (deal) => {
        const reversed = { ...deal, touches: deal.touches.toReversed() };
        expect(creditShares(model, reversed, { effects: EFFECTS })).toEqual(
          creditShares(model, deal, { effects: EFFECTS }),
        );
      }),
    );
  });

  test('shifting all dates changes nothing', () => {
    fc.assert(
      fc.property(anyJourney, fc.integer({ min: -900, max: 900 }), (deal, days) => {
        const moved: Journey = {
          ...deal,
          touches: deal.touches.map((touch) => ({ ...touch, occurredOn: addDays(touch.occurredOn, days) })),
          createdOn: addDays(deal.createdOn, days),
          proposalOn: deal.proposalOn ? addDays(deal.proposalOn, days) : null,
          closedOn: addDays(deal.closedOn, days),
        };
        expect(shares(model, moved)).toEqual(shares(model, deal));
      }),
    );
  });

  test('a touch after the close gets nothing, and one on its day does', () => {
    expect(
      shares(
        model,
        journey(
          [
            ['a', 5],
            ['b', 11],
          ],
          { closed: 10 },
        ),
      ),
    ).toEqual({ a: 1 });
    expect(shares(model, journey([['a', 10]], { closed: 10 }))).toEqual({ a: 1 });
  });

  test('a deal that nobody touched has no shares', () => {
    expect(creditShares(model, journey([]), { effects: EFFECTS })).toEqual(new Map());
  });
});

describe('w_shaped', () => {
  const days = { created: 10, proposal: 20, closed: 40 };

  test.each([
    [
      'three marks and touches between',
      [
        ['a', 1],
        ['b', 5],
        ['c', 9],
        ['d', 20],
        ['e', 30],
      ],
      { a: 0.3, b: 0.05, c: 0.3, d: 0.3, e: 0.05 },
    ],
    [
      'one touch that is two marks',
      [
        ['a', 8],
        ['b', 15],
        ['c', 30],
      ],
      { a: 0.6, b: 0.3, c: 0.1 },
    ],
    [
      'no touch between: the 10% go to the marks',
      [
        ['a', 1],
        ['b', 9],
        ['c', 19],
      ],
      { a: 1 / 3, b: 1 / 3, c: 1 / 3 },
    ],
    [
      'no touch up to the creation: its part goes to the others',
      [
        ['a', 12],
        ['b', 15],
        ['c', 19],
      ],
      { a: 0.45, b: 0.1, c: 0.45 },
    ],
    [
      'all touches after the proposal: the first takes the marks',
      [
        ['a', 25],
        ['b', 30],
      ],
      { a: 0.9, b: 0.1 },
    ],
  ] as const)('%s', (_case, touches, expected) => {
    const ours = shares('w_shaped', journey(touches, days));
    for (const [channel, share] of Object.entries(expected)) expect(ours[channel]).toBeCloseTo(share, 8);
  });

  test('takes the close for the proposal where no stage history is known', () => {
    const touches = [
      ['a', 1],
      ['b', 9],
      ['c', 30],
      ['d', 35],
    ] as const;
    expect(shares('w_shaped', journey(touches, { created: 10, closed: 40 }))).toEqual({
      a: 0.3,
      b: 0.3,
      c: 0.1,
      d: 0.3,
    });
  });
});

describe('time_decay', () => {
  // coreyhaines31/marketingskills, attribution-models.md: half life 7 days, published to the nearest 5 dollars.
  const published = journey(
    [
      ['T1', 0],
      ['T2', 5],
      ['T3', 12],
      ['T4', 30],
      ['T5', 38],
    ],
    { closed: 38 },
  );

  test('gives the published figures', () => {
    const ours = splitAmount(1_200_000, creditShares('time_decay', published));
    for (const [touch, dollars] of Object.entries({ T1: 175, T2: 290, T3: 575, T4: 3415, T5: 7545 })) {
      expect(Math.abs(ours.get(touch)! / 100 - dollars)).toBeLessThanOrEqual(5);
    }
  });

  test('is linear for a very long half life, and last for a very short one', () => {
    expect(creditShares('time_decay', published, { halfLifeDays: 1e12 }).get('T1')).toBeCloseTo(0.2, 9);
    expect(shares('time_decay', published, { halfLifeDays: 0.01 })).toMatchObject({ T1: 0, T5: 1 });
  });

  test('still tells touches apart that lie years before the close', () => {
    const old = journey(
      [
        ['a', 0],
        ['b', 7],
      ],
      { closed: 30_000 },
    );
    expect(creditShares('time_decay', old).get('b')).toBeCloseTo(2 / 3, 12);
  });

  test('refuses a half life that is not positive', () => {
    expect(() => creditShares('time_decay', published, { halfLifeDays: 0 })).toThrow(
      expect.toSatisfy(isAppError),
    );
  });
});

describe('markov and shapley over a deal', () => {
  test('split by the effects of the channels that touched it, a harmful one taking nothing', () => {
    expect(
      shares(
        'markov',
        journey([
          ['a', 1],
          ['b', 2],
          ['a', 3],
          ['d', 4],
        ]),
      ),
    ).toEqual({ a: 0.666666667, b: 0.333333333, d: 0 });
  });

  test('split evenly where no channel of the deal has an effect', () => {
    expect(
      shares(
        'shapley',
        journey([
          ['c', 1],
          ['d', 2],
          ['new', 3],
          ['new', 4],
          ['x', 5],
        ]),
      ),
    ).toEqual({ c: 0.25, d: 0.25, new: 0.25, x: 0.25 });
  });

  test('refuse to guess where the effects are missing', () => {
    expect(() => creditShares('markov', journey([['a', 1]]))).toThrow(expect.toSatisfy(isAppError));
  });
});

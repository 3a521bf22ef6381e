import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultTierRules, type TierRules } from '../../src/company/settings.ts';
import { describeTier } from '../../src/insights/describe-tier.ts';
import { type Contribution, followTier } from '../../src/insights/tier-by-contribution.ts';

const RULES: TierRules = {
  targets: { attributed: 200_000, sourced: 100_000, influenced_accounts: 4, certifications: 5, psat: 0.8 },
  weights: { attributed: 40, sourced: 30, influenced_accounts: 10, certifications: 10, psat: 10 },
  levels: [
    { name: 'Select', from: 0.3 },
    { name: 'Premier', from: 0.8 },
    { name: 'Member', from: 0 },
  ],
  margin: 0.1,
};

const FULL: Contribution = {
  attributed: 200_000,
  sourced: 100_000,
  influencedAccounts: 4,
  certifications: 5,
  psat: 0.8,
};

function follow(over: Partial<Contribution>, current: string | null, periodDays = 365) {
  return followTier({ contribution: { ...FULL, ...over }, current, periodDays }, RULES);
}

describe('the tier by contribution', () => {
  test.each([
    ['all targets are met: up', {}, 'select', 1, 'Premier', 'up'],
    ['all targets are met: nothing above', {}, 'Premier', 1, 'Premier', 'stay'],
    [
      'short of its own by less than a tenth',
      { sourced: 20_000 },
      'Premier',
      0.76,
      'Premier',
      'stay_by_margin',
    ],
    ['short of its own by more', { sourced: 0 }, 'Premier', 0.7, 'Select', 'down'],
    ['short, where it was never there', { sourced: 20_000 }, 'Select', 0.76, 'Select', 'stay'],
    [
      'nothing at all',
      { attributed: 0, sourced: 0, influencedAccounts: 0, certifications: 0, psat: 0 },
      'Member',
      0,
      'Member',
      'stay',
    ],
    ['a credit note takes no points', { attributed: -50_000 }, 'Select', 0.6, 'Select', 'stay'],
    ['no tier yet', {}, null, 1, 'Premier', null],
  ] as const)('where %s', (_, over, current, score, follows, move) => {
    const tier = follow(over, current);
    expect(tier.score).toBeCloseTo(score, 12);
    expect(tier).toMatchObject({ follows, move, why: null });
  });

  test('leaves a withheld PSAT out, its weight with it', () => {
    const tier = follow({ psat: null, sourced: 0 }, 'Select');
    expect(tier.score).toBeCloseTo(60 / 90, 12);
    expect(describeTier(tier)).toContain('PSAT not known and left out');
  });

  test('scales what adds up over time to the period, and not certificates or PSAT', () => {
    const quarter = follow({ attributed: 50_000, sourced: 25_000, influencedAccounts: 1 }, 'Select', 365 / 4);
    expect(quarter.score).toBeCloseTo(1, 12);
    expect(quarter.parts.map((part) => part.target)).toEqual([50_000, 25_000, 1, 5, 0.8]);
  });

  test.each([
    ['a tier that the company does not name', follow({}, 'Diamond'), "do not name the tier 'Diamond'"],
    ['a period without days', follow({}, 'Select', 0), 'the period has no days'],
    [
      'a company without targets',
      followTier({ contribution: FULL, current: 'gold', periodDays: 365 }, undefined),
      'the company has set no targets of its own',
    ],
    [
      'targets of nothing',
      followTier(
        { contribution: FULL, current: 'Select', periodDays: 365 },
        {
          ...RULES,
          targets: { attributed: 0, sourced: 0, influenced_accounts: 0, certifications: 0, psat: 0 },
        },
      ),
      'the company has set no targets',
    ],
  ])('moves nobody for %s', (_, tier, why) => {
    expect(tier).toMatchObject({ follows: null, move: null });
    expect(tier.why).toContain(why);
    expect(describeTier(tier)).toContain(why);
  });

  test('says the figures, the targets and what the next tier asks for', () => {
    expect(describeTier(follow({ sourced: 0, certifications: 2 }, 'Select'))).toBe(
      "Select, as now: 64% of the company's targets (attributed revenue 200,000 of 200,000, sourced revenue 0 of 100,000, accounts influenced 4 of 4, valid certificates 2 of 5, PSAT 80% of 80%); Premier from 80%",
    );
  });

  test('never falls when a partner brings more', () => {
    const figures = fc.record({
      attributed: fc.double({ min: 0, max: 1e6, noNaN: true }),
      sourced: fc.double({ min: 0, max: 1e6, noNaN: true }),
      influencedAccounts: fc.nat(20),
      certifications: fc.nat(20),
      psat: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(figures, figures, (before, more) => {
        const sum: Contribution = {
          attributed: before.attributed + more.attributed,
          sourced: before.sourced + more.sourced,
          influencedAccounts: before.influencedAccounts + more.influencedAccounts,
          certifications: before.certifications + more.certifications,
          psat: Math.min(1, before.psat + more.psat),
        };
        const scoreOf = (contribution: Contribution) =>
          followTier({ contribution, current: null, periodDays: 365 }, defaultTierRules()).score!;
        expect(scoreOf(sum)).toBeGreaterThanOrEqual(scoreOf(before));
      }),
    );
  });
});

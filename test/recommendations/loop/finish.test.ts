import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RecommendationJson, RecommendedPartnerJson } from '../../../src/agent/types.ts';
import { drawFor, finishRecommendation } from '../../../src/recommendations/loop/finish.ts';
import { balanceLedger } from '../../../src/recommendations/loop/ledger.ts';

const block = {
  code: 'named_account',
  severity: 'block' as const,
  subjects: {},
  since: null,
  until: null,
  why: 'The account is ours alone.',
  rule: null,
  remedy: 'Ask the account owner.',
};

function partner(n: number, of: Partial<RecommendedPartnerJson> = {}): RecommendedPartnerJson {
  const estimate = 0.3 - n * 0.03;
  return {
    partner_id: `p${n}`,
    name: `Partner ${n}`,
    rank: n + 1,
    score: 0.5,
    play: 'source',
    role: 'influence',
    lift: { estimate, low: estimate - 0.2, high: estimate + 0.3 },
    win_chance: 0.5,
    reasons: [{ signal: 'needs', text: `covers need ${n}`, weight: estimate, evidence: [`p${n}`] }],
    conflicts: [],
    next: [],
    ...of,
  };
}

const ranking = (partners: readonly RecommendedPartnerJson[], id = 'OPP-1'): RecommendationJson => ({
  subject: { opportunity_id: id, account_id: 'A-1' },
  partners,
  left_out: [],
  coverage: 'partial',
});

const ten = Array.from({ length: 10 }, (_, n) => partner(n));
const plain = { top: 5, explorationShare: 0, ledger: [], withholding: [] };

test('shows as many as asked for, in order, each after the first with why it is not the first', () => {
  const { partners, verdict } = finishRecommendation(ranking(ten), plain);
  expect(partners.map((one) => one.partner_id)).toEqual(['p0', 'p1', 'p2', 'p3', 'p4']);
  expect(partners[0]?.behind).toBeUndefined();
  expect(partners[1]?.behind).toBe(
    '3 points less lift than Partner 0, which is within what is uncertain; what speaks more for Partner 0: covers need 0',
  );
  expect(verdict).toBe('bring');
});

test('explores nobody unless a share is set', () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      const { partners } = finishRecommendation(ranking(ten, id), plain);
      expect(partners.some((one) => one.explored)).toBe(false);
    }),
  );
});

test('explores on about the share of deals that is set, the same on each replay, marked and never past a block', () => {
  const stopped = ten.map((one, n) => (n % 2 === 0 ? one : { ...one, conflicts: [block] }));
  const facts = { ...plain, explorationShare: 0.1 };
  const ids = Array.from({ length: 3000 }, (_, i) => `OPP-${i}`);
  const lists = ids.map((id) => finishRecommendation(ranking(stopped, id), facts));
  const explored = lists.filter((list) => list.partners.some((one) => one.explored));
  expect(explored.length).toBeGreaterThan(240);
  expect(explored.length).toBeLessThan(360);
  expect(finishRecommendation(ranking(stopped, 'OPP-7'), facts)).toEqual(lists[7]);
  for (const list of explored) {
    expect(list.partners).toHaveLength(5);
    expect(list.partners[0]?.explored).toBeUndefined();
    const [one] = list.partners.filter((of) => of.explored);
    expect(one?.reasons.map((reason) => reason.signal)).toContain('exploration');
    expect(one?.conflicts).toEqual([]);
  }
});

test('draws evenly from 0 to 1', () => {
  const draws = Array.from({ length: 2000 }, (_, i) => drawFor(`D-${i}`, 'explore'));
  expect(draws.reduce((a, b) => a + b, 0) / draws.length).toBeCloseTo(0.5, 1);
});

test('says bring nobody where no lift is expected or nobody is left, and not enough data without history', () => {
  const useless = [partner(0, { lift: { estimate: 0.001, low: -0.1, high: 0.1 } })];
  expect(finishRecommendation(ranking(useless), plain).verdict).toBe('nobody');
  expect(finishRecommendation(ranking([]), plain).verdict).toBe('nobody');
  expect(finishRecommendation(ranking([partner(0, { lift: null })]), plain).verdict).toBe('not_enough_data');
});

test('says what is not shared as not shared, and only where no overlap is known', () => {
  const known = partner(1, {
    reasons: [{ signal: 'overlap', text: 'their customer', weight: 0.1, evidence: [] }],
  });
  const { partners } = finishRecommendation(ranking([partner(0), known]), {
    ...plain,
    withholding: ['p0', 'p1'],
  });
  expect(partners[0]?.reasons.at(-1)?.text).toMatch(/not shared with us, which is not the same as no/);
  expect(partners[1]?.reasons.map((one) => one.signal)).not.toContain('not_shared');
});

test('tells the favours between the partner and us, with a word where we owe', () => {
  const none = {
    partnerId: 'p0',
    partnerName: 'Partner 0',
    asked: 0,
    accepted: 0,
    declined: 0,
    introsGiven: 0,
    theyGave: 0,
    registrationsAsked: 0,
    fundsAsked: 0,
    theyAsked: 0,
    registrationsGranted: 0,
    fundsGranted: 0,
    campaigns: 0,
  };
  const ledger = [balanceLedger({ ...none, dealsHelped: 5, weGave: 1 })];
  const { partners } = finishRecommendation(ranking(ten), { ...plain, ledger });
  expect(partners[0]?.reasons.at(-1)?.text).toBe(
    'they helped us 5 times, we helped them once. We owe them: give something before the next ask',
  );
  expect(ledger[0]?.balance).toBe(-4);
});

test('finishing never loses a finding that blocks', () => {
  fc.assert(
    fc.property(
      fc.array(fc.boolean(), { maxLength: 12 }),
      fc.integer({ min: 1, max: 10 }),
      fc.uuid(),
      (blocked, top, id) => {
        const list = blocked.map((stops, n) => partner(n, stops ? { conflicts: [block] } : {}));
        const found = finishRecommendation(ranking(list, id), { ...plain, top, explorationShare: 0.2 });
        expect(found.partners.length).toBe(Math.min(top, list.length));
        for (const one of found.partners) {
          const n = Number(one.partner_id.slice(1));
          expect(one.conflicts.length).toBe(blocked[n] ? 1 : 0);
        }
      },
    ),
  );
});

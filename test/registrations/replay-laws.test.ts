import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/dates.ts';
import type { PastDeal, Surroundings } from '../../src/registrations/replay/facts-on-day.ts';
import { type Life, type RecordedRegistration, readLife } from '../../src/registrations/replay/history.ts';
import { reportReplay } from '../../src/registrations/replay/report.ts';
import type { Course, Standing } from '../../src/registrations/replay/standing.ts';
import { type Look, walkHistory } from '../../src/registrations/replay/walk.ts';
import { globex, makeTerms, opportunity, partner, registration, TODAY } from './conflict-facts.ts';

const FIRST_DAY = '2025-01-06';
const ACCOUNTS = ['globex', 'initech'];
const PARTNERS = ['us', 'them', 'third'];
const initech = { ...globex, accountId: 'initech', name: 'Initech' };

const day = (least: number, most: number) =>
  fc.integer({ min: least, max: most }).map((days) => addDays(FIRST_DAY, days));

const recorded: fc.Arbitrary<Omit<RecordedRegistration, 'registrationId'>> = fc
  .record({
    partnerId: fc.constantFrom(...PARTNERS),
    accountId: fc.constantFrom(...ACCOUNTS),
    product: fc.constantFrom('Platform', 'Analytics'),
    kind: fc.constantFrom('resale' as const, 'resale' as const, 'service' as const),
    status: fc.constantFrom(
      'submitted',
      'returned',
      'approved',
      'approved',
      'rejected',
      'withdrawn',
      'expired',
    ),
    minor: fc.integer({ min: 100_000, max: 5_000_000 }),
    received: day(0, 400),
    wait: fc.integer({ min: 0, max: 10 }),
    reasonCode: fc.constantFrom(null, 'below_minimum', 'protected_for_other', 'thin_submission'),
    extendedAfter: fc.option(fc.integer({ min: 0, max: 120 }), { nil: null }),
  })
  .map(({ minor, received, wait, extendedAfter, status, ...facts }) => {
    const decided = ['approved', 'rejected', 'expired'].includes(status);
    const decidedOn = decided ? addDays(received, wait) : null;
    const extended = status === 'approved' && decidedOn !== null && extendedAfter !== null;
    const lasts = 90 + (extended ? 30 : 0);
    return {
      ...registration({ ...facts, status: status as RecordedRegistration['status'] }),
      amount: { minor, currency: 'USD' },
      submittedOn: `${received}T09:00:00.000Z`,
      decidedOn,
      expiresOn: decidedOn && status !== 'rejected' ? addDays(decidedOn, lasts) : null,
      partnerName: facts.partnerId,
      tier: null,
      reasonCode: facts.reasonCode,
      closing: null,
      moves: extended
        ? [
            {
              fromStatus: 'approved',
              toStatus: 'approved',
              movedAt: `${addDays(decidedOn, extendedAfter + 1)}T09:00:00.000Z`,
              surface: 'terminal',
            } as const,
          ]
        : [],
    };
  });

const deal: fc.Arbitrary<PastDeal> = fc
  .record({
    accountId: fc.constantFrom(...ACCOUNTS),
    product: fc.constantFrom('Platform', 'Analytics'),
    createdOn: day(0, 400),
    qualifiedAfter: fc.integer({ min: 0, max: 60 }),
  })
  .map(({ qualifiedAfter, ...facts }) => ({
    ...opportunity({ ...facts, lastActivityOn: null }),
    closeOn: null,
    stages: [
      { stage: 'prospecting', on: facts.createdOn },
      { stage: 'qualified', on: addDays(facts.createdOn, qualifiedAfter) },
    ],
    touches: [],
  }));

const history = fc.record({
  lives: fc
    .array(recorded, { minLength: 1, maxLength: 14 })
    .map((all) => all.map((one, i) => ({ ...one, registrationId: `REG-${100 + i}` }))),
  deals: fc.array(deal, { maxLength: 4 }),
});

interface Past {
  readonly lives: readonly RecordedRegistration[];
  readonly deals: readonly PastDeal[];
}

const otherRules = fc.record({
  registration_protection_days: fc.integer({ min: 0, max: 300 }),
  extension_days: fc.integer({ min: 0, max: 90 }),
  max_extensions: fc.integer({ min: 0, max: 3 }),
  min_amount: fc.integer({ min: 0, max: 60_000 }),
  dormant_opportunity_days: fc.integer({ min: 0, max: 300 }),
  named_accounts: fc.constantFrom([], ['globex']),
});

const rules = makeTerms().rules;

function livesOf({ lives }: Past): Life[] {
  return lives.flatMap((one) => readLife(one, rules) ?? []);
}

function around(deals: readonly PastDeal[]): Surroundings {
  return {
    accounts: new Map([globex, initech].map((one) => [one.accountId, one])),
    children: new Map(),
    partners: new Map(PARTNERS.map((id) => [id, partner(id)])),
    integrations: new Set(),
    certificates: new Map(),
    deals: new Map(ACCOUNTS.map((id) => [id, deals.filter((one) => one.accountId === id)])),
    roles: new Map(),
    subscriptions: new Map(),
    offers: new Map(),
  };
}

function walk(past: Past, changed: Readonly<Record<string, unknown>> = {}) {
  return walkHistory(livesOf(past), around(past.deals), {
    termsOn: (on) => makeTerms({}, on),
    rules: { was: rules, wouldBe: { ...rules, ...changed } },
    from: null,
    until: TODAY,
  });
}

describe('a replay', () => {
  it('with the rules unchanged changes nothing', () => {
    fc.assert(
      fc.property(history, (past) => {
        const walked = walk(past);
        for (const look of walked.looks) expect(look.wouldBe).toEqual(look.was);
        expect(walked.wouldBe.standings).toEqual(walked.was.standings);
        const period = { from: FIRST_DAY, to: addDays(TODAY, 1) };
        const report = reportReplay({ walk: walked, lives: livesOf(past), period, today: TODAY });
        const figures = [report.protectionDays, report.protectionsLaid, report.ranOut, ...report.conflicts];
        for (const { was, wouldBe } of figures) expect(wouldBe).toBe(was);
        expect(report).toMatchObject({ rules: [], changed: [], reconsidered: [], closedUnprotected: [] });
        expect(report.timeToDecide.wouldBe).toEqual(report.timeToDecide.was);
      }),
    );
  });

  it('leaves history as it was on its own side, whatever the other rules are', () => {
    fc.assert(
      fc.property(history, otherRules, (past, changed) => {
        const [alone, beside] = [walk(past), walk(past, changed)];
        expect(beside.was.standings).toEqual(alone.was.standings);
        expect(beside.looks.map((look) => look.was)).toEqual(alone.looks.map((look) => look.was));
      }),
    );
  });

  it('gives no two partners one account and product at a time, and nobody an empty approval, beyond those in truth', () => {
    fc.assert(
      fc.property(history, otherRules, (past, changed) => {
        const { was, wouldBe } = walk(past, changed);
        const inTruth = new Set(listOverlaps(was));
        expect(listOverlaps(wouldBe).filter((pair) => !inTruth.has(pair))).toEqual([]);
        expect(listBare(wouldBe).filter((id) => !listBare(was).includes(id))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('sees nothing that happened later', () => {
    fc.assert(
      fc.property(history, otherRules, day(0, 400), (past, changed, cut) => {
        const known = {
          lives: past.lives.filter((one) => (one.submittedOn ?? '') < cut),
          deals: past.deals.filter((one) => (one.createdOn ?? '') < cut),
        };
        const before = (looks: readonly Look[]) =>
          looks
            .filter((look) => look.on < cut)
            .map(({ on, life, was, wouldBe }) => ({ on, id: idOf({ life }), was, wouldBe }));
        expect(before(walk(known, changed).looks)).toEqual(before(walk(past, changed).looks));
      }),
    );
  });
});

/** Pairs of different partners' protections that hold one account and product on one day. */
function listOverlaps(course: Course): string[] {
  const held = [...course.standings.values()].filter((one) => one.protects && one.status === 'approved');
  return held.flatMap((one) =>
    held.filter((other) => overlap(one, other)).map((other) => `${idOf(one)} ${idOf(other)}`),
  );
}

/** Approvals of a sale that protect nothing, as another partner did. */
function listBare(course: Course): string[] {
  return [...course.standings.values()]
    .filter((one) => one.status === 'approved' && !one.protects && one.life.registration.kind !== 'service')
    .map(idOf);
}

function overlap(left: Standing, right: Standing): boolean {
  const [a, b] = [left.life.registration, right.life.registration];
  return (
    a.partnerId !== b.partnerId &&
    a.accountId === b.accountId &&
    a.product === b.product &&
    (left.decidedOn ?? '') <= (right.until ?? '') &&
    (right.decidedOn ?? '') <= (left.until ?? '')
  );
}

function idOf({ life }: Pick<Standing, 'life'>): string {
  return life.registration.registrationId;
}

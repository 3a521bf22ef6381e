import { describe, expect, it } from 'vitest';
import { findConflicts } from '../../src/registrations/conflicts.ts';
import {
  asking,
  codesOf,
  globex,
  makeCase,
  makeTerms,
  registration,
  subscription,
  weighedCodesOf,
} from './conflict-facts.ts';

const parent = { accountId: 'group', name: 'Globex Group', country: 'DE', parentAccountId: null };
const child = { accountId: 'child', name: 'Globex Labs', country: 'DE', parentAccountId: 'globex' };
const own = { partnerId: 'us' };

describe('registered_by_other', () => {
  it.each([
    ['an approved one without dates of its end', {}, ['block registered_by_other']],
    ['the last day by expires_on', { expiresOn: '2026-06-30' }, ['block registered_by_other']],
    ['the day after by expires_on', { expiresOn: '2026-06-29' }, ['info registration_expired']],
    ['the last of 90 days', { decidedOn: '2026-04-01' }, ['block registered_by_other']],
    ['the day after 90 days', { decidedOn: '2026-03-31' }, ['info registration_expired']],
    ['the day of approval', { decidedOn: '2026-06-30' }, ['block registered_by_other']],
    ['the day before approval', { decidedOn: '2026-07-01' }, []],
    ['another product', { product: 'Security' }, []],
    ['the product in capitals', { product: 'PLATFORM' }, ['block registered_by_other']],
    ['a product that nobody named', { product: null }, ['block registered_by_other']],
    ['delivery work', { kind: 'service' as const }, []],
    ['a withdrawn one', { status: 'withdrawn' as const }, []],
    ['a rejected one', { status: 'rejected' as const }, []],
    ['a won one', { status: 'won' as const }, []],
    ['one whose opportunity was lost', { opportunityLost: { on: '2026-06-29' } }, []],
    [
      'one whose opportunity is to be lost later',
      { opportunityLost: { on: '2026-07-01' } },
      ['block registered_by_other'],
    ],
    ['another account', { accountId: 'other' }, []],
  ])('for %s', (_name, facts, codes) => {
    const claim = registration(facts);
    const registrations = claim.accountId === 'other' ? [] : [claim];
    expect(weighedCodesOf(makeCase({ registrations }))).toEqual(codes);
  });

  it('is a warning on a parent and on a subsidiary', () => {
    const about = makeCase({
      account: { ...globex, parentAccountId: 'group' },
      relatives: [parent, child],
      registrations: [registration({ accountId: 'group' }), registration({ accountId: 'child' })],
    });
    expect(weighedCodesOf(about)).toEqual(['warn registered_by_other', 'warn registered_by_other']);
  });

  it('takes every registration for another one where no partner asks', () => {
    const about = makeCase({ partner: null, registrations: [registration(own)] });
    expect(weighedCodesOf(about)).toEqual(['block registered_by_other']);
  });

  it('stands between two who want to deliver', () => {
    const about = makeCase({ kind: 'service', registrations: [registration({ kind: 'service' })] });
    expect(codesOf(about)).toEqual(['registered_by_other']);
    expect(codesOf(makeCase({ kind: 'service', registrations: [registration()] }))).toEqual([]);
  });

  it('says who, what and until when, with what to do next', () => {
    const claim = registration({ registrationId: 'REG-7', expiresOn: '2026-09-30' });
    expect(findConflicts(makeCase({ registrations: [claim] }), makeTerms())).toEqual([
      {
        code: 'registered_by_other',
        severity: 'block',
        subjects: { registration_id: 'REG-7', partner_id: 'them', account_id: 'globex' },
        since: '2026-06-01',
        until: '2026-09-30',
        why: 'Partner them has the approved registration of Globex for Platform until 30 September 2026.',
        rule: null,
        remedy: 'Ask again after 30 September 2026, bring Partner them in, or propose delivery work instead.',
      },
    ]);
  });
});

describe('pending_with_other', () => {
  const pending = { status: 'submitted' as const, decidedOn: null };
  const reviewed = registration({ ...own, ...pending, submittedOn: '2026-06-10T12:00:00.000Z' });

  it.each([
    ['submitted before', { submittedOn: '2026-06-10T11:59:59.000Z' }, ['pending_with_other']],
    ['submitted at the same instant', { submittedOn: '2026-06-10T12:00:00.000Z' }, []],
    ['submitted after', { submittedOn: '2026-06-10T12:00:01.000Z' }, []],
    [
      'returned with a question',
      { status: 'returned' as const, submittedOn: '2026-06-01T00:00:00.000Z' },
      ['pending_with_other'],
    ],
    ['a draft', { status: 'draft' as const, submittedOn: null }, []],
    ['for another product', { product: 'Security', submittedOn: '2026-06-01T00:00:00.000Z' }, []],
    ['for delivery', { kind: 'service' as const, submittedOn: '2026-06-01T00:00:00.000Z' }, []],
    ['on a parent', { accountId: 'group', submittedOn: '2026-06-01T00:00:00.000Z' }, []],
  ])('against a registration under review: %s', (_name, facts, codes) => {
    const about = makeCase({
      account: { ...globex, parentAccountId: 'group' },
      relatives: [parent],
      registration: reviewed,
      registrations: [reviewed, registration({ ...pending, ...facts })],
    });
    expect(codesOf(about)).toEqual(codes);
  });

  it.each([
    ['today', '2026-06-30T23:00:00.000Z', ['pending_with_other']],
    ['yesterday', '2026-06-29T08:00:00.000Z', ['pending_with_other']],
    ['tomorrow', '2026-07-01T00:00:00.000Z', []],
  ])('without a registration: one submitted %s', (_name, submittedOn, codes) => {
    expect(codesOf(makeCase({ registrations: [registration({ ...pending, submittedOn })] }))).toEqual(codes);
  });

  it('takes every claim for another one where no partner asks', () => {
    const about = makeCase({ partner: null, registrations: [registration({ ...own, ...pending })] });
    expect(codesOf(about)).toEqual(['pending_with_other']);
  });
});

describe('already_registered', () => {
  it.each([
    ['submitted', { status: 'submitted' as const, decidedOn: null }, ['already_registered']],
    ['returned', { status: 'returned' as const, decidedOn: null }, ['already_registered']],
    ['approved', {}, ['already_registered']],
    ['on its last day', { expiresOn: '2026-06-30' }, ['registration_expiring', 'already_registered']],
    ['a day past its end', { expiresOn: '2026-06-29' }, ['registration_expired']],
    ['a draft', { status: 'draft' as const, submittedOn: null, decidedOn: null }, []],
    ['withdrawn', { status: 'withdrawn' as const }, []],
    ['for another product', { product: 'Security' }, []],
    ['for delivery', { kind: 'service' as const }, []],
  ])('for its own one that is %s', (_name, facts, codes) => {
    expect(codesOf(makeCase({ registrations: [registration({ ...own, ...facts })] }))).toEqual(codes);
  });

  it('is not said of the registration under review itself, but of a second one', () => {
    const reviewed = registration({ ...own, status: 'submitted', decidedOn: null });
    const second = registration({ ...own, status: 'submitted', decidedOn: null });
    expect(codesOf(makeCase({ registration: reviewed, registrations: [reviewed] }))).toEqual([]);
    expect(codesOf(makeCase({ registration: reviewed, registrations: [reviewed, second] }))).toEqual([
      'already_registered',
    ]);
  });
});

describe('registration_expiring', () => {
  it.each([
    ['15 days left', '2026-07-15', ['already_registered']],
    ['14 days left', '2026-07-14', ['registration_expiring', 'already_registered']],
    ['one day left', '2026-07-01', ['registration_expiring', 'already_registered']],
    ['the last day', '2026-06-30', ['registration_expiring', 'already_registered']],
    ['the day after', '2026-06-29', ['registration_expired']],
  ])('with %s', (_name, expiresOn, codes) => {
    expect(codesOf(makeCase({ registrations: [registration({ ...own, expiresOn })] }))).toEqual(codes);
  });

  it('counts from the approval where no end is written', () => {
    const decided = (decidedOn: string) => makeCase({ registrations: [registration({ ...own, decidedOn })] });
    expect(codesOf(decided('2026-04-15'))).toContain('registration_expiring');
    expect(codesOf(decided('2026-04-16'))).not.toContain('registration_expiring');
  });

  it('is not said of another partner, nor without one', () => {
    const claim = registration({ expiresOn: '2026-07-03' });
    expect(codesOf(makeCase({ registrations: [claim] }))).toEqual(['registered_by_other']);
    expect(codesOf(makeCase({ partner: null, registrations: [claim] }))).toEqual(['registered_by_other']);
  });
});

describe('registration_expired', () => {
  it.each([
    ['yesterday', { status: 'expired' as const, expiresOn: '2026-06-29' }, ['registration_expired']],
    ['180 days ago', { status: 'expired' as const, expiresOn: '2026-01-01' }, ['registration_expired']],
    ['181 days ago', { status: 'expired' as const, expiresOn: '2025-12-31' }, []],
    ['while still called approved', { expiresOn: '2026-06-29' }, ['registration_expired']],
    ['by the 90 days', { status: 'expired' as const, decidedOn: '2026-03-01' }, ['registration_expired']],
    ['unanswered, without a day', { status: 'expired' as const, decidedOn: null }, []],
    ['for another product', { status: 'expired' as const, expiresOn: '2026-06-29', product: 'Security' }, []],
    ['for delivery', { status: 'expired' as const, expiresOn: '2026-06-29', kind: 'service' as const }, []],
    ['by a withdrawal', { status: 'withdrawn' as const, expiresOn: '2026-06-29' }, []],
  ])('for one that ended %s', (_name, facts, codes) => {
    expect(codesOf(makeCase({ registrations: [registration(facts)] }))).toEqual(codes);
  });

  it('is not said while another one protects the account and product', () => {
    const expired = registration({ status: 'expired', expiresOn: '2026-06-01' });
    expect(codesOf(makeCase({ registrations: [expired, registration()] }))).toEqual(['registered_by_other']);
    const elsewhere = registration({ product: 'Security' });
    expect(codesOf(makeCase({ registrations: [expired, elsewhere] }))).toEqual(['registration_expired']);
  });
});

describe('too_many_open', () => {
  const claims = (count: number, facts = {}) =>
    Array.from({ length: count }, (_, i) => registration({ ...own, accountId: `other-${i}`, ...facts }));
  const terms = makeTerms({ max_open_registrations: 3 });

  it.each([
    ['one fewer', claims(2), []],
    ['as many', claims(3), ['too_many_open']],
    ['one more', claims(4), ['too_many_open']],
    ['undecided ones', claims(3, { status: 'submitted', decidedOn: null }), ['too_many_open']],
    ['returned ones', claims(3, { status: 'returned', decidedOn: null }), ['too_many_open']],
    ['on the last day', claims(3, { expiresOn: '2026-06-30' }), ['too_many_open']],
    ['a day past the end', claims(3, { expiresOn: '2026-06-29' }), []],
  ])('with %s', (_name, own3, codes) => {
    expect(codesOf(makeCase({ partner: asking({ claims: own3 }) }), terms)).toEqual(codes);
  });
});

it('finds nothing where nothing is', () => {
  expect(codesOf(makeCase())).toEqual([]);
  expect(codesOf(makeCase({ partner: null, product: null }))).toEqual([]);
  expect(codesOf(makeCase({ subscriptions: [subscription({ product: 'Security' })] }))).toEqual([]);
});

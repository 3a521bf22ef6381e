import { describe, expect, it } from 'vitest';
import {
  asking,
  codesOf,
  globex,
  makeCase,
  makeTerms,
  offer,
  opportunity,
  partner,
  registration,
  role,
  subscription,
} from './conflict-facts.ts';

describe('direct_deal and direct_deal_early', () => {
  it.each([
    ['at the stage', {}, ['direct_deal']],
    ['past the stage', { stage: 'negotiation' }, ['direct_deal']],
    ['before the stage', { stage: 'prospecting' }, ['direct_deal_early']],
    ['won', { stage: 'closed_won' }, []],
    ['lost', { stage: 'closed_lost' }, []],
    ['created yesterday', { createdOn: '2026-06-29', lastActivityOn: null }, ['direct_deal']],
    ['created today', { createdOn: '2026-06-30', lastActivityOn: null }, []],
    ['created on a day that nobody knows', { createdOn: null, lastActivityOn: null }, []],
    ['active before today, created nobody knows when', { createdOn: null }, ['direct_deal']],
    ['idle for 120 days', { lastActivityOn: '2026-03-02', createdOn: '2026-01-01' }, ['direct_deal']],
    ['idle for 121 days', { lastActivityOn: '2026-03-01', createdOn: '2026-01-01' }, []],
    [
      'without activity, created 120 days ago',
      { lastActivityOn: null, createdOn: '2026-03-02' },
      ['direct_deal'],
    ],
    ['without activity, created 121 days ago', { lastActivityOn: null, createdOn: '2026-03-01' }, []],
    ['of another product', { product: 'Security' }, []],
    ['of another account', { accountId: 'other' }, []],
  ])('for a deal %s', (_name, facts, codes) => {
    expect(codesOf(makeCase({ opportunities: [opportunity(facts)] }))).toEqual(codes);
  });

  it.each([
    ['before the submission', '2026-05-27', ['direct_deal']],
    ['on the day of submission', '2026-05-28', []],
    ['after the submission', '2026-05-29', []],
  ])('for a deal created %s', (_name, createdOn, codes) => {
    const reviewed = registration({ partnerId: 'us', status: 'submitted', decidedOn: null });
    const about = makeCase({
      registration: reviewed,
      registrations: [reviewed],
      opportunities: [opportunity({ createdOn, lastActivityOn: '2026-06-20' })],
    });
    expect(codesOf(about)).toEqual(codes);
  });

  it('is not held against the deal that the check is about', () => {
    const deal = opportunity();
    expect(codesOf(makeCase({ opportunity: deal, opportunities: [deal] }))).toEqual([]);
    expect(codesOf(makeCase({ opportunity: deal, opportunities: [deal, opportunity()] }))).toEqual([
      'direct_deal',
    ]);
  });

  it('is not held against the partner that sourced the deal', () => {
    const deal = opportunity();
    const source = (partnerId: string, accepted: boolean | null) =>
      makeCase({
        opportunities: [deal],
        roles: [role(deal.opportunityId, partnerId, { role: 'source', accepted })],
      });
    expect(codesOf(source('us', true))).toEqual([]);
    expect(codesOf(source('us', null))).toEqual([]);
    expect(codesOf(source('us', false))).toEqual(['direct_deal']);
    expect(codesOf(source('them', true))).toEqual(['direct_deal']);
    expect(codesOf({ ...source('us', true), partner: null })).toEqual(['direct_deal']);
  });

  it('is not held against the partner whose registration is linked to the deal', () => {
    const deal = opportunity();
    const linked = registration({ partnerId: 'us', opportunityId: deal.opportunityId });
    const about = makeCase({ opportunities: [deal], registrations: [linked] });
    expect(codesOf(about)).toEqual(['already_registered']);
    expect(codesOf({ ...about, registrations: [{ ...linked, partnerId: 'them' }] })).toEqual([
      'registered_by_other',
      'direct_deal',
    ]);
  });

  it('takes its stage from the company', () => {
    const terms = makeTerms({ direct_deal_wins_after_stage: 'proposal' });
    expect(codesOf(makeCase({ opportunities: [opportunity()] }), terms)).toEqual(['direct_deal_early']);
    expect(codesOf(makeCase({ opportunities: [opportunity({ stage: 'proposal' })] }), terms)).toEqual([
      'direct_deal',
    ]);
  });
});

describe('existing_customer', () => {
  it.each([
    ['running', {}, ['existing_customer']],
    ['begun today', { startedOn: '2026-06-30' }, ['existing_customer']],
    ['begun tomorrow', { startedOn: '2026-07-01' }, []],
    ['on its last day', { endedOn: '2026-06-30' }, ['existing_customer']],
    ['ended yesterday', { endedOn: '2026-06-29' }, []],
    ['to another product', { product: 'Security' }, []],
    ['of another account', { accountId: 'other' }, []],
  ])('for a subscription %s', (_name, facts, codes) => {
    expect(codesOf(makeCase({ subscriptions: [subscription(facts)] }))).toEqual(codes);
  });
});

describe('incumbent_partner', () => {
  const renewal = opportunity({ kind: 'renewal' });

  it.each([
    ['another partner runs it', { partnerId: 'them' }, ['existing_customer', 'incumbent_partner']],
    [
      'another partner sold what has ended',
      { partnerId: 'them', endedOn: '2026-06-01' },
      ['incumbent_partner'],
    ],
    ['the asking partner runs it', { partnerId: 'us' }, ['existing_customer']],
    ['nobody sold it', { partnerId: null }, ['existing_customer']],
    ['it is of another product', { partnerId: 'them', product: 'Security' }, []],
  ])('for a renewal where %s', (_name, facts, codes) => {
    expect(codesOf(makeCase({ opportunity: renewal, subscriptions: [subscription(facts)] }))).toEqual(codes);
  });

  it('is not said of growth, nor where no opportunity is named', () => {
    const subscriptions = [subscription({ partnerId: 'them' })];
    expect(codesOf(makeCase({ opportunity: opportunity({ kind: 'growth' }), subscriptions }))).toEqual([
      'existing_customer',
    ]);
    expect(codesOf(makeCase({ subscriptions }))).toEqual(['existing_customer']);
  });

  it('looks at what runs now before what has ended', () => {
    const subscriptions = [
      subscription({ partnerId: 'us' }),
      subscription({ partnerId: 'them', endedOn: '2026-01-31' }),
    ];
    expect(codesOf(makeCase({ opportunity: renewal, subscriptions }))).toEqual(['existing_customer']);
  });
});

describe('source_disputed', () => {
  const deal = opportunity();
  const source = (partnerId: string, accepted: boolean | null = true) =>
    role(deal.opportunityId, partnerId, { role: 'source', accepted });

  it.each([
    ['two sources', [source('them'), source('third')], ['source_disputed']],
    ['one undecided beside another', [source('them'), source('third', null)], ['source_disputed']],
    ['one refused', [source('them'), source('third', false)], []],
    ['one source', [source('them')], []],
    ['a source and a seller', [source('them'), role(deal.opportunityId, 'third')], []],
    ['a source on another deal', [source('them'), { ...source('third'), opportunityId: 'OPP-x' }], []],
  ])('with %s', (_name, roles, codes) => {
    expect(codesOf(makeCase({ opportunity: deal, roles }))).toEqual(codes);
    expect(codesOf(makeCase({ roles }))).toEqual([]);
  });
});

describe('competitor_in_deal', () => {
  const deal = opportunity();
  const rivals = (names: 'us' | 'them') =>
    new Map(
      ['us', 'them', 'third'].map((id) => [
        id,
        partner(id, id === names ? { competesWith: [names === 'us' ? 'them' : 'us'] } : {}),
      ]),
    );
  const inDeal = (accepted: boolean | null) => [role(deal.opportunityId, 'them', { accepted })];

  it.each([
    ['we name them', rivals('us'), inDeal(true), ['competitor_in_deal']],
    ['they name us', rivals('them'), inDeal(true), ['competitor_in_deal']],
    ['their role is undecided', rivals('us'), inDeal(null), ['competitor_in_deal']],
    ['their role was refused', rivals('us'), inDeal(false), []],
    ['neither names the other', new Map(['us', 'them'].map((id) => [id, partner(id)])), inDeal(true), []],
    ['they are on another deal', rivals('us'), [role('OPP-x', 'them')], []],
  ])('where %s', (_name, partners, roles, codes) => {
    expect(codesOf(makeCase({ opportunity: deal, partners, roles }))).toEqual(codes);
  });

  it('is said of the one whose registration protects, and no longer when it has expired', () => {
    const held = (expiresOn: string) =>
      codesOf(makeCase({ partners: rivals('us'), registrations: [registration({ expiresOn })] }));
    expect(held('2026-06-30')).toEqual(['registered_by_other', 'competitor_in_deal']);
    expect(held('2026-06-29')).toEqual(['registration_expired']);
  });

  it('is said once of a rival that is in the deal and holds the registration', () => {
    const about = makeCase({
      opportunity: deal,
      partners: rivals('them'),
      roles: inDeal(true),
      registrations: [registration()],
    });
    expect(codesOf(about)).toEqual(['registered_by_other', 'competitor_in_deal']);
    expect(codesOf({ ...about, partner: null })).toEqual(['registered_by_other']);
  });
});

describe('public_tender', () => {
  it('is said of the opportunity named, and of no other', () => {
    const tender = opportunity({ publicTender: true, createdOn: '2026-06-30', lastActivityOn: null });
    expect(codesOf(makeCase({ opportunity: tender }))).toEqual(['public_tender']);
    expect(codesOf(makeCase({ opportunity: tender, partner: null }))).toEqual(['public_tender']);
    expect(codesOf(makeCase({ opportunity: opportunity() }))).toEqual([]);
    expect(codesOf(makeCase({ opportunities: [tender] }))).toEqual([]);
    expect(codesOf(makeCase())).toEqual([]);
  });
});

describe('offer_bypasses_registration', () => {
  it.each([
    ['sent through another partner', {}, ['offer_bypasses_registration', 'already_registered']],
    ['on its last day', { expiresOn: '2026-06-30' }, ['offer_bypasses_registration', 'already_registered']],
    ['ended yesterday', { expiresOn: '2026-06-29' }, ['already_registered']],
    ['sent today', { sentOn: '2026-06-30' }, ['offer_bypasses_registration', 'already_registered']],
    ['to be sent tomorrow', { sentOn: '2026-07-01' }, ['already_registered']],
    ['not sent yet', { status: 'draft' }, ['already_registered']],
    ['accepted', { status: 'accepted' }, ['already_registered']],
    ['of our own, through nobody', { partnerId: null }, ['already_registered']],
    ['through the one that is protected', { partnerId: 'us' }, ['already_registered']],
  ])('for an offer %s', (_name, facts, codes) => {
    const registrations = [registration({ partnerId: 'us' })];
    expect(codesOf(makeCase({ registrations, offers: [offer(facts)] }))).toEqual(codes);
  });

  it('needs a registration that protects', () => {
    expect(codesOf(makeCase({ offers: [offer()] }))).toEqual([]);
    const undecided = registration({ partnerId: 'us', status: 'submitted', decidedOn: null });
    expect(codesOf(makeCase({ offers: [offer()], registrations: [undecided] }))).toEqual([
      'already_registered',
    ]);
  });

  it('says it of a protected third party, too, whoever asks', () => {
    const about = makeCase({ partner: asking(), offers: [offer()], registrations: [registration()] });
    expect(codesOf(about)).toEqual(['registered_by_other', 'offer_bypasses_registration']);
    expect(codesOf({ ...about, partner: null, account: globex })).toEqual([
      'registered_by_other',
      'offer_bypasses_registration',
    ]);
  });
});

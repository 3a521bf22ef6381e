import type {
  OpportunityFact,
  RoleFact,
  SubscriptionFact,
} from '../../../src/registrations/conflict-case.ts';
import { makeTerms, opportunity, partner, registration, role, subscription } from '../conflict-facts.ts';
import { describeRule, type Row } from './rule-table.ts';

const early = (situation: string, facts: Partial<OpportunityFact>, findings: number): Row => [
  situation,
  { opportunities: [opportunity({ stage: 'prospecting', ...facts })] },
  findings,
];
const first = opportunity({ stage: 'prospecting' });
const late = makeTerms({ direct_deal_wins_after_stage: 'negotiation' });

describeRule('direct_deal_early', 'warn', [
  early('before the stage', {}, 1),
  early('at the stage', { stage: 'qualified' }, 0),
  early('won', { stage: 'closed_won' }, 0),
  early('lost', { stage: 'closed_lost' }, 0),
  early('created yesterday', { createdOn: '2026-06-29', lastActivityOn: null }, 1),
  early('created today', { createdOn: '2026-06-30', lastActivityOn: null }, 0),
  early('idle for 120 days', { createdOn: '2026-01-01', lastActivityOn: '2026-03-02' }, 1),
  early('idle for 121 days', { createdOn: '2026-01-01', lastActivityOn: '2026-03-01' }, 0),
  early('of another product', { product: 'Security' }, 0),
  early('of another account', { accountId: 'other' }, 0),
  ['the opportunity that the check is about', { opportunity: first, opportunities: [first] }, 0],
  [
    'one that the partner sourced',
    { opportunities: [first], roles: [role(first.opportunityId, 'us', { role: 'source' })] },
    0,
  ],
  ['proposal, where negotiation wins', { opportunities: [opportunity({ stage: 'proposal' })] }, 1, late],
  [
    'negotiation, where negotiation wins',
    { opportunities: [opportunity({ stage: 'negotiation' })] },
    0,
    late,
  ],
]);

const served = (situation: string, facts: Partial<SubscriptionFact>, findings: number): Row => [
  situation,
  { subscriptions: [subscription(facts)] },
  findings,
];

describeRule('existing_customer', 'warn', [
  served('running', {}, 1),
  served('begun yesterday', { startedOn: '2026-06-29' }, 1),
  served('begun today', { startedOn: '2026-06-30' }, 1),
  served('begun tomorrow', { startedOn: '2026-07-01' }, 0),
  served('ends tomorrow', { endedOn: '2026-07-01' }, 1),
  served('on its last day', { endedOn: '2026-06-30' }, 1),
  served('ended yesterday', { endedOn: '2026-06-29' }, 0),
  served('without any day', { startedOn: null }, 1),
  served('to another product', { product: 'Security' }, 0),
  served('to the product in capitals', { product: 'PLATFORM' }, 1),
  served('of another account', { accountId: 'other' }, 0),
  ['where no partner asks', { partner: null, subscriptions: [subscription()] }, 1],
]);

const renewal = opportunity({ kind: 'renewal' });
const renewing = (situation: string, facts: Partial<SubscriptionFact>, findings: number): Row => [
  situation,
  { opportunity: renewal, subscriptions: [subscription({ partnerId: 'them', ...facts })] },
  findings,
];
const theirs = [subscription({ partnerId: 'them' })];

describeRule('incumbent_partner', 'warn', [
  renewing('another partner runs it', {}, 1),
  renewing('another partner ran what ended yesterday', { endedOn: '2026-06-29' }, 1),
  renewing('the asking partner runs it', { partnerId: 'us' }, 0),
  renewing('nobody runs it', { partnerId: null }, 0),
  renewing('another product', { product: 'Security' }, 0),
  renewing('another account', { accountId: 'other' }, 0),
  renewing('begins tomorrow', { startedOn: '2026-07-01' }, 0),
  ['growth', { opportunity: opportunity({ kind: 'growth' }), subscriptions: theirs }, 0],
  ['new business', { opportunity: opportunity(), subscriptions: theirs }, 0],
  ['no opportunity named', { subscriptions: theirs }, 0],
  ['a renewal that is not the one named', { opportunities: [renewal], subscriptions: theirs }, 0],
  ['where no partner asks', { partner: null, opportunity: renewal, subscriptions: theirs }, 1],
  [
    'two others run it',
    { opportunity: renewal, subscriptions: [...theirs, subscription({ partnerId: 'third' })] },
    2,
  ],
]);

const deal = opportunity();
const source = (partnerId: string, facts: Partial<RoleFact> = {}) =>
  role(deal.opportunityId, partnerId, { role: 'source', ...facts });
const sourced = (situation: string, roles: readonly RoleFact[], findings: number): Row => [
  situation,
  { opportunity: deal, roles },
  findings,
];

describeRule('source_disputed', 'warn', [
  sourced('nobody', [], 0),
  sourced('one', [source('them')], 0),
  sourced('one, recorded twice', [source('them'), source('them')], 0),
  sourced('two', [source('them'), source('third')], 1),
  sourced('three', [source('us'), source('them'), source('third')], 1),
  sourced('the asking partner and another', [source('us'), source('them')], 1),
  sourced('two, one undecided', [source('them'), source('third', { accepted: null })], 1),
  sourced('two, one refused', [source('them'), source('third', { accepted: false })], 0),
  sourced('a source and a seller', [source('them'), source('third', { role: 'sell' })], 0),
  sourced('one of them on another deal', [source('them'), source('third', { opportunityId: 'x' })], 0),
  ['no opportunity named', { opportunities: [deal], roles: [source('them'), source('third')] }, 0],
  [
    'where no partner asks',
    { partner: null, opportunity: deal, roles: [source('them'), source('third')] },
    1,
  ],
]);

const rivals = new Map([
  ['us', partner('us', { competesWith: ['them'] })],
  ['them', partner('them')],
  ['third', partner('third', { competesWith: ['us'] })],
]);
const beside = (situation: string, roles: readonly RoleFact[], findings: number): Row => [
  situation,
  { opportunity: deal, partners: rivals, roles },
  findings,
];
const inDeal = (partnerId: string, facts: Partial<RoleFact> = {}) =>
  role(deal.opportunityId, partnerId, facts);

describeRule('competitor_in_deal', 'warn', [
  beside('nobody in the deal', [], 0),
  beside('one that we name', [inDeal('them')], 1),
  beside('one that names us', [inDeal('third')], 1),
  beside('both', [inDeal('them'), inDeal('third')], 2),
  beside('one in two roles', [inDeal('them'), inDeal('them', { role: 'deliver' })], 1),
  beside('undecided', [inDeal('them', { accepted: null })], 1),
  beside('refused', [inDeal('them', { accepted: false })], 0),
  beside('ourselves', [inDeal('us')], 0),
  beside('on another deal', [role('x', 'them')], 0),
  ['no opportunity named', { opportunities: [deal], partners: rivals, roles: [inDeal('them')] }, 0],
  ['it holds the registration', { partners: rivals, registrations: [registration()] }, 1],
  [
    'it holds one on its last day',
    { partners: rivals, registrations: [registration({ expiresOn: '2026-06-30' })] },
    1,
  ],
  [
    'it held one until yesterday',
    { partners: rivals, registrations: [registration({ expiresOn: '2026-06-29' })] },
    0,
  ],
  [
    'its claim is undecided',
    { partners: rivals, registrations: [registration({ status: 'submitted', decidedOn: null })] },
    0,
  ],
  [
    'where no partner asks',
    { partner: null, opportunity: deal, partners: rivals, roles: [inDeal('them')] },
    0,
  ],
]);

const tender = opportunity({ publicTender: true });

describeRule('public_tender', 'info', [
  ['a tender', { opportunity: tender }, 1],
  ['no tender', { opportunity: deal }, 0],
  ['no opportunity named', {}, 0],
  ['a tender that is not the one named', { opportunity: deal, opportunities: [tender] }, 0],
  ['a tender of the account, none named', { opportunities: [tender] }, 0],
  ['where no partner asks', { partner: null, opportunity: tender }, 1],
  ['for delivery work', { kind: 'service', opportunity: tender }, 1],
  ['without a product', { product: null, opportunity: tender }, 1],
  ['a renewal', { opportunity: { ...tender, kind: 'renewal' } }, 1],
  ['before the stage', { opportunity: { ...tender, stage: 'prospecting' } }, 1],
  ['while another protects it', { opportunity: tender, registrations: [registration()] }, 1],
]);

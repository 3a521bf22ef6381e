import { asking, globex, makeTerms, registration } from '../conflict-facts.ts';
import { describeRule, type Row } from './rule-table.ts';

const account = { ...globex, parentAccountId: 'group' };
const parent = { accountId: 'group', name: 'Globex Group', country: 'US', parentAccountId: 'top' };
const child = { accountId: 'child', name: 'Globex Labs', country: 'DE', parentAccountId: 'globex' };
const named = (situation: string, ids: readonly string[], findings: number): Row => [
  situation,
  { account, relatives: [parent, child] },
  findings,
  makeTerms({ named_accounts: ids }),
];

describeRule('named_account', 'block', [
  named('the account', ['globex'], 1),
  named('its parent', ['group'], 1),
  named('the account and its parent', ['group', 'globex'], 2),
  named('a subsidiary', ['child'], 0),
  named('two steps up', ['top'], 0),
  named('another account', ['initech'], 0),
  named('a name instead of an id', ['Globex'], 0),
  named('an empty list', [], 0),
  ['where no partner asks', { partner: null }, 1, makeTerms({ named_accounts: ['globex'] })],
  ['for delivery work', { kind: 'service' }, 1, makeTerms({ named_accounts: ['globex'] })],
  ['whatever the product', { product: null }, 1, makeTerms({ named_accounts: ['globex'] })],
]);

const right = { partner_id: 'them', country: 'DE', product: 'Platform' };
const reserved = (situation: string, rights: readonly object[], findings: number): Row => [
  situation,
  {},
  findings,
  makeTerms({ exclusive_territories: rights }),
];

describeRule('exclusive_territory', 'block', [
  reserved("another's country and product", [right], 1),
  reserved("another's country, every product", [{ partner_id: 'them', country: 'DE' }], 1),
  reserved('the product in capitals', [{ ...right, product: 'PLATFORM' }], 1),
  reserved('another product', [{ ...right, product: 'Security' }], 0),
  reserved('another country', [{ ...right, country: 'FR' }], 0),
  reserved('a region that holds the country', [{ ...right, country: 'DACH' }], 1),
  reserved('a region that does not', [{ ...right, country: 'Nordics' }], 0),
  reserved("the partner's own", [{ ...right, partner_id: 'us' }], 0),
  reserved("its own and another's", [{ ...right, partner_id: 'us' }, right], 1),
  reserved('two others', [right, { ...right, partner_id: 'third' }], 2),
  reserved('none', [], 0),
  ['where no partner asks', { partner: null }, 1, makeTerms({ exclusive_territories: [right] })],
  [
    'an account without a country',
    { account: { ...globex, country: null } },
    0,
    makeTerms({ exclusive_territories: [right] }),
  ],
]);

describeRule('partner_not_active', 'block', [
  ['active', {}, 0],
  ...(['recruit', 'onboarding', 'inactive'] as const).flatMap((status): Row[] => [
    [status, { partner: asking({ status }) }, 1],
    [`${status}, for delivery work`, { kind: 'service', partner: asking({ status }) }, 1],
    [`${status}, without a product`, { product: null, partner: asking({ status }) }, 1],
  ]),
  ['active, for delivery work', { kind: 'service' }, 0],
  ['where no partner asks', { partner: null }, 0],
]);

const worth = (situation: string, minor: number, currency: string, findings: number, least = 10_000): Row => [
  situation,
  { amount: { minor, currency } },
  findings,
  makeTerms({ min_amount: least }),
];

describeRule('below_minimum', 'block', [
  worth('a cent less', 999_999, 'USD', 1),
  worth('exactly as much', 1_000_000, 'USD', 0),
  worth('a cent more', 1_000_001, 'USD', 0),
  worth('nothing', 0, 'USD', 1),
  worth('a cent less in another currency', 499_999, 'EUR', 1),
  worth('exactly as much in another currency', 500_000, 'EUR', 0),
  worth('a cent more in another currency', 500_001, 'EUR', 0),
  worth("under a company's higher minimum", 2_499_999, 'USD', 1, 25_000),
  worth("at a company's higher minimum", 2_500_000, 'USD', 0, 25_000),
  worth('nothing, with no minimum', 0, 'USD', 0, 0),
  ['no amount', { amount: null }, 0],
]);

const sharing = (overlapWithheld: boolean | null, status = 'active') => asking({ overlapWithheld, status });

describeRule('sharing_forbids', 'info', [
  ['the overlap is withheld', { partner: sharing(true) }, 1],
  ['the overlap may be used', { partner: sharing(false) }, 0],
  ['nobody knows', { partner: sharing(null) }, 0],
  ['withheld, for delivery work', { kind: 'service', partner: sharing(true) }, 1],
  ['withheld, without a product', { product: null, partner: sharing(true) }, 1],
  ['withheld, of an inactive partner', { partner: sharing(true, 'inactive') }, 1],
  ['withheld, while another protects it', { partner: sharing(true), registrations: [registration()] }, 1],
  ['used, while another protects it', { partner: sharing(false), registrations: [registration()] }, 0],
  ['withheld, with an amount', { partner: sharing(true), amount: { minor: 1, currency: 'USD' } }, 1],
  ['where no partner asks', { partner: null }, 0],
]);

const carrying = (openCoSells: number, capacity: number | null, findings: number): Row => [
  `${openCoSells} open, capacity ${capacity}`,
  { partner: asking({ openCoSells, capacity }) },
  findings,
];

describeRule('over_capacity', 'warn', [
  carrying(0, 0, 1),
  carrying(1, 0, 1),
  carrying(0, 1, 0),
  carrying(1, 1, 1),
  carrying(2, 3, 0),
  carrying(3, 3, 1),
  carrying(4, 3, 1),
  carrying(0, null, 0),
  carrying(400, null, 0),
  carrying(99, 100, 0),
  carrying(100, 100, 1),
  ['where no partner asks', { partner: null }, 0],
]);

const working = (regions: readonly string[], country: string | null, findings: number): Row => [
  `${regions.join(', ') || 'no regions'}, for an account in ${country}`,
  { partner: asking({ regions }), account: { ...globex, country } },
  findings,
];

describeRule('outside_territory', 'warn', [
  working(['DE'], 'DE', 0),
  working(['FR'], 'DE', 1),
  working(['FR', 'DE'], 'DE', 0),
  working(['DACH'], 'DE', 0),
  working(['DACH'], 'CH', 0),
  working(['DACH'], 'FR', 1),
  working(['Nordics', 'DACH'], 'FR', 1),
  working([], 'DE', 0),
  working(['FR'], null, 0),
  working(['The North'], 'DE', 0),
  working(['The North', 'FR'], 'DE', 0),
  ['where no partner asks', { partner: null }, 0],
]);

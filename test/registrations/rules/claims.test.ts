import type { RegistrationFact } from '../../../src/registrations/conflict-case.ts';
import { asking, globex, makeTerms, registration } from '../conflict-facts.ts';
import { describeRule, type Row } from './rule-table.ts';

const own = (facts: Partial<RegistrationFact> = {}) => registration({ partnerId: 'us', ...facts });
const undecided = { status: 'submitted' as const, decidedOn: null };

const ending = (situation: string, facts: Partial<RegistrationFact>, findings: number): Row => [
  situation,
  { registrations: [own(facts)] },
  findings,
];
const shorter = makeTerms({ registration_protection_days: 30 });

describeRule('registration_expiring', 'warn', [
  ending('15 days left', { expiresOn: '2026-07-15' }, 0),
  ending('14 days left', { expiresOn: '2026-07-14' }, 1),
  ending('13 days left', { expiresOn: '2026-07-13' }, 1),
  ending('the last day', { expiresOn: '2026-06-30' }, 1),
  ending('the day after the last', { expiresOn: '2026-06-29' }, 0),
  ending('approved 76 of 90 days ago', { decidedOn: '2026-04-15' }, 1),
  ending('approved 75 of 90 days ago', { decidedOn: '2026-04-16' }, 0),
  ending('undecided, with an end nearby', { ...undecided, expiresOn: '2026-07-03' }, 0),
  ending('withdrawn', { status: 'withdrawn', expiresOn: '2026-07-03' }, 0),
  ending('won', { status: 'won', expiresOn: '2026-07-03' }, 0),
  ending('for another product', { product: 'Security', expiresOn: '2026-07-03' }, 0),
  ending(
    'its opportunity lost yesterday',
    { expiresOn: '2026-07-03', opportunityLost: { on: '2026-06-29' } },
    0,
  ),
  ['of another partner', { registrations: [registration({ expiresOn: '2026-07-03' })] }, 0],
  ['where no partner asks', { partner: null, registrations: [own({ expiresOn: '2026-07-03' })] }, 0],
  ['16 of 30 days gone', { registrations: [own({ decidedOn: '2026-06-14' })] }, 1, shorter],
  ['15 of 30 days gone', { registrations: [own({ decidedOn: '2026-06-15' })] }, 0, shorter],
]);

const ended = (situation: string, facts: Partial<RegistrationFact>, findings: number): Row => [
  situation,
  { registrations: [registration(facts)] },
  findings,
];
const gone = { status: 'expired' as const, expiresOn: '2026-06-01' };

describeRule('registration_expired', 'info', [
  ended(
    'approved, its opportunity lost after the end',
    { expiresOn: '2026-06-01', opportunityLost: { on: '2026-06-20' } },
    1,
  ),
  ended(
    'approved, its opportunity lost the day after the end',
    { expiresOn: '2026-06-01', opportunityLost: { on: '2026-06-02' } },
    1,
  ),
  ended(
    'approved, its opportunity lost on the last day',
    { expiresOn: '2026-06-01', opportunityLost: { on: '2026-06-01' } },
    0,
  ),
  ended(
    'approved, its opportunity lost before the end',
    { expiresOn: '2026-06-01', opportunityLost: { on: '2026-05-31' } },
    0,
  ),
  ended(
    'approved, its opportunity lost nobody knows when',
    { expiresOn: '2026-06-01', opportunityLost: { on: null } },
    0,
  ),
  ended(
    'approved, its opportunity to be closed later than today',
    { expiresOn: '2026-06-29', opportunityLost: { on: '2026-07-15' } },
    1,
  ),
  ended('on its last day', { expiresOn: '2026-06-30' }, 0),
  ended('rejected', { status: 'rejected', expiresOn: '2026-06-01' }, 0),
  ended('a product that nobody named', { ...gone, product: null }, 1),
  ended('won', { status: 'won', expiresOn: '2026-06-01' }, 0),
  ['of the asking partner', { registrations: [own(gone)] }, 1],
  ['where no partner asks', { partner: null, registrations: [registration(gone)] }, 1],
  ['two that expired', { registrations: [registration(gone), own(gone)] }, 2],
  ['while the partner itself protects it again', { registrations: [registration(gone), own()] }, 0],
  ['while a claim is undecided', { registrations: [registration(gone), own(undecided)] }, 1],
  [
    'on the parent',
    {
      account: { ...globex, parentAccountId: 'group' },
      relatives: [{ accountId: 'group', name: 'Group', country: 'DE', parentAccountId: null }],
      registrations: [registration({ ...gone, accountId: 'group' })],
    },
    0,
  ],
]);

const most = makeTerms({ max_open_registrations: 3 });
const holding = (situation: string, claims: readonly RegistrationFact[], findings: number): Row => [
  situation,
  { partner: asking({ claims }) },
  findings,
  most,
];
const several = (count: number, facts: Partial<RegistrationFact> = {}) =>
  Array.from({ length: count }, (_, i) => own({ accountId: `other-${i}`, ...facts }));

describeRule('too_many_open', 'warn', [
  holding('none', [], 0),
  holding('one fewer than allowed', several(2), 0),
  holding('as many as allowed', several(3), 1),
  holding('one more', several(4), 1),
  holding('undecided and active together', [...several(2), ...several(1, undecided)], 1),
  holding('returned ones', several(3, { status: 'returned', decidedOn: null }), 1),
  holding('drafts', several(3, { status: 'draft', submittedOn: null, decidedOn: null }), 0),
  holding('one past its last day', [...several(2), own({ expiresOn: '2026-06-29' })], 0),
  holding('one on its last day', [...several(2), own({ expiresOn: '2026-06-30' })], 1),
  holding('delivery work counted with the rest', [...several(2), own({ kind: 'service' })], 1),
  holding(
    'one submitted tomorrow',
    [...several(2), own({ ...undecided, submittedOn: '2026-07-01T00:00:00.000Z' })],
    0,
  ),
  ['25 by default', { partner: asking({ claims: several(25) }) }, 1],
  ['24 by default', { partner: asking({ claims: several(24) }) }, 0],
  ['where no partner asks', { partner: null, registrations: several(3) }, 0, most],
]);

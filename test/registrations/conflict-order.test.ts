import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CONFLICT_CODES } from '../../src/registrations/conflict-codes.ts';
import { findConflicts } from '../../src/registrations/conflicts.ts';
import {
  asking,
  makeCase,
  makeTerms,
  offer,
  opportunity,
  partner,
  registration,
  role,
  subscription,
} from './conflict-facts.ts';

const deal = opportunity({ kind: 'renewal', publicTender: true, needs: ['Migration', 'Audit'] });
const partners = new Map(
  ['us', 'them', 'third'].map((id) => [
    id,
    partner(id, { competesWith: id === 'us' ? ['them', 'third'] : [] }),
  ]),
);
const registrations = [
  registration(),
  registration({ partnerId: 'third' }),
  registration({ partnerId: 'us', expiresOn: '2026-07-02' }),
  registration({ status: 'submitted', decidedOn: null }),
  registration({ status: 'expired', expiresOn: '2026-06-01', product: null }),
];
const opportunities = [
  opportunity(),
  opportunity({ stage: 'prospecting' }),
  opportunity({ stage: 'negotiation' }),
];
const roles = [
  role(deal.opportunityId, 'them', { role: 'source' }),
  role(deal.opportunityId, 'third', { role: 'source' }),
];
const subscriptions = [subscription({ partnerId: 'them' }), subscription({ partnerId: 'third' })];
const offers = [offer({ partnerId: 'fourth' }), offer({ partnerId: 'fifth' })];
const shuffled = <T>(rows: readonly T[]) => fc.shuffledSubarray([...rows], { minLength: rows.length });

it('gives the same findings in the same order, in whatever order the rows come', () => {
  const about = makeCase({
    opportunity: deal,
    partners,
    partner: asking({
      status: 'inactive',
      capacity: 0,
      regions: ['US'],
      overlapWithheld: true,
      claims: registrations,
    }),
    amount: { minor: 1, currency: 'USD' },
  });
  const terms = makeTerms({ named_accounts: ['globex'], max_open_registrations: 1 });
  const whole = findConflicts(
    { ...about, registrations, opportunities, roles, subscriptions, offers },
    terms,
  );
  expect(whole.length).toBeGreaterThan(15);
  fc.assert(
    fc.property(
      fc.record({
        registrations: shuffled(registrations),
        opportunities: shuffled(opportunities),
        roles: shuffled(roles),
        subscriptions: shuffled(subscriptions),
        offers: shuffled(offers),
      }),
      (rows) => {
        expect(findConflicts({ ...about, ...rows }, terms)).toEqual(whole);
      },
    ),
  );
});

it('lists blocks before warnings before hints, and each in the order of the rules', () => {
  const about = makeCase({
    opportunity: deal,
    partners,
    registrations,
    opportunities,
    roles,
    subscriptions,
    offers,
  });
  const ranks = findConflicts(about, makeTerms()).map(
    (finding) =>
      ['block', 'warn', 'info'].indexOf(finding.severity) * 100 + CONFLICT_CODES.indexOf(finding.code),
  );
  expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
});

import { describe, expect, it } from 'vitest';
import { companySettingsSchema } from '../../src/company/settings.ts';
import {
  decisionDueOn,
  dueDay,
  dueReminder,
  extendProtection,
  isOverdue,
  type Mover,
  refuseMove,
} from '../../src/registrations/lifecycle.ts';
import type { RegistrationStatus } from '../../src/registrations/types.ts';

const STATUSES: readonly RegistrationStatus[] = [
  'draft',
  'submitted',
  'returned',
  'approved',
  'rejected',
  'expired',
  'withdrawn',
  'won',
  'lost',
];
const rules = companySettingsSchema.parse({ name: 'Northwind' }).rules_of_engagement;

const allowedTo = (by: Mover) =>
  STATUSES.flatMap((from) =>
    STATUSES.filter((to) => refuseMove({ from, to, by }) === null).map((to) => `${from} > ${to}`),
  );

describe('moves', () => {
  it('lets a partner ask, answer and take back, and nothing else', () => {
    expect(allowedTo('partner')).toEqual([
      'draft > submitted',
      'draft > withdrawn',
      'submitted > withdrawn',
      'returned > submitted',
      'returned > withdrawn',
      'approved > withdrawn',
    ]);
  });

  it('lets a partner manager make every move of the rules, and no other', () => {
    expect(allowedTo('manager')).toEqual([
      'draft > submitted',
      'draft > withdrawn',
      'submitted > returned',
      'submitted > approved',
      'submitted > rejected',
      'submitted > withdrawn',
      'returned > submitted',
      'returned > expired',
      'returned > withdrawn',
      'approved > approved',
      'approved > expired',
      'approved > withdrawn',
      'approved > won',
      'approved > lost',
    ]);
  });

  it('lets passing time end things only', () => {
    expect(allowedTo('schedule')).toEqual([
      'returned > expired',
      'approved > expired',
      'approved > won',
      'approved > lost',
    ]);
  });

  it('says why not, and what would be possible', () => {
    expect(refuseMove({ from: 'rejected', to: 'approved', by: 'manager' })).toBe(
      'The registration is rejected and cannot become approved. That is final.',
    );
    expect(refuseMove({ from: 'returned', to: 'approved', by: 'manager' })).toBe(
      'The registration is returned and cannot become approved. From there it can only become submitted or withdrawn or expired.',
    );
    expect(refuseMove({ from: 'submitted', to: 'approved', by: 'partner' })).toBe(
      'Only a partner manager can make a registration approved.',
    );
  });
});

describe('the clock of a decision', () => {
  it.each([
    ['Monday', '2026-06-01', '2026-06-03'],
    ['Thursday', '2026-06-04', '2026-06-08'],
    ['Friday', '2026-06-05', '2026-06-09'],
    ['Saturday', '2026-06-06', '2026-06-09'],
    ['Sunday', '2026-06-07', '2026-06-09'],
  ])('gives two working days from a %s', (_day, submitted, due) => {
    expect(decisionDueOn(submitted, rules)).toBe(due);
  });

  const submitted = { status: 'submitted' as const, submittedOn: '2026-06-05T17:00:00.000Z', moves: [] };

  it.each([
    ['the day before it is due', '2026-06-08', false],
    ['the day it is due', '2026-06-09', false],
    ['the day after', '2026-06-10', true],
  ])('is not overdue before its last day has passed: %s', (_name, today, overdue) => {
    expect(isOverdue(submitted, rules, today)).toBe(overdue);
  });

  it('stands still while the question is with the partner', () => {
    const moves = [
      { toStatus: 'submitted' as const, movedAt: '2026-06-05T17:00:00.000Z' },
      { toStatus: 'returned' as const, movedAt: '2026-06-08T09:00:00.000Z' },
      { toStatus: 'submitted' as const, movedAt: '2026-06-15T09:00:00.000Z' },
    ];
    expect(dueDay({ ...submitted, moves }, rules)).toBe('2026-06-16');
    expect(dueDay({ ...submitted, status: 'returned', moves: moves.slice(0, 2) }, rules)).toBeNull();
    expect(dueDay({ ...submitted, status: 'approved' }, rules)).toBeNull();
  });
});

describe('an extension', () => {
  const approved = {
    status: 'approved' as const,
    submittedOn: null,
    decidedOn: '2026-04-01',
    expiresOn: null,
    opportunityLost: null,
    extensions: 0,
  };

  it.each([
    ['the day before the end', '2026-06-29', { until: '2026-07-30' }],
    ['the last day', '2026-06-30', { until: '2026-07-30' }],
    [
      'the day after',
      '2026-07-01',
      { refusal: 'It expired on 30 June 2026; an extension had to come before that.' },
    ],
  ])('adds the days of the programme: %s', (_name, today, expected) => {
    expect(extendProtection(approved, rules, today)).toEqual(expected);
  });

  it('is given as often as the programme allows', () => {
    expect(extendProtection({ ...approved, extensions: 1 }, rules, '2026-06-01')).toEqual({
      refusal: 'It was extended once already; the programme allows once.',
    });
    expect(
      extendProtection({ ...approved, extensions: 1 }, { ...rules, max_extensions: 2 }, '2026-06-01'),
    ).toEqual({
      until: '2026-07-30',
    });
  });

  it('is for approved registrations', () => {
    expect(
      extendProtection({ ...approved, status: 'submitted', decidedOn: null }, rules, '2026-06-01'),
    ).toEqual({
      refusal: 'Only an approved registration can be extended; this one is submitted.',
    });
  });
});

it.each([
  ['2026-05-30', null],
  ['2026-05-31', 30],
  ['2026-06-15', 30],
  ['2026-06-16', 14],
  ['2026-06-23', 7],
  ['2026-06-30', 7],
  ['2026-07-01', null],
])('reminds of an end on 30 June, on %s', (today, days) => {
  expect(dueReminder('2026-06-30', today)).toBe(days);
});

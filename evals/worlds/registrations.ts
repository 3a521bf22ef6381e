import { addDays, addWorkingDays, type IsoDate } from '../../src/dates.ts';
import { daysBefore, toWorkday } from './calendar.ts';
import { type Ledger, runningSubscription } from './ledger.ts';
import type { Random } from './random.ts';
import { addRegistration } from './registration-rows.ts';
import { servesCountry } from './relations.ts';
import type { Account, Partner, Registration, RegistrationStatus } from './rows.ts';

/** How many registrations stand in each state beside those that became deals. */
const PLAN: readonly (readonly [RegistrationStatus, number])[] = [
  ['draft', 7],
  ['submitted', 9],
  ['returned', 5],
  ['approved', 14],
  ['rejected', 18],
  ['expired', 20],
  ['withdrawn', 8],
];

const REJECTIONS: readonly (readonly [code: string, reason: string, note: string | null])[] = [
  [
    'existing_customer',
    'The account already runs this product. Please look at an expansion with the account owner.',
    null,
  ],
  [
    'active_direct_deal',
    'We were in talks with this account before your submission. The account owner will call you about working together.',
    'Partner had no meeting with the buyer; the rep has four.',
  ],
  [
    'protected_for_other',
    'This account and product are protected at present. You may ask again when the protection has ended.',
    'Another partner got in two days earlier.',
  ],
  [
    'not_qualified',
    'No budget, date or decision maker is named. Send it again once you have met the buyer.',
    null,
  ],
  [
    'thin_submission',
    'The description does not say what the customer wants to solve.',
    'Third thin one this quarter.',
  ],
  ['below_minimum', 'The amount is under the minimum for a registration. Sell it without one.', null],
  ['outside_territory', 'Your agreement does not cover this country.', null],
  [
    'not_eligible',
    'Nobody at your firm holds the certificate that this product needs.',
    'Offered them two seats in the next class.',
  ],
  ['named_account', 'This is a named account of the direct team.', null],
  ['duplicate', 'You have registered this opportunity already.', null],
];

const QUESTIONS = [
  'Who is the decision maker, and when did you last meet?',
  'Please name the start of the project and the budget.',
  'Is this the group or the German subsidiary?',
  'Which of the two products is meant?',
];

const WITHDRAWALS = [
  'Customer postponed the project to next year.',
  'Registered by mistake.',
  'Customer chose to stay with their present tool.',
];

/** Registrations in every state, of every kind, beside those that became deals; some wait too long, one firm hoards. */
export function makeRegistrations(ledger: Ledger, random: Random): void {
  for (const [status, count] of PLAN) {
    for (let written = 0; written < count; ) {
      if (addOne(ledger, status, written, random)) written += 1;
    }
  }
  hoard(ledger, random);
}

function addOne(ledger: Ledger, status: RegistrationStatus, at: number, random: Random): Registration | null {
  const { company } = ledger;
  const partner = random.pick(ledger.partners.partners.filter((one) => one.status === 'active'));
  const account = pickAccount(ledger, partner, random);
  const product = random.pick(company.products);
  if (
    status !== 'rejected' &&
    runningSubscription(ledger, { accountId: account.accountId, product, on: company.today })
  )
    return null;
  const submittedOn = submissionDay(ledger, status, at, random);
  const service = status === 'approved' && at % 6 === 2;
  return addRegistration(
    ledger,
    {
      partner,
      account,
      product,
      status,
      submittedOn,
      fixed: {
        ...explain(status, at, random),
        ...(service ? { kind: 'service' as const } : {}),
        ...extend(ledger, status, at, submittedOn),
      },
    },
    random,
  );
}

/** Every third submission waits longer than the programme allows; approvals are young enough to protect still. */
function submissionDay(
  ledger: Ledger,
  status: RegistrationStatus,
  at: number,
  random: Random,
): IsoDate | null {
  const { today, rules } = ledger.company;
  if (status === 'draft') return null;
  if (status === 'submitted') {
    return at % 3 === 0
      ? addWorkingDays(today, -(rules.registrationDecisionDays + random.int(2, 6)))
      : addWorkingDays(today, -random.int(0, rules.registrationDecisionDays));
  }
  if (status === 'returned') return daysBefore(today, random, [4, 20]);
  if (status === 'approved') return daysBefore(today, random, [8, rules.registrationProtectionDays - 6]);
  if (status === 'expired' && at < 8) {
    return toWorkday(addDays(today, -(rules.registrationProtectionDays + random.int(10, 150))));
  }
  return daysBefore(today, random, [rules.registrationProtectionDays + 12, 1000]);
}

function explain(status: RegistrationStatus, at: number, random: Random): Partial<Registration> {
  if (status === 'rejected') {
    const [reasonCode, reason, privateNote] = REJECTIONS[at % REJECTIONS.length]!;
    return { reasonCode, reason, privateNote };
  }
  if (status === 'returned') return { reason: random.pick(QUESTIONS) };
  if (status === 'withdrawn') return { reason: random.pick(WITHDRAWALS) };
  if (status === 'approved' && at % 3 === 0)
    return { privateNote: 'Approved on the word of the account owner; check in at half time.' };
  return {};
}

/** A few approvals were extended once. */
function extend(
  ledger: Ledger,
  status: RegistrationStatus,
  at: number,
  submittedOn: IsoDate | null,
): Partial<Registration> {
  if (status !== 'approved' || at % 7 !== 4 || submittedOn === null) return {};
  const { rules } = ledger.company;
  return {
    expiresOn: addDays(submittedOn, rules.registrationProtectionDays + rules.extensionDays),
    reason: 'Extended once on proof of activity.',
  };
}

function pickAccount(ledger: Ledger, partner: Partner, random: Random): Account {
  const home = ledger.accounts.accounts.filter(
    (one) => !ledger.reserved.has(one.accountId) && servesCountry(partner, one.country),
  );
  return random.pick(home);
}

/** The hoarder holds as many undecided and active registrations as the programme allows, and one more. */
function hoard(ledger: Ledger, random: Random): void {
  const { company } = ledger;
  const partner = ledger.partners.parts.squatter;
  const held = () =>
    ledger.registrations.filter(
      (one) =>
        one.partnerId === partner.partnerId &&
        (one.status === 'submitted' ||
          one.status === 'returned' ||
          (one.status === 'approved' && one.expiresOn! >= company.today)),
    ).length;
  while (held() <= company.rules.maxOpenRegistrations) {
    const product = random.pick(company.products);
    const status = random.chance(0.4) ? 'submitted' : 'approved';
    const submittedOn =
      status === 'submitted'
        ? addWorkingDays(company.today, -random.int(0, company.rules.registrationDecisionDays))
        : daysBefore(company.today, random, [8, company.rules.registrationProtectionDays - 6]);
    addRegistration(
      ledger,
      { partner, account: pickAccount(ledger, partner, random), product, status, submittedOn },
      random,
    );
  }
}

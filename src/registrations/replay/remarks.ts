import type { RulesOfEngagement } from '../../company/settings.ts';
import { addDays } from '../../dates.ts';
import type { Life } from './history.ts';

/** Rules of company.yaml that speak of credit for deals, and not of registrations. */
const OF_CREDIT: readonly (keyof RulesOfEngagement)[] = [
  'influence_window_days',
  'sourced_window_days',
  'attribution_lock_days',
];

/** What to know before leaning on a replay: what the records do not tell, and how they were read there. */
export function sayRemarks(
  lives: readonly Life[],
  was: RulesOfEngagement,
  changed: readonly { readonly rule: keyof RulesOfEngagement }[],
): string[] {
  const rules = changed.map((one) => one.rule);
  const ofCredit = rules.filter((rule) => OF_CREDIT.includes(rule));
  const days = was.registration_protection_days;
  const unlike = rules.includes('registration_protection_days')
    ? lives.filter((life) => life.firstUntil !== null && !followsRule(life, days)).length
    : 0;
  const unplaced = lives.filter((life) => life.registration.accountId === null).length;
  const undated = lives.filter((life) => life.undated).length;
  return [
    ...ofCredit.map((rule) => `${rule} is about credit for deals; no registration depends on it.`),
    ...(unlike > 0
      ? [
          `${count(unlike, 'protection')} of another length than ${days} days on record: what a person granted beyond the rule, or short of it, is kept.`,
        ]
      : []),
    ...(unplaced > 0
      ? [`${count(unplaced, 'registration')} of an account that nobody knows: not checked.`]
      : []),
    ...(undated > 0
      ? [`${count(undated, 'registration')} ended on no recorded day: left out after the receipt.`]
      : []),
    'What a partner did under other rules is not guessed: it submits, extends and withdraws as it did.',
    'The activity of a deal on a past day is what was on record by then: its creation, stages and touches.',
    'Whether a partner was active, what it could carry and what it shared are on record as of today only: partner_not_active, over_capacity and sharing_forbids are not replayed.',
    'Accounts, amounts, rates, competitors and accepted roles are read as they are today.',
  ];
}

function followsRule({ registration, firstUntil }: Life, days: number): boolean {
  const from = registration.decidedOn ?? registration.submittedOn?.slice(0, 10);
  return from !== undefined && firstUntil === addDays(from, days);
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

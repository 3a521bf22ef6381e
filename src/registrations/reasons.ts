import type { IsoDate } from '../dates.ts';
import type { ConflictCode } from './conflict-codes.ts';
import { sayDay } from './rules/wording.ts';
import type { Finding } from './types.ts';

export type ReasonCode = keyof typeof REPLIES;

/** The closed list of reasons to reject, each with the words for the partner: nothing of anybody else's. */
const REPLIES = {
  duplicate: 'This deal is registered by your firm already.',
  protected_for_other: 'This account is already protected; you may ask again later.',
  existing_customer: 'The customer uses this product already.',
  active_direct_deal: 'There is an active deal of our own.',
  named_account: 'This account cannot be registered.',
  outside_territory: 'The account lies outside your territory.',
  not_eligible: 'The registration does not meet the conditions of the programme.',
  not_qualified: 'The deal is not qualified yet: budget, date and decision maker are needed.',
  no_relationship: 'We could not see a working relationship with the customer.',
  thin_submission: 'The submission does not say enough to decide on it.',
  too_early: 'It is too early to register this deal; ask again when it is qualified.',
  public_tender: 'Published tenders are not protected.',
  below_minimum: 'The amount is under the least amount for a registration.',
} as const;

export const REASON_CODES = Object.keys(REPLIES) as ReasonCode[];

/** The closed list with the words that the partner reads for each. */
export function listReasons(): { readonly code: ReasonCode; readonly words: string }[] {
  return REASON_CODES.map((code) => ({ code, words: REPLIES[code] }));
}

/** Whether the text is one of the closed list. */
export function isReasonCode(text: string): text is ReasonCode {
  return Object.hasOwn(REPLIES, text);
}

/**
 * The sentence that the partner reads. For an account that another firm protects it is the one declared exception to
 * 'nothing of others': the day after which it may ask again, and nothing else.
 */
export function replyTo(reason: ReasonCode, protectedUntil: IsoDate | null): string {
  if (reason === 'protected_for_other' && protectedUntil !== null) {
    return `This account is already protected; you may ask again after ${sayDay(protectedUntil)}.`;
  }
  return REPLIES[reason];
}

/** In the order in which a finding is the better reason. */
const REASON_OF_FINDING: readonly (readonly [ConflictCode, ReasonCode])[] = [
  ['already_registered', 'duplicate'],
  ['registered_by_other', 'protected_for_other'],
  ['named_account', 'named_account'],
  ['direct_deal', 'active_direct_deal'],
  ['exclusive_territory', 'outside_territory'],
  ['partner_not_active', 'not_eligible'],
  ['below_minimum', 'below_minimum'],
  ['existing_customer', 'existing_customer'],
  ['outside_territory', 'outside_territory'],
  ['not_certified', 'not_eligible'],
  ['direct_deal_early', 'active_direct_deal'],
  ['public_tender', 'public_tender'],
];

/** The reason that the findings suggest, blocks before the rest; null where they suggest none. */
export function reasonFor(findings: readonly Pick<Finding, 'code' | 'severity'>[]): ReasonCode | null {
  const reasonAmong = (codes: ReadonlySet<string>) =>
    REASON_OF_FINDING.find(([code]) => codes.has(code))?.[1] ?? null;
  const blocks = findings.filter((one) => one.severity === 'block').map((one) => one.code);
  return reasonAmong(new Set(blocks)) ?? reasonAmong(new Set(findings.map((one) => one.code)));
}

/** How much a finding weighs: `block` stands in the way, `warn` needs a person's judgement, `info` is good to know. */
export type Severity = 'block' | 'warn' | 'info';

export type ConflictCode = (typeof CONFLICT_CODES)[number];

/** Every code, in the order in which findings of one severity are listed. */
export const CONFLICT_CODES = [
  'registered_by_other',
  'pending_with_other',
  'direct_deal',
  'direct_deal_early',
  'existing_customer',
  'named_account',
  'exclusive_territory',
  'competitor_in_deal',
  'partner_not_active',
  'not_certified',
  'below_minimum',
  'already_registered',
  'registration_expiring',
  'registration_expired',
  'sharing_forbids',
  'over_capacity',
  'source_disputed',
  'incumbent_partner',
  'outside_territory',
  'too_many_open',
  'public_tender',
  'offer_bypasses_registration',
] as const;

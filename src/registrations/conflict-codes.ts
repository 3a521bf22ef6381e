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

/** What the rule behind each code is called in a partner programme: the words to look for in a company's playbook. */
export const RULE_TOPICS: Readonly<Record<ConflictCode, string>> = {
  registered_by_other: 'deal registration protection: another partner holds the approved registration',
  pending_with_other: 'deal registration order of receipt: first submitted registration has the claim',
  direct_deal: 'direct sales opportunity already open blocks a deal registration',
  direct_deal_early: 'early stage direct opportunity: co-sell instead of deal registration',
  existing_customer: 'deal registration for an existing customer of the same product',
  named_account: 'named accounts reserved for the direct sales team',
  exclusive_territory: 'exclusive territory of a partner',
  competitor_in_deal: 'competing partners in the same deal',
  partner_not_active: 'partner must be active in the programme to register deals',
  not_certified: 'certification required for partners in a deal',
  below_minimum: 'minimum deal size for a deal registration',
  already_registered: 'duplicate deal registration by the same partner',
  registration_expiring: 'deal registration extension before it expires',
  registration_expired: 'expired deal registration: the account is free again',
  sharing_forbids: 'data sharing rules for account overlaps',
  over_capacity: 'how many co-sell deals a partner can carry',
  source_disputed: 'dispute over who sourced an opportunity',
  incumbent_partner: 'renewals belong to the incumbent partner',
  outside_territory: 'partner territory and regions',
  too_many_open: 'maximum number of open deal registrations for a partner',
  public_tender: 'public tender: deal registration gives priority only',
  offer_bypasses_registration: 'marketplace private offer and the registered partner',
};

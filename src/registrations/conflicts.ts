import type { ConflictCase, ConflictTerms } from './conflict-case.ts';
import { CONFLICT_CODES, type ConflictCode, type Severity } from './conflict-codes.ts';
import * as claims from './rules/claims.ts';
import * as deals from './rules/deals.ts';
import * as programme from './rules/programme.ts';
import type { ConflictRule } from './rules/wording.ts';
import type { Finding } from './types.ts';

/** One rule a code. */
const RULES: Readonly<Record<ConflictCode, ConflictRule<ConflictTerms>>> = {
  registered_by_other: claims.findRegisteredByOther,
  pending_with_other: claims.findPendingWithOther,
  direct_deal: deals.findDirectDeal,
  direct_deal_early: deals.findDirectDealEarly,
  existing_customer: deals.findExistingCustomer,
  named_account: programme.findNamedAccount,
  exclusive_territory: programme.findExclusiveTerritory,
  competitor_in_deal: deals.findCompetitorInDeal,
  partner_not_active: programme.findPartnerNotActive,
  not_certified: programme.findNotCertified,
  below_minimum: programme.findBelowMinimum,
  already_registered: claims.findAlreadyRegistered,
  registration_expiring: claims.findRegistrationExpiring,
  registration_expired: claims.findRegistrationExpired,
  sharing_forbids: programme.findSharingForbids,
  over_capacity: programme.findOverCapacity,
  source_disputed: deals.findSourceDisputed,
  incumbent_partner: deals.findIncumbentPartner,
  outside_territory: programme.findOutsideTerritory,
  too_many_open: claims.findTooManyOpen,
  public_tender: deals.findPublicTender,
  offer_bypasses_registration: deals.findOfferBypasses,
};

const SEVERITIES: readonly Severity[] = ['block', 'warn', 'info'];

/**
 * Everything in the rules of engagement that stands in the way of a subject on a day. Pure: the same facts, in whatever
 * order, give the same findings: by severity, then by code as the rules list them, then by the ids they are about.
 * Throws `bad_input` for an amount in a currency without a rate.
 */
export function findConflicts(about: ConflictCase, terms: ConflictTerms): Finding[] {
  return CONFLICT_CODES.flatMap((code) => RULES[code](about, terms))
    .map((finding) => ({ finding, ids: JSON.stringify(Object.entries(finding.subjects).sort()) }))
    .sort((a, b) => compareFindings(a.finding, b.finding) || (a.ids < b.ids ? -1 : a.ids > b.ids ? 1 : 0))
    .map(({ finding }) => finding);
}

function compareFindings(left: Finding, right: Finding): number {
  return (
    SEVERITIES.indexOf(left.severity) - SEVERITIES.indexOf(right.severity) ||
    CONFLICT_CODES.indexOf(left.code) - CONFLICT_CODES.indexOf(right.code)
  );
}

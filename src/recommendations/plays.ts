import type { RecommendedPartnerJson } from '../agent/types.ts';
import type { DealFacts, PartnerFacts, Relation, Signals } from './types.ts';

export type PlayName =
  | 'multi_thread_intro'
  | 'voucher'
  | 'coordinate'
  | 'joint_solution'
  | 'delivery_led'
  | 'marketplace_private_offer'
  | 'source';

/** Strength by the weakest of its axes, as rules of co-selling have it: below `medium` nothing is drafted. */
export type Strength = 'strong' | 'medium' | 'weak';

const LATE = new Set(['proposal', 'negotiation']);

const ROLE_OF_ARCHETYPE: Readonly<Record<string, RecommendedPartnerJson['role']>> = {
  reseller: 'sell',
  referral: 'source',
  influence: 'influence',
  isv: 'influence',
  si: 'deliver',
  msp: 'deliver',
};

/** The part that a partner of this kind plays in a deal. */
export function chooseRole(partner: PartnerFacts, play: PlayName): RecommendedPartnerJson['role'] {
  if (play === 'marketplace_private_offer') return 'transact';
  return ROLE_OF_ARCHETYPE[partner.archetype ?? ''] ?? 'influence';
}

/** How to use a partner on a deal, by what it brings that we lack. */
export function choosePlay(subject: {
  deal: DealFacts;
  partner: PartnerFacts;
  relation: Relation | undefined;
  signals: Signals;
}): PlayName {
  const { deal, partner, relation, signals } = subject;
  if (relation && relation.newContacts > 0) return 'multi_thread_intro';
  if (relation?.populations.includes('customer') && LATE.has(deal.stage ?? '')) return 'voucher';
  if (relation?.populations.includes('open_opportunity')) return 'coordinate';
  if ((partner.archetype === 'si' || partner.archetype === 'msp') && signals.needs > 0) return 'delivery_led';
  if (partner.archetype === 'isv' && (signals.integration > 0 || signals.needs > 0)) return 'joint_solution';
  if (partner.marketplaces.length > 0 && LATE.has(deal.stage ?? '')) return 'marketplace_private_offer';
  return 'source';
}

/** Credibility with the account, and reach that we lack: the weaker of the two decides. */
export function gradePlay(relation: Relation | undefined): Strength {
  const credibility = gradeCredibility(relation);
  const reach: Strength =
    !relation || relation.contacts === 0
      ? 'medium'
      : relation.newContacts > 0 && relation.seniorContacts > 0
        ? 'strong'
        : 'medium';
  const order: readonly Strength[] = ['weak', 'medium', 'strong'];
  return order[Math.min(order.indexOf(credibility), order.indexOf(reach))] ?? 'weak';
}

function gradeCredibility(relation: Relation | undefined): Strength {
  if (relation?.populations.includes('customer')) return 'strong';
  return relation?.populations.includes('open_opportunity') ? 'medium' : 'weak';
}

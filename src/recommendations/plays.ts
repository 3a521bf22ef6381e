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

/** Strength by the weakest of its axes: below `medium` it is reported and nothing is drafted. */
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

const GRADES: readonly Strength[] = ['weak', 'medium', 'strong'];

/**
 * Credibility with the account, altitude of the people known there, and reach that we lack: strong with two strong axes and
 * no weak one, weak with any weak one. What a partner does not share of its contacts is medium: not shared is not nobody.
 */
export function gradePlay(relation: Relation | undefined): Strength {
  const axes = gradeAxes(relation);
  const weakest = GRADES[Math.min(...Object.values(axes).map((one) => GRADES.indexOf(one)))] ?? 'weak';
  if (weakest === 'weak') return 'weak';
  return Object.values(axes).filter((one) => one === 'strong').length >= 2 ? 'strong' : 'medium';
}

/** What makes a play weak, as a phrase. */
export function explainGrade(relation: Relation | undefined): string {
  const axes = gradeAxes(relation);
  if (axes.credibility === 'weak')
    return relation
      ? 'the account is no more than a prospect of theirs'
      : 'too little is known of their standing there';
  if (axes.reach === 'weak') return 'everybody whom they know there is in our CRM already';
  return 'their standing there is enough to ask';
}

function gradeAxes(
  relation: Relation | undefined,
): Readonly<Record<'credibility' | 'altitude' | 'reach', Strength>> {
  const credibility = gradeCredibility(relation);
  if (!relation || relation.contacts === 0) return { credibility, altitude: 'medium', reach: 'medium' };
  const reach = relation.newContacts === 0 ? 'weak' : relation.seniorContacts > 0 ? 'strong' : 'medium';
  return { credibility, altitude: relation.seniorContacts > 0 ? 'strong' : 'medium', reach };
}

function gradeCredibility(relation: Relation | undefined): Strength {
  if (relation?.populations.includes('customer')) return 'strong';
  return relation?.populations.includes('open_opportunity') ? 'medium' : 'weak';
}

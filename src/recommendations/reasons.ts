import type { RecommendedPartnerJson } from '../agent/types.ts';
import { daysBetween, type IsoDate } from '../dates.ts';
import type { LiftEstimate, LiftModel } from './lift-model.ts';
import { coveredNeeds } from './signals.ts';
import type { DealFacts, PartnerFacts, Relation, Signals } from './types.ts';

type Reason = RecommendedPartnerJson['reasons'][number];

export interface ReasonedSubject {
  readonly deal: DealFacts;
  readonly partner: PartnerFacts;
  readonly relation: Relation | undefined;
  readonly signals: Signals;
  readonly lift: LiftEstimate;
  readonly model: LiftModel;
  readonly today: IsoDate;
}

/**
 * Why a partner stands where it stands, the weightiest first: each reason names facts with their ids, and its weight is
 * its part of the log-odds. What speaks against is among them, with a negative weight.
 */
export function explainRank(subject: ReasonedSubject): Reason[] {
  return [
    overlapReason,
    contactsReason,
    recordReason,
    needsReason,
    industryReason,
    regionReason,
    productReason,
    certificateReason,
    integrationReason,
  ]
    .flatMap((write) => write(subject) ?? [])
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || (a.signal < b.signal ? -1 : 1));
}

function overlapReason({ relation, deal, lift, today }: ReasonedSubject): Reason | null {
  if (!relation) return null;
  const customer = relation.populations.includes('customer');
  const since = relation.customerSince ? ` since ${relation.customerSince.slice(0, 4)}` : '';
  const standing = customer
    ? `${deal.accountName} is their customer${since}`
    : relation.populations.includes('open_opportunity')
      ? `they have an open opportunity at ${deal.accountName}`
      : `${deal.accountName} is a prospect of theirs`;
  const activity = relation.lastActivityOn
    ? `, last activity ${daysBetween(relation.lastActivityOn, today)} days ago (${relation.lastActivityOn})`
    : '';
  return {
    signal: 'overlap',
    text: `${standing}${activity}`,
    weight: weigh(lift, ['overlap_customer', 'overlap_open', 'overlap_prospect', 'recency']),
    evidence: [relation.recordId],
  };
}

function contactsReason({ relation, deal, lift }: ReasonedSubject): Reason | null {
  if (!relation || relation.contacts === 0) return null;
  const fresh = relation.newContacts > 0 ? `, ${relation.newContacts} of them not in our CRM` : '';
  const people = relation.contacts === 1 ? '1 person' : `${relation.contacts} people`;
  return {
    signal: 'contacts',
    text: `they know ${people} at ${deal.accountName}${fresh}`,
    weight: weigh(lift, ['contacts']),
    evidence: [relation.recordId],
  };
}

function recordReason({ partner, deal, lift, model }: ReasonedSubject): Reason | null {
  const inIndustry = deal.industry ? model.record[`${partner.partnerId}:${deal.industry}`] : undefined;
  const all = model.record[partner.partnerId];
  const told =
    inIndustry && inIndustry.closed >= 3
      ? { ...inIndustry, where: ` in ${deal.industry}` }
      : all && { ...all, where: '' };
  const weight = weigh(lift, [
    `partner:${partner.partnerId}`,
    `archetype:${partner.archetype}`,
    `pair:${partner.partnerId}:${deal.industry}`,
  ]);
  if (!told) return null;
  return {
    signal: 'track_record',
    text: `won ${told.won} of ${told.closed} closed deals with us${told.where}`,
    weight,
    evidence: [partner.partnerId],
  };
}

function needsReason({ deal, partner, lift }: ReasonedSubject): Reason | null {
  if (deal.needs.length === 0) return null;
  const covered = coveredNeeds(deal, partner);
  if (covered.length === 0)
    return {
      signal: 'needs',
      text: `covers none of the needs (${deal.needs.join(', ')})`,
      weight: -0.05,
      evidence: [partner.partnerId],
    };
  return {
    signal: 'needs',
    text: `covers ${covered.join(', ')} (${covered.length} of ${deal.needs.length} needs)`,
    weight: weigh(lift, ['needs']),
    evidence: [partner.partnerId],
  };
}

function industryReason({ deal, partner, signals, lift }: ReasonedSubject): Reason | null {
  if (signals.industry === 0) return null;
  return {
    signal: 'industry',
    text: `works in ${deal.industry}`,
    weight: weigh(lift, ['industry']),
    evidence: [partner.partnerId],
  };
}

function regionReason({ deal, partner, signals, lift }: ReasonedSubject): Reason | null {
  if (deal.country === null || partner.regions.length === 0) return null;
  const text = signals.region > 0 ? `covers ${deal.country}` : `does not cover ${deal.country}`;
  return {
    signal: 'region',
    text,
    weight: signals.region > 0 ? weigh(lift, ['region']) : -0.05,
    evidence: [partner.partnerId],
  };
}

function productReason({ deal, partner, signals, lift }: ReasonedSubject): Reason | null {
  if (signals.product === 0) return null;
  return {
    signal: 'product',
    text: `sells ${deal.product}`,
    weight: weigh(lift, ['product']),
    evidence: [partner.partnerId],
  };
}

function certificateReason({ deal, partner, signals, lift, today }: ReasonedSubject): Reason | null {
  if (signals.certification === 0) return null;
  const needed = new Set(deal.needs.map((one) => one.toLowerCase()));
  const valid = partner.certificates.filter(
    (one) => needed.has(one.competency.toLowerCase()) && (one.until === null || one.until >= today),
  );
  return {
    signal: 'certification',
    text: `certified in ${[...new Set(valid.map((one) => one.competency))].join(', ')}`,
    weight: weigh(lift, ['certification']),
    evidence: valid.map((one) => one.id),
  };
}

function integrationReason({ relation, deal, lift }: ReasonedSubject): Reason | null {
  if (!relation || relation.integrationRequests.length === 0) return null;
  return {
    signal: 'integration',
    text: `${deal.accountName} asked for their integration`,
    weight: weigh(lift, ['integration']),
    evidence: [...relation.integrationRequests],
  };
}

function weigh(lift: LiftEstimate, names: readonly string[]): number {
  const sum = names.reduce((total, name) => total + (lift.contributions[name] ?? 0), 0);
  return Math.round(sum * 1000) / 1000;
}

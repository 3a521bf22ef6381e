import { daysBetween, type IsoDate } from '../dates.ts';
import type { DealFacts, PartnerFacts, Relation, SignalName, Signals } from './types.ts';

/** In the order of the model's columns. */
export const SIGNAL_NAMES: readonly SignalName[] = [
  'overlap_customer',
  'overlap_open',
  'overlap_prospect',
  'recency',
  'contacts',
  'needs',
  'industry',
  'region',
  'product',
  'certification',
  'integration',
];

/** The age at which an activity counts half. */
const RECENCY_HALF_LIFE_DAYS = 120;

export interface SignalContext {
  readonly today: IsoDate;
  /** Countries of a region's label; a country stands for itself. */
  readonly countriesOf: (label: string) => readonly string[];
}

/** The numbers that speak for a partner on a deal. Only facts that were shared take part; missing is 0. */
export function readSignals(
  subject: { deal: DealFacts; partner: PartnerFacts; relation: Relation | undefined },
  context: SignalContext,
): Signals {
  const read = prepareSignals(subject.partner, context.countriesOf);
  return read(foldDeal(subject.deal), subject.relation, context.today);
}

/** A deal's words as they are compared; made once where many partners are read for it. */
export interface FoldedDeal {
  readonly country: string | null;
  readonly industry: string | null;
  readonly product: string | null;
  readonly needs: readonly string[];
}

/** The same as `readSignals` for one partner on many deals: what hangs on the partner alone is worked out once. */
export function prepareSignals(
  partner: PartnerFacts,
  countriesOf: SignalContext['countriesOf'],
): (deal: FoldedDeal, relation: Relation | undefined, today: IsoDate) => Signals {
  const held = new Set([...partner.competencies, ...partner.integrations].map(fold));
  const industries = new Set(partner.industries.map(fold));
  const products = new Set(partner.products.map(fold));
  const countries = new Set(partner.regions.flatMap((label) => [label, ...countriesOf(label)].map(fold)));
  const certificates = partner.certificates.map((one) => ({ ...one, competency: fold(one.competency) }));
  return (deal, relation, today) => {
    const customer = relation?.populations.includes('customer') ?? false;
    const open = !customer && (relation?.populations.includes('open_opportunity') ?? false);
    const certified = (need: string) =>
      certificates.some(
        (one) =>
          one.competency === need &&
          (one.until === null || one.until >= today) &&
          (one.since === null || one.since <= today),
      );
    return {
      overlap_customer: customer ? 1 : 0,
      overlap_open: open ? 1 : 0,
      overlap_prospect: relation !== undefined && !customer && !open ? 1 : 0,
      recency: relation?.lastActivityOn ? fade(daysBetween(relation.lastActivityOn, today)) : 0,
      contacts: relation ? Math.min(1.5, Math.log1p(relation.contacts) / Math.log(4)) : 0,
      needs: shareOf(deal.needs, (need) => held.has(need)),
      industry: deal.industry !== null && industries.has(deal.industry) ? 1 : 0,
      region: deal.country !== null && countries.has(deal.country) ? 1 : 0,
      product: deal.product !== null && products.has(deal.product) ? 1 : 0,
      certification: certificates.length === 0 ? 0 : shareOf(deal.needs, certified),
      integration: (relation?.integrationRequests.length ?? 0) > 0 ? 1 : 0,
    };
  };
}

/** A deal as prepared signals take it. */
export function foldDeal(deal: DealFacts): FoldedDeal {
  const foldKnown = (text: string | null) => (text === null ? null : fold(text));
  return {
    country: foldKnown(deal.country),
    industry: foldKnown(deal.industry),
    product: foldKnown(deal.product),
    needs: deal.needs.map(fold),
  };
}

/** The needs of a deal that a partner covers, as they were written. */
export function coveredNeeds(deal: DealFacts, partner: PartnerFacts): string[] {
  const held = new Set([...partner.competencies, ...partner.integrations].map(fold));
  return deal.needs.filter((one) => held.has(fold(one)));
}

function fade(days: number): number {
  return 2 ** (-Math.max(0, days) / RECENCY_HALF_LIFE_DAYS);
}

function shareOf(needs: readonly string[], holds: (need: string) => boolean): number {
  if (needs.length === 0) return 0;
  let held = 0;
  for (const need of needs) if (holds(need)) held += 1;
  return held / needs.length;
}

function fold(text: string): string {
  return text.trim().toLowerCase();
}

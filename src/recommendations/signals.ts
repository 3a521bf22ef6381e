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
  const { deal, partner, relation } = subject;
  const populations = new Set(relation?.populations ?? []);
  const customer = populations.has('customer');
  const open = populations.has('open_opportunity');
  const known = relation !== undefined;
  const held = new Set([...partner.competencies, ...partner.integrations].map(fold));
  const certified = new Set(
    partner.certificates
      .filter((one) => one.until === null || one.until >= context.today)
      .map((one) => fold(one.competency)),
  );
  return {
    overlap_customer: customer ? 1 : 0,
    overlap_open: open && !customer ? 1 : 0,
    overlap_prospect: known && !customer && !open ? 1 : 0,
    recency: relation?.lastActivityOn ? fade(daysBetween(relation.lastActivityOn, context.today)) : 0,
    contacts: Math.min(1.5, Math.log1p(relation?.contacts ?? 0) / Math.log(4)),
    needs: shareOf(deal.needs, held),
    industry: holds(partner.industries, deal.industry) ? 1 : 0,
    region: coversCountry(partner.regions, deal.country, context.countriesOf) ? 1 : 0,
    product: holds(partner.products, deal.product) ? 1 : 0,
    certification: shareOf(deal.needs, certified),
    integration: (relation?.integrationRequests.length ?? 0) > 0 ? 1 : 0,
  };
}

/** Whether one of the labels is the country or holds it. */
export function coversCountry(
  labels: readonly string[],
  country: string | null,
  countriesOf: (label: string) => readonly string[],
): boolean {
  return (
    country !== null &&
    labels.some((label) => fold(label) === fold(country) || countriesOf(label).includes(country))
  );
}

/** The needs of a deal that a partner covers, as they were written. */
export function coveredNeeds(deal: DealFacts, partner: PartnerFacts): string[] {
  const held = new Set([...partner.competencies, ...partner.integrations].map(fold));
  return deal.needs.filter((one) => held.has(fold(one)));
}

function fade(days: number): number {
  return 2 ** (-Math.max(0, days) / RECENCY_HALF_LIFE_DAYS);
}

function shareOf(needs: readonly string[], held: ReadonlySet<string>): number {
  return needs.length === 0 ? 0 : needs.filter((one) => held.has(fold(one))).length / needs.length;
}

function holds(list: readonly string[], wanted: string | null): boolean {
  return wanted !== null && list.some((one) => fold(one) === fold(wanted));
}

function fold(text: string): string {
  return text.trim().toLowerCase();
}

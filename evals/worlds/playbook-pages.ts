import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addMonths } from '../../src/dates.ts';
import { formatMoney } from '../../src/money.ts';
import type { Company } from './company.ts';
import type { PartnerBook } from './partners.ts';

const TEMPLATES = join(import.meta.dirname, 'playbook');

/** What the internal guide says wrongly on purpose; the settings are right. */
export const DELIBERATE_DISAGREEMENT = {
  path: 'playbook/internal/co-selling-guide.md',
  setting: 'dormant_opportunity_days',
  heading: 'Deals that have gone quiet',
} as const;

export interface PlaybookFile {
  /** Below the folder `playbook`. */
  readonly path: string;
  readonly text: string;
}

/** The programme's pages with this company's numbers in place of `{{names}}`; throws for a name that nothing fills. */
export function renderPlaybook(company: Company, partners: PartnerBook): PlaybookFile[] {
  const facts = playbookFacts(company, partners);
  return listTemplates('').map((path) => ({
    path: path.replace('one-partner', partners.parts.lead.partnerId),
    text: fill(readTemplate(path), (name) => {
      const fact = facts[name];
      if (fact === undefined) throw new Error(`${path} asks for {{${name}}}`);
      return String(fact);
    }),
  }));
}

function readTemplate(path: string): string {
  // A formatter of this repository sets a blank line after the first `---`, which no author of front matter writes.
  return readFileSync(join(TEMPLATES, path), 'utf8').replace(/^---\n\n/, '---\n');
}

function fill(template: string, factOf: (name: string) => string): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => factOf(name));
}

function listTemplates(folder: string): string[] {
  return readdirSync(join(TEMPLATES, folder), { withFileTypes: true })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? listTemplates(path) : [path];
    });
}

/** Every name that a page may use, and what stands for it in this company. */
export function playbookFacts(company: Company, book: PartnerBook): Record<string, string | number> {
  const { rules, programme, tiers, products } = company;
  const money = (amount: number) => formatMoney({ minor: amount * 100, currency: company.currency });
  const byTier = (
    name: string,
    numbers: readonly number[],
    write: (one: number) => string | number = (one) => one,
  ) => Object.fromEntries(numbers.map((one, at) => [`${name}_${at + 1}`, write(one)]));
  return {
    company: company.name,
    domain: company.domain,
    product_1: products[0],
    product_2: products[1],
    product_3: products[2],
    effective_on: addMonths(company.today, -4).replace(/\d\d$/, '01'),
    older_effective_on: addMonths(company.today, -18).replace(/\d\d$/, '01'),
    lead_id: book.parts.lead.partnerId,
    lead_name: book.parts.lead.name,
    registration_protection_days: rules.registrationProtectionDays,
    older_protection_days: rules.registrationProtectionDays + 45,
    older_extension_days: rules.extensionDays + 15,
    older_decision_days: rules.registrationDecisionDays + 3,
    registration_decision_days: rules.registrationDecisionDays,
    extension_days: rules.extensionDays,
    max_extensions: rules.maxExtensions,
    max_extensions_in_words: rules.maxExtensions === 1 ? 'once' : 'twice',
    direct_deal_wins_after_stage: rules.directDealWinsAfterStage,
    dormant_opportunity_days: rules.dormantOpportunityDays,
    wrong_dormant_days: rules.dormantOpportunityDays - 30,
    influence_window_days: rules.influenceWindowDays,
    sourced_window_days: rules.sourcedWindowDays,
    min_amount: money(rules.minAmount),
    max_open_registrations: rules.maxOpenRegistrations,
    attribution_lock_days: rules.attributionLockDays,
    registration_uplift: programme.registrationUplift,
    referral_percent: programme.referralPercent,
    referral_cap: money(programme.referralCap),
    referral_paid_after_days: programme.referralPaidAfterDays,
    services_percent: programme.servicesPercent,
    mdf_share_percent: programme.mdfSharePercent,
    mdf_claim_days: programme.mdfClaimDays,
    mdf_minimum: money(programme.mdfMinimum),
    mdf_percent_of_revenue: programme.mdfPercentOfRevenue,
    certificate_months: programme.certificateMonths,
    course_refund_days: programme.courseRefundDays,
    private_offer_fee_percent: programme.privateOfferFeePercent,
    private_offer_days: programme.privateOfferDays,
    renewal_notice_days: programme.renewalNoticeDays,
    rep_discount_percent: programme.repDiscountPercent,
    manager_discount_percent: programme.managerDiscountPercent,
    desk_discount_percent: programme.deskDiscountPercent,
    first_contact_hours: programme.firstContactHours,
    dispute_days: programme.disputeDays,
    breach_notice_hours: programme.breachNoticeHours,
    partner_bonus_percent: programme.partnerBonusPercent,
    ...byTier('tier', [0, 1, 2, 3], (one) => tiers[one]!),
    ...byTier('Tier', [0, 1, 2, 3], (one) => tiers[one]!.charAt(0).toUpperCase() + tiers[one]!.slice(1)),
    ...byTier('resale_margin', programme.resaleMargins),
    ...byTier('registered_margin', programme.resaleMargins, (one) => one + programme.registrationUplift),
    ...byTier('renewal_margin', programme.renewalMargins),
    ...byTier('tier_revenue', programme.tierRevenue, (one) => (one === 0 ? 'none' : money(one))),
    ...byTier('tier_certificates', programme.tierCertificates),
    ...byTier('nfr_seats', programme.nfrSeats),
    ...byTier('support_hours', programme.supportHours),
    lead_margin: programme.resaleMargins[0]! + 2,
  };
}

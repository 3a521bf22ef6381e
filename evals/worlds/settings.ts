import { stringify } from 'yaml';
import type { Company } from './company.ts';
import { countriesOf } from './words.ts';

/** company.yaml, with the rights that the planted cases need. */
export function writeSettings(
  company: Company,
  rights: {
    readonly namedAccounts: readonly string[];
    readonly exclusive: { readonly partnerId: string; readonly country: string; readonly product: string };
  },
): string {
  const { rules } = company;
  const { partnerId, country, product } = rights.exclusive;
  return stringify({
    name: company.name,
    domain: company.domain,
    currency: company.currency,
    rates: company.rates,
    fiscal_year_starts: company.fiscalYearStarts,
    regions: { DACH: countriesOf('DACH'), UKI: countriesOf('UKI'), South: countriesOf('South') },
    today: company.today,
    products: company.products,
    rules_of_engagement: {
      registration_protection_days: rules.registrationProtectionDays,
      registration_decision_days: rules.registrationDecisionDays,
      extension_days: rules.extensionDays,
      max_extensions: rules.maxExtensions,
      direct_deal_wins_after_stage: rules.directDealWinsAfterStage,
      dormant_opportunity_days: rules.dormantOpportunityDays,
      influence_window_days: rules.influenceWindowDays,
      sourced_window_days: rules.sourcedWindowDays,
      min_amount: rules.minAmount,
      max_open_registrations: rules.maxOpenRegistrations,
      attribution_lock_days: rules.attributionLockDays,
      exclusive_territories: [{ partner_id: partnerId, country, product }],
      named_accounts: rights.namedAccounts,
    },
  });
}

import { z } from 'zod';
import type { ExchangeRates } from '../money.ts';

const stage = z.enum(['prospecting', 'qualified', 'proposal', 'negotiation']);
const count = z.number().int().nonnegative();

/** The company's numbers for the rules of engagement; the defaults are those of the format's description. */
const rulesOfEngagement = z.object({
  registration_protection_days: count.default(90),
  registration_decision_days: count.default(2),
  extension_days: count.default(30),
  max_extensions: count.default(1),
  direct_deal_wins_after_stage: stage.default('qualified'),
  dormant_opportunity_days: count.default(120),
  influence_window_days: count.default(180),
  sourced_window_days: count.default(90),
  min_amount: z.number().nonnegative().default(10000),
  max_open_registrations: count.default(25),
  // How much a partner may submit, so that submitting at random is no way to list protected accounts.
  max_submissions_per_day: count.default(20),
  max_protected_replies: count.default(5),
  protected_replies_days: count.default(30),
  attribution_lock_days: count.default(14),
  exclusive_territories: z
    .array(z.object({ partner_id: z.string(), country: z.string(), product: z.string().optional() }))
    .default([]),
  named_accounts: z.array(z.string()).default([]),
});

/** How partners are recommended. */
const recommendations = z.object({
  // Of how many deals one of the places shown goes to a partner that might be better than is known. 0: never.
  exploration_share: z.number().min(0).max(0.2).default(0),
});

/**
 * What a partner's contribution is held against, for four quarters, and which tier follows from it. Money is in whole units
 * of the company's currency; a target of 0 asks for nothing.
 */
const tiers = z.object({
  targets: z
    .object({
      attributed: z.number().nonnegative().default(250_000),
      sourced: z.number().nonnegative().default(100_000),
      influenced_accounts: z.number().nonnegative().default(5),
      certifications: z.number().nonnegative().default(5),
      psat: z.number().min(0).max(1).default(0.8),
    })
    .prefault({}),
  weights: z
    .object({
      attributed: z.number().nonnegative().default(30),
      sourced: z.number().nonnegative().default(25),
      influenced_accounts: z.number().nonnegative().default(15),
      certifications: z.number().nonnegative().default(15),
      psat: z.number().nonnegative().default(15),
    })
    .prefault({}),
  // A tier is reached from this share of the targets on.
  levels: z
    .array(z.object({ name: z.string().min(1), from: z.number().min(0).max(1) }))
    .min(1)
    .default([
      { name: 'platinum', from: 0.85 },
      { name: 'gold', from: 0.6 },
      { name: 'silver', from: 0.35 },
      { name: 'registered', from: 0 },
    ]),
  // Nobody moves down who falls short of its own tier by less than this share.
  margin: z.number().min(0).max(0.5).default(0.1),
});

/** `09` is read by YAML 1.2 as text; both spellings of a month are meant. */
const month = z.union([z.number(), z.string()]).transform(Number).pipe(z.number().int().min(1).max(12));

/** company.yaml, checked and completed with defaults. */
export const companySettingsSchema = z.object({
  name: z.string().min(1),
  domain: z.string().optional(),
  currency: z.string().length(3).default('USD'),
  rates: z.record(z.string(), z.number().positive()).default({}),
  fiscal_year_starts: month.default(1),
  regions: z.record(z.string(), z.array(z.string())).default({}),
  today: z.iso.date().optional(),
  products: z.array(z.string()).default([]),
  rules_of_engagement: rulesOfEngagement.prefault({}),
  recommendations: recommendations.prefault({}),
  // Absent: no tier follows from a contribution, for the company has said no targets.
  tiers: tiers.optional(),
});

export type CompanySettings = z.infer<typeof companySettingsSchema>;
export type RulesOfEngagement = CompanySettings['rules_of_engagement'];
export type TierRules = z.infer<typeof tiers>;

/** The settings of a company that brought none: the programme's defaults. */
export function defaultSettings(): CompanySettings {
  return companySettingsSchema.parse({ name: 'Our company' });
}

/** The yardstick of a company that set no targets: it shows where a partner stands and moves nobody. */
export function defaultTierRules(): TierRules {
  return tiers.parse({});
}

/** How amounts are converted into the company's currency. */
export function exchangeOf(settings: CompanySettings): ExchangeRates {
  return { currency: settings.currency, rates: settings.rates };
}

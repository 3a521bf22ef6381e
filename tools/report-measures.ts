import { z } from 'zod';
import type { PartnerMeasures, Satisfaction, WinRate } from '../src/insights/types.ts';
import { formatMoney } from '../src/money.ts';
import { defineTool, STAFF } from './define.ts';

/** Win rate, satisfaction, time to value and return, of a partner or of the programme. */
export const reportMeasures = defineTool({
  name: 'report_measures',
  label: 'Working out the measures',
  description:
    'Reports the measures of a partner or of the whole programme over a period: sourced and influenced revenue, win rate, ' +
    'PSAT, time to value, ROPI. Without dates: the last four complete fiscal quarters.',
  effect: 'read',
  roles: STAFF,
  input: z.object({
    partner_id: z.string().optional(),
    from: z.string().optional(),
    to: z.string().optional(),
  }),
  output: z.object({
    period: z.object({ from: z.string(), to: z.string(), label: z.string() }),
    of: z.string(),
    facts: z.array(z.object({ label: z.string(), text: z.string() })),
  }),
  async run({ partner_id, from, to }, { scope, services }) {
    const report = await services.insights.measures(scope, { partnerId: partner_id, from, to });
    const partner = partner_id ? report.partners[0] : undefined;
    const money = (minor: number) => formatMoney({ minor, currency: report.currency });
    const facts = partner
      ? partnerFacts(partner, money)
      : [
          { label: 'won', text: money(report.company.wonMinor) },
          { label: 'sourced', text: money(report.company.sourcedMinor) },
          { label: 'influenced', text: money(report.company.influencedMinor) },
          { label: 'win rate', text: describeRate(report.company.winRate) },
          { label: 'PSAT', text: describeSatisfaction(report.company.psat) },
          { label: 'time to value', text: describeDays(report.company.ttvMedianDays) },
        ];
    const of = partner?.name ?? 'the programme';
    return {
      output: { period: report.period, of, facts },
      cards: [{ kind: 'scorecard', title: `${of}, ${report.period.label}`, facts }],
      ...(partner
        ? { focus: { partners: [{ id: partner.partnerId, name: partner.name }], period: report.period } }
        : {}),
    };
  },
});

function partnerFacts(partner: PartnerMeasures, money: (minor: number) => string) {
  return [
    { label: 'sourced', text: money(partner.sourcedMinor) },
    { label: 'influenced', text: money(partner.influencedMinor) },
    { label: 'attributed', text: money(partner.attributedMinor) },
    { label: 'win rate', text: describeRate(partner.winRate) },
    { label: 'PSAT', text: describeSatisfaction(partner.psat) },
    { label: 'time to value', text: describeDays(partner.ttvDays) },
    { label: 'costs', text: partner.costMinor > 0 ? money(partner.costMinor) : 'none recorded' },
    { label: 'ROPI', text: partner.ropi === null ? 'not known, no cost recorded' : partner.ropi.toFixed(2) },
  ];
}

function describeRate(rate: WinRate): string {
  if (rate.rate === null) return 'not known, no closed deals';
  return `${percent(rate.rate)} (${rate.won} won, ${rate.lost} lost)`;
}

function describeSatisfaction(psat: Satisfaction): string {
  if (psat.share === null) return `withheld, ${psat.n} answers`;
  return `${percent(psat.share)} of ${psat.n} answers`;
}

function describeDays(days: number | null): string {
  return days === null ? 'not reached' : `${days} days`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

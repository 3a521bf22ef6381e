import { z } from 'zod';
import { chartRevenue } from '../src/charts/chart-revenue.ts';
import { describeChart } from '../src/charts/describe-chart.ts';
import type { Chart } from '../src/charts/types.ts';
import { formatMoney } from '../src/money.ts';
import { defineTool, STAFF_AND_PARTNERS } from './define.ts';

const SHOWN = 15;
const CLAIMS_SHOWN = 5;

/** Sourced, influenced and attributed revenue. */
export const reportAttribution = defineTool({
  name: 'report_attribution',
  label: 'Adding up partner revenue',
  description:
    'Reports the won revenue that partners sourced and influenced, over a period, by partner, archetype, tier, region, ' +
    'product or quarter. Without dates: the last four complete fiscal quarters. Partners see their own alone.',
  effect: 'read',
  roles: STAFF_AND_PARTNERS,
  input: z.object({
    from: z.string().optional().describe('first day, YYYY-MM-DD, from find_period'),
    to: z.string().optional().describe('the first day after the period'),
    by: z.enum(['partner', 'archetype', 'tier', 'region', 'product', 'quarter']).optional(),
    partner_id: z.string().optional(),
    archetype: z.enum(['influence', 'isv', 'si', 'msp', 'referral', 'reseller']).optional(),
    tier: z.string().optional(),
    chart: z.boolean().optional().describe('true where a chart, graph or picture is asked for'),
  }),
  output: z.object({
    period: z.object({ from: z.string(), to: z.string(), label: z.string() }),
    currency: z.string(),
    rows: z.array(
      z.object({
        key: z.string(),
        label: z.string(),
        sourced: z.string(),
        influenced: z.string(),
        attached: z.string(),
        attributed: z.string(),
        deals: z.number(),
      }),
    ),
    rows_total: z.number(),
    total: z
      .object({
        won: z.string(),
        sourced: z.string(),
        influenced: z.string(),
        direct: z.string(),
        deals: z.number(),
      })
      .nullable(),
    disputed: z.number(),
    claims: z
      .array(
        z.object({
          opportunity_id: z.string(),
          name: z.string(),
          amount: z.string(),
          kind: z.enum(['disputed', 'late']),
          claimants: z.array(z.object({ partner_id: z.string(), name: z.string() })),
        }),
      )
      .describe('deals whose source a partner manager should name, the largest first'),
  }),
  async run(input, { scope, services }) {
    const { partner_id, chart, ...rest } = input;
    const report = await services.attribution.report(scope, { ...rest, partnerId: partner_id });
    // Partners see no claims but their own figures; whoever sees disputes may see who is in them.
    const claims = report.disputed > 0 ? await services.attribution.sourceClaims(scope) : [];
    const money = (minor: number) => formatMoney({ minor, currency: report.currency });
    const rows = report.rows.slice(0, SHOWN).map((row) => ({
      key: row.key,
      label: row.label,
      sourced: money(row.sourcedMinor),
      influenced: money(row.influencedMinor),
      attached: money(row.attachedMinor),
      attributed: money(row.attributedMinor),
      deals: row.deals,
    }));
    const total = report.total && {
      won: money(report.total.wonMinor),
      sourced: money(report.total.sourcedMinor),
      influenced: money(report.total.influencedMinor),
      direct: money(report.total.directMinor),
      deals: report.total.deals,
    };
    return {
      output: {
        period: report.period,
        currency: report.currency,
        rows,
        rows_total: report.rows.length,
        total,
        disputed: report.disputed,
        claims: claims.slice(0, CLAIMS_SHOWN).map((claim) => ({
          opportunity_id: claim.opportunityId,
          name: claim.opportunityName,
          amount: formatMoney({ minor: claim.amountMinor, currency: claim.currency }),
          kind: claim.kind,
          claimants: claim.claimants.map((one) => ({ partner_id: one.partnerId, name: one.name })),
        })),
      },
      ...(rows.length > 0
        ? {
            cards: [
              {
                kind: 'table' as const,
                title: `Partner revenue, ${report.period.from} to before ${report.period.to}`,
                columns: ['', 'Sourced', 'Influenced', 'Attached', 'Won deals'],
                rows: rows.map((r) => [r.label, r.sourced, r.influenced, r.attached, String(r.deals)]),
                total: report.rows.length,
                has_more: report.rows.length > SHOWN,
              },
              ...(chart ? chartRevenue(report, input.by ?? 'partner').map(toCard) : []),
            ],
          }
        : {}),
      focus: { period: report.period },
    };
  },
});

function toCard(chart: Chart) {
  return { kind: 'chart' as const, title: chart.title, chart, alt: describeChart(chart) };
}

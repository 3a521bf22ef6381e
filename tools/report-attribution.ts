import { z } from 'zod';
import type { Card } from '../src/agent/types.ts';
import type { AttributionReport, ReportComparison, SourceClaim } from '../src/attribution/types.ts';
import { chartComparison } from '../src/charts/chart-comparison.ts';
import { chartRevenue } from '../src/charts/chart-revenue.ts';
import { formatMoney } from '../src/money.ts';
import {
  comparedRowShape,
  periodShape,
  REVENUE_CHOICE,
  rowShape,
  shapeComparedRow,
  shapeRow,
  shapeTwo,
  toChartCard,
} from './attribution-shape.ts';
import { defineTool, STAFF_AND_PARTNERS } from './define.ts';

const SHOWN = 15;
const CLAIMS_SHOWN = 5;

const totalShape = z.object({
  won: z.string(),
  sourced: z.string(),
  influenced: z.string(),
  direct: z.string(),
  attached: z.string().describe('sourced and influenced: what partners had a part in'),
  attached_share: z.string().nullable().describe('its part of what was won'),
  deals: z.number(),
});

const twoShape = z.object({ now: z.string(), before: z.string(), change: z.string() });

/** Sourced, influenced and attributed revenue. */
export const reportAttribution = defineTool({
  name: 'report_attribution',
  label: 'Adding up partner revenue',
  description:
    'Reports the won revenue that partners sourced and influenced, over a period, by partner, archetype, tier, region, ' +
    'product or quarter; with compare beside the period before or the same of last year. Without dates: the last four ' +
    'complete fiscal quarters. Partners see their own alone. For the deals behind a figure call list_report_deals.',
  effect: 'read',
  roles: STAFF_AND_PARTNERS,
  input: z.object({
    ...REVENUE_CHOICE,
    by: z.enum(['partner', 'archetype', 'tier', 'region', 'product', 'quarter']).optional(),
    compare: z
      .enum(['previous', 'year'])
      .optional()
      .describe('previous: against the period before; year: against the same days a year earlier'),
    compare_from: z
      .string()
      .optional()
      .describe('instead of compare: first day of another period to hold it against'),
    compare_to: z.string().optional().describe('the first day after that other period'),
    figure: z
      .enum(['sourced', 'influenced', 'attached', 'attributed'])
      .optional()
      .describe('the column that the question is about, so that a follow-up knows'),
    chart: z.boolean().optional().describe('true where a chart, graph or picture is asked for'),
  }),
  output: z.object({
    period: periodShape,
    currency: z.string(),
    within: z.array(z.string()).describe('what it is narrowed to beside partners by name'),
    rows: z.array(rowShape),
    rows_total: z.number(),
    together: rowShape.describe('the partners of the rows as one; a deal of several counts once'),
    total: totalShape
      .nullable()
      .describe('all won deals, in columns that add up; null where narrowed or not shown'),
    model: z
      .object({ name: z.string(), definition: z.string(), partners: z.string(), ours: z.string().nullable() })
      .nullable()
      .describe('how attributed revenue was split; ours: our own teams and untouched deals'),
    comparison: z
      .object({
        before: periodShape,
        unfinished: z.boolean().describe('true where the later period is not over'),
        rows: z.array(comparedRowShape),
        together: comparedRowShape,
        total: z
          .object({
            won: twoShape,
            sourced: twoShape,
            influenced: twoShape,
            direct: twoShape,
            attached: twoShape,
            attached_share: z.string().nullable(),
            attached_share_before: z.string().nullable(),
          })
          .nullable(),
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
    const { partner_id, chart, compare, compare_from, compare_to, figure: _figure, ...rest } = input;
    const request = { ...rest, partnerId: partner_id };
    const against = compare_from && compare_to ? { from: compare_from, to: compare_to } : compare;
    const by = input.by ?? 'partner';
    const comparison = against ? await services.attribution.compare(scope, { ...request, against }) : null;
    const report = comparison?.now ?? (await services.attribution.report(scope, request));
    // Partners see no claims but their own figures; whoever sees disputes may see who is in them.
    const claims = report.disputed > 0 ? await services.attribution.sourceClaims(scope) : [];
    const cards = comparison
      ? [...drawComparison(comparison), ...chartComparison(comparison, by).map(toChartCard)]
      : [...drawReport(report), ...(chart ? chartRevenue(report, by).map(toChartCard) : [])];
    return {
      output: {
        ...shapeReport(report),
        comparison: comparison && shapeComparison(comparison),
        claims: claims.slice(0, CLAIMS_SHOWN).map(shapeClaim),
      },
      ...(cards.length > 0 ? { cards } : {}),
      focus: { period: report.period },
    };
  },
});

function shapeReport(report: AttributionReport) {
  const money = (minor: number) => formatMoney({ minor, currency: report.currency });
  const { total, credit } = report;
  return {
    period: report.period,
    currency: report.currency,
    within: [...report.within],
    rows: report.rows.slice(0, SHOWN).map((row) => shapeRow(row, report)),
    rows_total: report.rows.length,
    together: shapeRow(report.together, report),
    total: total && {
      won: money(total.wonMinor),
      sourced: money(total.sourcedMinor),
      influenced: money(total.influencedMinor),
      direct: money(total.directMinor),
      attached: money(total.attachedMinor),
      attached_share: writeShare(total.attachedMinor, total.wonMinor),
      deals: total.deals,
    },
    model: credit && {
      name: credit.model,
      definition: credit.definition,
      partners: money(credit.partnersMinor),
      ours: credit.oursMinor === null ? null : money(credit.oursMinor),
    },
    disputed: report.disputed,
  };
}

function shapeComparison({ now, before, rows, together, total, unfinished }: ReportComparison) {
  const money = (minor: number) => formatMoney({ minor, currency: now.currency });
  return {
    before: before.period,
    unfinished,
    rows: rows.slice(0, SHOWN).map((row) => shapeComparedRow(row, money)),
    together: shapeComparedRow(together, money),
    total: total && {
      won: shapeTwo(total.won, money),
      sourced: shapeTwo(total.sourced, money),
      influenced: shapeTwo(total.influenced, money),
      direct: shapeTwo(total.direct, money),
      attached: shapeTwo(total.attached, money),
      attached_share: writeShare(total.attached.nowMinor, total.won.nowMinor),
      attached_share_before: writeShare(total.attached.beforeMinor, total.won.beforeMinor),
    },
  };
}

function shapeClaim(claim: SourceClaim) {
  return {
    opportunity_id: claim.opportunityId,
    name: claim.opportunityName,
    amount: formatMoney({ minor: claim.amountMinor, currency: claim.currency }),
    kind: claim.kind,
    claimants: claim.claimants.map((one) => ({ partner_id: one.partnerId, name: one.name })),
  };
}

/** Null where nothing, or less, was won. */
function writeShare(partMinor: number, wholeMinor: number): string | null {
  return wholeMinor > 0 ? `${Math.round((partMinor / wholeMinor) * 100)}%` : null;
}

function sayWithin(report: AttributionReport): string {
  return report.within.map((one) => `${one}, `).join('');
}

/** A sum belongs under rows that are all there, and under several. */
function isWhole(rows: readonly unknown[]): boolean {
  return rows.length > 1 && rows.length <= SHOWN;
}

function drawReport(report: AttributionReport): Card[] {
  if (report.rows.length === 0) return [];
  const { period, credit } = report;
  const rows = report.rows.slice(0, SHOWN);
  return [
    {
      kind: 'table',
      title: `Partner revenue, ${sayWithin(report)}${period.from} to before ${period.to}`,
      columns: [
        '',
        'Sourced',
        'Influenced',
        'Attached',
        ...(credit ? [`Attributed (${credit.model})`] : []),
        'Won deals',
      ],
      rows: [...rows, ...(isWhole(report.rows) ? [report.together] : [])].map((row) => {
        const said = shapeRow(row, report);
        return [
          said.label,
          said.sourced,
          said.influenced,
          said.attached,
          ...(said.attributed === null ? [] : [said.attributed]),
          String(said.deals),
        ];
      }),
      total: report.rows.length,
      has_more: report.rows.length > SHOWN,
    },
  ];
}

function drawComparison(comparison: ReportComparison): Card[] {
  const { now, before, rows, together } = comparison;
  if (rows.length === 0) return [];
  const money = (minor: number) => formatMoney({ minor, currency: now.currency });
  return [
    {
      kind: 'table',
      title: `Partner revenue, ${sayWithin(now)}${now.period.label} against ${before.period.label}`,
      columns: ['', 'Sourced', 'before', 'change', 'Influenced', 'before', 'change', 'Won deals', 'before'],
      rows: [...rows.slice(0, SHOWN), ...(isWhole(rows) ? [together] : [])].map((row) => {
        const { label, sourced, influenced, deals_now, deals_before } = shapeComparedRow(row, money);
        return [
          label,
          sourced.now,
          sourced.before,
          sourced.change,
          influenced.now,
          influenced.before,
          influenced.change,
          String(deals_now),
          String(deals_before),
        ];
      }),
      total: rows.length,
      has_more: rows.length > SHOWN,
    },
  ];
}

import { z } from 'zod';
import type { Card } from '../src/agent/types.ts';
import { describeDifference } from '../src/attribution/describe-changes.ts';
import { listModels } from '../src/attribution/describe-models.ts';
import type {
  AttributionReport,
  AttributionRow,
  RowComparison,
  TwoFigures,
} from '../src/attribution/types.ts';
import { describeChart } from '../src/charts/describe-chart.ts';
import type { Chart } from '../src/charts/types.ts';
import { formatMoney } from '../src/money.ts';

/** By which deals and partners a revenue report is narrowed, as a model passes it. */
export const REVENUE_CHOICE = {
  from: z.string().optional().describe('first day, YYYY-MM-DD, from find_period'),
  to: z.string().optional().describe('the first day after the period'),
  partner_id: z.string().optional(),
  archetype: z.enum(['influence', 'isv', 'si', 'msp', 'referral', 'reseller']).optional(),
  tier: z.string().optional(),
  region: z.string().optional().describe("a region of the company's own list, by its name"),
  product: z.string().optional(),
  model: z
    .enum(listModels())
    .optional()
    .describe('how attributed revenue is split; linear unless the question names another'),
};

export const periodShape = z.object({ from: z.string(), to: z.string(), label: z.string() });

export const rowShape = z.object({
  key: z.string(),
  label: z.string(),
  sourced: z.string(),
  influenced: z.string(),
  attached: z.string(),
  attributed: z.string().nullable().describe('null: not shown to this reader'),
  deals: z.number(),
});

const twoFigures = z.object({ now: z.string(), before: z.string(), change: z.string() });

export const comparedRowShape = z.object({
  key: z.string(),
  label: z.string(),
  sourced: twoFigures,
  influenced: twoFigures,
  attached: twoFigures,
  deals_now: z.number(),
  deals_before: z.number(),
});

/** A row of a report in words; attributed revenue only where the report shows it. */
export function shapeRow(row: AttributionRow, report: AttributionReport): z.input<typeof rowShape> {
  const money = (minor: number) => formatMoney({ minor, currency: report.currency });
  return {
    key: row.key,
    label: row.label,
    sourced: money(row.sourcedMinor),
    influenced: money(row.influencedMinor),
    attached: money(row.attachedMinor),
    attributed: report.credit ? money(row.attributedMinor) : null,
    deals: row.deals,
  };
}

/** A row of two periods in words. */
export function shapeComparedRow(
  row: RowComparison,
  money: (minor: number) => string,
): z.input<typeof comparedRowShape> {
  return {
    key: row.key,
    label: row.label,
    sourced: shapeTwo(row.sourced, money),
    influenced: shapeTwo(row.influenced, money),
    attached: shapeTwo(row.attached, money),
    deals_now: row.deals.now,
    deals_before: row.deals.before,
  };
}

export function shapeTwo(figures: TwoFigures, money: (minor: number) => string) {
  return {
    now: money(figures.nowMinor),
    before: money(figures.beforeMinor),
    change: describeDifference(figures, money),
  };
}

/** A chart as a card; the alt text says its numbers. */
export function toChartCard(chart: Chart): Card {
  return { kind: 'chart', title: chart.title, chart, alt: describeChart(chart) };
}

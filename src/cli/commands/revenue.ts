import type { Scope } from '../../access/types.ts';
import type { Against } from '../../attribution/compare-periods.ts';
import { describeDifference } from '../../attribution/describe-changes.ts';
import type { AttributionService, DrillRequest, ReportRequest } from '../../attribution/service.ts';
import type {
  AttributionReport,
  AttributionRow,
  ReportComparison,
  RowComparison,
  TwoFigures,
} from '../../attribution/types.ts';
import { chartComparison } from '../../charts/chart-comparison.ts';
import { chartRevenue } from '../../charts/chart-revenue.ts';
import { saveCharts } from '../../charts/save-charts.ts';
import type { Chart } from '../../charts/types.ts';
import { formatMoney, toDecimal } from '../../money.ts';
import { type Output, writeJson } from '../output.ts';
import { writeTable } from './answer-text.ts';

interface Parts {
  readonly attribution: AttributionService;
  readonly output: Output;
}

interface How {
  readonly scope: Scope;
  readonly json: boolean;
  /** Folder for pictures. */
  readonly charts?: string | undefined;
}

/** Sourced, influenced, attached and attributed revenue; beside an earlier period where `compare` says which. */
export async function reportAttribution(
  parts: Parts,
  request: ReportRequest & How & { compare?: Against | undefined },
): Promise<number> {
  const { scope, json, charts, compare, ...wanted } = request;
  const by = wanted.by ?? 'partner';
  if (compare) {
    const comparison = await parts.attribution.compare(scope, { ...wanted, against: compare });
    drawCharts(parts.output, chartComparison(comparison, by), charts);
    if (json) writeJson(parts.output, shapeComparison(comparison));
    else printComparison(parts.output, comparison);
    return 0;
  }
  const report = await parts.attribution.report(scope, wanted);
  drawCharts(parts.output, chartRevenue(report, by), charts);
  if (json) writeJson(parts.output, shapeReport(report));
  else printReport(parts.output, report);
  return 0;
}

/** The deals behind a figure of a report, a page at a time. */
export async function showDealsBehind(parts: Parts, request: DrillRequest & How): Promise<number> {
  const { scope, json, charts: _charts, ...wanted } = request;
  const found = await parts.attribution.dealsBehind(scope, wanted);
  const decimal = (minor: number) => toDecimal({ minor, currency: found.currency });
  if (json) {
    writeJson(parts.output, {
      period: found.period,
      currency: found.currency,
      figure: found.figure,
      amount: decimal(found.figureMinor),
      deals: found.deals.map((deal) => ({
        opportunity_id: deal.opportunityId,
        name: deal.name,
        account: deal.accountName,
        closed_on: deal.closedOn,
        amount: decimal(deal.amountMinor),
        counted: decimal(deal.countedMinor),
        partners: deal.parts.map((part) => ({
          partner_id: part.partnerId,
          name: part.name,
          as: part.as,
          why: part.why,
          evidence: part.evidence,
        })),
      })),
      total: found.total,
      page: found.page,
      has_more: found.hasMore,
    });
    return 0;
  }
  const money = (minor: number) => formatMoney({ minor, currency: found.currency });
  parts.output.out(
    `${found.figure}, ${found.period.label}: ${money(found.figureMinor)} over ${found.total} deals\n`,
  );
  if (found.deals.length === 0) return 0;
  parts.output.out(
    `${writeTable(
      ['Deal', 'Account', 'Closed', 'Counts', 'Why'],
      found.deals.map((deal) => [
        `${deal.opportunityId} ${deal.name}`,
        deal.accountName,
        deal.closedOn ?? '',
        money(deal.countedMinor),
        deal.parts
          .filter((part) => part.as !== 'touch')
          .map((part) => `${part.name} (${part.as}): ${part.why.join(', ')}`)
          .join('; ') || 'no partner',
      ]),
    )}\n`,
  );
  if (found.hasMore) parts.output.out(`More with --page ${found.page + 1}.\n`);
  return 0;
}

/** Writes pictures where a folder was named. */
export function drawCharts(output: Output, charts: readonly Chart[], folder: string | undefined): void {
  if (folder === undefined) return;
  for (const path of saveCharts(charts, folder)) output.err(`Drew ${path}\n`);
  if (charts.length === 0) output.err('There is nothing to draw.\n');
}

function shapeReport(report: AttributionReport) {
  const decimal = (minor: number) => toDecimal({ minor, currency: report.currency });
  const { credit, total } = report;
  const shapeRow = (row: AttributionRow) => ({
    sourced: decimal(row.sourcedMinor),
    influenced: decimal(row.influencedMinor),
    attached: decimal(row.attachedMinor),
    attributed: credit ? decimal(row.attributedMinor) : null,
    deals: row.deals,
  });
  return {
    period: report.period,
    currency: report.currency,
    within: report.within,
    rows: report.rows.map((row) => ({ key: row.key, label: row.label, ...shapeRow(row) })),
    together: shapeRow(report.together),
    total: total && {
      won: decimal(total.wonMinor),
      sourced: decimal(total.sourcedMinor),
      influenced: decimal(total.influencedMinor),
      direct: decimal(total.directMinor),
      attached: decimal(total.attachedMinor),
      deals: total.deals,
    },
    model: credit && {
      name: credit.model,
      definition: credit.definition,
      partners: decimal(credit.partnersMinor),
      ours: credit.oursMinor === null ? null : decimal(credit.oursMinor),
    },
    disputed: report.disputed,
  };
}

function shapeComparison(comparison: ReportComparison) {
  const { now, before, total } = comparison;
  const decimal = (minor: number) => toDecimal({ minor, currency: now.currency });
  const two = (figures: TwoFigures) => ({
    now: decimal(figures.nowMinor),
    before: decimal(figures.beforeMinor),
    difference: decimal(figures.differenceMinor),
    change: figures.change,
  });
  const shapeRow = (row: RowComparison) => ({
    sourced: two(row.sourced),
    influenced: two(row.influenced),
    attached: two(row.attached),
    attributed: now.credit ? two(row.attributed) : null,
    deals: row.deals,
  });
  return {
    period: now.period,
    before: before.period,
    currency: now.currency,
    rows: comparison.rows.map((row) => ({ key: row.key, label: row.label, ...shapeRow(row) })),
    together: shapeRow(comparison.together),
    total: total && {
      won: two(total.won),
      sourced: two(total.sourced),
      influenced: two(total.influenced),
      direct: two(total.direct),
      attached: two(total.attached),
      deals: total.deals,
    },
    unfinished: comparison.unfinished,
  };
}

function printReport(output: Output, report: AttributionReport): void {
  const money = (minor: number) => formatMoney({ minor, currency: report.currency });
  const { credit, total } = report;
  const within = report.within.map((one) => `${one}, `).join('');
  output.out(`${within}${report.period.label}: ${report.period.from} to before ${report.period.to}\n`);
  if (report.rows.length === 0) output.out('No partner sourced or influenced a deal that was won then.\n');
  else
    output.out(
      `${writeTable(
        ['', 'Sourced', 'Influenced', 'Attached', ...(credit ? ['Attributed'] : []), 'Won deals'],
        (report.rows.length > 1 ? [...report.rows, report.together] : report.rows).map((r) => [
          r.label,
          money(r.sourcedMinor),
          money(r.influencedMinor),
          money(r.attachedMinor),
          ...(credit ? [money(r.attributedMinor)] : []),
          String(r.deals),
        ]),
      )}\n`,
    );
  if (total)
    output.out(
      `Won ${money(total.wonMinor)} over ${total.deals} deals = sourced ${money(total.sourcedMinor)} + influenced, sourced by nobody ${money(total.influencedMinor)} + direct ${money(total.directMinor)}\n`,
    );
  if (credit) {
    const ours =
      credit.oursMinor === null ? '' : `, ${money(credit.oursMinor)} to our own teams or untouched`;
    output.out(
      `Attributed by ${credit.model} (${credit.definition}): ${money(credit.partnersMinor)} to partners${ours}\n`,
    );
  }
}

function printComparison(output: Output, comparison: ReportComparison): void {
  const { now, before, rows, total } = comparison;
  const money = (minor: number) => formatMoney({ minor, currency: now.currency });
  const say = (figures: TwoFigures) =>
    `${money(figures.nowMinor)} / ${money(figures.beforeMinor)} (${describeDifference(figures, money)})`;
  output.out(
    `${now.period.label} (${now.period.from} to before ${now.period.to}) / ${before.period.label} (${before.period.from} to before ${before.period.to})\n`,
  );
  if (comparison.unfinished) output.out('The later period is not over.\n');
  if (rows.length === 0) output.out('No partner sourced or influenced a deal that was won in either.\n');
  else
    output.out(
      `${writeTable(
        ['', 'Sourced', 'Influenced', 'Attached', 'Won deals'],
        (rows.length > 1 ? [...rows, comparison.together] : rows).map((row) => [
          row.label,
          say(row.sourced),
          say(row.influenced),
          say(row.attached),
          `${row.deals.now} / ${row.deals.before}`,
        ]),
      )}\n`,
    );
  if (total)
    output.out(`Won ${say(total.won)}, sourced ${say(total.sourced)}, direct ${say(total.direct)}\n`);
}

import type { Scope } from '../../access/types.ts';
import type { AttributionService, ReportRequest } from '../../attribution/service.ts';
import { chartRevenue } from '../../charts/chart-revenue.ts';
import { saveCharts } from '../../charts/save-charts.ts';
import { formatMoney, toDecimal } from '../../money.ts';
import { type Output, writeJson } from '../output.ts';
import { writeTable } from './answer-text.ts';

/** Sourced, influenced, attached and attributed revenue. */
export async function reportAttribution(
  parts: { attribution: AttributionService; output: Output },
  request: ReportRequest & { scope: Scope; json: boolean; charts?: string | undefined },
): Promise<number> {
  const { scope, json, charts, ...wanted } = request;
  const report = await parts.attribution.report(scope, wanted);
  if (charts !== undefined) {
    for (const path of saveCharts(chartRevenue(report, wanted.by ?? 'partner'), charts))
      parts.output.err(`Drew ${path}\n`);
  }
  const decimal = (minor: number) => toDecimal({ minor, currency: report.currency });
  const money = (minor: number) => formatMoney({ minor, currency: report.currency });
  if (json) {
    writeJson(parts.output, {
      period: report.period,
      currency: report.currency,
      rows: report.rows.map((row) => ({
        key: row.key,
        label: row.label,
        sourced: decimal(row.sourcedMinor),
        influenced: decimal(row.influencedMinor),
        attached: decimal(row.attachedMinor),
        attributed: decimal(row.attributedMinor),
        deals: row.deals,
      })),
      total: report.total && {
        won: decimal(report.total.wonMinor),
        sourced: decimal(report.total.sourcedMinor),
        influenced: decimal(report.total.influencedMinor),
        direct: decimal(report.total.directMinor),
        deals: report.total.deals,
      },
      disputed: report.disputed,
    });
    return 0;
  }
  parts.output.out(`${report.period.label}: ${report.period.from} to before ${report.period.to}\n`);
  parts.output.out(
    `${writeTable(
      ['', 'Sourced', 'Influenced', 'Attached', 'Attributed', 'Won deals'],
      report.rows.map((r) => [
        r.label,
        money(r.sourcedMinor),
        money(r.influencedMinor),
        money(r.attachedMinor),
        money(r.attributedMinor),
        String(r.deals),
      ]),
    )}\n`,
  );
  if (report.total) {
    const { wonMinor, sourcedMinor, influencedMinor, directMinor, deals } = report.total;
    parts.output.out(
      `Won ${money(wonMinor)} over ${deals} deals = sourced ${money(sourcedMinor)} + influenced, sourced by nobody ${money(influencedMinor)} + direct ${money(directMinor)}\n`,
    );
  }
  return 0;
}

import type { Scope } from '../../access/types.ts';
import type { AttributionService, ReportRequest } from '../../attribution/service.ts';
import { chartRevenue } from '../../charts/chart-revenue.ts';
import { saveCharts } from '../../charts/save-charts.ts';
import type { InsightsService } from '../../insights/service.ts';
import type { PartnerMeasures, WinRate } from '../../insights/types.ts';
import { formatMoney, toDecimal } from '../../money.ts';
import type { PartnersService } from '../../partners/service.ts';
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

/** Every measure, by partner and for the company. Throws `not_found` for a partner that is not there for the reader. */
export async function reportMeasures(
  parts: { insights: InsightsService; partners: Pick<PartnersService, 'profile'>; output: Output },
  request: {
    scope: Scope;
    partnerId: string | undefined;
    from: string | undefined;
    to: string | undefined;
    json: boolean;
  },
): Promise<number> {
  const { scope, partnerId, from, to } = request;
  if (partnerId) await parts.partners.profile(scope, partnerId);
  const report = await parts.insights.measures(scope, { partnerId, from, to });
  const decimal = (minor: number) => toDecimal({ minor, currency: report.currency });
  const shape = (one: PartnerMeasures) => ({
    name: one.name,
    sourced: decimal(one.sourcedMinor),
    influenced: decimal(one.influencedMinor),
    attached: decimal(one.attachedMinor),
    attributed: decimal(one.attributedMinor),
    costs: decimal(one.costMinor),
    ropi: one.ropi,
    ropi_attributed: one.ropiAttributed,
    psat: one.psat,
    ttv_days: one.ttvDays,
    win_rate: shapeRate(one.winRate),
  });
  if (request.json) {
    writeJson(parts.output, {
      period: report.period,
      currency: report.currency,
      partners: Object.fromEntries(report.partners.map((one) => [one.partnerId, shape(one)])),
      company: {
        won: decimal(report.company.wonMinor),
        sourced: decimal(report.company.sourcedMinor),
        influenced: decimal(report.company.influencedMinor),
        direct: decimal(report.company.directMinor),
        win_rate: shapeRate(report.company.winRate),
        psat: report.company.psat,
        ttv_median_days: report.company.ttvMedianDays,
      },
    });
    return 0;
  }
  parts.output.out(`${report.period.label}: ${report.period.from} to before ${report.period.to}\n`);
  parts.output.out(
    `${writeTable(
      ['Partner', 'Sourced', 'Influenced', 'ROPI', 'PSAT', 'TTV days', 'Won/lost'],
      report.partners.map((one) => [
        one.name,
        formatMoney({ minor: one.sourcedMinor, currency: report.currency }),
        formatMoney({ minor: one.influencedMinor, currency: report.currency }),
        one.ropi === null ? 'no cost recorded' : one.ropi.toFixed(2),
        one.psat.share === null
          ? `withheld (${one.psat.n})`
          : `${Math.round(one.psat.share * 100)}% of ${one.psat.n}`,
        one.ttvDays === null ? 'not reached' : String(one.ttvDays),
        `${one.winRate.won}/${one.winRate.lost}`,
      ]),
    )}\n`,
  );
  return 0;
}

function shapeRate(rate: WinRate) {
  return { won: rate.won, lost: rate.lost, rate: rate.rate, shrunk: rate.shrunk };
}

import type { Scope } from '../../access/types.ts';
import { chartMeasures } from '../../charts/chart-measures.ts';
import { describeProgramme } from '../../insights/describe-measures.ts';
import type { InsightsService } from '../../insights/service.ts';
import type { MeasuresReport, PartnerMeasures, RowsMeasure } from '../../insights/types.ts';
import { formatMoney } from '../../money.ts';
import type { PartnersService } from '../../partners/service.ts';
import { type Output, writeJson } from '../output.ts';
import { writeTable } from './answer-text.ts';
import { shapeMeasures, shapeRowsBehind } from './measures-json.ts';
import { drawCharts } from './revenue.ts';

interface Parts {
  readonly insights: InsightsService;
  readonly partners: Pick<PartnersService, 'profile'>;
  readonly output: Output;
}

interface MeasuresArguments {
  readonly scope: Scope;
  readonly partnerId: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly json: boolean;
}

/** Every measure, by partner and for the company. Throws `not_found` for a partner that is not there for the reader. */
export async function reportMeasures(
  parts: Parts,
  request: MeasuresArguments & { readonly charts?: string | undefined },
): Promise<number> {
  const { scope, partnerId, from, to, json } = request;
  if (partnerId) await parts.partners.profile(scope, partnerId);
  const report = await parts.insights.measures(scope, { partnerId, from, to });
  drawCharts(parts.output, chartMeasures(report), request.charts);
  if (json) writeJson(parts.output, shapeMeasures(report));
  else writeReport(parts.output, report, partnerId === undefined);
  return 0;
}

/** The deals, customers, answers or costs behind one measure. Throws `not_found` for a partner that is not there. */
export async function listMeasureRows(
  parts: Parts,
  request: MeasuresArguments & { readonly measure: RowsMeasure; readonly page: number },
): Promise<number> {
  const { scope, json, ...asked } = request;
  if (asked.partnerId) await parts.partners.profile(scope, asked.partnerId);
  const behind = await parts.insights.rowsBehind(scope, asked);
  if (json) {
    writeJson(parts.output, shapeRowsBehind(behind));
    return 0;
  }
  const { definition, period, currency, total } = behind;
  const over = definition.denominator ? `, over ${definition.denominator}` : '';
  parts.output.out(`${definition.label}, ${period.label}: ${definition.numerator}${over}\n`);
  parts.output.out(
    `${writeTable(
      ['Id', 'Name', 'Partner', 'On', 'Amount', 'Figure', 'Counts as'],
      behind.rows.map((row) => [
        row.id,
        row.name,
        row.partnerId ?? '',
        row.on ?? '',
        row.amountMinor === null ? '' : formatMoney({ minor: row.amountMinor, currency }),
        row.figure === null ? '' : String(row.figure),
        row.part,
      ]),
    )}\n`,
  );
  const sum =
    behind.totalMinor === null ? '' : `, ${formatMoney({ minor: behind.totalMinor, currency })} in all`;
  const more = behind.hasMore ? `; more with --page ${behind.page + 1}` : '';
  parts.output.out(`${behind.rows.length} of ${total} rows${sum}${more}\n`);
  return 0;
}

function writeReport(output: Output, report: MeasuresReport, isWhole: boolean): void {
  const { period, currency } = report;
  const money = (minor: number) => formatMoney({ minor, currency });
  output.out(`${period.label}: ${period.from} to before ${period.to}\n`);
  if (period.note) output.out(`${period.note}\n`);
  output.out(
    `${writeTable(
      ['Partner', 'Sourced', 'Influenced', 'ROPI', 'PSAT', 'TTV days', 'Won/lost', 'Lift', 'Tier'],
      report.partners.map((one) => writePartner(one, money)),
    )}\n`,
  );
  if (!isWhole) return;
  for (const fact of describeProgramme(report.company, money)) output.out(`${fact.label}: ${fact.text}\n`);
}

function writePartner(one: PartnerMeasures, money: (minor: number) => string): string[] {
  const { tier, lift } = one;
  return [
    one.name,
    money(one.sourcedMinor),
    money(one.influencedMinor),
    one.ropi.attached === null ? 'no cost recorded' : (one.ropi.attached + 0).toFixed(2),
    one.psat.share === null
      ? `withheld (${one.psat.n})`
      : `${Math.round(one.psat.share * 100)}% of ${one.psat.n}`,
    one.timeToValue.days === null ? 'not reached' : String(one.timeToValue.days),
    `${one.winRate.won}/${one.winRate.lost}`,
    lift.adjusted === null ? `too few (${lift.deals})` : `${Math.round(lift.adjusted.estimate * 100)} points`,
    tier.move === 'up' || tier.move === 'down'
      ? `${tier.current} to ${tier.follows}`
      : (tier.follows ?? 'no targets set'),
  ];
}

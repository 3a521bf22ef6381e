import type { Scope } from '../../access/types.ts';
import { chartMeasures } from '../../charts/chart-measures.ts';
import { describeProgramme } from '../../insights/describe-measures.ts';
import type { Gap, LifetimeValue } from '../../insights/lifetime-value.ts';
import type { Ropi } from '../../insights/return-on-investment.ts';
import type { InsightsService } from '../../insights/service.ts';
import type { AttachRate, PartnerMeasures, WinRate, WithAndWithout } from '../../insights/types.ts';
import type { WinLift } from '../../insights/win-lift.ts';
import { formatMoney, toDecimal } from '../../money.ts';
import type { PartnersService } from '../../partners/service.ts';
import { type Output, writeJson } from '../output.ts';
import { writeTable } from './answer-text.ts';
import { drawCharts } from './revenue.ts';

/** Every measure, by partner and for the company. Throws `not_found` for a partner that is not there for the reader. */
export async function reportMeasures(
  parts: { insights: InsightsService; partners: Pick<PartnersService, 'profile'>; output: Output },
  request: {
    scope: Scope;
    partnerId: string | undefined;
    from: string | undefined;
    to: string | undefined;
    charts?: string | undefined;
    json: boolean;
  },
): Promise<number> {
  const { scope, partnerId, from, to } = request;
  if (partnerId) await parts.partners.profile(scope, partnerId);
  const report = await parts.insights.measures(scope, { partnerId, from, to });
  drawCharts(parts.output, chartMeasures(report), request.charts);
  const decimal = (minor: number) => toDecimal({ minor, currency: report.currency });
  const shape = (one: PartnerMeasures) => ({
    name: one.name,
    sourced: decimal(one.sourcedMinor),
    influenced: decimal(one.influencedMinor),
    attached: decimal(one.attachedMinor),
    attributed: decimal(one.attributedMinor),
    costs: decimal(one.costMinor),
    ...shapeRopi(one.ropi),
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
        costs: decimal(report.company.costMinor),
        ...shapeRopi(report.company.ropi),
        lift: shapeLift(report.company.lift),
        attach_rate: shapeAttachRate(report.company.attachRate),
        deal_size: shapePair(report.company.dealSize, decimal),
        days_to_close: shapePair(report.company.timeToClose, (days) => days),
        cltv: shapeLifetimeValue(report.company.lifetimeValue, decimal),
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
        one.ropi.attached === null ? 'no cost recorded' : one.ropi.attached.toFixed(2),
        one.psat.share === null
          ? `withheld (${one.psat.n})`
          : `${Math.round(one.psat.share * 100)}% of ${one.psat.n}`,
        one.ttvDays === null ? 'not reached' : String(one.ttvDays),
        `${one.winRate.won}/${one.winRate.lost}`,
      ]),
    )}\n`,
  );
  if (!partnerId) {
    const facts = describeProgramme(report.company, (minor) =>
      formatMoney({ minor, currency: report.currency }),
    );
    for (const fact of facts) parts.output.out(`${fact.label}: ${fact.text}\n`);
  }
  return 0;
}

function shapeRate(rate: WinRate) {
  return {
    won: rate.won,
    lost: rate.lost,
    rate: rate.rate,
    low: rate.low,
    high: rate.high,
    shrunk: rate.shrunk,
  };
}

function shapeRopi(ropi: Ropi) {
  return {
    ropi: ropi.attached,
    ropi_attributed: ropi.attributed,
    ropi_incremental: ropi.incremental,
    ropi_why: ropi.why,
  };
}

function shapeLift(lift: WinLift) {
  const { raw, adjusted, incrementalShare, attached, direct, why } = lift;
  return { raw, adjusted, incremental_share: incrementalShare, attached, direct, why };
}

function shapeAttachRate(rate: AttachRate) {
  return {
    deals: rate.deals,
    attached_deals: rate.attachedDeals,
    by_count: rate.byCount,
    by_amount: rate.byAmount,
  };
}

function shapePair(pair: WithAndWithout, write: (amount: number) => number) {
  const say = (amount: number | null) => (amount === null ? null : write(amount));
  return { with_partner: say(pair.withPartner), without: say(pair.without) };
}

function shapeLifetimeValue(value: LifetimeValue, decimal: (minor: number) => number) {
  const group = (of: LifetimeValue['attached']) => ({
    customers: of.customers,
    churned: of.churned,
    monthly_margin: of.monthlyMinor === null ? null : decimal(of.monthlyMinor),
    value: of.valueMinor === null ? null : decimal(of.valueMinor),
    survival: of.survival,
    why: of.why,
  });
  const gap = (of: Gap | null) =>
    of && {
      months: of.months,
      low: of.low,
      high: of.high,
      horizon_months: of.horizonMonths,
      customers: of.customers,
    };
  return {
    horizon_months: value.horizonMonths,
    attached: group(value.attached),
    direct: group(value.direct),
    gap: gap(value.gap),
    matched_gap: gap(value.matchedGap),
    why: value.why,
  };
}

import type { Gap, LifetimeValue } from '../../insights/lifetime-value.ts';
import type { Ropi } from '../../insights/return-on-investment.ts';
import type { RowsBehind } from '../../insights/rows-behind.ts';
import type {
  AttachShare,
  MeasuresReport,
  PartnerMeasures,
  ProgrammeMeasures,
  Satisfaction,
  TimeToValue,
  WinRate,
  WithAndWithout,
} from '../../insights/types.ts';
import type { WinLift } from '../../insights/win-lift.ts';
import { toDecimal } from '../../money.ts';

type Decimal = (minor: number) => number;

/** The document that `measures --json` prints. */
export function shapeMeasures(report: MeasuresReport) {
  const decimal = (minor: number) => toDecimal({ minor, currency: report.currency });
  return {
    period: report.period,
    currency: report.currency,
    partners: Object.fromEntries(report.partners.map((one) => [one.partnerId, shapePartner(one, decimal)])),
    company: shapeProgramme(report.company, decimal),
  };
}

/** The document that `measures --rows --json` prints. */
export function shapeRowsBehind(behind: RowsBehind) {
  const decimal = (minor: number | null) =>
    minor === null ? null : toDecimal({ minor, currency: behind.currency });
  const { measure, definition, period, currency, total, page, hasMore } = behind;
  return {
    measure,
    definition,
    period,
    currency,
    rows: behind.rows.map((row) => ({
      kind: row.kind,
      id: row.id,
      name: row.name,
      partner_id: row.partnerId,
      on: row.on,
      amount: decimal(row.amountMinor),
      figure: row.figure,
      part: row.part,
      evidence: row.evidence,
    })),
    total,
    total_amount: decimal(behind.totalMinor),
    page,
    has_more: hasMore,
  };
}

function shapePartner(one: PartnerMeasures, decimal: Decimal) {
  return {
    name: one.name,
    sourced: decimal(one.sourcedMinor),
    influenced: decimal(one.influencedMinor),
    attached: decimal(one.attachedMinor),
    attributed: decimal(one.attributedMinor),
    deals: one.deals,
    costs: decimal(one.costMinor),
    ...shapeRopi(one.ropi, decimal),
    psat: shapeSatisfaction(one.psat),
    ttv_days: one.timeToValue.days,
    ttv_why: one.timeToValue.why,
    win_rate: { ...shapeRate(one.winRate), lift: one.lift },
    tier: one.tier,
  };
}

function shapeProgramme(company: ProgrammeMeasures, decimal: Decimal) {
  const { winRate, attachRate } = company;
  return {
    won: decimal(company.wonMinor),
    sourced: decimal(company.sourcedMinor),
    influenced: decimal(company.influencedMinor),
    direct: decimal(company.directMinor),
    win_rate: {
      ...shapeRate(winRate),
      with_partner: shapeRate(winRate.withPartner),
      without: shapeRate(winRate.without),
    },
    psat: shapeSatisfaction(company.psat),
    ttv_median_days: company.timeToValue.medianDays,
    ttv: shapeTimeToValue(company.timeToValue),
    costs: decimal(company.costMinor),
    ...shapeRopi(company.ropi, decimal),
    lift: shapeLift(company.lift),
    attach_rate: { ...shapeAttachShare(attachRate), open: shapeAttachShare(attachRate.open) },
    deal_size: shapePair(company.dealSize, decimal),
    days_to_close: shapePair(company.timeToClose, (days) => days),
    cltv: shapeLifetimeValue(company.lifetimeValue, decimal),
  };
}

function shapeRate(rate: WinRate) {
  const { won, lost, rate: share, low, high, shrunk, why } = rate;
  return { won, lost, rate: share, low, high, shrunk, why };
}

function shapeSatisfaction(psat: Satisfaction) {
  const { change, ...told } = psat;
  return {
    ...told,
    change: change && {
      difference: change.difference,
      before: change.before,
      before_n: change.beforeN,
      is_clear: change.isClear,
    },
  };
}

function shapeTimeToValue({ medianDays, ...rest }: TimeToValue) {
  return { median_days: medianDays, ...rest };
}

function shapeRopi(ropi: Ropi, decimal: Decimal) {
  return {
    ropi: ropi.attached,
    ropi_attributed: ropi.attributed,
    ropi_incremental: ropi.incremental,
    ropi_margin: decimal(ropi.attachedMarginMinor),
    ropi_margin_attributed: decimal(ropi.attributedMarginMinor),
    ropi_why: ropi.why,
  };
}

function shapeLift(lift: WinLift) {
  const { incrementalShare, adjustedFor, ...rest } = lift;
  return { ...rest, incremental_share: incrementalShare, adjusted_for: adjustedFor };
}

function shapeAttachShare(rate: AttachShare) {
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

function shapeLifetimeValue(value: LifetimeValue, decimal: Decimal) {
  const group = (of: LifetimeValue['attached']) => ({
    customers: of.customers,
    churned: of.churned,
    monthly_margin: of.monthlyMinor === null ? null : decimal(of.monthlyMinor),
    value: of.valueMinor === null ? null : decimal(of.valueMinor),
    survival: of.survival.map(({ atRisk, ...point }) => ({ ...point, at_risk: atRisk })),
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

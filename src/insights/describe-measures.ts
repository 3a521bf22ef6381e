import { formatRatio, type MoneyText, percent, points, reach } from './describe-figures.ts';
import { describeTier } from './describe-tier.ts';
import type { Gap, LifetimeValue } from './lifetime-value.ts';
import type { PartnerLift } from './partner-lift.ts';
import type { Ropi } from './return-on-investment.ts';
import type {
  AttachRate,
  AttachShare,
  PartnerMeasures,
  PartnerTimeToValue,
  ProgrammeMeasures,
  Satisfaction,
  TimeToValue,
  WinRate,
  WithAndWithout,
} from './types.ts';
import type { WinLift } from './win-lift.ts';

/** A measure's name and its figure as people read it, with its interval, or why it is not known. */
export interface MeasureText {
  readonly label: string;
  readonly text: string;
}

/** One partner's measures in words: the figure, what it is made of, its interval. */
export function describePartner(partner: PartnerMeasures, money: MoneyText): MeasureText[] {
  return [
    { label: 'sourced', text: money(partner.sourcedMinor) },
    { label: 'influenced', text: money(partner.influencedMinor) },
    { label: 'attached', text: `${money(partner.attachedMinor)} over ${countDeals(partner.deals)}` },
    { label: 'attributed', text: `${money(partner.attributedMinor)} by equal credit to each touch` },
    { label: 'win rate', text: describeRate(partner.winRate) },
    { label: 'lift', text: describePartnerLift(partner.lift) },
    { label: 'PSAT', text: describeSatisfaction(partner.psat) },
    { label: 'time to value', text: describeFirstWin(partner.timeToValue) },
    { label: 'costs', text: describeCosts(partner.costMinor, money) },
    { label: 'ROPI', text: describeRopi(partner.ropi, partner.costMinor, money) },
    { label: 'tier', text: describeTier(partner.tier) },
  ];
}

/** The measures of the programme in words. */
export function describeProgramme(company: ProgrammeMeasures, money: MoneyText): MeasureText[] {
  return [
    { label: 'won', text: money(company.wonMinor) },
    { label: 'sourced', text: money(company.sourcedMinor) },
    { label: 'influenced', text: `${money(company.influencedMinor)}, sourced by nobody` },
    { label: 'attach rate', text: describeAttachRate(company.attachRate) },
    { label: 'win rate', text: describeProgrammeRate(company.winRate) },
    { label: 'lift', text: describeLift(company.lift) },
    { label: 'deal size', text: describePair(company.dealSize, money) },
    { label: 'time to close', text: describePair(company.timeToClose, (days) => `${Math.round(days)} days`) },
    { label: 'PSAT', text: describeSatisfaction(company.psat) },
    { label: 'time to value', text: describeTimeToValue(company.timeToValue) },
    { label: 'costs', text: describeCosts(company.costMinor, money) },
    { label: 'ROPI', text: describeRopi(company.ropi, company.costMinor, money) },
    { label: 'CLTV', text: describeLifetimeValue(company.lifetimeValue, money) },
  ];
}

function describeRate(rate: WinRate): string {
  if (rate.rate === null) return rate.why ?? 'not known';
  const closed = rate.won + rate.lost;
  const shrunk =
    rate.shrunk === null ? '' : `; ${percent(rate.shrunk)} when pulled to the company's own rate`;
  return `${percent(rate.rate)} (${rate.won} won of ${closed} closed; ${reach(rate, percent)})${shrunk}`;
}

function describeProgrammeRate(rate: ProgrammeMeasures['winRate']): string {
  const part = (name: string, of: WinRate) =>
    of.rate === null
      ? `${name} not known, none closed`
      : `${name} ${percent(of.rate)} (${of.won} of ${of.won + of.lost})`;
  if (rate.rate === null) return describeRate(rate);
  return `${describeRate(rate)}; ${part('with a partner', rate.withPartner)}, ${part('without', rate.without)}`;
}

function describeSatisfaction(psat: Satisfaction): string {
  if (psat.share === null || psat.mean === null) return psat.why ?? 'not known';
  const { change } = psat;
  const before = change
    ? `; the period before ${percent(change.before)} of ${change.beforeN}, ${change.isClear ? `a change of ${points(change.difference)}` : 'no clear change'}`
    : '';
  return `${percent(psat.share)} (${psat.content} of ${psat.n} answers are 4 or 5, mean ${psat.mean.toFixed(1)}; ${reach(psat, percent)})${before}`;
}

function describeFirstWin({ days, why }: PartnerTimeToValue): string {
  return days === null ? (why ?? 'not known') : `${days} days from joining to the first attached win`;
}

function describeTimeToValue(ttv: TimeToValue): string {
  if (ttv.medianDays === null) return ttv.why ?? 'not known';
  const write = (days: number | null) => (days === null ? 'not reached' : String(Math.round(days)));
  return `median ${write(ttv.medianDays)} days over ${ttv.partners} partners, ${ttv.reached} of them with a win and the rest still waiting (90% interval ${write(ttv.low)} to ${write(ttv.high)})`;
}

function describeCosts(costMinor: number, money: MoneyText): string {
  return costMinor === 0 ? 'none recorded' : money(costMinor);
}

/** Always three lines, since the first alone flatters. */
function describeRopi(ropi: Ropi, costMinor: number, money: MoneyText): string {
  if (ropi.attached === null || ropi.attributed === null) return ropi.why ?? 'not known';
  const incremental = ropi.incremental
    ? `${formatRatio(ropi.incremental.estimate)} incremental (${reach(ropi.incremental, formatRatio)})`
    : (ropi.why ?? 'incremental not known');
  return `${formatRatio(ropi.attached)} by attached revenue (margin ${money(ropi.attachedMarginMinor)} less costs ${money(costMinor)}, over the costs), ${formatRatio(ropi.attributed)} by attributed (margin ${money(ropi.attributedMarginMinor)}), ${incremental}`;
}

function describeLift(lift: WinLift): string {
  if (!lift.raw || !lift.adjusted) return lift.why ?? 'not known';
  const robust = lift.robustness
    ? `; it would take an unseen advantage that makes joining and winning each ${lift.robustness.toFixed(1)} times likelier to explain it away`
    : '; chance alone could explain it';
  return `${points(lift.adjusted.estimate)} on the win rate (${reach(lift.adjusted, pointCount)}) against like deals without a partner, over ${lift.attached} closed deals with a partner and ${lift.direct} without, of all time; ${points(lift.raw.estimate)} raw (${reach(lift.raw, pointCount)}). Alike in ${lift.adjustedFor.join(', ') || 'nothing recorded'}; how keen a buyer was is not seen${robust}`;
}

function describePartnerLift(lift: PartnerLift): string {
  if (!lift.adjusted || lift.raw === null) return lift.why ?? 'not known';
  return `${points(lift.adjusted.estimate)} on the win rate (${reach(lift.adjusted, pointCount)}) against like deals without a partner, over ${lift.deals} closed deals of all time, pulled to the programme's; ${points(lift.raw)} raw`;
}

function describeAttachRate({ open, ...won }: AttachRate): string {
  const write = (of: AttachShare, what: string) =>
    of.byCount === null
      ? `not known, no ${what} deals`
      : `${percent(of.byCount)} of ${of.deals} ${what} deals${of.byAmount === null ? '' : `, ${percent(of.byAmount)} of their amount`}`;
  return `${write(won, 'won')}; ${write(open, 'open')}`;
}

function describePair(pair: WithAndWithout, write: (amount: number) => string): string {
  if (pair.withPartner === null && pair.without === null) return 'not known, no won deals';
  const say = (amount: number | null) => (amount === null ? 'not known' : write(amount));
  return `median ${say(pair.withPartner)} with a partner, ${say(pair.without)} without`;
}

function describeLifetimeValue(value: LifetimeValue, money: MoneyText): string {
  const group = (name: string, of: LifetimeValue['attached']) =>
    `${name} ${of.valueMinor === null ? (of.why ?? 'not known') : `${money(of.valueMinor)} a customer over ${value.horizonMonths} months${of.monthlyMinor === null ? '' : `, from ${money(of.monthlyMinor)} margin a month`}`} (${of.customers} customers, ${of.churned} left)`;
  const gaps = [
    ...(value.matchedGap ? [`${months(value.matchedGap)} among customers alike in segment and size`] : []),
    ...(value.gap
      ? [`${months(value.gap)} ${value.matchedGap ? 'raw' : 'raw, too few alike to match'}`]
      : []),
  ];
  const told = gaps.length > 0 ? `with a partner they stay ${gaps.join('; ')}` : value.why;
  return `${group('attached', value.attached)}; ${group('direct', value.direct)}; ${told ?? 'the difference is not known'}`;
}

function months(gap: Gap): string {
  const write = (count: number) => (Math.round(count * 10) / 10 + 0).toFixed(1);
  const longer = gap.months < 0 ? 'shorter' : 'longer';
  const side = gap.months < 0 ? -1 : 1;
  const ends = [side * gap.low, side * gap.high].sort((a, b) => a - b).map(write);
  return `${write(Math.abs(gap.months))} months ${longer} of the first ${gap.horizonMonths} (90% interval ${ends.join(' to ')})`;
}

function countDeals(deals: number): string {
  return `${deals} won ${deals === 1 ? 'deal' : 'deals'}`;
}

function pointCount(share: number): string {
  return String(Math.round(share * 100) + 0);
}

import type { Gap, LifetimeValue } from './lifetime-value.ts';
import type { Ropi } from './return-on-investment.ts';
import type { MeasuresReport, PartnerMeasures, Satisfaction, WinRate, WithAndWithout } from './types.ts';
import type { Estimate, WinLift } from './win-lift.ts';

/** A measure's name and its figure as people read it, with its interval, or why it is not known. */
export interface MeasureText {
  readonly label: string;
  readonly text: string;
}

type MoneyText = (minor: number) => string;

export function describePartner(partner: PartnerMeasures, money: MoneyText): MeasureText[] {
  return [
    { label: 'sourced', text: money(partner.sourcedMinor) },
    { label: 'influenced', text: money(partner.influencedMinor) },
    { label: 'attributed', text: money(partner.attributedMinor) },
    { label: 'win rate', text: describeRate(partner.winRate) },
    { label: 'PSAT', text: describeSatisfaction(partner.psat) },
    { label: 'time to value', text: describeDays(partner.ttvDays) },
    { label: 'costs', text: partner.costMinor > 0 ? money(partner.costMinor) : 'none recorded' },
    { label: 'ROPI', text: describeRopi(partner.ropi) },
  ];
}

export function describeProgramme(company: MeasuresReport['company'], money: MoneyText): MeasureText[] {
  const { attachRate } = company;
  return [
    { label: 'won', text: money(company.wonMinor) },
    { label: 'sourced', text: money(company.sourcedMinor) },
    { label: 'influenced', text: money(company.influencedMinor) },
    {
      label: 'attach rate',
      text:
        attachRate.byCount === null
          ? 'not known, no won deals'
          : `${percent(attachRate.byCount)} of ${attachRate.deals} won deals${attachRate.byAmount === null ? '' : `, ${percent(attachRate.byAmount)} of their amount`}`,
    },
    { label: 'win rate', text: describeRate(company.winRate) },
    { label: 'win rate with a partner', text: describeLift(company.lift) },
    { label: 'deal size', text: describePair(company.dealSize, money) },
    { label: 'time to close', text: describePair(company.timeToClose, (days) => `${Math.round(days)} days`) },
    { label: 'PSAT', text: describeSatisfaction(company.psat) },
    { label: 'time to value', text: describeDays(company.ttvMedianDays) },
    { label: 'costs', text: company.costMinor > 0 ? money(company.costMinor) : 'none recorded' },
    { label: 'ROPI', text: describeRopi(company.ropi) },
    { label: 'CLTV', text: describeLifetimeValue(company.lifetimeValue, money) },
  ];
}

function describeRate(rate: WinRate): string {
  if (rate.rate === null || rate.low === null || rate.high === null) return 'not known, no closed deals';
  return `${percent(rate.rate)} (${rate.won} won, ${rate.lost} lost; 90% interval ${percent(rate.low)} to ${percent(rate.high)})`;
}

function describeSatisfaction(psat: Satisfaction): string {
  if (psat.share === null || psat.low === null || psat.high === null) return `withheld, ${psat.n} answers`;
  return `${percent(psat.share)} of ${psat.n} answers (90% interval ${percent(psat.low)} to ${percent(psat.high)})`;
}

function describeDays(days: number | null): string {
  return days === null ? 'not reached' : `${Math.round(days)} days`;
}

/** Always three lines, since the first alone flatters. */
function describeRopi(ropi: Ropi): string {
  if (ropi.attached === null || ropi.attributed === null) return ropi.why ?? 'not known';
  const incremental = ropi.incremental
    ? `${ropi.incremental.estimate.toFixed(2)} incremental (90% interval ${ropi.incremental.low.toFixed(2)} to ${ropi.incremental.high.toFixed(2)})`
    : (ropi.why ?? 'incremental not known');
  return `${ropi.attached.toFixed(2)} by attached revenue, ${ropi.attributed.toFixed(2)} by attributed, ${incremental}`;
}

function describeLift(lift: WinLift): string {
  if (!lift.raw || !lift.adjusted) return lift.why ?? 'not known';
  return `${points(lift.raw)} raw; ${points(lift.adjusted)} among deals alike in size and industry`;
}

function describePair(pair: WithAndWithout, write: (amount: number) => string): string {
  const say = (amount: number | null) => (amount === null ? 'not known' : write(amount));
  return `median ${say(pair.withPartner)} with a partner, ${say(pair.without)} without`;
}

function describeLifetimeValue(value: LifetimeValue, money: MoneyText): string {
  const group = (name: string, of: LifetimeValue['attached']) =>
    `${name} ${of.valueMinor === null ? (of.why ?? 'not known') : `${money(of.valueMinor)} over ${value.horizonMonths} months`} (${of.customers} customers, ${of.churned} left)`;
  const stay = value.matchedGap ?? value.gap;
  const gap = stay
    ? `; with a partner they stay ${months(stay)}${value.matchedGap ? ', among customers alike in segment and size' : ', not matched'}`
    : value.why
      ? `; the difference is ${value.why}`
      : '';
  return `${group('attached', value.attached)}; ${group('direct', value.direct)}${gap}`;
}

function months(gap: Gap): string {
  return `${gap.months.toFixed(1)} months longer of the first ${gap.horizonMonths} (90% interval ${gap.low.toFixed(1)} to ${gap.high.toFixed(1)})`;
}

function points(estimate: Estimate): string {
  const write = (share: number) => Math.round(share * 100);
  return `${write(estimate.estimate)} points (90% interval ${write(estimate.low)} to ${write(estimate.high)})`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

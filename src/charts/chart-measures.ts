import type { MeasuresReport, WinRate } from '../insights/types.ts';
import type { Chart, ChartPoint } from './types.ts';

/** More bars than this are too thin for a whisker and its number. */
const MOST_PARTNERS = 8;

/** Pictures of the measures: win rates with their intervals, and how long customers stay. None of what is not known. */
export function chartMeasures(report: MeasuresReport): Chart[] {
  return [...chartWinRates(report), ...chartSurvival(report)];
}

/** Those with the most closed deals; the company as a whole stands first. */
function chartWinRates(report: MeasuresReport): Chart[] {
  const closed = (rate: WinRate) => rate.won + rate.lost;
  const partners = report.partners
    .filter((one) => one.winRate.rate !== null)
    .toSorted((a, b) => closed(b.winRate) - closed(a.winRate) || (a.partnerId < b.partnerId ? -1 : 1));
  if (partners.length === 0) return [];
  const shown = partners.slice(0, MOST_PARTNERS);
  const cut = shown.length < partners.length ? `: ${shown.length} of ${partners.length} partners` : '';
  return [
    {
      kind: 'bar',
      title: `Win rate with 90% interval, ${report.period.label}${cut}`,
      unit: 'won of closed deals',
      most: 1,
      labels: ['All deals', ...shown.map((one) => one.name)],
      series: [
        {
          name: 'Win rate',
          points: [report.company.winRate, ...shown.map((one) => one.winRate)].map(ratePoint),
        },
      ],
    },
  ];
}

function ratePoint(rate: WinRate): ChartPoint {
  if (rate.rate === null || rate.low === null || rate.high === null)
    return { value: null, text: 'not known' };
  const { low, high } = rate;
  return {
    value: rate.rate,
    text: `${percent(rate.rate)} (${rate.won} won, ${rate.lost} lost; ${percent(low)} to ${percent(high)})`,
    short: percent(rate.rate),
    interval: { low, high },
  };
}

function chartSurvival({ company }: MeasuresReport): Chart[] {
  const { attached, direct } = company.lifetimeValue;
  const groups = [
    { name: 'With a partner', of: attached },
    { name: 'Direct', of: direct },
  ].filter((group) => group.of.survival.length > 0);
  const months = [...new Set(groups.flatMap((group) => group.of.survival.map((one) => one.months)))];
  if (months.length === 0) return [];
  months.sort((a, b) => a - b);
  return [
    {
      kind: 'line',
      title: 'Customers still there after so many months',
      unit: 'share of customers',
      most: 1,
      labels: ['0', ...months.map(String)],
      series: groups.map((group) => ({
        name: `${group.name} (${group.of.customers} customers)`,
        points: [
          { value: 1, text: '100%' },
          ...months.map((month): ChartPoint => {
            const known = group.of.survival.find((one) => one.months === month);
            if (!known) return { value: null, text: 'not known' };
            return {
              value: known.share,
              text: `${percent(known.share)}${known.projected ? ' projected' : ''}`,
            };
          }),
        ],
      })),
    },
  ];
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

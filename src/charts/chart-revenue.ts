import type { AttributionReport, ReportDimension } from '../attribution/types.ts';
import { moneyPoint } from './money-point.ts';
import type { Chart } from './types.ts';

/** More rows than this make bars too thin to read; the table has them all. */
const MOST_ROWS = { bar: 8, line: 20 };

/**
 * Pictures of a revenue report: how the won revenue is made up, where the reader may see the whole, and who sourced and
 * influenced how much. By quarter that is a line, since quarters follow one another. Empty where nothing was won.
 */
export function chartRevenue(report: AttributionReport, by: ReportDimension): Chart[] {
  return [...chartTotal(report), ...chartRows(report, by)];
}

function chartTotal(report: AttributionReport): Chart[] {
  const { total } = report;
  if (!total || total.deals === 0) return [];
  return [
    {
      kind: 'waterfall',
      title: `Won revenue, ${spanOf(report)}`,
      unit: report.currency,
      labels: ['Sourced', 'Influenced, sourced by nobody', 'Direct', 'Won'],
      series: [
        {
          name: 'Won revenue',
          points: [total.sourcedMinor, total.influencedMinor, total.directMinor, total.wonMinor].map(
            (minor) => moneyPoint(minor, report.currency),
          ),
        },
      ],
    },
  ];
}

function chartRows(report: AttributionReport, by: ReportDimension): Chart[] {
  const kind = by === 'quarter' ? 'line' : 'bar';
  // Of quarters the last are wanted, of all else the largest.
  const rows = kind === 'line' ? report.rows.slice(-MOST_ROWS.line) : report.rows.slice(0, MOST_ROWS.bar);
  if (rows.length === 0) return [];
  const rest = report.rows.length - rows.length;
  const points = (read: (row: (typeof rows)[number]) => number) =>
    rows.map((row) => moneyPoint(read(row), report.currency));
  return [
    {
      kind,
      title: `Revenue by ${by}, ${spanOf(report)}${rest > 0 ? `: ${rows.length} of ${report.rows.length}` : ''}`,
      unit: report.currency,
      labels: rows.map((row) => row.label),
      series: [
        { name: 'Sourced', points: points((row) => row.sourcedMinor) },
        { name: 'Influenced', points: points((row) => row.influencedMinor) },
        // Equal credit is what goes without saying; a model that was asked for is what the picture is about.
        ...(report.credit && report.credit.model !== 'linear'
          ? [{ name: `Attributed (${report.credit.model})`, points: points((row) => row.attributedMinor) }]
          : []),
      ],
    },
  ];
}

function spanOf(report: AttributionReport): string {
  const within = report.within.map((one) => `${one}, `).join('');
  return `${within}${report.period.from} to before ${report.period.to}`;
}

import type { ReportComparison, RowComparison, TwoFigures } from '../attribution/types.ts';
import { moneyPoint } from './money-point.ts';
import type { Chart } from './types.ts';

/** Four bars a row; more rows make them too thin to read. */
const MOST_ROWS = 6;

/** What partners sourced and influenced in two periods, side by side. None where nothing was won in either. */
export function chartComparison(comparison: ReportComparison, by: string): Chart[] {
  const rows = comparison.rows.slice(0, MOST_ROWS);
  if (rows.length === 0) return [];
  const { now, before } = comparison;
  const series = (name: string, of: (row: RowComparison) => TwoFigures) => [
    {
      name: `${name}, before`,
      earlier: true,
      points: rows.map((row) => moneyPoint(of(row).beforeMinor, now.currency)),
    },
    { name, points: rows.map((row) => moneyPoint(of(row).nowMinor, now.currency)) },
  ];
  const cut = rows.length < comparison.rows.length ? `: ${rows.length} of ${comparison.rows.length}` : '';
  return [
    {
      kind: 'bar',
      title: `Revenue by ${by}, ${now.within.map((one) => `${one}, `).join('')}${now.period.label} against ${before.period.label}${cut}`,
      unit: now.currency,
      labels: rows.map((row) => row.label),
      series: [...series('Sourced', (row) => row.sourced), ...series('Influenced', (row) => row.influenced)],
    },
  ];
}

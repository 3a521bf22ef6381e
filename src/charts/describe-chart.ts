import type { Chart } from './types.ts';

/** Longest alt text that Slack takes is 2,000 characters; what is left out is said. */
const LONGEST = 1900;

/** The chart in words, with every number: for people who can't see it, and for surfaces that show no pictures. */
export function describeChart(chart: Chart): string {
  const rows = chart.labels.map((label, i) => {
    const said = chart.series.map((one) => {
      const text = one.points[i]?.text ?? 'not known';
      return chart.series.length > 1 ? `${one.name} ${text}` : text;
    });
    return `${label}: ${said.join(', ')}`;
  });
  const opening = `${chart.title}. `;
  const whole = `${opening}${rows.join('; ')}.`;
  if (whole.length <= LONGEST) return whole;
  const kept = rows.slice(0, countFitting(rows, LONGEST - opening.length - 40));
  return `${opening}${kept.join('; ')}; and ${rows.length - kept.length} more.`;
}

function countFitting(rows: readonly string[], room: number): number {
  let used = 0;
  const at = rows.findIndex((row) => {
    used += row.length + 2;
    return used > room;
  });
  return at < 0 ? rows.length : Math.max(1, at);
}

import { describe, expect, it } from 'vitest';
import type { AttributionReport } from '../../src/attribution/types.ts';
import { chartMeasures } from '../../src/charts/chart-measures.ts';
import { chartRevenue } from '../../src/charts/chart-revenue.ts';
import { describeChart } from '../../src/charts/describe-chart.ts';
import { drawChart } from '../../src/charts/draw-chart.ts';
import type { Chart } from '../../src/charts/types.ts';
import type { MeasuresReport } from '../../src/insights/types.ts';

const REPORT: AttributionReport = {
  period: { from: '2026-01-01', to: '2026-04-01', label: 'Q1 2026' },
  currency: 'EUR',
  within: [],
  rows: [
    row('acme', 'Acme', 120_000_00, 30_000_00),
    row('beta', 'Beta Beratungsgesellschaft für Wolken', 0, 80_000_50),
  ],
  together: row('', 'Together', 120_000_00, 80_000_50),
  total: {
    wonMinor: 300_000_50,
    sourcedMinor: 120_000_00,
    influencedMinor: 80_000_50,
    directMinor: 100_000_00,
    attachedMinor: 200_000_50,
    deals: 7,
  },
  credit: null,
  disputed: 0,
};

function row(key: string, label: string, sourcedMinor: number, influencedMinor: number) {
  const attachedMinor = sourcedMinor + influencedMinor;
  return { key, label, sourcedMinor, influencedMinor, attachedMinor, attributedMinor: 0, deals: 2 };
}

function sizeOf(png: Buffer): { width: number; height: number } {
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

describe('charts of a revenue report', () => {
  it('say how the won revenue is made up and who brought how much', () => {
    const [waterfall, bars] = chartRevenue(REPORT, 'partner');
    expect(describeChart(waterfall!)).toBe(
      'Won revenue, 2026-01-01 to before 2026-04-01. Sourced: €120,000; Influenced, sourced by nobody: €80,000.50; Direct: €100,000; Won: €300,000.50.',
    );
    expect(describeChart(bars!)).toContain('Acme: Sourced €120,000, Influenced €30,000');
  });

  it('have bars of the waterfall that add up to its total', () => {
    const points = chartRevenue(REPORT, 'partner')[0]!.series[0]!.points.map((point) => point.value ?? 0);
    const parts = points.slice(0, -1).reduce((sum, value) => sum + value, 0);
    expect(parts).toBeCloseTo(points.at(-1)!, 9);
  });

  it('are lines by quarter, and say where bars are left out', () => {
    const rows = Array.from({ length: 11 }, (_, i) => row(`q${i}`, `Q${i}`, i * 100, 0));
    const report = { ...REPORT, rows, total: null };
    expect(chartRevenue(report, 'quarter')).toMatchObject([
      { kind: 'line', labels: rows.map((one) => one.label) },
    ]);
    expect(chartRevenue(report, 'tier')[0]?.title).toContain(': 8 of 11');
  });

  it('are none where nothing was won', () => {
    const total = {
      wonMinor: 0,
      sourcedMinor: 0,
      influencedMinor: 0,
      directMinor: 0,
      attachedMinor: 0,
      deals: 0,
    };
    expect(chartRevenue({ ...REPORT, rows: [], total }, 'partner')).toEqual([]);
  });
});

describe('charts of measures', () => {
  const rate = (won: number, lost: number, ends: [number, number] | null) => ({
    won,
    lost,
    rate: ends ? won / (won + lost) : null,
    low: ends?.[0] ?? null,
    high: ends?.[1] ?? null,
    shrunk: null,
  });
  const stays = (shares: readonly number[], projected: number) => ({
    customers: 40,
    churned: 9,
    monthlyMinor: 1,
    valueMinor: 1,
    why: null,
    survival: shares.map((share, i) => ({ months: 12 * (i + 1), share, projected: i >= projected })),
  });
  const measures = (attached: ReturnType<typeof stays>) =>
    ({
      period: REPORT.period,
      currency: 'EUR',
      partners: [
        { partnerId: 'none', name: 'None', winRate: rate(0, 0, null) },
        { partnerId: 'few', name: 'Few', winRate: rate(1, 1, [0.1, 0.9]) },
        { partnerId: 'many', name: 'Many', winRate: rate(6, 4, [0.35, 0.8]) },
      ],
      company: { winRate: rate(9, 11, [0.3, 0.6]), lifetimeValue: { attached, direct: stays([], 0) } },
    }) as unknown as MeasuresReport;

  it('show win rates with their intervals, most closed deals first, and leave out whom nothing is known of', () => {
    const [rates] = chartMeasures(measures(stays([0.9, 0.8], 1)));
    expect(rates!.labels).toEqual(['All deals', 'Many', 'Few']);
    expect(rates!.series[0]!.points[1]).toEqual({
      value: 0.6,
      text: '60% (6 won, 4 lost; 35% to 80%)',
      short: '60%',
      interval: { low: 0.35, high: 0.8 },
    });
    expect(sizeOf(drawChart(rates!))).toEqual({ width: 1200, height: 675 });
  });

  it('show how long customers stay, say what is projected, and none where nothing is known', () => {
    const [, survival] = chartMeasures(measures(stays([0.9, 0.8], 1)));
    expect(describeChart(survival!)).toBe(
      'Customers still there after so many months. 0: 100%; 12: 90%; 24: 80% projected.',
    );
    expect(sizeOf(drawChart(survival!))).toEqual({ width: 1200, height: 675 });
    expect(chartMeasures(measures(stays([], 0)))).toHaveLength(1);
  });
});

describe('the picture', () => {
  it('is a PNG of 1200 × 675 for every kind, also with gaps, losses and long labels', () => {
    const chart = (kind: Chart['kind'], values: (number | null)[]): Chart => ({
      kind,
      title: 'Ωmega & <b>',
      unit: 'EUR',
      labels: values.map((_, i) => `A label that is much too long to stand under a bar ${i}`),
      series: [
        {
          name: 'one',
          points: values.map((value) => ({ value, text: value === null ? 'not known' : `€${value}` })),
        },
      ],
    });
    for (const kind of ['bar', 'line', 'waterfall'] as const) {
      for (const values of [[1, null, -3, 4], [], [0]]) {
        expect(sizeOf(drawChart(chart(kind, values)))).toEqual({ width: 1200, height: 675 });
      }
    }
  });

  it('is another one for other numbers and the same one for the same', () => {
    const [waterfall, bars] = chartRevenue(REPORT, 'partner');
    expect(drawChart(bars!).equals(drawChart(bars!))).toBe(true);
    expect(drawChart(bars!).equals(drawChart(waterfall!))).toBe(false);
  });
});

describe('the alt text', () => {
  it('keeps to what Slack takes, and says what it leaves out', () => {
    const points = Array.from({ length: 300 }, (_, i) => ({ value: i, text: `€${i}` }));
    const labels = points.map((_, i) => `Partner number ${i}`);
    const alt = describeChart({
      kind: 'bar',
      title: 'Many',
      unit: 'EUR',
      labels,
      series: [{ name: 's', points }],
    });
    expect(alt.length).toBeLessThan(2000);
    expect(alt).toMatch(/and \d+ more\.$/);
  });
});

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../errors.ts';
import { drawChart } from './draw-chart.ts';
import type { Chart } from './types.ts';

/**
 * Writes each chart as `chart-1.png`, `chart-2.png` … into a folder, which is made where it is missing. Gives the paths.
 * Throws `bad_input` where the folder can't be written to.
 */
export function saveCharts(charts: readonly Chart[], folder: string): string[] {
  try {
    mkdirSync(folder, { recursive: true });
    return charts.map((chart, i) => {
      const path = join(folder, `chart-${i + 1}.png`);
      writeFileSync(path, drawChart(chart));
      return path;
    });
  } catch (error) {
    throw new AppError('bad_input', `Charts can't be written to ${folder}: ${(error as Error).message}`);
  }
}

import { BENCHES } from '../../../evals/bench/benches.ts';
import { type BenchReport, describeMachine } from '../../../evals/bench/measure.ts';
import { AppError } from '../../errors.ts';
import { type Output, writeJson } from '../output.ts';
import { writeTable } from './answer-text.ts';

export interface BenchRequest {
  /** All benches where it is left out. */
  readonly name?: string | undefined;
  /** The largest size, in the unit that the bench names. */
  readonly most?: number | undefined;
  readonly json: boolean;
}

/**
 * Runs one bench or all of them and writes their figures, or one JSON document of them. Throws `bad_input` naming the benches
 * for a name that none has.
 */
export async function runBenches(output: Output, request: BenchRequest): Promise<number> {
  const chosen = BENCHES.filter((one) => request.name === undefined || one.name === request.name);
  if (chosen.length === 0) {
    const known = BENCHES.map((one) => one.name).join(', ');
    throw new AppError('bad_input', `There is no bench '${request.name}'; there are ${known}.`);
  }
  const reports: BenchReport[] = [];
  for (const { name, load } of chosen) {
    const run = await load();
    const progress = (line: string) => output.err(`${name}: ${line}\n`);
    const report = await run({ most: request.most ?? null, progress });
    reports.push(report);
    if (!request.json) output.out(describeReport(report));
  }
  if (request.json) writeJson(output, { machine: describeMachine(), benches: reports });
  return 0;
}

/** Names and what they measure, a line each. */
export function listBenches(): string {
  const width = Math.max(...BENCHES.map((one) => one.name.length));
  return BENCHES.map((one) => `  ${one.name.padEnd(width)}  ${one.about} (--most counts ${one.unit})`).join(
    '\n',
  );
}

function describeReport({ name, rows, notes }: BenchReport): string {
  const columns = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) => columns.map((column) => describeFigure(row[column])));
  return `${name}\n${writeTable(columns, cells)}\n${notes.map((note) => `  ${note}\n`).join('')}\n`;
}

function describeFigure(figure: string | number | boolean | null | undefined): string {
  if (figure === null || figure === undefined) return '';
  if (typeof figure === 'boolean') return figure ? 'yes' : 'no';
  return String(figure);
}

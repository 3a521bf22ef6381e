import { Presets, SingleBar } from 'cli-progress';
import type { App } from '../../app.ts';
import { describeImport } from '../../company/report.ts';
import { type Output, writeJson } from '../output.ts';

/** Loads a company folder and prints what became of each file. Exit 1 with `strict` where a row was refused. */
export async function importCommand(
  parts: { app: App; output: Output },
  request: { folder: string; strict: boolean; dryRun: boolean; json: boolean },
): Promise<number> {
  const { app, output } = parts;
  const bar = output.isTerminal
    ? new SingleBar(
        { format: '{bar} {percentage}% {file} {rows}', hideCursor: true, clearOnComplete: true },
        Presets.shades_classic,
      )
    : null;
  bar?.start(100, 0, { file: '', rows: '' });
  const report = await app
    .importCompany({
      folder: request.folder,
      dryRun: request.dryRun,
      onProgress: ({ file, rows, share }) => bar?.update(Math.round(share * 100), { file, rows: rows || '' }),
    })
    .finally(() => bar?.stop());
  if (request.json) writeJson(output, report);
  else
    output.out(
      `${describeImport(report)}${request.dryRun ? 'Nothing was written: this was a dry run.\n' : ''}`,
    );
  return request.strict && report.problems.length > 0 ? 1 : 0;
}

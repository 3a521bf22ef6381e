import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { OfflineModel } from '../../src/agent/offline/offline-model.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { openEvalWorld } from '../eval-world.ts';
import { scoreTrials, writeFailures } from '../report.ts';
import { runTasks, type TrialReport } from '../run.ts';
import { readTaskWorld } from '../tasks/task-world.ts';
import { generateWorld } from '../worlds/generate.ts';
import { type BankTask, readBank } from './read-bank.ts';

interface Request {
  readonly seed: number;
  /** A kind of question; all where it is left out. */
  readonly kind: string | undefined;
  /** Whether to print every answer of the dev half, not its misses alone. */
  readonly all: boolean;
  readonly half: string | undefined;
}

/** Scores the bank on a world of this seed: shares by kind and half, and what the dev half misses. */
async function scoreBank(request: Request): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'cosell-wordings-'));
  const folder = join(scratch, 'company');
  try {
    await generateWorld({ seed: request.seed, folder });
    const { tasks, skipped } = readBank(readTaskWorld(folder));
    const chosen = tasks.filter(
      (one) =>
        (!request.kind || one.task.kind === request.kind) && (!request.half || one.half === request.half),
    );
    const reports = await run(folder, chosen);
    print(report(chosen, reports, { all: request.all }));
    print(`seed ${request.seed}, ${skipped.length} skipped: ${skipped.join(' ') || 'none'}`);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

async function run(folder: string, chosen: readonly BankTask[]): Promise<TrialReport[]> {
  const world = await openEvalWorld({
    folder,
    config: readConfig({}),
    log: createLog('silent'),
    fallbackDay: '2026-06-30',
  });
  try {
    const assistant = world.assistantWith(new OfflineModel());
    const tasks = chosen.map((one) => one.task);
    return await runTasks({ world, tasks, assistantFor: () => assistant, trials: 1 });
  } finally {
    await world.close();
  }
}

function report(
  chosen: readonly BankTask[],
  reports: readonly TrialReport[],
  options: { readonly all: boolean },
): string {
  const halfOf = new Map(chosen.map((one) => [one.task.id, one.half]));
  const inHalf = (half: string, kind?: string) =>
    reports.filter((one) => halfOf.get(one.task.id) === half && (!kind || one.task.kind === kind));
  const table = new Table({ style: { head: [], border: [], compact: true }, head: ['kind', 'dev', 'held'] });
  const kinds = [...new Set(reports.map((one) => one.task.kind))];
  for (const kind of kinds) table.push([kind, share(inHalf('dev', kind)), share(inHalf('held', kind))]);
  table.push(['all', share(inHalf('dev')), share(inHalf('held'))]);
  const dev = inHalf('dev');
  const shown = options.all ? dev.map(asAnswer).join('\n\n') : writeFailures(dev);
  return `${shown}\n\n${table.toString()}`;
}

function asAnswer(one: TrialReport): string {
  const turns = one.turns.flatMap((turn) => ('say' in turn ? [turn.say] : []));
  const lines = turns.map((say, i) => `> ${say}\n${one.answers[i]?.text ?? ''}`);
  return `${one.task.id} (${one.task.role}) ${one.grade.passed ? '' : 'MISSED'}\n${lines.join('\n')}`;
}

function share(reports: readonly TrialReport[]): string {
  const { passed, of, low, high } = scoreTrials(reports);
  const percent = (part: number) => Math.round(part * 100);
  return of === 0 ? '' : `${passed}/${of} ${percent(passed / of)}% (${percent(low)} to ${percent(high)})`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '2203' },
    kind: { type: 'string' },
    half: { type: 'string' },
    all: { type: 'boolean', default: false },
  },
});
await scoreBank({ seed: Number(values.seed), kind: values.kind, half: values.half, all: values.all });

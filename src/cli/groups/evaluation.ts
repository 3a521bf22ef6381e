import { createLog } from '../../log.ts';
import { type Commands, readCount } from '../command-line.ts';
import { runEvals } from '../commands/evals.ts';

/** Where reports are kept; not part of the repository. */
const REPORTS = 'evals/reports';

/** evals. */
export function addEvaluationCommands({ program, edge, finish }: Commands): void {
  program
    .command('evals')
    .description('tasks over the sample company, beside four baselines')
    .option('--model <name>', 'a configured model; the offline one where it is left out')
    .option('--k <n>', 'repeats of each task', readCount)
    .option('--tasks <file>', 'tasks as JSON lines')
    .option('--world <folder>', 'a company folder instead of the sample company')
    .option('--verbose', 'print what failed')
    .option('--json', 'one JSON document')
    .action(async (options) => {
      const config = edge.config();
      const parts = {
        config,
        log: createLog(config.logLevel),
        output: edge.output,
        now: edge.now,
        reportsFolder: REPORTS,
      };
      const { model, k, tasks, world } = options;
      finish(
        await runEvals(parts, {
          model,
          k,
          tasks,
          world,
          json: options.json === true,
          verbose: options.verbose === true,
        }),
      );
    });
}

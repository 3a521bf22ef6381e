import { createLog } from '../../log.ts';
import { type Commands, readCount, readDate } from '../command-line.ts';
import { reportBacktest } from '../commands/backtest.ts';
import { listBenches, runBenches } from '../commands/bench.ts';
import { runComparison, runEvals } from '../commands/evals.ts';

/** Where reports are kept; not part of the repository. */
const REPORTS = 'evals/reports';

/** evals, bench, backtest. */
export function addEvaluationCommands(commands: Commands): void {
  addEvals(commands);
  addBench(commands);
  addBacktest(commands);
}

function addEvals({ program, edge, finish }: Commands): void {
  program
    .command('evals')
    .description('tasks over the sample company, beside four baselines')
    .option('--model <name>', 'a configured model; the offline one where it is left out')
    .option('--k <n>', 'repeats of each task', readCount)
    .option('--tasks <file>', 'tasks as JSON lines')
    .option('--world <folder>', 'a company folder instead of the sample company')
    .option('--resume <file>', 'keep each trial in this file, and go on from it after a break')
    .option('--against <report>', 'an earlier report: exit code 1 where something got worse')
    .option('--compare <reports...>', 'compare two reports, the earlier one first, and run nothing')
    .option('--verbose', 'print what failed')
    .option('--json', 'one JSON document')
    .action(async (options) => {
      const [before, after] = (options.compare ?? []) as string[];
      if (before && after) return finish(runComparison(edge.output, { before, after }));
      const config = edge.config();
      const parts = {
        config,
        log: createLog(config.logLevel),
        output: edge.output,
        now: edge.now,
        reportsFolder: REPORTS,
      };
      const { model, k, tasks, world, resume, against } = options;
      finish(
        await runEvals(parts, {
          model,
          k,
          tasks,
          world,
          resume,
          against,
          json: options.json === true,
          verbose: options.verbose === true,
        }),
      );
    });
}

function addBench({ program, edge, finish }: Commands): void {
  program
    .command('bench')
    .description('the benchmarks, each beside what a team would otherwise use')
    .argument('[name]', 'one of them; all where it is left out')
    .option('--most <n>', 'the largest size to run', readCount)
    .option('--json', 'one JSON document')
    .addHelpText('after', `\n${listBenches()}`)
    .action(async (name: string | undefined, options) =>
      finish(await runBenches(edge.output, { name, most: options.most, json: options.json === true })),
    );
}

function addBacktest({ program, edge, withApp }: Commands): void {
  program
    .command('backtest')
    .description("how the ranking would have done on the company's own past deals, beside simple baselines")
    .option(
      '--from <date>',
      'deals that began on or after this day; the last year where it is left out',
      readDate,
    )
    .option('--json', 'one JSON document')
    .action((options) =>
      withApp((app) =>
        reportBacktest(
          { recommendations: app.services.recommendations, system: app.access.system, output: edge.output },
          { from: options.from, json: options.json === true },
        ),
      ),
    );
}

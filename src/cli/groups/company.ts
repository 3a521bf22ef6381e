import type { Commands } from '../command-line.ts';
import { importCommand } from '../commands/import.ts';

/** import. */
export function addCompanyCommands({ program, edge, withApp }: Commands): void {
  program
    .command('import')
    .description('reads a company folder: load, match, index the playbook')
    .argument('<folder>', 'the company folder')
    .option('--strict', 'exit 1 where a row was refused')
    .option('--dry-run', 'change nothing')
    .option('--json', 'one JSON document')
    .action((folder: string, options) =>
      withApp((app) =>
        importCommand(
          { app, output: edge.output },
          {
            folder,
            strict: options.strict === true,
            dryRun: options.dryRun === true,
            json: options.json === true,
          },
        ),
      ),
    );
}

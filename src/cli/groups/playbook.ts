import type { App } from '../../app.ts';
import { AppError } from '../../errors.ts';
import { type Commands, identify, readCasesFile, readCount } from '../command-line.ts';
import { indexPlaybook, searchPlaybook, searchPlaybookCases } from '../commands/playbook.ts';
import { reviewPlaybookFor } from '../commands/playbook-review.ts';
import { readPlace } from '../place.ts';

/** How long an index from the terminal may go on making vectors. */
const EMBEDDING_BUDGET_MS = 120_000;

/** playbook search, playbook index, playbook review. */
export function addPlaybookCommands({ program, edge, withApp }: Commands): void {
  const group = program.command('playbook').description("the programme's pages");
  const partsOf = (app: App) => ({
    playbook: app.services.playbook,
    output: edge.output,
    // Where nobody is named, the person at the keyboard is one of our own.
    scopeOf: async (reader: { as: string | undefined; in: string | undefined }) =>
      app.access.grant(
        reader.as
          ? await identify(app, reader.as)
          : { kind: 'staff' as const, email: 'terminal', name: 'terminal', role: 'rep' as const },
        readPlace(reader.in ?? 'dm'),
      ),
  });

  group
    .command('search')
    .description('ranked passages')
    .argument('[text]', 'what to look for')
    .option('--k <n>', 'how many', readCount)
    .option('--as <email>', 'who reads; one of our own people where it is left out')
    .option('--cases <file>', 'many at once, a JSON object a line')
    .option('--json', 'one JSON document')
    .action(async (text: string | undefined, options) => {
      if (text === undefined && options.cases === undefined) {
        throw new AppError('bad_input', "Say what to look for: cosell playbook search 'TEXT'.");
      }
      const lines = options.cases === undefined ? null : readCasesFile(options.cases);
      await withApp((app) => {
        const { as, k } = options;
        if (lines !== null) return searchPlaybookCases(partsOf(app), lines, { as, k });
        return searchPlaybook(partsOf(app), { text: text ?? '', k, as, json: options.json === true });
      });
    });
  group
    .command('index')
    .description('indexes a folder of pages without a company folder')
    .argument('<folder>')
    .option('--json', 'one JSON document')
    .action((folder: string, options) =>
      withApp((app) =>
        indexPlaybook(partsOf(app), {
          folder,
          embeddingBudgetMs: EMBEDDING_BUDGET_MS,
          json: options.json === true,
        }),
      ),
    );
  group
    .command('review')
    .description('what the playbook could not answer, and what in it may be wrong')
    .requiredOption('--as <email>', 'a partner manager')
    .option('--json', 'one JSON document')
    .action((options) =>
      withApp(async (app) => {
        const parts = partsOf(app);
        const scope = await parts.scopeOf({ as: options.as, in: undefined });
        return reviewPlaybookFor(parts, { scope, json: options.json === true });
      }),
    );
}

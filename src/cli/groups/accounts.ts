import { Option } from 'commander';
import { AppError, isAppError } from '../../errors.ts';
import { type Commands, readCasesFile, readCount, readDate, scopeOf } from '../command-line.ts';
import { matchFiles } from '../commands/match.ts';
import { showOverlaps } from '../commands/overlaps.ts';
import { addPsiCommands } from '../commands/psi.ts';
import { recommend, recommendCases } from '../commands/recommend.ts';
import { showWhitespace } from '../commands/whitespace.ts';
import { addMatchReviewCommands } from './match-reviews.ts';

const POPULATIONS = ['customer', 'open_opportunity', 'prospect'];
const GROUPINGS = ['partner', 'account', 'owner', 'region'];

/** accounts match, overlaps, whitespace, review, wrong-match and psi; recommend. */
export function addAccountCommands(commands: Commands): void {
  const { program, edge, withApp, finish } = commands;
  const accounts = program.command('accounts').description('account mapping');
  accounts
    .command('match')
    .description('links two lists of companies (columns name, domain, country; an id in the first column)')
    .argument('<left>', 'a CSV file')
    .argument('<right>', 'a CSV file')
    .option('--json', 'JSON lines, which it always prints')
    .action(async (left: string, right: string) => {
      const warn = (message: string) => edge.output.err(`${message}\n`);
      try {
        await matchFiles({ left, right, write: edge.output.out, warn });
      } catch (error) {
        // The command was used rightly: it is the list that was found wanting.
        if (!isAppError(error) || error.code !== 'bad_input') throw error;
        warn(error.message);
        finish(1);
      }
    });
  accounts
    .command('overlaps')
    .description(
      'overlaps of a partner, an account or any other choice; without one, the matrix of populations',
    )
    .option('--partner <id>')
    .option('--account <id>')
    .addOption(new Option('--ours <population>', 'where the account stands with us').choices(POPULATIONS))
    .addOption(new Option('--theirs <population>', 'where it stands with the partner').choices(POPULATIONS))
    .option('--owner <email>', 'who owns our account')
    .option('--region <label>', 'a region or country of our account')
    .option('--since <date>', 'only what is new since that day', readDate)
    .addOption(new Option('--by <what>', 'counts instead of rows').choices(GROUPINGS))
    .requiredOption('--as <email>', 'who asks')
    .option('--json', 'one JSON document')
    .action((options) =>
      withApp(async (app) =>
        showOverlaps(
          { accounts: app.services.accounts, partners: app.services.partners, output: edge.output },
          {
            scope: await scopeOf(app, options.as),
            partnerId: options.partner,
            accountId: options.account,
            ours: options.ours,
            theirs: options.theirs,
            ownerEmail: options.owner,
            region: options.region,
            since: options.since,
            by: options.by,
            json: options.json === true,
          },
        ),
      ),
    );
  accounts
    .command('whitespace')
    .description('companies that a partner has and we have not; --reverse: ours that it does not share')
    .option('--partner <id>')
    .option('--reverse', 'accounts of ours that the partner does not share')
    .addOption(new Option('--population <population>', 'only of that standing').choices(POPULATIONS))
    .option('--region <label>', 'a region or country')
    .option('--since <date>', 'only what is new since that day', readDate)
    .option('--limit <n>', 'how many are listed', readCount, 100)
    .requiredOption('--as <email>', 'who asks')
    .option('--json', 'one JSON document')
    .action((options) =>
      withApp(async (app) =>
        showWhitespace(
          { accounts: app.services.accounts, partners: app.services.partners, output: edge.output },
          {
            scope: await scopeOf(app, options.as),
            partnerId: options.partner,
            reverse: options.reverse === true,
            population: options.population,
            region: options.region,
            since: options.since,
            limit: options.limit,
            json: options.json === true,
          },
        ),
      ),
    );

  addPsiCommands(accounts, commands);
  addMatchReviewCommands(accounts, commands);

  program
    .command('recommend')
    .description('ranked partners with reasons, conflicts and next steps')
    .argument('[subject]', "an opportunity's or account's id")
    .option('--top <n>', 'how many', readCount)
    .option('--as <email>', 'who asks')
    .option('--cases <file>', 'many at once, a JSON object a line')
    .option('--json', 'one JSON document')
    .action(async (subject: string | undefined, options) => {
      if (subject === undefined && options.cases === undefined) {
        throw new AppError('bad_input', 'Name an opportunity or account: cosell recommend ID --as EMAIL.');
      }
      const lines = options.cases === undefined ? null : readCasesFile(options.cases);
      await withApp(async (app) => {
        const parts = {
          recommendations: app.services.recommendations,
          loop: app.services.recommendationLoop,
          scopeOf: (email: string) => scopeOf(app, email || undefined),
          output: edge.output,
        };
        if (lines !== null) return recommendCases(parts, lines, { as: options.as, top: options.top });
        return recommend(parts, {
          subjectId: subject ?? '',
          top: options.top,
          as: options.as,
          json: options.json === true,
        });
      });
    });
}

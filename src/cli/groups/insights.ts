import { AppError } from '../../errors.ts';
import { type Commands, readCount, readDate, readRange, scopeOf } from '../command-line.ts';
import { attributePaths } from '../commands/attribution-paths.ts';
import { reportAttribution, reportMeasures } from '../commands/reports.ts';
import { decideSource, showSourceClaims } from '../commands/source-claims.ts';
import { writeJson } from '../output.ts';

/** attribution paths, attribution report, measures. */
export function addInsightCommands({ program, edge, withApp }: Commands): void {
  const attribution = program.command('attribution').description('who brought in what');
  attribution
    .command('paths')
    .description('credits by channel over raw paths')
    .argument('<file>', 'a CSV file: path (a > b > c), total_conversions, total_conversion_value, total_null')
    .requiredOption(
      '--model <names>',
      'first, last, linear, even, position, markov, shapley; several by commas',
    )
    .option('--order <k>', 'order of the Markov chain', readCount, 1)
    .option('--json', 'one JSON document, which it always prints')
    .action(async (file: string, options) => {
      const models = String(options.model)
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean);
      const tell = (assumption: string) => edge.output.err(`${assumption}\n`);
      writeJson(edge.output, await attributePaths({ file, models, order: options.order }, tell));
    });
  attribution
    .command('report')
    .description('sourced, influenced, attached, attributed')
    .option('--from <date>', 'first day', readDate)
    .option('--to <date>', 'the first day after', readDate)
    .option('--by <what>', 'partner, archetype, tier, region, product or quarter', readDimension, 'partner')
    .option('--charts <folder>', 'writes pictures of it as PNG into a folder')
    .requiredOption('--as <email>', 'who asks')
    .option('--json', 'one JSON document')
    .action((options) =>
      withApp(async (app) =>
        reportAttribution(
          { attribution: app.services.attribution, output: edge.output },
          {
            scope: await scopeOf(app, options.as),
            ...readRange(options),
            by: options.by,
            charts: options.charts,
            json: options.json === true,
          },
        ),
      ),
    );

  attribution
    .command('claims')
    .description('deals whose source a person should name')
    .requiredOption('--as <email>', 'who asks')
    .option('--json', 'one JSON document')
    .action((options) =>
      withApp(async (app) =>
        showSourceClaims(
          { attribution: app.services.attribution, output: edge.output },
          { scope: await scopeOf(app, options.as), json: options.json === true },
        ),
      ),
    );
  attribution
    .command('decide')
    .description('records who sourced a deal')
    .argument('<opportunity>', 'its id')
    .requiredOption('--source <partner>', "a partner's id, or none")
    .requiredOption('--reason <text>', 'why')
    .requiredOption('--as <email>', 'who decides; a partner manager')
    .option('--json', 'one JSON document')
    .action((opportunityId: string, options) =>
      withApp(async (app) =>
        decideSource(
          { access: app.access, attribution: app.services.attribution, output: edge.output, now: edge.now },
          {
            scope: await scopeOf(app, options.as),
            email: options.as,
            opportunityId,
            source: options.source,
            reason: options.reason,
            json: options.json === true,
          },
        ),
      ),
    );

  program
    .command('measures')
    .description('every measure, by partner and for the company')
    .option('--partner <id>')
    .option('--from <date>', 'first day', readDate)
    .option('--to <date>', 'the first day after', readDate)
    .requiredOption('--as <email>', 'who asks')
    .option('--json', 'one JSON document')
    .action((options) =>
      withApp(async (app) =>
        reportMeasures(
          { insights: app.services.insights, partners: app.services.partners, output: edge.output },
          {
            scope: await scopeOf(app, options.as),
            partnerId: options.partner,
            ...readRange(options),
            json: options.json === true,
          },
        ),
      ),
    );
}

const DIMENSIONS = ['partner', 'archetype', 'tier', 'region', 'product', 'quarter'] as const;

function readDimension(text: string): (typeof DIMENSIONS)[number] {
  const known = DIMENSIONS.find((one) => one === text);
  if (!known) throw new AppError('bad_input', `'${text}' is none of ${DIMENSIONS.join(', ')}.`);
  return known;
}

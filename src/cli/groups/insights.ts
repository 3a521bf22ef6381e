import type { Command } from 'commander';
import type { Against } from '../../attribution/compare-periods.ts';
import { listModels, readModel } from '../../attribution/describe-models.ts';
import { AppError } from '../../errors.ts';
import { ROWS_MEASURES, type RowsMeasure } from '../../insights/types.ts';
import { type Commands, readCount, readDate, readRange, scopeOf } from '../command-line.ts';
import { attributePaths } from '../commands/attribution-paths.ts';
import { listMeasureRows, reportMeasures } from '../commands/measures.ts';
import { reportAttribution, showDealsBehind } from '../commands/revenue.ts';
import { showScorecard } from '../commands/scorecard.ts';
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
  addRevenueCommands(attribution, { edge, withApp });
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
    .command('scorecard')
    .description('one partner beside the period before')
    .argument('<partner>', 'its id')
    .option('--from <date>', 'first day', readDate)
    .option('--to <date>', 'the first day after', readDate)
    .option('--charts <folder>', 'writes a picture of it as PNG into a folder')
    .requiredOption('--as <email>', 'who asks')
    .option('--json', 'one JSON document')
    .action((partnerId: string, options) =>
      withApp(async (app) =>
        showScorecard(
          { scorecards: app.services.scorecards, output: edge.output },
          {
            scope: await scopeOf(app, options.as),
            partnerId,
            ...readRange(options),
            charts: options.charts,
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
    .option('--charts <folder>', 'writes pictures of them as PNG into a folder')
    .option('--rows <measure>', `the rows behind one of ${ROWS_MEASURES.join(', ')}`, readRowsMeasure)
    .option('--page <n>', 'which page of the rows', readCount, 1)
    .requiredOption('--as <email>', 'who asks')
    .option('--json', 'one JSON document')
    .action((options) =>
      withApp(async (app) => {
        const parts = {
          insights: app.services.insights,
          partners: app.services.partners,
          output: edge.output,
        };
        const asked = {
          scope: await scopeOf(app, options.as),
          partnerId: options.partner,
          ...readRange(options),
          json: options.json === true,
        };
        return options.rows
          ? listMeasureRows(parts, { ...asked, measure: options.rows, page: options.page })
          : reportMeasures(parts, { ...asked, charts: options.charts });
      }),
    );
}

function addRevenueCommands(
  attribution: Command,
  { edge, withApp }: Pick<Commands, 'edge' | 'withApp'>,
): void {
  chooseRevenue(attribution.command('report'))
    .description('sourced, influenced, attached, attributed')
    .option('--compare <with>', 'beside another period: previous, year or FROM..TO', readCompared)
    .option('--charts <folder>', 'writes pictures of it as PNG into a folder')
    .action((options) =>
      withApp(async (app) =>
        reportAttribution(
          { attribution: app.services.attribution, output: edge.output },
          {
            scope: await scopeOf(app, options.as),
            ...readChoice(options),
            charts: options.charts,
            compare: options.compare,
          },
        ),
      ),
    );
  chooseRevenue(attribution.command('deals'))
    .description('the deals behind a figure of the report, and why each counts')
    .option('--figure <name>', FIGURES.join(', '), readFigure, 'attached')
    .option('--key <key>', 'the row of the report, by its key')
    .option('--page <n>', 'which page', readCount, 1)
    .action((options) =>
      withApp(async (app) =>
        showDealsBehind(
          { attribution: app.services.attribution, output: edge.output },
          {
            scope: await scopeOf(app, options.as),
            ...readChoice(options),
            figure: options.figure,
            key: options.key,
            page: options.page,
          },
        ),
      ),
    );
}

/** The options by which a report is chosen. */
function chooseRevenue(command: Command): Command {
  return command
    .option('--from <date>', 'first day', readDate)
    .option('--to <date>', 'the first day after', readDate)
    .option('--by <what>', 'partner, archetype, tier, region, product or quarter', readDimension, 'partner')
    .option(
      '--model <name>',
      `how attributed revenue is split: ${listModels().join(', ')}`,
      readModelName,
      'linear',
    )
    .option('--partner <id>', 'one partner alone')
    .option('--archetype <name>', 'partners of an archetype alone')
    .option('--tier <name>', 'partners of a tier alone')
    .option('--region <name>', 'customers in a region alone')
    .option('--product <name>', 'deals with a product alone')
    .requiredOption('--as <email>', 'who asks')
    .option('--json', 'one JSON document');
}

function readChoice(options: Record<string, string | undefined>) {
  const { partner, archetype, tier, region, product } = options;
  return {
    ...readRange({ from: options.from, to: options.to }),
    by: readDimension(options.by ?? 'partner'),
    model: readModelName(options.model ?? 'linear'),
    partnerId: partner,
    archetype,
    tier,
    region,
    product,
    json: options.json !== undefined,
  };
}

const FIGURES = ['sourced', 'influenced', 'attached', 'attributed', 'direct', 'won'] as const;

function readFigure(text: string): (typeof FIGURES)[number] {
  const known = FIGURES.find((one) => one === text);
  if (!known) throw new AppError('bad_input', `'${text}' is none of ${FIGURES.join(', ')}.`);
  return known;
}

function readCompared(text: string): Against {
  if (text === 'previous' || text === 'year') return text;
  const [from, to, ...more] = text.split('..');
  if (from === undefined || to === undefined || more.length > 0)
    throw new AppError(
      'bad_input',
      `'${text}' is neither previous, year nor two days such as 2026-01-01..2026-04-01.`,
    );
  const days = { from: readDate(from), to: readDate(to) };
  readRange(days);
  return days;
}

function readModelName(text: string): ReturnType<typeof listModels>[number] {
  const known = readModel(text);
  if (!known) throw new AppError('bad_input', `'${text}' is none of ${listModels().join(', ')}.`);
  return known;
}

const DIMENSIONS = ['partner', 'archetype', 'tier', 'region', 'product', 'quarter'] as const;

function readDimension(text: string): (typeof DIMENSIONS)[number] {
  const known = DIMENSIONS.find((one) => one === text);
  if (!known) throw new AppError('bad_input', `'${text}' is none of ${DIMENSIONS.join(', ')}.`);
  return known;
}

function readRowsMeasure(text: string): RowsMeasure {
  const known = ROWS_MEASURES.find((one) => one === text);
  if (!known) throw new AppError('bad_input', `'${text}' is none of ${ROWS_MEASURES.join(', ')}.`);
  return known;
}

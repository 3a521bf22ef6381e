import { Option } from 'commander';
import type { App } from '../../app.ts';
import { AppError } from '../../errors.ts';
import { FAVOUR_WHATS } from '../../recommendations/loop/types.ts';
import { type Commands, readDate, scopeOf } from '../command-line.ts';
import {
  type AskParts,
  answerAsk,
  listAsks,
  recordFavour,
  showFollowed,
  showLedger,
} from '../commands/asks.ts';

interface Options {
  readonly as: string;
  readonly json?: boolean;
}

/** asks list, answer, ledger, favour and followed. */
export function addAskCommands({ program, edge, withApp }: Commands): void {
  const asks = program
    .command('asks')
    .description('what we ask of partners, what they answer, and who owes whom');
  const command = (name: string, description: string) =>
    asks
      .command(name)
      .description(description)
      .requiredOption('--as <email>', 'who asks')
      .option('--json', 'one JSON document');
  const partsOf = async (app: App, options: Options): Promise<AskParts> => ({
    loop: app.services.recommendationLoop,
    scope: await scopeOf(app, options.as),
    output: edge.output,
    json: options.json === true,
  });

  command('list', 'intro requests and their answers; a partner sees those made to itself')
    .option('--partner <id>')
    .action((options) => withApp(async (app) => listAsks(await partsOf(app, options), options.partner)));

  command('answer', "records a partner's answer to an intro request")
    .argument('<request>', 'its id')
    .option('--accepted', 'they make the introduction')
    .option('--declined', 'they do not')
    .option('--reason <text>')
    .option('--on <date>', 'the day of the answer', readDate)
    .action((request: string, options) =>
      withApp(async (app) => {
        if ((options.accepted === true) === (options.declined === true))
          throw new AppError('bad_input', 'Say either --accepted or --declined.');
        return answerAsk(await partsOf(app, options), {
          introId: request,
          answer: options.accepted ? 'accepted' : 'declined',
          reason: options.reason ?? null,
          answeredOn: options.on ?? (await app.services.company.today()),
          recordedBy: options.as,
          recordedAt: edge.now(),
        });
      }),
    );

  command('ledger', 'asks and gives by partner')
    .option('--partner <id>')
    .action((options) => withApp(async (app) => showLedger(await partsOf(app, options), options.partner)));

  command('favour', 'records a favour that no other list holds')
    .argument('<partner>', 'its id')
    .addOption(
      new Option('--kind <kind>', 'in which direction')
        .choices(['we_gave', 'they_gave', 'they_asked'])
        .makeOptionMandatory(),
    )
    .addOption(new Option('--what <what>').choices(FAVOUR_WHATS).makeOptionMandatory())
    .option('--note <text>')
    .option('--on <date>', 'the day', readDate)
    .action((partner: string, options) =>
      withApp(async (app) =>
        recordFavour(await partsOf(app, options), {
          partnerId: partner,
          kind: options.kind,
          what: options.what,
          note: options.note ?? null,
          happenedOn: options.on ?? (await app.services.company.today()),
          recordedBy: options.as,
          recordedAt: edge.now(),
        }),
      ),
    );

  command('followed', 'whether recommendations are followed and came true, for partner managers').action(
    (options) => withApp(async (app) => showFollowed(await partsOf(app, options))),
  );
}

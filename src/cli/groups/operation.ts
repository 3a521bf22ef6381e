import { randomBytes } from 'node:crypto';
import { InvalidArgumentError } from 'commander';
import { createTraceReader } from '../../agent/trace/read-trace.ts';
import { isIsoDate } from '../../dates.ts';
import { AppError } from '../../errors.ts';
import { type Commands, identify, scopeOf } from '../command-line.ts';
import { runDemo } from '../commands/demo.ts';
import { runDoctor } from '../commands/doctor.ts';
import { resetFolder } from '../commands/reset.ts';
import { findMessenger, start } from '../commands/start.ts';
import { exportRated, exportTraces, showTrace } from '../commands/trace.ts';
import { runUpkeep } from '../commands/upkeep.ts';

/** start, upkeep, demo, doctor, reset, trace. */
export function addOperationCommands({ program, edge, withApp, folder, newThread, finish }: Commands): void {
  program
    .command('start')
    .description('every configured surface; without one the playground, a page whose address it prints')
    .option('--port <number>', "the playground's port; any free one where it is left out", readPort, 0)
    .option('--as <email>', 'chats in the terminal as this person instead')
    .option('--in <place>', 'where the chat is: dm, internal, shared:PARTNER_ID or shared:A+B', 'dm')
    .action((options) =>
      withApp((app) =>
        start(
          {
            app,
            output: edge.output,
            stdin: edge.stdin,
            now: edge.now,
            newThread,
            newToken: () => randomBytes(18).toString('base64url'),
            identify: (email) => identify(app, email),
            stopped: edge.stopped,
          },
          { as: options.as, place: options.in, port: options.port },
        ),
      ),
    );

  program
    .command('upkeep')
    .description(
      'does what is due now (expiry, reminders, late decisions), as a started program does each hour',
    )
    .option('--on <date>', "the day whose work is done; the company's today where it is left out")
    .option('--json', 'one JSON document')
    .action((options) =>
      withApp((app) =>
        runUpkeep(
          { app, messenger: findMessenger(app), output: edge.output },
          { on: options.on, json: options.json === true },
        ),
      ),
    );

  program
    .command('demo')
    .description('five questions of four people over the sample company, in memory')
    .action(async () => finish(await runDemo({ open: edge.openInMemory, output: edge.output })));

  program
    .command('doctor')
    .description('checks configuration, database, roles and policies, model, Slack')
    .option('--json', 'one JSON document')
    .action(async (options) => {
      const parts = { open: () => edge.open(folder()), config: edge.config(), output: edge.output };
      finish(await runDoctor(parts, { json: options.json === true }));
    });

  program
    .command('reset')
    .description('empties the embedded database, after asking')
    .option('--yes', 'do not ask')
    .option('--json', 'one JSON document')
    .action(async (options) => {
      const parts = { output: edge.output, stdin: edge.stdin };
      finish(
        await resetFolder(parts, {
          folder: folder(),
          yes: options.yes === true,
          json: options.json === true,
        }),
      );
    });

  program
    .command('trace')
    .description(
      'what the assistant did in a turn: model and tool calls, steps prepared and clicked, grounding',
    )
    .argument('[turn]', "a turn's id, as 'ask --json' gives it")
    .option(
      '--as <email>',
      'reads as this person: partner managers and admins; the operator where it is left out',
    )
    .option('--export', 'every turn of a time, a JSON line each')
    .option('--rated', 'every answer that people rated, with question and answer, a JSON line each')
    .option('--from <date>', 'first day of the export')
    .option('--to <date>', 'the first day after it')
    .option('--json', 'one JSON document')
    .action(async (turn: string | undefined, options) => {
      const { from, to } = options as { from?: string; to?: string };
      const exporting = options.export === true;
      const rated = options.rated === true;
      if (!rated && (exporting ? !from || !to || !isIsoDate(from) || !isIsoDate(to) : turn === undefined)) {
        throw new AppError('bad_input', 'Say which turn, or --export --from YYYY-MM-DD --to YYYY-MM-DD.');
      }
      await withApp(async (app) => {
        const scope = options.as === undefined ? app.access.system : await scopeOf(app, options.as);
        if (rated) return exportRated({ feedback: app.feedback, scope, output: edge.output });
        const parts = { traces: createTraceReader(app.access), scope, output: edge.output };
        if (exporting) return exportTraces(parts, { from: from ?? '', to: to ?? '' });
        return showTrace(parts, { turn: turn ?? '', json: options.json === true });
      });
    });
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new InvalidArgumentError('A port is a whole number below 65536.');
}

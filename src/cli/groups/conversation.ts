import { AppError } from '../../errors.ts';
import { type Commands, identify, readCasesFile } from '../command-line.ts';
import { ask, askCases } from '../commands/ask.ts';
import { chat } from '../commands/chat.ts';
import { settle } from '../commands/settle.ts';

/** ask, chat, confirm, dismiss. */
export function addConversationCommands({ program, edge, withApp, newThread }: Commands): void {
  program
    .command('ask')
    .description('one turn')
    .argument('[text]', 'the question')
    .option('--as <email>', 'who asks')
    .option('--in <place>', 'dm, internal, shared:PARTNER_ID or shared:A+B', 'dm')
    .option('--thread <id>', 'goes on with a conversation')
    .option('--cases <file>', 'many at once, a JSON object a line')
    .option('--charts <folder>', 'writes the charts of the answer as PNG into a folder')
    .option('--json', 'one JSON document')
    .action(async (text: string | undefined, options) => {
      if (options.cases === undefined && (text === undefined || options.as === undefined)) {
        throw new AppError('bad_input', "Say what to ask and as whom: cosell ask 'TEXT' --as EMAIL.");
      }
      const lines = options.cases === undefined ? null : readCasesFile(options.cases);
      await withApp((app) => {
        const identifyPerson = (email: string) => identify(app, email);
        const parts = { assistant: app.assistant, identify: identifyPerson, newThread, output: edge.output };
        if (lines !== null) return askCases(parts, lines, { as: options.as, place: options.in });
        return ask(parts, {
          text: text ?? '',
          as: options.as,
          place: options.in,
          thread: options.thread,
          json: options.json === true,
          charts: options.charts,
        });
      });
    });

  program
    .command('chat')
    .description('a conversation in the terminal')
    .requiredOption('--as <email>', 'who asks')
    .option('--in <place>', 'dm, internal, shared:PARTNER_ID or shared:A+B', 'dm')
    .action((options) =>
      withApp((app) => {
        const identifyPerson = (email: string) => identify(app, email);
        const parts = {
          assistant: app.assistant,
          identify: identifyPerson,
          newThread,
          output: edge.output,
          input: edge.stdin,
        };
        return chat(parts, { as: options.as, place: options.in });
      }),
    );

  for (const click of ['confirm', 'dismiss'] as const) {
    program
      .command(click)
      .description(click === 'confirm' ? 'does a prepared step, once' : 'puts a prepared step aside')
      .argument('<proposal>', 'its id')
      .requiredOption('--as <email>', 'who clicks')
      .option('--option <name>', 'which of the options of a step that offers several')
      .option('--json', 'one JSON document')
      .action((proposalId: string, options) =>
        withApp((app) => {
          const identifyPerson = (email: string) => identify(app, email);
          const parts = { assistant: app.assistant, identify: identifyPerson, output: edge.output };
          return settle(parts, {
            proposalId,
            as: options.as,
            click,
            option: options.option,
            json: options.json === true,
          });
        }),
      );
  }
}

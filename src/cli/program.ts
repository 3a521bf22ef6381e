import { randomBytes } from 'node:crypto';
import { Command, CommanderError } from 'commander';
import { isAppError } from '../errors.ts';
import type { Commands, Edge } from './command-line.ts';
import { addAccountCommands } from './groups/accounts.ts';
import { addAskCommands } from './groups/asks.ts';
import { addCompanyCommands } from './groups/company.ts';
import { addConversationCommands } from './groups/conversation.ts';
import { addEvaluationCommands } from './groups/evaluation.ts';
import { addInsightCommands } from './groups/insights.ts';
import { addOperationCommands } from './groups/operation.ts';
import { addPlaybookCommands } from './groups/playbook.ts';
import { addRegistrationCommands } from './groups/registrations.ts';
import { describeError, type Output } from './output.ts';

/**
 * Runs one command line and gives its exit code: 0 done, 1 refused or found wanting, 2 wrong use. Expected failures are
 * one line on standard error; a fault propagates.
 */
export async function runCommandLine(argv: readonly string[], edge: Edge): Promise<number> {
  let code = 0;
  const program = new Command('cosell')
    .description(
      'A co-sell assistant: which partners to bring in, what stands in the way, what the rules are.',
    )
    .option('--data <dir>', 'folder of the embedded database (not used with DATABASE_URL)', '.cosell')
    .exitOverride()
    .configureOutput({
      writeOut: edge.output.out,
      writeErr: edge.output.err,
      // A suggestion comes on a line of its own; what goes wrong is one line.
      outputError: (text, write) => write(`${text.trim().replace(/\s*\n\s*/g, ' ')}\n`),
    });
  const folder = () => String(program.opts().data);
  const commands: Commands = {
    edge,
    program,
    finish(result) {
      code = result;
    },
    folder,
    newThread: () => `terminal|${randomBytes(8).toString('hex')}`,
    async withApp(work) {
      const app = await edge.open(folder());
      try {
        code = await work(app);
      } finally {
        await app.close();
      }
    },
  };
  for (const add of [
    addOperationCommands,
    addCompanyCommands,
    addConversationCommands,
    addAccountCommands,
    addRegistrationCommands,
    addAskCommands,
    addInsightCommands,
    addPlaybookCommands,
    addEvaluationCommands,
  ]) {
    add(commands);
  }
  shareOptions(program);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    return explainFailure(error, edge.output);
  }
}

/** Subcommands take `--data` after their own name, too. */
function shareOptions(command: Command): void {
  for (const sub of command.commands) {
    sub.exitOverride().configureOutput(command.configureOutput());
    shareOptions(sub);
  }
}

function explainFailure(error: unknown, output: Output): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const { code, message } = describeError(error);
  if (code === 'internal' && !isAppError(error)) throw error;
  output.err(`${message.split('\n')[0]}\n`);
  return code === 'bad_input' ? 2 : 1;
}

import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { KEY_KINDS } from '../../accounts/psi/keys.ts';
import { AppError, isAppError } from '../../errors.ts';
import { type Commands, readCount } from '../command-line.ts';
import { agreeOverlap, makeIdentity, signOverlap } from './psi-agreement.ts';
import { answerRun, continueRun, endRun, startRun } from './psi-files.ts';
import { joinPartner, servePartner } from './psi-http.ts';

const HOME = join(homedir(), '.config', 'cosell', 'psi');

/** accounts psi …: common accounts of two companies without showing the rest (docs/private-overlap.md). */
export function addPsiCommands(accounts: Command, commands: Commands): void {
  const psi = accounts
    .command('psi')
    .description('common accounts of two companies without showing the rest, by files or over HTTP');
  addAgreementCommands(psi, commands);
  addFileCommands(psi, commands);
  addHttpCommands(psi, commands);
}

function addAgreementCommands(psi: Command, { edge, finish }: Commands): void {
  const { output, now } = edge;
  withFolder(psi.command('identity').description("makes this company's signing key"))
    .requiredOption('--name <name>', "the company's name, as the partner will see it")
    .action((options) =>
      refusing({ output, finish }, () =>
        makeIdentity({ folder: options.keys, name: options.name, json: options.json === true, output }),
      ),
    );
  withFolder(psi.command('agree').description('writes an agreement for the partner to sign'))
    .requiredOption('--with <file>', "the partner's public.json")
    .requiredOption('--purpose <text>', 'what the overlap is for')
    .requiredOption('--out <file>', 'the agreement')
    .option('--mode <mode>', 'list: which of the own rows are common; count: only how many', 'list')
    .option('--kinds <kinds>', `what is compared: ${KEY_KINDS.join(',')}`, 'domain,name_country')
    .option('--max-keys <n>', 'most keys of ours', readCount, 100_000)
    .option('--partner-max-keys <n>', "most keys of the partner's; as many as ours by default", readCount)
    .option('--days <n>', 'how long the agreement holds', readCount, 30)
    .option('--runs <n>', 'runs with this partner in a period', readCount, 4)
    .option('--period-days <n>', 'how long a period is', readCount, 30)
    .option('--min-hours <n>', 'hours between two runs', readNumber, 24)
    .option(
      '--growth <x>',
      "how many times as long as in the last run the partner's list may be",
      readNumber,
      1.6,
    )
    .action((options) =>
      refusing({ output, finish }, () =>
        agreeOverlap({ ...options, folder: options.keys, json: options.json === true, output, now: now() }),
      ),
    );
  withFolder(psi.command('sign').description("prints a partner's agreement and signs it"))
    .argument('<agreement>', 'the agreement, which is written back with the signature')
    .action((path: string, options) =>
      refusing({ output, finish }, () =>
        signOverlap({ path, folder: options.keys, json: options.json === true, output }),
      ),
    );
}

function addFileCommands(psi: Command, { edge, finish }: Commands): void {
  const { output, now } = edge;
  withFolder(psi.command('start').description('by files, first party: masks a list and writes message 1'))
    .argument('<list>', 'a CSV file as for accounts match')
    .requiredOption('--agreement <file>', 'signed by both')
    .requiredOption('--session <dir>', 'a new folder, outside version control')
    .requiredOption('--out <file>', 'message 1, for the partner')
    .action((list: string, options) =>
      refusing({ output, finish }, () =>
        startRun({ ...options, list, folder: options.keys, json: options.json === true, output, now }),
      ),
    );
  withFolder(psi.command('answer').description('by files, second party: takes message 1, writes message 2'))
    .argument('<message>', "the partner's message 1")
    .argument('<list>', 'a CSV file as for accounts match')
    .requiredOption('--agreement <file>', 'signed by both')
    .requiredOption('--session <dir>', 'a new folder, outside version control')
    .requiredOption('--out <file>', 'message 2, for the partner')
    .action((message: string, list: string, options) =>
      refusing({ output, finish }, () =>
        answerRun({
          ...options,
          message,
          list,
          folder: options.keys,
          json: options.json === true,
          output,
          now,
        }),
      ),
    );
  withFolder(
    psi
      .command('next')
      .description("by files: takes the partner's next message; writes ours, the result, or both"),
  )
    .argument('<message>', "the partner's message")
    .requiredOption('--session <dir>', 'the folder of the session')
    .option('--out <file>', 'our message, where one is due')
    .option('--hits <file>', 'common rows, JSON lines; on standard output by default')
    .action((message: string, options) =>
      refusing({ output, finish }, () =>
        continueRun({ ...options, message, folder: options.keys, json: options.json === true, output, now }),
      ),
    );
  psi
    .command('stop')
    .description('destroys a session that will not go on')
    .requiredOption('--session <dir>', 'the folder of the session')
    .action((options) => refusing({ output, finish }, () => endRun({ session: options.session, output })));
}

function addHttpCommands(psi: Command, { edge, finish }: Commands): void {
  const { output, now, stopped } = edge;
  const shared = (command: Command) =>
    withFolder(command)
      .requiredOption('--agreement <file>', 'signed by both')
      .requiredOption('--list <file>', 'a CSV file as for accounts match')
      .option('--hits <file>', 'common rows, JSON lines; on standard output by default');
  shared(psi.command('serve').description('over HTTP, second party: answers one run and ends'))
    .option('--port <n>', '0 for any', readNumber, 7734)
    .option('--host <host>', 'the address to listen on', '127.0.0.1')
    .option('--wait-minutes <n>', 'how long to wait for the partner', readCount, 15)
    .action((options) =>
      refusing({ output, finish }, () =>
        servePartner({ ...options, folder: options.keys, output, now, stopped }),
      ),
    );
  shared(psi.command('join').description('over HTTP, first party: runs against a partner that serves'))
    .argument('<url>', "the partner's address")
    .action((url: string, options) =>
      refusing({ output, finish }, () => joinPartner({ ...options, url, folder: options.keys, output, now })),
    );
}

function withFolder(command: Command): Command {
  return command
    .option('--keys <dir>', 'folder of the identity and of the log of runs', HOME)
    .option('--json', 'JSON on standard output');
}

/** A list or file that is refused was named rightly: exit 1, where wrong options exit 2. */
async function refusing(
  { output, finish }: Pick<Commands, 'finish'> & Pick<Commands['edge'], 'output'>,
  work: () => Promise<void> | void,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isAppError(error)) throw error;
    output.err(`${error.message}\n`);
    finish(1);
  }
}

function readNumber(text: string): number {
  const parsed = Number(text);
  if (text.trim() === '' || !Number.isFinite(parsed) || parsed < 0) {
    throw new AppError('bad_input', `'${text}' is not a number of 0 or more.`);
  }
  return parsed;
}

import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import {
  maxAgreedBytes,
  openRun,
  type Session,
  type Step,
  takeMessage,
} from '../../accounts/psi/protocol.ts';
import {
  createSessionFolder,
  destroySessionFolder,
  readSessionFolder,
  requireFreeFolder,
  writeState,
} from '../../accounts/psi/session-folder.ts';
import { AppError } from '../../errors.ts';
import { type Output, writeJson } from '../output.ts';
import { readAgreement, requireNew } from './psi-agreement.ts';
import { openGround, openSession, type RunCommand, writeOutcome } from './psi-session.ts';

interface FileCommand extends RunCommand {
  /** Folder of the session. */
  readonly session: string;
  readonly json: boolean;
}

interface FirstFileCommand extends FileCommand {
  readonly list: string;
  readonly agreement: string;
  readonly out: string;
}

/** First party: masks a list, keeps the session in its folder and writes message 1. */
export async function startRun(command: FirstFileCommand): Promise<void> {
  requireNew(command.out);
  requireFreeFolder(command.session);
  const agreement = readAgreement(command.agreement);
  const session = await openSession({ ...command, agreement, role: 'first' });
  const step = openRun(session.state, session.ground);
  createSessionFolder(command.session, { agreement, state: step.state, secret: session.secret });
  writeReply(step, command);
}

/** Second party: masks a list, takes message 1 and writes message 2. */
export async function answerRun(command: FirstFileCommand & { readonly message: string }): Promise<void> {
  requireNew(command.out);
  requireFreeFolder(command.session);
  const agreement = readAgreement(command.agreement);
  const session = await openSession({ ...command, agreement, role: 'second' });
  const step = await takeMessage(session, readMessage(command.message, session));
  createSessionFolder(command.session, { agreement, state: step.state, secret: session.secret });
  writeReply(step, command);
}

/**
 * Takes the partner's next message in a session. With the result the session is destroyed. A message that is refused leaves
 * everything as it was.
 */
export async function continueRun(
  command: FileCommand & { readonly message: string; readonly out?: string; readonly hits?: string },
): Promise<void> {
  const stored = readSessionFolder(command.session);
  const { out } = command;
  // The last message of the second party has no answer.
  if (stored.state.awaits < 5 && out === undefined) {
    throw new AppError(
      'not_allowed',
      'This step writes a message for the partner: say where with --out FILE.',
    );
  }
  if (out !== undefined) requireNew(out);
  if (command.hits !== undefined) requireNew(command.hits);
  const session: Session = { ...stored, ground: openGround(stored.agreement, command) };
  const step = await takeMessage(session, readMessage(command.message, session));
  if (step.reply && out !== undefined)
    writeReply(step, { ...command, out, json: command.json && !step.outcome });
  if (!step.outcome) {
    // After the message: should this fail, the same step gives the same message again.
    writeState(command.session, step.state);
    return;
  }
  writeOutcome(step.outcome, { hits: command.hits, output: command.output });
  destroySessionFolder(command.session);
  command.output.err('The session is over; its secret and points are destroyed.\n');
}

/** Destroys a session that will not go on. */
export function endRun({ session, output }: { session: string; output: Output }): void {
  readSessionFolder(session);
  destroySessionFolder(session);
  output.err(`The session in '${session}' is destroyed.\n`);
}

/** A partner's file is measured before it is read. */
function readMessage(path: string, { ground }: Session): Uint8Array {
  if (!existsSync(path)) throw new AppError('not_found', `The file '${path}' cannot be read.`);
  if (statSync(path).size > maxAgreedBytes(ground)) {
    throw new AppError('limit_reached', `'${path}' is longer than the agreement allows.`);
  }
  return readFileSync(path);
}

/** On standard output, unless the result is coming there. */
function writeReply(step: Step, command: FileCommand & { readonly out: string }): void {
  if (!step.reply) return;
  writeFileSync(command.out, step.reply, { flag: 'wx' });
  const sent = step.state.awaits - 1;
  const next = describeNext(sent);
  if (command.json) writeJson(command.output, { message: sent, written: command.out, next });
  else command.output.err(`Message ${sent} of 5 is in ${command.out}.\nNext: ${next}\n`);
}

function describeNext(sent: number): string {
  if (sent === 1) return "send it to the partner, who runs 'cosell accounts psi answer' on it.";
  const theirs = "send it to the partner, who runs 'cosell accounts psi next' on it";
  if (sent === 5) return `${theirs} and gets its result.`;
  return `${theirs}; then run 'next' on message ${sent + 1} here.`;
}

import { joinRun } from '../../accounts/psi/join-run.ts';
import { serveRun } from '../../accounts/psi/serve-run.ts';
import { readAgreement } from './psi-agreement.ts';
import { openSession, type RunCommand, writeOutcome } from './psi-session.ts';

interface HttpCommand extends RunCommand {
  readonly list: string;
  readonly agreement: string;
  readonly hits?: string;
}

const MINUTE_MS = 60_000;

/** Second party: answers one run over HTTP. The secret stays in memory and is overwritten at the end. */
export async function servePartner(
  command: HttpCommand & {
    readonly host: string;
    readonly port: number;
    readonly waitMinutes: number;
    readonly stopped: Promise<void>;
  },
): Promise<void> {
  const { host, port, stopped, output } = command;
  const session = await openSession({
    ...command,
    agreement: readAgreement(command.agreement),
    role: 'second',
  });
  try {
    const served = await serveRun(session, { host, port, stopped, waitMs: command.waitMinutes * MINUTE_MS });
    output.err(
      `Serving one run at ${served.url}\nNext: the partner runs 'cosell accounts psi join' against it.\n`,
    );
    writeOutcome(await served.outcome, { hits: command.hits, output });
  } finally {
    session.secret.fill(0);
  }
}

/** First party: runs against a partner that serves. The secret stays in memory and is overwritten at the end. */
export async function joinPartner(command: HttpCommand & { readonly url: string }): Promise<void> {
  const { url, output } = command;
  const warn = (line: string) => output.err(`${line}\n`);
  const session = await openSession({
    ...command,
    agreement: readAgreement(command.agreement),
    role: 'first',
  });
  try {
    writeOutcome(await joinRun(url, session, { warn }), { hits: command.hits, output });
  } finally {
    session.secret.fill(0);
  }
}

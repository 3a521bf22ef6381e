import { availableParallelism } from 'node:os';
import { type Agreement, checkAgreement } from '../../accounts/psi/agreement.ts';
import { readIdentity, writePrivately } from '../../accounts/psi/identity.ts';
import { collectKeys } from '../../accounts/psi/keys.ts';
import { maskInThreads } from '../../accounts/psi/masking.ts';
import type { Outcome } from '../../accounts/psi/outcome.ts';
import type { Session } from '../../accounts/psi/protocol.ts';
import { openRunLog } from '../../accounts/psi/run-log.ts';
import { prepareSession, type Role, type SessionGround } from '../../accounts/psi/session.ts';
import { readAccountList } from '../../accounts/read-account-list.ts';
import { type Output, writeJsonLine } from '../output.ts';

/** What every command of a run is given. */
export interface RunCommand {
  /** Folder of the identity and the log. */
  readonly folder: string;
  readonly output: Output;
  readonly now: () => Date;
}

/** What the steps of a run work with, from an identity's folder. */
export function openGround(agreement: Agreement, { folder, now }: RunCommand): SessionGround {
  return {
    agreement,
    now,
    identity: readIdentity(folder),
    log: openRunLog(folder),
    mask: (task) => maskInThreads(task, availableParallelism()),
  };
}

/** Reads a list and masks it. The agreement is checked before the list is read. */
export async function openSession(
  command: RunCommand & { readonly list: string; readonly role: Role; readonly agreement: Agreement },
): Promise<Session & { readonly secret: Buffer }> {
  const ground = openGround(command.agreement, command);
  checkAgreement(command.agreement, ground.identity.public, command.now());
  const warn = (line: string) => command.output.err(`${line}\n`);
  const list = await collectKeys(readAccountList(command.list, { warn }), command.agreement.terms.kinds);
  warn(
    `${list.rows} rows, ${list.keys.size} keys; ${list.rowsWithoutKeys} rows have none and can't be found.`,
  );
  return { ...(await prepareSession(command.role, list, ground)), ground };
}

/** Writes common rows as JSON lines, to a file of the owner's alone or to standard output, and then a summary line. */
export function writeOutcome(
  outcome: Outcome,
  { hits, output }: { hits: string | undefined; output: Output },
): void {
  if (hits === undefined) for (const row of outcome.common) writeJsonLine(output, row);
  else writePrivately(hits, outcome.common.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const { counts } = outcome;
  writeJsonLine(output, {
    summary: {
      mode: outcome.mode,
      common_keys: outcome.commonKeys ?? 'fewer than 5',
      ...(outcome.mode === 'list' ? { common_rows: outcome.common.length } : {}),
      rows: counts.rows,
      rows_without_keys: counts.rowsWithoutKeys,
      keys: counts.keys,
      partner_keys_at_most: outcome.theirSize,
    },
  });
}

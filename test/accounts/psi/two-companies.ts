import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Agreement,
  type AgreementTerms,
  proposeAgreement,
  signAgreement,
} from '../../../src/accounts/psi/agreement.ts';
import { type Identity, readIdentity, writeIdentity } from '../../../src/accounts/psi/identity.ts';
import type { KeyedList } from '../../../src/accounts/psi/keys.ts';
import { maskInThreads } from '../../../src/accounts/psi/masking.ts';
import type { Outcome } from '../../../src/accounts/psi/outcome.ts';
import { openRun, type Session, takeMessage } from '../../../src/accounts/psi/protocol.ts';
import type { RunLog, RunLogEntry } from '../../../src/accounts/psi/run-log.ts';
import { prepareSession, type SessionGround } from '../../../src/accounts/psi/session.ts';

export const NOW = new Date('2026-03-02T09:00:00.000Z');

/** Two companies with identities of their own. */
export function createCompanies(): { acme: Identity; globex: Identity } {
  const folder = mkdtempSync(join(tmpdir(), 'cosell-psi-'));
  const identityOf = (name: string) => {
    writeIdentity(join(folder, name), name);
    return readIdentity(join(folder, name));
  };
  const companies = { acme: identityOf('Acme'), globex: identityOf('Globex') };
  rmSync(folder, { recursive: true });
  return companies;
}

/** An agreement that both have signed. */
export function agree(
  { acme, globex }: { acme: Identity; globex: Identity },
  terms: { mode?: AgreementTerms['mode']; maxKeys?: number; limits?: Partial<AgreementTerms['limits']> } = {},
): Agreement {
  const proposed = proposeAgreement(acme, {
    partner: globex.public,
    purpose: 'joint selling',
    mode: terms.mode ?? 'list',
    kinds: ['domain', 'name_country'],
    maxKeys: terms.maxKeys ?? 20,
    partnerMaxKeys: terms.maxKeys ?? 20,
    limits: { runs: 1000, period_days: 30, min_interval_hours: 0, growth: 1000, ...terms.limits },
    expiresAt: '2026-04-01T00:00:00.000Z',
  });
  return signAgreement(proposed, globex);
}

/** A log that ends with the test. */
export function createLog(entries: RunLogEntry[] = []): RunLog & { readonly entries: RunLogEntry[] } {
  return {
    entries,
    append: (entry) => void entries.push(entry),
    with: (partner) =>
      entries
        .filter((entry) => entry.partner === partner && entry.event === 'answered')
        .map((entry) => ({ at: entry.at, theirSize: entry.their_size })),
  };
}

export function groundOf(
  agreement: Agreement,
  identity: Identity,
  parts: Partial<SessionGround> = {},
): SessionGround {
  return {
    agreement,
    identity,
    log: createLog(),
    now: () => NOW,
    mask: (task) => maskInThreads(task, 1),
    ...parts,
  };
}

/** A list whose rows are called after their domain. */
export function listOf(domains: readonly string[]): KeyedList {
  const keys = new Map(domains.map((domain) => [`d:${domain}`, { kind: 'domain' as const, rows: [domain] }]));
  return { keys, rows: domains.length, rowsWithoutKeys: 0 };
}

export interface Transcript {
  readonly messages: Buffer[];
  readonly first: Outcome;
  readonly second: Outcome;
}

export interface BothSessions {
  readonly first: Session;
  readonly second: Session;
}

/** Both sides before the first message. */
export async function openBoth(
  grounds: { first: SessionGround; second: SessionGround },
  lists: { first: KeyedList; second: KeyedList },
): Promise<BothSessions> {
  return {
    first: { ...(await prepareSession('first', lists.first, grounds.first)), ground: grounds.first },
    second: { ...(await prepareSession('second', lists.second, grounds.second)), ground: grounds.second },
  };
}

/** The messages up to one, and the sessions that wait for it. */
export async function runUpTo(
  both: BothSessions,
  message: number,
): Promise<BothSessions & { messages: Buffer[]; outcomes: (Outcome | null)[] }> {
  const opened = openRun(both.first.state, both.first.ground);
  const messages = [opened.reply ?? Buffer.alloc(0)];
  const outcomes: (Outcome | null)[] = [];
  let sessions: BothSessions = { ...both, first: { ...both.first, state: opened.state } };
  for (let count = 1; count < message; count++) {
    const side = count % 2 === 1 ? 'second' : 'first';
    const step = await takeMessage(sessions[side], messages[count - 1] ?? Buffer.alloc(0));
    sessions = { ...sessions, [side]: { ...sessions[side], state: step.state } };
    outcomes.push(step.outcome);
    if (step.reply) messages.push(step.reply);
  }
  return { ...sessions, messages, outcomes };
}

/** A whole run. */
export async function runBoth(both: BothSessions): Promise<Transcript> {
  const { messages, outcomes } = await runUpTo(both, 6);
  const [first, second] = [outcomes[3], outcomes[4]];
  if (!first || !second) throw new Error('The run gave no result.');
  return { messages, first, second };
}

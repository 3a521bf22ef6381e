import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { proposeAgreement, signAgreement } from '../../src/accounts/psi/agreement.ts';
import { type Identity, readIdentity, writeIdentity } from '../../src/accounts/psi/identity.ts';
import type { KeyedList } from '../../src/accounts/psi/keys.ts';
import { maskInThreads } from '../../src/accounts/psi/masking.ts';
import type { Outcome } from '../../src/accounts/psi/outcome.ts';
import { openRun, type Session, takeMessage } from '../../src/accounts/psi/protocol.ts';
import { openRunLog } from '../../src/accounts/psi/run-log.ts';
import { prepareSession, type Role, type SessionGround } from '../../src/accounts/psi/session.ts';
import { type Cost, measureCost } from './measure.ts';

/** Keys of the two parties, and how many they have in common. */
export interface PsiSize {
  readonly first: number;
  readonly second: number;
  readonly common: number;
}

export interface PsiRun {
  /** Of each party alone, in seconds. */
  readonly spent: Readonly<Record<Role, number>>;
  readonly bytesSent: number;
  /** Whether both parties' results are exactly the truth. */
  readonly isExact: boolean;
  /** What an exchange of salted hashes of the same keys takes, in seconds; it hides nothing from who guesses names. */
  readonly hashedSeconds: number;
  readonly cost: Cost;
}

async function runPsi(size: PsiSize): Promise<PsiRun> {
  const spent = { first: 0, second: 0 };
  const exchanged: { sent: number; outcomes: Outcome[] } = { sent: 0, outcomes: [] };
  const cost = await measureCost(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cosell-bench-psi-'));
    try {
      Object.assign(exchanged, await runBoth(folder, size, spent));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
  const { sent, outcomes } = exchanged;
  const isExact = outcomes.length === 2 && outcomes.every((outcome) => isRight(outcome, size));
  return { spent, bytesSent: sent, isExact, hashedSeconds: timeHashes(size), cost };
}

async function runBoth(
  folder: string,
  size: PsiSize,
  spent: Record<Role, number>,
): Promise<{ sent: number; outcomes: Outcome[] }> {
  const grounds = createGrounds(folder, {
    most: Math.max(size.first, size.second),
    threads: availableParallelism(),
  });
  const timed = async <Result>(role: Role, work: () => Promise<Result>): Promise<Result> => {
    const began = performance.now();
    const result = await work();
    spent[role] += (performance.now() - began) / 1_000;
    return result;
  };
  const prepare = (role: Role, from: number): Promise<Session> =>
    timed(role, async () => {
      const ground = grounds[role];
      return { ...(await prepareSession(role, createList(from, size[role]), ground)), ground };
    });
  // The second list begins inside the first, so that exactly `common` companies are on both.
  const first = await prepare('first', 0);
  const second = await prepare('second', size.first - size.common);
  return exchange({ first, second }, timed);
}

function timeHashes(size: PsiSize): number {
  const hashesOf = (list: KeyedList) =>
    [...list.keys.keys()].map((key) => createHash('sha256').update(`salt ${key}`).digest('hex'));
  const lists = [createList(0, size.first), createList(size.first - size.common, size.second)] as const;
  const began = performance.now();
  const theirs = new Set(hashesOf(lists[1]));
  const common = hashesOf(lists[0]).filter((hash) => theirs.has(hash));
  if (common.length !== size.common) throw new Error('The hashes do not agree with the lists');
  return (performance.now() - began) / 1_000;
}

async function exchange(
  both: { first: Session; second: Session },
  timed: <Result>(role: Role, work: () => Promise<Result>) => Promise<Result>,
): Promise<{ sent: number; outcomes: Outcome[] }> {
  const sessions = { ...both };
  const outcomes: Outcome[] = [];
  const opened = openRun(sessions.first.state, sessions.first.ground);
  sessions.first = { ...sessions.first, state: opened.state };
  let [message, sent, role] = [opened.reply, 0, 'second' as Role];
  while (message) {
    const bytes = message;
    const turn = role;
    sent += bytes.length;
    const step = await timed(turn, () => takeMessage(sessions[turn], bytes));
    sessions[turn] = { ...sessions[turn], state: step.state };
    if (step.outcome) outcomes.push(step.outcome);
    message = step.reply;
    role = turn === 'first' ? 'second' : 'first';
  }
  return { sent, outcomes };
}

function createGrounds(
  folder: string,
  { most, threads }: { most: number; threads: number },
): Record<Role, SessionGround> {
  const identityOf = (role: Role): Identity => {
    writeIdentity(join(folder, role), role);
    return readIdentity(join(folder, role));
  };
  const [first, second] = [identityOf('first'), identityOf('second')];
  const proposed = proposeAgreement(first, {
    partner: second.public,
    purpose: 'benchmark',
    mode: 'list',
    kinds: ['domain'],
    maxKeys: most,
    partnerMaxKeys: most,
    limits: { runs: 1, period_days: 1, min_interval_hours: 0, growth: 1 },
    expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
  });
  const agreement = signAgreement(proposed, second);
  const groundOf = (role: Role, identity: Identity): SessionGround => ({
    agreement,
    identity,
    log: openRunLog(join(folder, role)),
    now: () => new Date(),
    mask: (task) => maskInThreads(task, threads),
  });
  return { first: groundOf('first', first), second: groundOf('second', second) };
}

function createList(from: number, count: number): KeyedList {
  const keys = new Map(
    Array.from({ length: count }, (_, i) => {
      const id = `company${from + i}.com`;
      return [`d:${id}`, { kind: 'domain' as const, rows: [id] }];
    }),
  );
  return { keys, rows: count, rowsWithoutKeys: 0 };
}

function isRight(outcome: Outcome, size: PsiSize): boolean {
  const wanted = new Set(
    Array.from({ length: size.common }, (_, i) => `company${size.first - size.common + i}.com`),
  );
  return outcome.common.length === size.common && outcome.common.every((row) => wanted.has(row.id));
}

if (process.argv[1] === import.meta.filename) {
  const [first = 0, second = 0, common = 0] = process.argv.slice(2).map(Number);
  process.stdout.write(JSON.stringify(await runPsi({ first, second, common })));
}

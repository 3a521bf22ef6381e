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

/** Keys of the two parties, and how many they have in common. */
const SIZES = [
  { first: 1_000, second: 1_000, common: 200 },
  { first: 10_000, second: 10_000, common: 2_000 },
  { first: 10_000, second: 100_000, common: 3_000 },
];

/**
 * Runs private overlaps with known truth, both parties one after the other on this machine, and writes for each size the seconds
 * of each party, the bytes sent and whether both results are exact.
 */
export async function benchPsi(write: (line: string) => void): Promise<void> {
  const threads = availableParallelism();
  write(`private overlap, ${threads} threads, both parties one after the other on this machine`);
  write('first x second      first s  second s  together s  MB sent  exact  peak MB');
  for (const size of SIZES) write(await measureRun(size, threads));
}

async function measureRun(size: (typeof SIZES)[number], threads: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'cosell-bench-psi-'));
  try {
    const grounds = createGrounds(folder, { most: Math.max(size.first, size.second), threads });
    const spent = { first: 0, second: 0 };
    const timed = async <Result>(role: Role, work: () => Promise<Result>): Promise<Result> => {
      const began = performance.now();
      const result = await work();
      spent[role] += (performance.now() - began) / 1_000;
      return result;
    };
    const prepare = async (role: Role, from: number): Promise<Session> =>
      timed(role, async () => {
        const ground = grounds[role];
        return { ...(await prepareSession(role, createList(from, size[role]), ground)), ground };
      });
    // The second list begins inside the first, so that exactly `common` companies are on both.
    const sessions = {
      first: await prepare('first', 0),
      second: await prepare('second', size.first - size.common),
    };
    const { sent, outcomes } = await exchange(sessions, timed);
    const isExact = outcomes.length === 2 && outcomes.every((outcome) => isRight(outcome, size));
    return [
      `${size.first} x ${size.second}`.padEnd(18),
      spent.first.toFixed(1).padStart(8),
      spent.second.toFixed(1).padStart(9),
      (spent.first + spent.second).toFixed(1).padStart(11),
      (sent / 1e6).toFixed(1).padStart(8),
      (isExact ? 'yes' : 'NO').padStart(6),
      (process.resourceUsage().maxRSS / 1024).toFixed(0).padStart(8),
    ].join(' ');
  } finally {
    rmSync(folder, { recursive: true });
  }
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

function isRight(outcome: Outcome, size: (typeof SIZES)[number]): boolean {
  const wanted = new Set(
    Array.from({ length: size.common }, (_, i) => `company${size.first - size.common + i}.com`),
  );
  return outcome.common.length === size.common && outcome.common.every((row) => wanted.has(row.id));
}

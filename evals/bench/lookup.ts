import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import * as fuzzball from 'fuzzball';
import type { AccountRecord } from '../../src/accounts/matching/types.ts';
import { openApp } from '../../src/app.ts';
import { scopeOf } from '../../src/cli/command-line.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { type BenchLists, generateLists } from './generate-lists.ts';
import { createLibraryLinker } from './link-with-library.ts';
import {
  type BenchOptions,
  type BenchReport,
  type BenchRow,
  percentile,
  round,
  timeEach,
} from './measure.ts';

const ACCOUNTS = 60_000;
/** New rows that each method is asked for: as many as take some seconds. */
const ROWS = { cosell: 1_000, minisearch: 200, fuzzball: 20 } as const;
const REP = 'rep@bench.example';
const SEED = 20_264;

type Ask = (row: AccountRecord) => Promise<string | null>;

interface Finder {
  readonly ask: Ask;
  /** Until the first answer could be given; the company's rows were in the database before. */
  readonly buildSeconds: number;
  close(): Promise<void>;
}

/** Looks up one new row at a time among the accounts, as a registration form waits for it. `most` bounds the accounts. */
export async function benchLookup({ most, progress }: BenchOptions): Promise<BenchReport> {
  const accounts = Math.min(most ?? ACCOUNTS, ACCOUNTS);
  const lists = generateLists(SEED, { left: accounts, right: accounts });
  const openers = { cosell: openCosell, minisearch: openMinisearch, fuzzball: openFuzzball };
  const measured = [];
  for (const method of ['cosell', 'minisearch', 'fuzzball'] as const) {
    progress(`${method}: ${accounts} accounts`);
    const finder = await openers[method](lists.right);
    measured.push({ method, ...(await measureFinder(finder, lists, ROWS[method])) });
    await finder.close();
  }
  const slowest = measured.find((one) => one.method === 'fuzzball')?.p50Ms ?? Number.NaN;
  const rows: BenchRow[] = measured.map((one) => ({
    method: one.method,
    accounts,
    newRows: one.newRows,
    buildSeconds: round(one.buildSeconds, 2),
    p50Ms: round(one.p50Ms, 2),
    p95Ms: round(one.p95Ms, 2),
    p50CpuMs: round(one.p50CpuMs, 2),
    p95CpuMs: round(one.p95CpuMs, 2),
    rightFirst: round(one.rightFirst, 3),
    timesFuzzballSpeed: round(slowest / one.p50Ms, 1),
  }));
  return { name: 'lookup', rows, notes: NOTES };
}

const NOTES = [
  'cosell asks the accounts service over the embedded database as a rep; minisearch and fuzzball search the same names in memory.',
  'fuzzball scans all names by token_set_ratio, since nothing else of it finds one row in a list; minisearch searches name and domain with fuzzy 0.2.',
  'CpuMs is processor time of all threads (the embedded database runs in the process): on a machine that does other work besides it says more than the clock.',
  'rightFirst is the share of the new rows with a true account that got it as the first answer.',
];

async function measureFinder(finder: Finder, lists: BenchLists, count: number) {
  const truth = new Map(lists.truth.map((pair) => [pair.left, pair.right]));
  const asked = lists.left.filter((row) => truth.has(row.id)).slice(0, count);
  let right = 0;
  const cpuTimes: number[] = [];
  const times = await timeEach(asked, async (row) => {
    const before = process.cpuUsage();
    const found = await finder.ask(row);
    const { user, system } = process.cpuUsage(before);
    cpuTimes.push((user + system) / 1_000);
    if (found === truth.get(row.id)) right += 1;
  });
  return {
    newRows: asked.length,
    buildSeconds: finder.buildSeconds,
    p50Ms: percentile(times, 0.5),
    p95Ms: percentile(times, 0.95),
    p50CpuMs: percentile(cpuTimes, 0.5),
    p95CpuMs: percentile(cpuTimes, 0.95),
    rightFirst: asked.length === 0 ? 0 : right / asked.length,
  };
}

async function openCosell(accounts: readonly AccountRecord[]): Promise<Finder> {
  const scratch = mkdtempSync(join(tmpdir(), 'cosell-bench-lookup-'));
  const config = { ...readConfig({ COSELL_LOG: 'silent' }), databaseUrl: undefined };
  const now = () => new Date();
  const app = await openApp({ config, folder: null, now, log: createLog('silent'), embedder: null });
  try {
    await app.importCompany({ folder: writeCompany(join(scratch, 'company'), accounts) });
  } finally {
    rmSync(scratch, { recursive: true });
  }
  const scope = await scopeOf(app, REP);
  const ask: Ask = async ({ name, domain = null, country = null }) =>
    (await app.services.accounts.find(scope, { text: name, domain, country }, 5))[0]?.accountId ?? null;
  const began = performance.now();
  await ask({ id: '', name: 'Nobody of This Name' });
  return { ask, buildSeconds: (performance.now() - began) / 1_000, close: () => app.close() };
}

function writeCompany(folder: string, accounts: readonly AccountRecord[]): string {
  mkdirSync(folder, { recursive: true });
  const write = (file: string, rows: (string | null | undefined)[][]) =>
    writeFileSync(join(folder, file), stringify(rows));
  write('people.csv', [
    ['email', 'name', 'role'],
    [REP, 'A Rep', 'rep'],
  ]);
  write('accounts.csv', [
    ['account_id', 'name', 'domain', 'country'],
    ...accounts.map((one) => [one.id, one.name, one.domain, one.country]),
  ]);
  return folder;
}

async function openMinisearch(accounts: readonly AccountRecord[]): Promise<Finder> {
  const began = performance.now();
  const link = createLibraryLinker('minisearch', accounts);
  return {
    ask: async (row) => link(row)?.right ?? null,
    buildSeconds: (performance.now() - began) / 1_000,
    close: async () => undefined,
  };
}

async function openFuzzball(accounts: readonly AccountRecord[]): Promise<Finder> {
  const began = performance.now();
  const choices = accounts.map((one) => ({ id: one.id, name: fuzzball.full_process(one.name) }));
  const options = {
    scorer: fuzzball.token_set_ratio,
    processor: (choice: { name: string }) => choice.name,
    limit: 1,
    full_process: false,
  };
  return {
    ask: async (row) => {
      const [best] = fuzzball.extract(fuzzball.full_process(row.name), choices, options);
      return best ? (best[0] as { id: string }).id : null;
    },
    buildSeconds: (performance.now() - began) / 1_000,
    close: async () => undefined,
  };
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from '../../src/app.ts';
import { scopeOf } from '../../src/cli/command-line.ts';
import { type ConflictParts, checkConflictCases, checkConflicts } from '../../src/cli/commands/conflicts.ts';
import { readConfig } from '../../src/config.ts';
import { isAppError } from '../../src/errors.ts';
import { createLog } from '../../src/log.ts';
import { openEvalWorld } from '../eval-world.ts';
import { generateWorld } from '../worlds/generate.ts';
import { createRandom } from '../worlds/random.ts';
import { type BenchOptions, type BenchReport, type BenchRow, round } from './measure.ts';

const SIZES = [100, 1_000];
const SEED = 20_263;

/** Checks made cases of a made company as `cosell conflicts` does, together and one at a time. `most` bounds the cases. */
export async function benchConflicts({ most, progress }: BenchOptions): Promise<BenchReport> {
  const within = SIZES.filter((size) => size <= (most ?? Number.POSITIVE_INFINITY));
  const sizes = within.length > 0 ? within : [most ?? 1];
  const scratch = mkdtempSync(join(tmpdir(), 'cosell-bench-company-'));
  try {
    progress('making and loading a company');
    const folder = join(scratch, 'company');
    await generateWorld({ seed: SEED, folder });
    const config = readConfig({ COSELL_LOG: 'silent' });
    const world = await openEvalWorld({
      folder,
      config,
      log: createLog('silent'),
      fallbackDay: '2026-06-30',
    });
    try {
      const rows: BenchRow[] = [];
      for (const size of sizes) {
        progress(`${size} cases`);
        rows.push(...(await measureCases(world.app, size)));
      }
      return { name: 'conflicts', rows, notes: NOTES };
    } finally {
      await world.close();
    }
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

const NOTES = [
  'Cases name an account, a product, a partner and an amount of a generated company in the embedded database; a partner manager asks.',
  'sameFindings: the cases that were checked together have the findings that each has alone.',
];

interface MadeCase {
  readonly id: string;
  readonly as: string;
  readonly account: string;
  readonly product: string | null;
  readonly partner: string;
  readonly amount: number;
}

async function measureCases(app: App, count: number): Promise<BenchRow[]> {
  const cases = await makeCases(app, count);
  // What is read once, such as the index of account names, is neither way's cost.
  await timed(app, async (parts) => {
    for (const one of cases.slice(0, 1)) await checkAlone(parts, one);
  });
  const [together, togetherSeconds] = await timed(app, async (parts) => {
    await checkConflictCases(parts, cases.map((one) => JSON.stringify(one)).join('\n'), { as: undefined });
  });
  const [alone, aloneSeconds] = await timed(app, async (parts) => {
    for (const one of cases) await checkAlone(parts, one);
  });
  const isSame = together.length === cases.length && together.join('\n') === alone.join('\n');
  const row = (way: string, seconds: number) => ({
    way,
    cases: count,
    seconds: round(seconds, 2),
    casesASecond: round(count / seconds, 1),
    timesAloneSpeed: round(aloneSeconds / seconds, 2),
    sameFindings: isSame,
  });
  return [row('together', togetherSeconds), row('one at a time', aloneSeconds)];
}

async function checkAlone(parts: ConflictParts, one: MadeCase): Promise<void> {
  try {
    await checkConflicts(parts, { ...one, json: true });
  } catch (error) {
    if (!isAppError(error)) throw error;
    // A refused case has no findings in either way.
    parts.output.out('{}');
  }
}

/** Runs the command over the open company; gives the findings of each case in their order, and the seconds. */
async function timed(
  app: App,
  run: (parts: ConflictParts) => Promise<void>,
): Promise<[findings: string[], seconds: number]> {
  const written: string[] = [];
  const { registrations, company } = app.services;
  const output = { out: (text: string) => void written.push(text), err: () => undefined, isTerminal: false };
  const began = performance.now();
  await run({ registrations, company, scopeOf: (email) => scopeOf(app, email), output });
  const seconds = (performance.now() - began) / 1_000;
  return [
    written.map((text) => JSON.stringify((JSON.parse(text) as { findings: unknown }).findings)),
    seconds,
  ];
}

async function makeCases(app: App, count: number): Promise<MadeCase[]> {
  const random = createRandom(SEED);
  const list = (query: string) =>
    app.access.open(app.access.system, async (connection) =>
      (await connection.query<{ key: string }>(query)).map((row) => row.key),
    );
  const accounts = await list('select name as key from accounts order by account_id');
  const partners = await list('select partner_id as key from partners order by partner_id');
  const products = await list(
    'select distinct product as key from opportunities where product is not null order by product',
  );
  const [manager = ''] = await list(
    `select email as key from people where role = 'partner_manager' order by email limit 1`,
  );
  return Array.from({ length: count }, (_, i) => ({
    id: `c${i}`,
    as: manager,
    account: random.pick(accounts),
    product: random.chance(0.8) ? random.pick(products) : null,
    partner: random.pick(partners),
    amount: random.int(5, 400) * 1_000,
  }));
}

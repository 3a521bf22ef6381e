import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { attributePaths } from '../../src/cli/commands/attribution-paths.ts';
import { createRandom } from '../worlds/random.ts';
import { benchSolvers } from './attribution-solvers.ts';
import { type BenchOptions, type BenchReport, type BenchRow, growthExponent, round } from './measure.ts';
import { type Run, timed } from './timed-run.ts';

const SIZES = [10_000, 100_000, 1_000_000];
/** Models that are asked for together, in one pass over the file; the last of them is checked. */
const MODELS = [
  ['last'],
  ['markov'],
  ['shapley'],
  ['first', 'last', 'linear', 'even', 'position', 'markov'],
] as const;
/** Paths of 1 to 10 touches that go on with this chance are 3.8 touches long. */
const GOES_ON = 0.752;
const LONGEST_PATH = 10;
/** Few enough for the exact Shapley value. */
const CHANNELS = [
  'campaign',
  'content',
  'event',
  'field',
  'intro',
  'mail',
  'marketplace',
  'partner',
  'referral',
  'search',
  'social',
  'webinar',
];
const SEED = 20_262;

/** Credits made paths by each model, beside a plain pass that gives all to the last touch. `most` bounds the paths. */
export async function benchAttribution({ most, progress }: BenchOptions): Promise<BenchReport> {
  const within = SIZES.filter((size) => size <= (most ?? Number.POSITIVE_INFINITY));
  const sizes = within.length > 0 ? within : [most ?? 1];
  const rows: BenchRow[] = [];
  const before = new Map<string, { size: number; seconds: number }>();
  const folder = mkdtempSync(join(tmpdir(), 'cosell-bench-paths-'));
  try {
    for (const paths of sizes) {
      progress(`${paths} paths`);
      const file = join(folder, `${paths}.csv`);
      const conversions = writePaths(file, paths);
      const plain = await timed(() => creditLastTouch(file));
      const add = (model: string, run: Run, isExact: boolean) => {
        const size = { size: paths, seconds: run.cpuSeconds };
        rows.push({
          model,
          paths,
          seconds: round(run.seconds, 3),
          cpuSeconds: round(run.cpuSeconds, 3),
          pathsASecond: Math.round(paths / run.seconds),
          timesPlainSpeed: round(plain.cpuSeconds / run.cpuSeconds, 2),
          exact: isExact,
          addsUp: Math.abs(run.credited - conversions) < 1e-6 * conversions,
          growth: growthExponent(size, before.get(model)),
        });
        before.set(model, size);
      };
      add('plain last touch', plain, true);
      for (const models of MODELS) {
        let isExact = true;
        const run = await timed(async () => {
          const result = await attributePaths({ file, models, order: 1 });
          isExact = result.standardErrors === undefined;
          const credits = Object.values(result.models[models.at(-1) ?? ''] ?? {});
          return credits.reduce((sum, one) => sum + one.conversions, 0);
        });
        add(models.join(', '), run, isExact);
      }
    }
    if (sizes.includes(SIZES.at(-1) ?? 0)) rows.push(...(await benchSolvers(progress)));
  } finally {
    rmSync(folder, { recursive: true });
  }
  return { name: 'attribution', rows, notes: NOTES };
}

const NOTES = [
  `Paths of 1 to 10 touches, 3.8 on average, over ${CHANNELS.length} channels, read from a CSV file each time; the Markov chain is of order 1. The best of five runs.`,
  'The baseline reads the same file line by line and gives each conversion to the last touch of its path. timesPlainSpeed over 1 is faster than that; it and growth are of processor time, which other work on the machine changes least.',
  'addsUp: the credits of all channels (of several models, of the last one) add up to the conversions of the file.',
  'The rows of order 3 and of 16 channels are over paths in memory, counted and solved. Their baselines are one run each: for the chain a dense system of equations for one channel alone, for Shapley the definition.',
];

/** Writes so many paths and gives their conversions. */
function writePaths(file: string, paths: number): number {
  const random = createRandom(SEED);
  const lines = ['path,total_conversions,total_conversion_value,total_null'];
  let conversions = 0;
  for (let i = 0; i < paths; i += 1) {
    const touches = [random.pick(CHANNELS)];
    while (touches.length < LONGEST_PATH && random.next() < GOES_ON) touches.push(random.pick(CHANNELS));
    const converted = random.int(0, 3);
    conversions += converted;
    lines.push(`${touches.join(' > ')},${converted},${converted * random.int(10, 900)},${random.int(0, 9)}`);
  }
  writeFileSync(file, `${lines.join('\n')}\n`);
  return conversions;
}

async function creditLastTouch(file: string): Promise<number> {
  const credits = new Map<string, number>();
  let isHeader = true;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const [path = '', conversions = '0'] = line.split(',');
    const last = path.split(' > ').at(-1) ?? '';
    if (!isHeader) credits.set(last, (credits.get(last) ?? 0) + Number(conversions));
    isHeader = false;
  }
  return [...credits.values()].reduce((sum, one) => sum + one, 0);
}

import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { attributePaths } from '../../src/cli/commands/attribution-paths.ts';
import { createRandom } from '../worlds/random.ts';
import { type BenchOptions, type BenchReport, type BenchRow, growthExponent, round } from './measure.ts';

const SIZES = [10_000, 100_000, 1_000_000];
const MODELS = ['last', 'markov', 'shapley'] as const;
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
        const size = { size: paths, seconds: run.seconds };
        rows.push({
          model,
          paths,
          seconds: round(run.seconds, 3),
          pathsASecond: Math.round(paths / run.seconds),
          timesPlainSpeed: round(plain.seconds / run.seconds, 2),
          exact: isExact,
          addsUp: Math.abs(run.credited - conversions) < 1e-6 * conversions,
          growth: growthExponent(size, before.get(model)),
        });
        before.set(model, size);
      };
      add('plain last touch', plain, true);
      for (const model of MODELS) {
        let isExact = true;
        const run = await timed(async () => {
          const result = await attributePaths({ file, models: [model], order: 1 });
          isExact = result.standardErrors === undefined;
          return Object.values(result.models[model] ?? {}).reduce((sum, one) => sum + one.conversions, 0);
        });
        add(model, run, isExact);
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return { name: 'attribution', rows, notes: NOTES };
}

const NOTES = [
  `Paths of 1 to 8 touches over ${CHANNELS.length} channels, read from a CSV file each time, the middle of three runs; the Markov chain is of order 1.`,
  'The baseline reads the same file line by line and gives each conversion to the last touch of its path. timesPlainSpeed over 1 is faster than that.',
  'addsUp: the credits of all channels add up to the conversions of the file.',
];

interface Run {
  readonly seconds: number;
  /** Conversions of all channels together. */
  readonly credited: number;
}

/** The middle one of three runs: the first has the compiler to wait for. */
async function timed(work: () => Promise<number>): Promise<Run> {
  const runs: Run[] = [];
  for (let i = 0; i < 3; i += 1) {
    const began = performance.now();
    const credited = await work();
    runs.push({ seconds: (performance.now() - began) / 1_000, credited });
  }
  const [, middle] = runs.sort((a, b) => a.seconds - b.seconds);
  if (!middle) throw new Error('Nothing was run');
  return middle;
}

/** Writes so many paths and gives their conversions. */
function writePaths(file: string, paths: number): number {
  const random = createRandom(SEED);
  const lines = ['path,total_conversions,total_conversion_value,total_null'];
  let conversions = 0;
  for (let i = 0; i < paths; i += 1) {
    const touches = Array.from({ length: random.int(1, 8) }, () => random.pick(CHANNELS));
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

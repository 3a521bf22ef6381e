import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import type { AccountRecord } from '../../src/accounts/matching/types.ts';
import { generateLists, type ListSizes } from './generate-lists.ts';
import {
  type BenchOptions,
  type BenchReport,
  type BenchRow,
  type Cost,
  growthExponent,
  round,
  runScript,
} from './measure.ts';
import { scoreAtBestThreshold, scoreLinks, type WrittenLink } from './score-links.ts';

const SIZES: readonly ListSizes[] = [
  { left: 10_000, right: 1_000 },
  { left: 30_000, right: 3_000 },
  { left: 100_000, right: 10_000 },
  { left: 300_000, right: 30_000 },
  { left: 1_000_000, right: 100_000 },
];
const MOST_BY_DEFAULT = 100_000;
const SEED = 20_261;

/** The longest left list that each method is given: minisearch takes more than a minute at the next size, and hours at the last. */
const METHODS = [
  { method: 'cosell', most: Number.POSITIVE_INFINITY },
  { method: 'fuzzball', most: Number.POSITIVE_INFINITY },
  { method: 'minisearch', most: 30_000 },
] as const;

type Method = (typeof METHODS)[number]['method'];

/**
 * Links made lists with known truth from size to size, each method in a process of its own. `most` bounds the left list; one
 * below the smallest size makes a size of its own.
 */
export async function benchMatching({ most, progress }: BenchOptions): Promise<BenchReport> {
  const bound = most ?? MOST_BY_DEFAULT;
  const within = SIZES.filter((size) => size.left <= bound);
  const sizes = within.length > 0 ? within : [{ left: bound, right: Math.max(1, Math.round(bound / 10)) }];
  const rows: BenchRow[] = [];
  const before = new Map<Method, { size: number; seconds: number; cpuSeconds: number }>();
  for (const size of sizes) {
    const measured = await measureSize(size, progress);
    const fuzzball = measured.find((one) => one.method === 'fuzzball');
    for (const { method, cost, score, match, links } of measured) {
      const total = size.left + size.right;
      const earlier = before.get(method);
      const ofCpu = earlier && { size: earlier.size, seconds: earlier.cpuSeconds };
      before.set(method, { size: total, ...cost });
      rows.push({
        method,
        left: size.left,
        right: size.right,
        seconds: round(cost.seconds, 2),
        rowsASecond: Math.round(size.left / cost.seconds),
        rowsASecondACore: Math.round(size.left / cost.cpuSeconds),
        peakMb: Math.round(cost.peakMb),
        links,
        ...score,
        matchPrecision: match?.precision ?? null,
        matchRecall: match?.recall ?? null,
        growth: growthExponent({ size: total, seconds: cost.seconds }, earlier),
        growthOfCpu: growthExponent({ size: total, seconds: cost.cpuSeconds }, ofCpu),
        timesFuzzballSpeed: fuzzball ? round(fuzzball.cost.seconds / cost.seconds, 2) : null,
        f1OverFuzzball: fuzzball ? round(score.f1 - fuzzball.score.f1, 3) : null,
      });
    }
  }
  return { name: 'matching', rows, notes: NOTES };
}

const NOTES = [
  'Rows a second are rows of the left list over the time from the start of reading the files to the last link written; rows a second a core divide by the seconds of all threads together.',
  'Precision, recall and F1 are of all links; matchPrecision and matchRecall of the links that are decided as a match. The libraries get the threshold that is best on that very list.',
  'growth is log(time ratio) / log(row ratio) to the size before: 1 is linear; growthOfCpu is the same of the seconds of all threads.',
  `minisearch is run up to ${METHODS[2].most} rows of the left list: at the next size it would take minutes, at the last one hours.`,
  'fuzzball compares a row with the accounts that share one of its two rarest words, 200 at most; it would take days without.',
];

interface Measured {
  readonly method: Method;
  readonly cost: Cost;
  readonly links: number;
  readonly score: ReturnType<typeof scoreLinks>;
  readonly match: ReturnType<typeof scoreLinks> | null;
}

async function measureSize(size: ListSizes, progress: BenchOptions['progress']): Promise<Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cosell-bench-lists-'));
  try {
    progress(`making lists of ${size.left} and ${size.right} rows`);
    const truth = writeLists(folder, size);
    const measured: Measured[] = [];
    for (const { method, most } of METHODS) {
      if (size.left > most) continue;
      progress(`${method}: ${size.left} x ${size.right}`);
      const one = await measureMethod(method, folder, truth);
      progress(`  ${round(one.cost.seconds, 1)} s, F1 ${one.score.f1}`);
      measured.push(one);
    }
    return measured;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measureMethod(
  method: Method,
  folder: string,
  truth: ReadonlyMap<string, string>,
): Promise<Measured> {
  const out = join(folder, `${method}.jsonl`);
  const args = [method, join(folder, 'left.csv'), join(folder, 'right.csv'), out];
  const cost = await runScript<Cost>(new URL('./link-files.ts', import.meta.url), args);
  const links = readFileSync(out, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as WrittenLink);
  const matches = links.filter((link) => link.decision === 'match');
  return method === 'cosell'
    ? {
        method,
        cost,
        links: links.length,
        score: scoreLinks(links, truth),
        match: scoreLinks(matches, truth),
      }
    : { method, cost, links: links.length, score: scoreAtBestThreshold(links, truth), match: null };
}

/** Writes both lists and gives the partner of each left row that has one; the lists themselves are let go. */
function writeLists(folder: string, size: ListSizes): ReadonlyMap<string, string> {
  const { left, right, truth } = generateLists(SEED, size);
  writeList(join(folder, 'left.csv'), left);
  writeList(join(folder, 'right.csv'), right);
  return new Map(truth.map((pair) => [pair.left, pair.right]));
}

function writeList(path: string, list: readonly AccountRecord[]): void {
  const file = openSync(path, 'w');
  writeSync(file, 'id,name,domain,country\n');
  for (let from = 0; from < list.length; from += 10_000) {
    const rows = list.slice(from, from + 10_000).map((one) => [one.id, one.name, one.domain, one.country]);
    writeSync(file, stringify(rows));
  }
  closeSync(file);
}

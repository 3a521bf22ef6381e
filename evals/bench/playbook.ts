import { openPglite } from '../../src/db/pglite.ts';
import { searchAtRandom } from '../playbook/random-search.ts';
import { type BenchOptions, type BenchReport, type BenchRow, percentile, round } from './measure.ts';

const SIZES = [1_000, 10_000];
const SEARCHES = 500;
const SEED = 20_267;

/** Searches of made pages in the embedded database, from size to size. `most` bounds the passages. */
export async function benchPlaybook({ most, progress }: BenchOptions): Promise<BenchReport> {
  const within = SIZES.filter((size) => size <= (most ?? Number.POSITIVE_INFINITY));
  const sizes = within.length > 0 ? within : [most ?? 1];
  const rows: BenchRow[] = [];
  for (const passages of sizes) {
    progress(`playbook: ${passages} passages`);
    const database = await openPglite({});
    const run = await searchAtRandom(database, { passages, searches: SEARCHES, seed: SEED });
    await database.close();
    rows.push({
      passages: run.passages,
      indexSeconds: round(run.indexSeconds, 2),
      searches: run.searches,
      shown: run.shown,
      leaked: run.leaked,
      p50Ms: round(percentile(run.times, 0.5), 1),
      p95Ms: round(percentile(run.times, 0.95), 1),
      p95CpuMs: round(percentile(run.cpuTimes, 0.95), 1),
    });
  }
  return {
    name: 'playbook',
    rows,
    notes: [
      'Made words, so nothing is said of how well passages are ranked. Words alone, no vectors.',
      `leaked counts passages that the reader may not see, told from the pages' own settings.`,
      'A server is measured with evals/playbook/search-at-random.ts PASSAGES SEARCHES URL.',
    ],
  };
}

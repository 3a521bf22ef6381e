import { openPglite } from '../../src/db/pglite.ts';
import { openPostgres } from '../../src/db/postgres.ts';
import { percentile, round } from '../bench/measure.ts';
import { searchAtRandom } from './random-search.ts';

const [passages = '10000', searches = '10000', url] = process.argv.slice(2);
const database = url ? await openPostgres({ url }) : await openPglite({});
const result = await searchAtRandom(database, {
  passages: Number(passages),
  searches: Number(searches),
  seed: 7,
});
const { times, cpuTimes, ...counts } = result;
const figures = {
  database: database.kind,
  ...counts,
  p50Ms: round(percentile(times, 0.5), 1),
  p95Ms: round(percentile(times, 0.95), 1),
  p50CpuMs: round(percentile(cpuTimes, 0.5), 1),
  p95CpuMs: round(percentile(cpuTimes, 0.95), 1),
};
process.stdout.write(`${JSON.stringify(figures)}\n`);
await database.close();
if (result.leaked > 0) process.exitCode = 1;

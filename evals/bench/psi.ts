import { type BenchOptions, type BenchReport, type BenchRow, round, runScript } from './measure.ts';
import type { PsiRun, PsiSize } from './psi-run.ts';

const SIZES: readonly PsiSize[] = [
  { first: 1_000, second: 1_000, common: 200 },
  { first: 10_000, second: 10_000, common: 2_000 },
  { first: 10_000, second: 100_000, common: 3_000 },
];

/** Runs private overlaps with known truth, each size in a process of its own, beside an exchange of salted hashes. */
export async function benchPsi({ most, progress }: BenchOptions): Promise<BenchReport> {
  const within = SIZES.filter((size) => size.second <= (most ?? Number.POSITIVE_INFINITY));
  const few = most ?? 0;
  const sizes = within.length > 0 ? within : [{ first: few, second: few, common: Math.floor(few / 5) }];
  const rows: BenchRow[] = [];
  for (const size of sizes) {
    progress(`${size.first} x ${size.second} keys`);
    const run = await runPsi(size);
    const together = run.spent.first + run.spent.second;
    rows.push({
      first: size.first,
      second: size.second,
      firstSeconds: round(run.spent.first, 2),
      secondSeconds: round(run.spent.second, 2),
      togetherSeconds: round(together, 2),
      keysASecond: Math.round((size.first + size.second) / together),
      mbSent: round(run.bytesSent / 1e6, 1),
      exact: run.isExact,
      peakMb: Math.round(run.cost.peakMb),
      hashedSeconds: round(run.hashedSeconds, 3),
      timesHashed: Math.round(together / run.hashedSeconds),
    });
  }
  return { name: 'psi', rows, notes: NOTES };
}

const NOTES = [
  'Both parties run one after the other on this machine, each on all its cores; peakMb holds both.',
  'hashedSeconds is an exchange of salted SHA-256 hashes of the same keys: what privacy costs, since a partner finds any name in such hashes by guessing.',
];

function runPsi(size: PsiSize): Promise<PsiRun> {
  return runScript(new URL('./psi-run.ts', import.meta.url), [
    String(size.first),
    String(size.second),
    String(size.common),
  ]);
}

import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What every bench gets. */
export interface BenchOptions {
  /** The largest size to run, in the unit that the bench names; its own default where null. */
  readonly most: number | null;
  /** Gets a line for a person who waits. */
  readonly progress: (line: string) => void;
}

export type BenchRow = Readonly<Record<string, string | number | boolean | null>>;

/** What every bench gives. All rows have the same keys; a figure that was not measured is null. */
export interface BenchReport {
  readonly name: string;
  readonly rows: readonly BenchRow[];
  /** What a reader has to know to read the rows rightly. */
  readonly notes: readonly string[];
}

export type Bench = (options: BenchOptions) => Promise<BenchReport>;

/** The cost of a piece of work in this process, threads and start of the process included in the peak. */
export interface Cost {
  readonly seconds: number;
  /** Of all threads together. */
  readonly cpuSeconds: number;
  /** The most memory that the process ever held, in MB of 10^6 bytes. */
  readonly peakMb: number;
}

/** Runs work and tells what it cost. */
export async function measureCost(work: () => Promise<void>): Promise<Cost> {
  const cpu = process.cpuUsage();
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1_000;
  const spent = process.cpuUsage(cpu);
  return {
    seconds,
    cpuSeconds: (spent.user + spent.system) / 1e6,
    peakMb: (process.resourceUsage().maxRSS * 1_024) / 1e6,
  };
}

/**
 * Runs a script of this folder in a process of its own, so that its peak of memory is its own, and gives the JSON document that
 * it prints. Throws with what it wrote where it fails.
 */
export function runScript<Printed>(script: URL, args: readonly string[]): Promise<Printed> {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const child = spawn(process.execPath, ['--import', tsx, fileURLToPath(script), ...args]);
  const written: Record<'out' | 'err', string> = { out: '', err: '' };
  child.stdout.on('data', (bytes: Buffer) => {
    written.out += bytes.toString();
  });
  child.stderr.on('data', (bytes: Buffer) => {
    written.err += bytes.toString();
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(written.out) as Printed);
      else reject(new Error(`${script.pathname} ended with ${code}: ${written.err.slice(-2_000)}`));
    });
  });
}

/** The time of each of many small pieces of work, one after the other, in milliseconds. */
export async function timeEach<Piece>(
  pieces: readonly Piece[],
  work: (piece: Piece) => unknown,
): Promise<number[]> {
  const times: number[] = [];
  for (const piece of pieces) {
    const began = performance.now();
    await work(piece);
    times.push(performance.now() - began);
  }
  return times;
}

/** The least of the figures that a share of them does not exceed (nearest rank). NaN for none. */
export function percentile(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** How time grows with size: 1 is linear. Null without an earlier size. */
export function growthExponent(
  now: { readonly size: number; readonly seconds: number },
  before: { readonly size: number; readonly seconds: number } | undefined,
): number | null {
  if (!before) return null;
  return round(Math.log(now.seconds / before.seconds) / Math.log(now.size / before.size), 2);
}

/** A figure with so many decimals. */
export function round(figure: number, decimals: number): number {
  return Number(figure.toFixed(decimals));
}

/** The machine that figures come from. */
export function describeMachine(): { cpu: string; cores: number; node: string } {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    node: process.version,
  };
}

import { Worker } from 'node:worker_threads';
import { POINT_BYTES } from './curve.ts';
import { type MaskTask, runMaskTask } from './mask-task.ts';

/** A thread takes about as long to start as this many points take to mask. */
const LEAST_A_THREAD = 2_000;

/**
 * Runs a task over several threads and gives its points in the order of the input; null where one of the input's points is
 * none of the curve. Small tasks run in this thread.
 */
export async function maskInThreads(task: MaskTask, threads: number): Promise<Uint8Array | null> {
  const parts = splitTask(task, threads);
  if (parts.length === 1) return runMaskTask(task);
  const masked = await Promise.all(parts.map(runInThread));
  return masked.includes(null) ? null : Buffer.concat(masked as Uint8Array[]);
}

function splitTask(task: MaskTask, threads: number): MaskTask[] {
  const { input } = task;
  const unit = input instanceof Uint8Array ? POINT_BYTES : 1;
  const count = input.length / unit;
  const parts = Math.max(1, Math.min(threads, Math.floor(count / LEAST_A_THREAD)));
  const length = Math.ceil(count / parts) * unit;
  return Array.from({ length: parts }, (_, i) => ({
    ...task,
    input: input.slice(i * length, (i + 1) * length),
  }));
}

function runInThread(task: MaskTask): Promise<Uint8Array | null> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./mask-worker.mjs', import.meta.url), { workerData: task });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`A masking thread ended with ${code} and no result.`)));
  });
}

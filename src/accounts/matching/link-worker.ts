import { parentPort, workerData } from 'node:worker_threads';
import { compareRows, createListEngine } from './link-lists.ts';
import { packRows } from './packed-rows.ts';
import { loadMatchWeights } from './score.ts';
import type { AccountRecord } from './types.ts';

/** One thread's share of a list: it holds an index of the right list and compares whatever rows it is sent. */
const engine = createListEngine(workerData as AccountRecord[], loadMatchWeights());

parentPort?.on('message', (rows: AccountRecord[]) => {
  parentPort?.postMessage(packRows(compareRows(engine, rows)));
});

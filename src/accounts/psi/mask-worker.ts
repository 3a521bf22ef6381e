import { parentPort, workerData } from 'node:worker_threads';
import { type MaskTask, runMaskTask } from './mask-task.ts';

// A failed try at a point is an error of OpenSSL; without a stack it costs a tenth less.
Error.stackTraceLimit = 0;
parentPort?.postMessage(runMaskTask(workerData as MaskTask));

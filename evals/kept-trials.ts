import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { TrialReport } from './run.ts';
import type { Task } from './task.ts';

/** Trials written down as they end, so that a run that was broken off goes on where it stood. */
export interface KeptTrials {
  /** The trial as it ended before; undefined where it has not run. */
  find(task: Task, trial: number): TrialReport | undefined;
  keep(report: TrialReport): void;
}

/** Keeps trials in a file, a JSON object a line; half a line at its end, as a crash leaves it, is passed over. */
export function openKeptTrials(path: string): KeptTrials {
  const kept = new Map<string, Omit<TrialReport, 'task'>>();
  for (const line of existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []) {
    const one = readLine(line);
    if (one) kept.set(`${one.task} ${one.trial}`, one.report);
  }
  return {
    find(task, trial) {
      const report = kept.get(`${task.id} ${trial}`);
      return report && { ...report, task };
    },
    keep({ task, ...report }) {
      appendFileSync(path, `${JSON.stringify({ task: task.id, trial: report.trial, report })}\n`);
    },
  };
}

function readLine(line: string): { task: string; trial: number; report: Omit<TrialReport, 'task'> } | null {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

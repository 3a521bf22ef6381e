import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareReports, readSavedReport, writeComparison } from '../../evals/compare-reports.ts';
import { openKeptTrials } from '../../evals/kept-trials.ts';
import { writeHtmlReport } from '../../evals/report-html.ts';
import type { TrialReport } from '../../evals/run.ts';
import { taskSchema } from '../../evals/task.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cosell-reports-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

const task = taskSchema.parse({
  id: 'rep-1',
  kind: 'overlaps',
  role: 'rep',
  as: 'ann@firm.example',
  turns: [{ say: 'who knows <Globex>?' }],
  expect: {},
});

function reportOf(passed: boolean): TrialReport {
  const parts = { database: true, tools: true, facts: passed, forbidden: true, form: true };
  return { task, trial: 0, turns: task.turns, answers: [], grade: { passed, parts, why: [], said: passed } };
}

function saved(...passed: readonly boolean[]) {
  return { model: 'offline', trials: passed.map((one, trial) => ({ task: 'rep-1', trial, passed: one })) };
}

test('what passed before and fails now is worse; what only one report has counts for neither', () => {
  const comparison = compareReports(saved(true, false, true), saved(false, true));
  expect(comparison).toEqual({
    worse: ['rep-1 #0'],
    better: ['rep-1 #1'],
    unmatched: 1,
    passedBefore: 1,
    passedAfter: 1,
    of: 2,
  });
  expect(writeComparison(comparison)).toContain('1 of 2 passed before, 1 now: 1 worse, 1 better.');
});

test('a file that is no report is refused in words', () => {
  const path = join(folder, 'no-report.json');
  writeFileSync(path, '{"trials": 3}');
  expect(() => readSavedReport(path)).toThrow('is no report of the evals');
});

test('a kept trial comes back with its task, and half a line at the end does no harm', () => {
  const path = join(folder, 'kept.jsonl');
  openKeptTrials(path).keep(reportOf(true));
  writeFileSync(path, '{"task": "rep-1", "tri', { flag: 'a' });
  const kept = openKeptTrials(path);
  expect(kept.find(task, 0)).toEqual(reportOf(true));
  expect(kept.find(task, 1)).toBeUndefined();
});

test('the page shows what was typed as text and never as markup', () => {
  const page = writeHtmlReport([reportOf(false)], { model: 'offline', baselines: {} });
  expect(page).toContain('who knows &lt;Globex&gt;?');
  expect(page).not.toContain('<Globex>');
});

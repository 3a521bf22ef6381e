import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { doNothingScript, oracleScript, ScriptedModel } from '../../evals/baselines.ts';
import { type EvalWorld, openEvalWorld } from '../../evals/eval-world.ts';
import { passAllOf, scoreTrials } from '../../evals/report.ts';
import { runTasks } from '../../evals/run.ts';
import type { Task } from '../../evals/task.ts';
import { deriveTasks } from '../../evals/tasks/derive-tasks.ts';
import { readTaskWorld } from '../../evals/tasks/task-world.ts';
import { generateWorld } from '../../evals/worlds/generate.ts';
import { OfflineModel } from '../../src/agent/offline/offline-model.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { openTestDatabase } from '../setup/database.ts';

let folder: string;
let world: EvalWorld;
let tasks: Task[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cosell-evals-'));
  const company = join(folder, 'company');
  // Another company than the one that everything else is shown on.
  await generateWorld({ seed: 12, folder: company });
  tasks = deriveTasks(readTaskWorld(company));
  world = await openEvalWorld({
    folder: company,
    config: readConfig({ COSELL_LOG: 'silent' }),
    log: createLog('silent'),
    fallbackDay: '2026-06-30',
    database: await openTestDatabase(),
  });
}, 120_000);

afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

test('the tasks are sixty or more, of all roles, with names of their own', () => {
  expect(tasks.length).toBeGreaterThanOrEqual(60);
  expect(new Set(tasks.map((one) => one.id)).size).toBe(tasks.length);
  expect(new Set(tasks.map((one) => one.role))).toEqual(new Set(['rep', 'partner_manager', 'partner']));
  for (const task of tasks) expect(task.paraphrases.length).toBeGreaterThanOrEqual(2);
});

test('the oracle passes every task, so that each can be passed with the tools there are', async () => {
  const reports = await runTasks({
    world,
    tasks,
    assistantFor: (task) => world.assistantWith(new ScriptedModel(oracleScript(task))),
    trials: 1,
  });
  expect(reports.filter((one) => !one.grade.passed).map((one) => [one.task.id, one.grade.why])).toEqual([]);
});

test('whoever does nothing passes hardly anything', async () => {
  const assistant = world.assistantWith(new ScriptedModel(doNothingScript));
  const reports = await runTasks({ world, tasks, assistantFor: () => assistant, trials: 1 });
  expect(scoreTrials(reports).share).toBeLessThanOrEqual(0.05);
});

test('the offline model passes nine of ten tasks as they are written', async () => {
  const assistant = world.assistantWith(new OfflineModel());
  const reports = await runTasks({ world, tasks, assistantFor: () => assistant, trials: 1 });
  const failed = reports.filter((one) => !one.grade.passed).map((one) => one.task.id);
  expect(scoreTrials(reports).share, failed.join(', ')).toBeGreaterThanOrEqual(0.9);
  expect(passAllOf(reports, 1)).toBeCloseTo(scoreTrials(reports).share);
});

test('a trial leaves the world as it was', async () => {
  const byClick = tasks.filter((one) => one.id === 'pm-approve-click');
  const assistant = world.assistantWith(new OfflineModel());
  await runTasks({ world, tasks: byClick, assistantFor: () => assistant, trials: 1 });
  expect(await world.kept.diff()).toEqual({ appeared: [], vanished: [], drafts: [] });
});

import Table from 'cli-table3';
import { estimateShareInterval } from '../src/insights/statistics/wilson.ts';
import { PARTS } from './grade.ts';
import type { TrialReport } from './run.ts';

/** Passed and all, with Wilson's 95% interval. */
export interface Score {
  readonly passed: number;
  readonly of: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** Counts the trials that passed. */
export function scoreTrials(reports: readonly TrialReport[]): Score {
  const passed = reports.filter((one) => one.grade.passed).length;
  return scoreCounts(passed, reports.length);
}

function scoreCounts(passed: number, of: number): Score {
  const interval = estimateShareInterval({ successes: passed, total: of, confidence: 0.95 });
  return {
    passed,
    of,
    share: of === 0 ? 0 : passed / of,
    low: interval?.low ?? 0,
    high: interval?.high ?? 1,
  };
}

/**
 * pass^k of tau-bench (arXiv 2406.12045): the mean over tasks of C(c, k) / C(n, k), with c of a task's n trials passed. Over
 * paraphrases it is para^k. Tasks with fewer than k trials count with all of theirs.
 */
export function passAllOf(reports: readonly TrialReport[], k: number): number {
  const chances = groupBy(reports, (one) => one.task.id).map(([, trials]) => {
    const passed = trials.filter((one) => one.grade.passed).length;
    const wanted = Math.min(k, trials.length);
    let chance = 1;
    for (let i = 0; i < wanted; i += 1) chance *= Math.max(0, passed - i) / (trials.length - i);
    return chance;
  });
  return chances.length === 0 ? 0 : chances.reduce((sum, one) => sum + one, 0) / chances.length;
}

/** The tables of a run: over all, by role, by kind, and what fails. */
export function writeReport(reports: readonly TrialReport[], model: string): string {
  const asWritten = reports.filter((one) => one.trial === 0);
  const all = new Table({
    style: { head: [], border: [], compact: true },
    head: [model, 'as written', '95%', 'all wordings', 'para^2', 'para^4'],
  });
  all.push(scoreRow('all', reports));
  for (const [role, some] of groupBy(reports, (one) => one.task.role)) all.push(scoreRow(role, some));
  const kinds = new Table({
    style: { head: [], border: [], compact: true },
    head: ['kind', 'as written', '95%', 'all wordings', 'para^2', 'para^4'],
  });
  for (const [kind, some] of groupBy(reports, (one) => one.task.kind)) kinds.push(scoreRow(kind, some));
  const parts = new Table({
    style: { head: [], border: [], compact: true },
    head: ['part', 'as written', 'all wordings'],
  });
  for (const part of PARTS) {
    parts.push([
      part,
      share(asWritten, (one) => one.grade.parts[part]),
      share(reports, (one) => one.grade.parts[part]),
    ]);
  }
  parts.push([
    'facts in words alone',
    share(asWritten, (one) => one.grade.said),
    share(reports, (one) => one.grade.said),
  ]);
  return [all, kinds, parts].map(String).join('\n');
}

function scoreRow(label: string, reports: readonly TrialReport[]): string[] {
  const written = scoreTrials(reports.filter((one) => one.trial === 0));
  const every = scoreTrials(reports);
  return [
    label,
    `${written.passed}/${written.of} ${percent(written.share)}`,
    `${percent(written.low)} to ${percent(written.high)}`,
    `${every.passed}/${every.of} ${percent(every.share)}`,
    percent(passAllOf(reports, 2)),
    percent(passAllOf(reports, 4)),
  ];
}

function share(reports: readonly TrialReport[], holds: (one: TrialReport) => boolean): string {
  const { passed, of, share: found } = scoreCounts(reports.filter(holds).length, reports.length);
  return `${passed}/${of} ${percent(found)}`;
}

function groupBy(
  reports: readonly TrialReport[],
  key: (one: TrialReport) => string,
): (readonly [string, readonly TrialReport[]])[] {
  const keys = [...new Set(reports.map(key))].sort();
  return keys.map((one) => [one, reports.filter((report) => key(report) === one)]);
}

function percent(part: number): string {
  return `${Math.round(part * 100)}%`;
}

/** Every trial that failed: what was asked, what was missing, what was called and said. */
export function writeFailures(reports: readonly TrialReport[]): string {
  return reports
    .filter((one) => !one.grade.passed)
    .map((one) => {
      const said = one.turns.flatMap((turn) => ('say' in turn ? [turn.say] : [`(${turn.click})`]));
      const calls = one.answers.flatMap((answer) =>
        answer.tools.map((call) => `${call.name}${JSON.stringify(call.input)}${call.ok ? '' : ' failed'}`),
      );
      return [
        `${one.task.id} #${one.trial} (${one.task.role} in ${one.task.in})`,
        `  > ${said.join('\n  > ')}`,
        `  ${one.grade.why.slice(0, 5).join('\n  ')}`,
        `  calls: ${calls.join(' ') || 'none'}`,
        `  said: ${one.answers.at(-1)?.text ?? ''}`,
      ].join('\n');
    })
    .join('\n\n');
}

/** The JSON report: enough to follow every trial. */
export function reportJson(reports: readonly TrialReport[], run: { model: string; world: string }): object {
  const written = reports.filter((one) => one.trial === 0);
  return {
    ...run,
    as_written: scoreTrials(written),
    all_wordings: scoreTrials(reports),
    para_2: passAllOf(reports, 2),
    para_4: passAllOf(reports, 4),
    trials: reports.map((one) => ({
      task: one.task.id,
      kind: one.task.kind,
      role: one.task.role,
      trial: one.trial,
      turns: one.turns.map((turn) => ('say' in turn ? { say: turn.say } : turn)),
      passed: one.grade.passed,
      parts: one.grade.parts,
      said: one.grade.said,
      why: one.grade.why,
      answers: one.answers.map(({ text, tools, ms, model }) => ({ text, tools, ms, model })),
    })),
  };
}

import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { AppError } from '../src/errors.ts';

const savedReport = z.object({
  model: z.string(),
  trials: z.array(z.object({ task: z.string(), trial: z.number(), passed: z.boolean() })),
});
type SavedReport = z.output<typeof savedReport>;

export interface Comparison {
  /** Trials that passed before and fail now, as `task #trial`. */
  readonly worse: readonly string[];
  /** Trials that failed before and pass now. */
  readonly better: readonly string[];
  /** Trials of which only one of the reports knows: they count for neither. */
  readonly unmatched: number;
  readonly passedBefore: number;
  readonly passedAfter: number;
  /** Trials in both reports. */
  readonly of: number;
}

/** Reads a report that a run wrote. Throws `bad_input` where the file is none. */
export function readSavedReport(path: string): SavedReport {
  try {
    return savedReport.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new AppError('bad_input', `'${path}' is no report of the evals.`, { cause });
  }
}

/** Holds each trial of a report against the same trial of an earlier one; only what both have is compared. */
export function compareReports(before: SavedReport, after: SavedReport): Comparison {
  const earlier = new Map(before.trials.map((one) => [nameOf(one), one.passed]));
  const both = after.trials.filter((one) => earlier.has(nameOf(one)));
  const named = (fits: (now: boolean, then: boolean) => boolean) =>
    both.filter((one) => fits(one.passed, earlier.get(nameOf(one)) === true)).map(nameOf);
  return {
    worse: named((now, then) => then && !now),
    better: named((now, then) => now && !then),
    unmatched: before.trials.length + after.trials.length - 2 * both.length,
    passedBefore: both.filter((one) => earlier.get(nameOf(one))).length,
    passedAfter: both.filter((one) => one.passed).length,
    of: both.length,
  };
}

function nameOf(one: { readonly task: string; readonly trial: number }): string {
  return `${one.task} #${one.trial}`;
}

/** The comparison in lines; what got worse comes first. */
export function writeComparison(comparison: Comparison): string {
  const { worse, better, unmatched, passedBefore, passedAfter, of } = comparison;
  return [
    ...worse.map((one) => `worse   ${one}`),
    ...better.map((one) => `better  ${one}`),
    `${passedBefore} of ${of} passed before, ${passedAfter} now: ${worse.length} worse, ${better.length} better.`,
    unmatched > 0 ? `${unmatched} trials stand in one of the reports alone and were not compared.` : '',
  ]
    .filter(Boolean)
    .join('\n');
}

import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { PastRun } from './limits.ts';

const entrySchema = z.strictObject({
  run: z.string(),
  at: z.string(),
  /** `answered`: we masked their points. `finished`: we learnt the result. */
  event: z.enum(['answered', 'finished']),
  /** The partner's public key. */
  partner: z.string(),
  agreement: z.string(),
  mode: z.enum(['list', 'count']),
  own_size: z.int(),
  their_size: z.int(),
  /** SHA-256 of our points and of theirs under both masks. */
  commitments: z.array(z.string()),
  /** Common keys; null before the end, and where a count is said as 'fewer than 5'. */
  hits: z.int().nullable(),
});

export type RunLogEntry = z.infer<typeof entrySchema>;

/** What is kept of every run: sizes, times and commitments, never a key or a row. */
export interface RunLog {
  append(entry: RunLogEntry): void;
  /** Runs with the owner of a public key in which we masked its points. */
  with(partner: string): PastRun[];
}

/** The log in the folder of an identity, a JSON line an event, readable by its owner alone. */
export function openRunLog(folder: string): RunLog {
  const path = join(folder, 'runs.jsonl');
  return {
    append(entry) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      appendFileSync(path, `${JSON.stringify(entrySchema.parse(entry))}\n`, { mode: 0o600 });
    },
    with(partner) {
      return readEntries(path)
        .filter((entry) => entry.partner === partner && entry.event === 'answered')
        .map((entry) => ({ at: entry.at, theirSize: entry.their_size }));
    },
  };
}

/** A damaged log must not read as 'no runs yet'. */
function readEntries(path: string): RunLogEntry[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line, i) => {
      try {
        return entrySchema.parse(JSON.parse(line));
      } catch (cause) {
        throw new AppError(
          'not_allowed',
          `Line ${i + 1} of '${path}' can't be read: restore it from a backup.`,
          {
            cause,
          },
        );
      }
    });
}

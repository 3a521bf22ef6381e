import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { Actor, Scope } from '../access/types.ts';
import type { App } from '../app.ts';
import type { Config } from '../config.ts';
import { isIsoDate } from '../dates.ts';
import { AppError } from '../errors.ts';
import type { Case, Output } from './output.ts';

/** What the edge hands to the commands. */
export interface Edge {
  readonly output: Output;
  readonly now: () => Date;
  readonly stdin: NodeJS.ReadStream;
  /** Settings of the environment; throws `bad_input` for one that is not usable. */
  readonly config: () => Config;
  /** The program over the database in a folder, or over the configured server. */
  readonly open: (folder: string) => Promise<App>;
  /** The program over an empty database that ends with it. */
  readonly openInMemory: () => Promise<App>;
  /** Settles when the person or the system asks the program to stop. */
  readonly stopped: Promise<void>;
}

/** What a command works with; `finish` keeps the exit code for the edge. */
export interface Commands {
  readonly edge: Edge;
  readonly program: Command;
  /** Runs over an open program, and closes it whatever happens. */
  withApp(work: (app: App) => Promise<number>): Promise<void>;
  finish(code: number): void;
  readonly folder: () => string;
  readonly newThread: () => string;
}

/**
 * The person behind an email. Throws `bad_input` for none, `not_found` for one that nobody of the company or its partners
 * has.
 */
export async function identify(app: App, email: string): Promise<Actor> {
  if (!email) throw new AppError('bad_input', 'Say who asks: --as EMAIL.');
  const actor = await app.identity.personByEmail(email);
  if (actor) return actor;
  throw new AppError('not_found', `Nobody has the email '${email}': see people.csv and partner_people.csv.`);
}

/** The scope in which a person reads alone. Throws as `identify` does. */
export async function scopeOf(app: App, email: string | undefined): Promise<Scope> {
  return app.access.grant(await identify(app, email ?? ''), { place: 'dm' });
}

/** A file of cases, or of standard input for `-`. Throws `not_found` naming the file. */
export function readCasesFile(path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (cause) {
    throw new AppError('not_found', `The file '${path}' cannot be read.`, { cause });
  }
}

/** A whole number of an option; throws `bad_input` for anything else. */
export function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new AppError('bad_input', `'${text}' is not a whole number of 1 or more.`);
  return count;
}

/** A whole number of a case; undefined where the case has none. Throws `bad_input` for anything else. */
export function readCaseCount(one: Case, key: string): number | undefined {
  const written = one[key];
  return written === undefined || written === null ? undefined : readCount(String(written));
}

/** A day of an option, as 2026-03-31; throws `bad_input` for anything else. */
export function readDate(text: string): string {
  if (!isIsoDate(text)) throw new AppError('bad_input', `'${text}' is no day such as 2026-03-31.`);
  return text;
}

interface Range {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** The days of `--from` and `--to`. Throws `bad_input` where the first is not before the second. */
export function readRange({ from, to }: Range): Range {
  if (from && to && from >= to)
    throw new AppError('bad_input', `The period ends (${to}) before it begins (${from}).`);
  return { from, to };
}

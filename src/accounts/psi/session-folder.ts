import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { type Agreement, parseAgreement } from './agreement.ts';
import { readJsonFile, refuseRepository, writePrivately } from './identity.ts';
import { KEY_KINDS } from './keys.ts';
import type { SessionState } from './session.ts';

/** A session that lives in a folder between two files of the partner. */
export interface StoredSession {
  readonly agreement: Agreement;
  readonly state: SessionState;
  readonly secret: Buffer;
}

const base64 = z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64')));

const stateSchema = z.strictObject({
  role: z.enum(['first', 'second']),
  awaits: z.int(),
  run: z.string().nullable(),
  previous: z.string(),
  counts: z.strictObject({ rows: z.int(), rowsWithoutKeys: z.int(), keys: z.int() }),
  owners: z.array(z.strictObject({ kind: z.enum(KEY_KINDS), rows: z.array(z.string()) }).nullable()),
  points: base64,
  theirSize: z.int().nullable(),
  theirCommitment: z.string().nullable(),
  remasked: base64.nullable(),
});

const FILES = { secret: 'secret', state: 'state.json', next: 'state.next.json', agreement: 'agreement.json' };
const OVERWRITE_BYTES = 1 << 20;

/**
 * Makes the folder of a session (mode 0700, files 0600). The secret is written once, by itself, so that it can be destroyed.
 * Throws `conflict` for a folder that holds something, `not_allowed` for one under version control.
 */
export function createSessionFolder(folder: string, session: StoredSession): void {
  requireFreeFolder(folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writePrivately(join(folder, FILES.secret), session.secret.toString('hex'));
  writePrivately(join(folder, FILES.agreement), JSON.stringify(session.agreement));
  writeState(folder, session.state);
}

/** Throws as `createSessionFolder` does, before any work is done. */
export function requireFreeFolder(folder: string): void {
  refuseRepository(folder);
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new AppError('conflict', `'${folder}' is not empty: choose a new folder for the session.`);
  }
}

/** Keeps what a step has changed, whole or not at all. */
export function writeState(folder: string, state: SessionState): void {
  const toText = (points: Uint8Array) => Buffer.from(points).toString('base64');
  const written = {
    ...state,
    points: toText(state.points),
    remasked: state.remasked && toText(state.remasked),
  };
  writePrivately(join(folder, FILES.next), JSON.stringify(written));
  renameSync(join(folder, FILES.next), join(folder, FILES.state));
}

/** Throws `not_found` for a folder without a session. */
export function readSessionFolder(folder: string): StoredSession {
  if (!existsSync(join(folder, FILES.secret))) {
    throw new AppError('not_found', `There is no session in '${folder}': it has ended, or never began.`);
  }
  const parsed = stateSchema.safeParse(JSON.parse(readFileSync(join(folder, FILES.state), 'utf8')));
  if (!parsed.success) throw new AppError('not_allowed', `The session in '${folder}' is damaged: end it.`);
  return {
    agreement: parseAgreement(readJsonFile(join(folder, FILES.agreement))),
    state: parsed.data,
    secret: Buffer.from(readFileSync(join(folder, FILES.secret), 'utf8'), 'hex'),
  };
}

/** Overwrites the files of a session with random bytes and removes them, the secret first. A folder without one is left as it is. */
export function destroySessionFolder(folder: string): void {
  for (const name of Object.values(FILES)) {
    const path = join(folder, name);
    if (existsSync(path)) overwrite(path);
  }
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}

function overwrite(path: string): void {
  const file = openSync(path, 'r+');
  try {
    for (let left = statSync(path).size; left > 0; left -= OVERWRITE_BYTES) {
      writeSync(file, randomBytes(Math.min(left, OVERWRITE_BYTES)));
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  unlinkSync(path);
}

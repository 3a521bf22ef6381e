import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateWorld } from '../../evals/worlds/generate.ts';
import type { Actor } from '../../src/access/types.ts';
import { type App, openApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { Database } from '../../src/db/port.ts';
import { createLog } from '../../src/log.ts';

/** The instant at which tests over the sample company take place. */
export const SAMPLE_NOW = new Date('2026-06-30T09:00:00Z');

/** A program over a test's own database; without vectors, which take seconds to make. */
export function openTestApp(database: Database, env: Readonly<Record<string, string>> = {}): Promise<App> {
  const config = readConfig({ COSELL_LOG: 'silent', ...env });
  return openApp({
    config,
    folder: null,
    now: () => SAMPLE_NOW,
    log: createLog('silent'),
    database,
    embedder: null,
  });
}

/** The program with the sample company of a seed in it. */
export async function openSampleApp(database: Database, seed = 7): Promise<App> {
  const app = await openTestApp(database);
  const folder = mkdtempSync(join(tmpdir(), 'cosell-world-'));
  try {
    await generateWorld({ seed, folder: join(folder, 'company') });
    await app.importCompany({ folder: join(folder, 'company') });
  } finally {
    rmSync(folder, { recursive: true });
  }
  return app;
}

/** The first person of a role, by email. */
export async function somebody(app: App, role: 'rep' | 'partner_manager'): Promise<Actor> {
  const [row] = await app.access.open(app.access.system, (connection) =>
    connection.query<{ email: string }>('select email from people where role = $1 order by email limit 1', [
      role,
    ]),
  );
  return person(app, row?.email ?? '');
}

/** A partner's first person, by email. */
export async function somebodyAt(app: App, partnerId: string): Promise<Actor> {
  const [row] = await app.access.open(app.access.system, (connection) =>
    connection.query<{ email: string }>(
      'select email from partner_people where partner_id = $1 order by email limit 1',
      [partnerId],
    ),
  );
  return person(app, row?.email ?? '');
}

async function person(app: App, email: string): Promise<Actor> {
  const actor = await app.identity.personByEmail(email);
  if (!actor) throw new Error(`The sample company lacks '${email}'`);
  return actor;
}

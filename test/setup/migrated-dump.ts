import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { vector } from '@electric-sql/pglite-pgvector';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/db/migrate.ts';
import { createPgliteDatabase } from '../../src/db/pglite.ts';
import { createTemplate } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the dump of a migrated, empty database lies. */
    migratedDump: string;
    /** The server's migrated, empty database that others are copied from; empty without a server. */
    serverTemplate: string;
  }
}

/** Migrates once for the whole run: a test file then starts from a copy instead of spending seconds on the schema. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'cosell-tests-'));
  const dump = join(folder, 'migrated.tar');
  writeFileSync(dump, await dumpMigrated());
  project.provide('migratedDump', dump);
  const template = await createTemplate();
  project.provide('serverTemplate', template.name);
  return async () => {
    await template.drop();
    rmSync(folder, { recursive: true, force: true });
  };
}

async function dumpMigrated(): Promise<Uint8Array> {
  const pglite = await PGlite.create({ extensions: { vector, btree_gist, pg_trgm } });
  const database = createPgliteDatabase(pglite);
  await migrate(database);
  const dump = await pglite.dumpDataDir('none');
  await database.close();
  return new Uint8Array(await dump.arrayBuffer());
}

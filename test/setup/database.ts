import { readFileSync } from 'node:fs';
import { inject } from 'vitest';
import { openPglite } from '../../src/db/pglite.ts';
import type { Database } from '../../src/db/port.ts';
import { openOnServer, serverAddress } from './server.ts';

/** A migrated, empty database in memory, of one's own. Close it in `afterAll`. */
export function openTestDatabase(): Promise<Database> {
  return openPglite({ loadDataDir: new Blob([readFileSync(inject('migratedDump'))]) });
}

/** A migrated, empty database of one's own on the PostgreSQL server; closing drops it. */
export function openServerDatabase(): Promise<Database & { readonly url: string }> {
  return openOnServer(inject('serverTemplate'));
}

/** Every kind of database that a contract has to hold on: PostgreSQL only where COSELL_TEST_DATABASE_URL names a server. */
export function listTestDatabases(): readonly { kind: Database['kind']; open: () => Promise<Database> }[] {
  const embedded = { kind: 'pglite' as const, open: openTestDatabase };
  return serverAddress() ? [embedded, { kind: 'postgres' as const, open: openServerDatabase }] : [embedded];
}

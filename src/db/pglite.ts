import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite, types } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { vector } from '@electric-sql/pglite-pgvector';
import { lockFolder } from './folder-lock.ts';
import type { Database, Row } from './port.ts';
import { createConnection, enterSession } from './session.ts';

const PARSERS = {
  [types.DATE]: (text: string) => text,
  [types.TIMESTAMPTZ]: toIsoInstant,
  [types.TIMESTAMP]: toIsoInstant,
  [types.INT8]: Number,
  [types.NUMERIC]: Number,
};

/**
 * The embedded database: a folder of one's own, or memory where none is named. `loadDataDir` starts from a dump.
 * Throws `locked` where another process has the folder open: PGlite itself would silently lose rows.
 */
export async function openPglite(options: { folder?: string; loadDataDir?: Blob }): Promise<Database> {
  let unlock: (() => Promise<void>) | undefined;
  if (options.folder) {
    mkdirSync(options.folder, { recursive: true });
    unlock = await lockFolder(options.folder);
  }
  const pglite = await PGlite.create({
    ...(options.folder ? { dataDir: join(options.folder, 'pgdata') } : {}),
    ...(options.loadDataDir ? { loadDataDir: options.loadDataDir } : {}),
    extensions: { vector, btree_gist, pg_trgm },
    parsers: PARSERS,
  }).catch(async (error: unknown) => {
    await unlock?.();
    throw error;
  });
  return createPgliteDatabase(pglite, unlock);
}

/** Wraps an open PGlite; its transactions queue for its one backend. */
export function createPgliteDatabase(pglite: PGlite, unlock?: () => Promise<void>): Database {
  return {
    kind: 'pglite',
    transaction: (session, work) =>
      pglite.transaction(async (tx) => {
        const run = async (sql: string, parameters: readonly unknown[]) =>
          (await tx.query<Row>(sql, [...parameters])).rows;
        await enterSession(run, session);
        return work(createConnection(run));
      }),
    async bootstrap(script) {
      await pglite.exec(script);
    },
    async close() {
      try {
        await pglite.close();
      } finally {
        await unlock?.();
      }
    },
  };
}

function toIsoInstant(text: string): string {
  return new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).toISOString();
}

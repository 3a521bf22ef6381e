import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database, DatabaseRole } from '../../src/db/port.ts';
import { listTestDatabases } from '../setup/database.ts';
import { describeGrants, listTables } from './catalogue.ts';
import { DENIED, MATRIX } from './matrix.ts';
import { openReaders, READERS, type Reader } from './world.ts';

const ROLES = ['system', 'internal', 'deciding', 'partner', 'public'] as const;

describe.each(listTestDatabases())('The access matrix on $kind', ({ open }) => {
  let database: Database;
  let world: Awaited<ReturnType<typeof openReaders>>;
  beforeAll(async () => {
    database = await open();
    world = await openReaders(database);
  });
  afterAll(() => database.close());

  async function listVisible(reader: Reader, table: string, key: string): Promise<string> {
    const rows = await world
      .read(reader, (connection) => connection.query(`select ${key} as key from ${table}`))
      .catch((error: { code?: string }) => {
        if (error.code === '42501') return DENIED;
        throw error;
      });
    return typeof rows === 'string' ? rows : [...rows.map((row) => String(row.key))].sort().join(' ');
  }

  it('has a row for each table and view, and none for what is gone', async () => {
    expect(Object.keys(MATRIX).sort()).toEqual(await world.read('system', listTables));
  });

  it.each(Object.entries(MATRIX))('shows the rows of %s to whom it says', async (table, { key, sees }) => {
    const seen: Partial<Record<Reader, string>> = {};
    for (const reader of READERS) seen[reader] = await listVisible(reader, table, key);
    expect(seen).toEqual(sees);
  });

  it.each(Object.entries(MATRIX))('grants on %s what it says', async (table, { grants }) => {
    const found: Record<string, string> = {};
    for (const role of ROLES) {
      const subject = { table, role: `cosell_${role}` as DatabaseRole };
      found[role] = await world.read('system', (connection) => describeGrants(connection, subject));
    }
    expect(found).toEqual(grants);
  });
});

import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrate } from '../../src/db/migrate.ts';
import type { Database } from '../../src/db/port.ts';
import { openPostgres } from '../../src/db/postgres.ts';

/** The address of a PostgreSQL server whose login may create databases, roles and extensions; undefined for none. */
export function serverAddress(): string | undefined {
  return process.env.COSELL_TEST_DATABASE_URL || undefined;
}

/** Makes the migrated database that the run's others are copied from; does nothing without a server. */
export async function createTemplate(): Promise<{ name: string; drop(): Promise<void> }> {
  const address = serverAddress();
  if (!address) return { name: '', drop: async () => undefined };
  const name = nameDatabase('template');
  await runOnServer(address, `create database ${name}`);
  const database = await openPostgres({ url: addressOf(address, name) });
  await migrate(database);
  await database.close();
  return { name, drop: () => runOnServer(address, `drop database ${name} with (force)`) };
}

/** A database of one's own on the server, copied from `template` where one is named; closing it drops it. */
export async function openOnServer(template?: string): Promise<Database & { readonly url: string }> {
  const address = serverAddress();
  if (!address) throw new Error('COSELL_TEST_DATABASE_URL names no server.');
  const name = nameDatabase('copy');
  await runOnServer(address, `create database ${name}${template ? ` template ${template}` : ''}`);
  const url = addressOf(address, name);
  const database = await openPostgres({ url });
  return {
    ...database,
    url,
    async close() {
      await database.close();
      await runOnServer(address, `drop database ${name} with (force)`);
    },
  };
}

function nameDatabase(purpose: string): string {
  return `cosell_test_${purpose}_${randomBytes(6).toString('hex')}`;
}

function addressOf(address: string, name: string): string {
  const url = new URL(address);
  url.pathname = `/${name}`;
  return url.href;
}

async function runOnServer(address: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

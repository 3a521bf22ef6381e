import pg from 'pg';
import { AppError } from '../errors.ts';
import type { Database, DatabaseRole, Row } from './port.ts';
import { createConnection, enterSession } from './session.ts';

const { Pool, types } = pg;

/** Where the server is. Roles with an address of their own get a login that is a member of nothing else. */
export interface PostgresAddresses {
  readonly url: string;
  readonly urlOfRole?: Partial<Record<DatabaseRole, string>>;
  readonly poolSize?: number;
}

/** A PostgreSQL server, 15 or newer, with pgvector. Throws `unavailable` where it can't be reached. */
export async function openPostgres(addresses: PostgresAddresses): Promise<Database> {
  const pools = new Map<string, pg.Pool>();
  const poolFor = (url: string): pg.Pool => {
    const open = pools.get(url);
    if (open) return open;
    const pool = new Pool({ connectionString: url, max: addresses.poolSize ?? 8, types: { getTypeParser } });
    // A connection that the server drops is replaced at the next use, and a statement that it carried fails by itself;
    // without listeners, on the pool for idle ones and on each for those at work, it would end the process.
    pool.on('error', () => undefined);
    pool.on('connect', (client) => client.on('error', () => undefined));
    pools.set(url, pool);
    return pool;
  };
  await checkConnection(poolFor(addresses.url));
  return {
    kind: 'postgres',
    async transaction(session, work) {
      const client = await poolFor(addresses.urlOfRole?.[session.role] ?? addresses.url).connect();
      const run = async (sql: string, parameters: readonly unknown[]) =>
        (await client.query<Row>(sql, [...parameters])).rows;
      let broken: Error | undefined;
      try {
        await client.query('begin');
        await enterSession(run, session);
        const result = await work(createConnection(run));
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch((failure: Error) => {
          broken = failure;
        });
        throw error;
      } finally {
        client.release(broken);
      }
    },
    async bootstrap(script) {
      await poolFor(addresses.url).query(script);
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.end()));
    },
  };
}

async function checkConnection(pool: pg.Pool): Promise<void> {
  try {
    await pool.query('select 1');
  } catch (cause) {
    await pool.end();
    // The address may hold a password, so the message names the setting only.
    throw new AppError(
      'unavailable',
      'The database server named by DATABASE_URL cannot be reached or refuses the login.',
      {
        cause,
      },
    );
  }
}

/** The same shapes as PGlite gives: see Row. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
  if (oid === types.builtins.DATE) return (text) => text;
  if (oid === types.builtins.TIMESTAMPTZ || oid === types.builtins.TIMESTAMP) {
    return (text) => new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).toISOString();
  }
  if (oid === types.builtins.INT8 || oid === types.builtins.NUMERIC) return Number;
  return types.getTypeParser(oid, format as 'text') as (text: string) => unknown;
}

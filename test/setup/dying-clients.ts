import pg from 'pg';
import type { Database, Row } from '../../src/db/port.ts';
import { createConnection, enterSession } from '../../src/db/session.ts';

const { Client, types } = pg;

/**
 * Clients that vanish: a connection a transaction, whose line is cut before one of its statements, without a word to the
 * server, wherever `diesAt` says one (counted from `begin`, 1; the commit comes last); null lets it live.
 */
export function openDyingClients(url: string, diesAt: () => number | null): Database {
  return {
    kind: 'postgres',
    async transaction(session, work) {
      const client = new Client({ connectionString: url, types: { getTypeParser } });
      client.on('error', () => undefined);
      await client.connect();
      let left = diesAt() ?? Number.POSITIVE_INFINITY;
      const run = async (sql: string, parameters: readonly unknown[] = []) => {
        left -= 1;
        const answer = client.query<Row>(sql, [...parameters]);
        // The statement is on its way when the line is cut: the server may run it and finds nobody to answer.
        if (left === 0) client.connection.stream.destroy();
        return (await answer).rows;
      };
      try {
        await run('begin');
        await enterSession(run, session);
        const result = await work(createConnection(run));
        await run('commit');
        return result;
      } finally {
        await client.end().catch(() => undefined);
      }
    },
    bootstrap: async () => undefined,
    close: async () => undefined,
  };
}

/** The shapes that the program's own adapter gives. */
function getTypeParser(oid: number): (text: string) => unknown {
  if (oid === types.builtins.DATE) return (text) => text;
  if (oid === types.builtins.TIMESTAMPTZ) return (text) => new Date(text).toISOString();
  if (oid === types.builtins.INT8 || oid === types.builtins.NUMERIC) return Number;
  return types.getTypeParser(oid) as (text: string) => unknown;
}

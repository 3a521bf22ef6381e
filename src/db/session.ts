import type { Connection, Row, Session } from './port.ts';

/** The two or three statements that put a transaction under its session: `set local` takes no parameter, set_config does. */
export async function enterSession(
  run: (sql: string, parameters: readonly unknown[]) => Promise<unknown>,
  session: Session,
): Promise<void> {
  await run(`set local role ${session.role}`, []);
  const settings = Object.entries(session.settings);
  if (settings.length === 0) return;
  const calls = settings.map((_, i) => `set_config($${2 * i + 1}, $${2 * i + 2}, true)`).join(', ');
  await run(`select ${calls}`, settings.flat());
}

/** A connection over any `run`, with savepoints numbered so that they nest. */
export function createConnection(
  run: (sql: string, parameters: readonly unknown[]) => Promise<Row[]>,
): Connection {
  let depth = 0;
  return {
    query: <R extends Row>(sql: string, parameters: readonly unknown[] = []) =>
      run(sql, parameters) as Promise<R[]>,
    async savepoint(work) {
      depth += 1;
      const name = `cosell_${depth}`;
      await run(`savepoint ${name}`, []);
      try {
        const result = await work();
        await run(`release savepoint ${name}`, []);
        return result;
      } catch (error) {
        await run(`rollback to savepoint ${name}`, []);
        throw error;
      } finally {
        depth -= 1;
      }
    },
  };
}

import type { Database } from '../src/db/port.ts';

/** What a trial did to the business: rows that are there now and were not, and the reverse. */
export interface WorldDiff {
  readonly appeared: readonly ChangedRow[];
  readonly vanished: readonly ChangedRow[];
  /** The actions of steps that were prepared, whatever became of them. */
  readonly drafts: readonly string[];
}

export interface ChangedRow {
  readonly table: string;
  readonly row: Readonly<Record<string, unknown>>;
}

/** The world as it was before any trial; every trial begins with it. */
export interface KeptWorld {
  /** What differs from the beginning. */
  diff(): Promise<WorldDiff>;
  /** Puts the world back to the beginning, turns and prepared steps included. */
  restore(diff: WorldDiff): Promise<void>;
}

/** What the assistant writes about itself is no change of the business. */
const OWN_TABLES = new Set([
  'turns',
  'turn_steps',
  'proposals',
  'audit',
  'recommendations_shown',
  'playbook_questions',
  'taken_events',
  'data_version',
  'migrations',
]);

/** Copies every table aside, out of reach of all roles but the harness's, so that a trial can be compared and undone. */
export async function keepWorld(database: Database): Promise<KeptWorld> {
  const names = await listTables(database);
  const tables = names.filter((name) => !OWN_TABLES.has(name));
  await database.bootstrap(
    [
      'create schema pristine',
      'grant usage on schema pristine to cosell_system',
      ...tables.map((name) => `create table pristine.${name} as table public.${name}`),
      'grant select on all tables in schema pristine to cosell_system',
    ].join(';\n'),
  );
  let marks = await readMarks(database, tables);
  return {
    async diff() {
      const now = await readMarks(database, tables);
      const touched = tables.filter((name) => now.get(name) !== marks.get(name));
      return { ...(await readDiff(database, touched)), drafts: await readDrafts(database) };
    },
    async restore(diff) {
      await restore(
        database,
        [...diff.appeared, ...diff.vanished].map((one) => one.table),
      );
      marks = await readMarks(database, tables);
    },
  };
}

/** Moves whenever a row is added, changed or removed: rows carry the transaction that wrote them. Cheaper than all content. */
async function readMarks(
  database: Database,
  tables: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const sql = tables
    .map(
      (name) =>
        `select '${name}' as name, count(*) || ' ' || coalesce(max(xmin::text::bigint), 0) as mark from public.${name}`,
    )
    .join('\nunion all\n');
  const rows = await database.transaction({ role: 'cosell_system', settings: {} }, (connection) =>
    connection.query<{ name: string; mark: string }>(sql),
  );
  return new Map(rows.map((row) => [row.name, row.mark]));
}

function listTables(database: Database): Promise<string[]> {
  return database.transaction({ role: 'cosell_system', settings: {} }, async (connection) => {
    const rows = await connection.query<{ name: string }>(
      `select table_name as name
       from information_schema.tables
       where table_schema = 'public'
         and table_type = 'BASE TABLE'
       order by table_name`,
    );
    return rows.map((row) => row.name);
  });
}

async function readDiff(database: Database, tables: readonly string[]): Promise<Omit<WorldDiff, 'drafts'>> {
  if (tables.length === 0) return { appeared: [], vanished: [] };
  const rowsIn = (one: string, other: string) =>
    tables
      .map(
        (name) =>
          `select '${name}' as table, row_to_json(x)::jsonb as row from ${one}.${name} x
           where md5(x::text) not in (select md5(y::text) from ${other}.${name} y)`,
      )
      .join('\nunion all\n');
  return database.transaction({ role: 'cosell_system', settings: {} }, async (connection) => ({
    appeared: (await connection.query(rowsIn('public', 'pristine'))) as unknown as ChangedRow[],
    vanished: (await connection.query(rowsIn('pristine', 'public'))) as unknown as ChangedRow[],
  }));
}

function readDrafts(database: Database): Promise<string[]> {
  return database.transaction({ role: 'cosell_system', settings: {} }, async (connection) => {
    const rows = await connection.query<{ action: string }>(
      'select action from proposals order by created_at, proposal_id',
    );
    return rows.map((row) => row.action);
  });
}

/** Triggers and keys sleep meanwhile: the copies were whole when they were made. */
function restore(database: Database, changed: readonly string[]): Promise<void> {
  const tables = [...new Set(changed)];
  return database.bootstrap(
    [
      "set session_replication_role = 'replica'",
      ...tables.flatMap((name) => [
        `delete from public.${name}`,
        `insert into public.${name} overriding system value select * from pristine.${name}`,
      ]),
      ...['recommendations_shown', 'playbook_questions', 'turn_steps', 'turns', 'proposals', 'audit'].map(
        (name) => `delete from public.${name}`,
      ),
      'set session_replication_role = default',
    ].join(';\n'),
  );
}

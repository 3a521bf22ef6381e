import type { Connection, DatabaseRole } from '../../src/db/port.ts';

/** Tables and views of the schema, by name; the migrations' own list is left out. */
export async function listTables(connection: Connection): Promise<string[]> {
  const rows = await connection.query<{ name: string }>(
    `select c.relname as name
     from pg_class c
     where c.relnamespace = current_schema()::regnamespace
       and c.relkind in ('r', 'p', 'v', 'm', 'f')
       and c.relname <> 'migrations'
     order by 1`,
  );
  return rows.map((row) => row.name);
}

/** What a role may do with a table, as `select insert update(state) …`: columns are named where it is not all of them. */
export async function describeGrants(
  connection: Connection,
  subject: { table: string; role: DatabaseRole },
): Promise<string> {
  const rows = await connection.query<{ privilege: string; columns: string[] | null; whole: boolean }>(
    `select p.privilege,
       array_agg(a.attname::text order by a.attnum) filter (where has_column_privilege($1, a.attrelid, a.attnum, p.privilege))
         as columns,
       bool_and(has_column_privilege($1, a.attrelid, a.attnum, p.privilege)) as whole
     from pg_attribute a
     cross join (values (1, 'select'), (2, 'insert'), (3, 'update'), (5, 'references')) as p(place, privilege)
     where a.attrelid = $2::regclass
       and a.attnum > 0
       and not a.attisdropped
     group by p.place, p.privilege
     union all
     select p.privilege, null, true
     from (values (4, 'delete'), (6, 'truncate'), (7, 'trigger')) as p(place, privilege)
     where has_table_privilege($1, $2::regclass, p.privilege)`,
    [subject.role, subject.table],
  );
  return rows
    .flatMap(({ privilege, columns, whole }) => {
      if (whole) return [privilege];
      return columns ? [`${privilege}(${columns.join(' ')})`] : [];
    })
    .sort()
    .join(' ');
}

/** Numbers that the database gives to rows in the order of their coming; no answer holds them. */
const SURROGATES = ['registration_moves.move_id', 'playbook_passages.passage_no', 'playbook_vectors.id'];

interface Column extends Record<string, unknown> {
  readonly name: string;
  readonly type: string;
  readonly readable: boolean;
}

export function listColumns(connection: Connection, table: string, role: string): Promise<Column[]> {
  return connection.query<Column>(
    `select attname::text as name, format_type(atttypid, null) as type,
       has_column_privilege($2, attrelid, attnum, 'select') as readable
     from pg_attribute
     where attrelid = $1::regclass
       and attnum > 0
       and not attisdropped
     order by attnum`,
    [table, role],
  );
}

/** Everything that the reader can select, as text. */
export async function copyReadable(connection: Connection): Promise<string> {
  const [session] = await connection.query<{ role: string }>('select current_user::text as role');
  const copies: string[] = [];
  for (const table of await listTables(connection)) {
    const columns = (await listColumns(connection, table, session?.role ?? ''))
      .filter((column) => column.readable && !SURROGATES.includes(`${table}.${column.name}`))
      .map((column) => `${column.name}::text`);
    if (columns.length === 0) continue;
    const rows = await connection.query(
      `select concat_ws('|', ${columns.map((column) => `coalesce(${column}, 'null')`).join(', ')}) as line
       from ${table}
       order by 1`,
    );
    copies.push(...rows.map((row) => `${table}: ${row.line}`));
  }
  return copies.join('\n');
}

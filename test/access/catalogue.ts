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

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DATABASE_ROLES, type Database } from '../../src/db/port.ts';
import { listTestDatabases } from '../setup/database.ts';

/** Holds the names of migrations and nothing of anybody's. */
const TABLES_WITHOUT_POLICIES = ['migrations'];

/** Functions that run as the owner, each with why it may. They read and write what the owner's policies below let them. */
const RUNS_AS_OWNER = [
  'end_protection', // A trigger: a registration that leaves 'approved' leaves its protection.
  'keep_protection', // A trigger: an approved registration gets its protection, whoever approved it.
  'programme_terms', // The programme's day and numbers, which partners' writes are checked against.
  'seal_registration_move', // A trigger: a move goes on from the seal of the one before, which its writer may not read.
  'settle_account_names', // Sorts new names into an index, which its owner alone may do; gives and takes nothing.
];
const OWNER_POLICIES = [
  'company: owner_reads',
  'protections: owner_keeps',
  'registration_moves: owner_reads',
];

describe.each(listTestDatabases())('Nothing on $kind escapes row security:', ({ open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());

  async function list(sql: string, parameters: readonly unknown[] = []): Promise<unknown[]> {
    const session = { role: 'cosell_public', settings: {} } as const;
    const rows = await database.transaction(session, (connection) => connection.query(sql, parameters));
    return rows.map((row) => row.name);
  }

  it('looks at a schema that has tables', async () => {
    const tables = await list(
      `select relname as name from pg_class where relnamespace = current_schema()::regnamespace and relkind = 'r'`,
    );
    expect(tables.length).toBeGreaterThan(40);
  });

  it('every table is under forced row security', async () => {
    const escaping = await list(
      `select relname as name
       from pg_class
       where relnamespace = current_schema()::regnamespace
         and relkind in ('r', 'p')
         and not (relrowsecurity and relforcerowsecurity)
       order by 1`,
    );
    expect(escaping).toEqual(TABLES_WITHOUT_POLICIES);
  });

  it('nobody is granted anything on a table without it', async () => {
    const escaping = await list(
      `select t.name || ': ' || r.role as name
       from unnest($1::text[]) as t(name)
       cross join unnest($2::text[]) as r(role)
       where has_any_column_privilege(r.role, t.name, 'select, insert, update, references')
         or has_table_privilege(r.role, t.name, 'delete, truncate, trigger')
       order by 1`,
      [TABLES_WITHOUT_POLICIES, DATABASE_ROLES.filter((role) => role !== 'cosell_owner')],
    );
    expect(escaping).toEqual([]);
  });

  it('every view asks as its reader', async () => {
    const escaping = await list(
      `select relname as name
       from pg_class
       where relnamespace = current_schema()::regnamespace
         and relkind = 'v'
         and not coalesce(reloptions && array['security_invoker=true', 'security_invoker=on'], false)
         -- Views that an extension brings read the catalogue alone.
         and not exists (select from pg_depend d where d.objid = pg_class.oid and d.deptype = 'e')`,
    );
    expect(escaping).toEqual([]);
  });

  it('there is no materialised view, foreign table or rewriting rule', async () => {
    const escaping = await list(
      `select c.relname as name
       from pg_class c
       where c.relnamespace = current_schema()::regnamespace
         and (c.relkind in ('m', 'f')
           or exists (select from pg_rewrite w where w.ev_class = c.oid and w.rulename <> '_RETURN'))`,
    );
    expect(escaping).toEqual([]);
  });

  it('a function runs as the owner only where that is stated, and then with a path that nobody can shift', async () => {
    const functions = await list(
      `select p.proname || case when p.proconfig::text like '%search_path%' then '' else ': no search_path' end as name
       from pg_proc p
       where p.prosecdef
         and p.pronamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
       order by 1`,
    );
    expect(functions).toEqual(RUNS_AS_OWNER);
  });

  it('the owner itself sees no rows but by the policies stated here', async () => {
    const policies = await list(
      `select tablename || ': ' || policyname as name
       from pg_policies
       where schemaname = current_schema()
         and (roles && array['cosell_owner', 'public']::name[])
       order by 1`,
    );
    expect(policies).toEqual(OWNER_POLICIES);
  });

  it('tables, views and functions belong to the owner, who is no superuser', async () => {
    const escaping = await list(
      `select o.name
       from (
         select c.oid, c.relname::text as name, c.relowner as owner
         from pg_class c
         where c.relnamespace = current_schema()::regnamespace
         union all
         select p.oid, p.proname::text, p.proowner
         from pg_proc p
         where p.pronamespace = current_schema()::regnamespace
       ) o
       where o.owner <> 'cosell_owner'::regrole
         and not exists (select from pg_depend d where d.objid = o.oid and d.deptype = 'e')
       order by 1`,
    );
    expect(escaping).toEqual([]);
  });

  it('no role of the program can pass by policies, log in, make roles, or act as another', async () => {
    const escaping = await list(
      `select r.rolname::text as name
       from pg_roles r
       where r.rolname = any ($1)
         and (r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb or r.rolreplication or r.rolcanlogin
           or exists (select from pg_auth_members m where m.member = r.oid))
       order by 1`,
      [DATABASE_ROLES],
    );
    expect(escaping).toEqual([]);
  });

  it('nobody but the owner makes tables in the schema, and no number that counts rows of others can be read', async () => {
    const readers = DATABASE_ROLES.filter((role) => role !== 'cosell_owner');
    const makers = await list(
      `select r.role as name from unnest($1::text[]) as r(role) where has_schema_privilege(r.role, current_schema(), 'create')`,
      [readers],
    );
    const counters = await list(
      `select s.relname || ': ' || r.role as name
       from pg_class s
       cross join unnest($1::text[]) as r(role)
       where s.relkind = 'S'
         and has_sequence_privilege(r.role, s.oid, 'select, usage')`,
      [readers],
    );
    expect({ makers, counters }).toEqual({ makers: [], counters: [] });
  });
});

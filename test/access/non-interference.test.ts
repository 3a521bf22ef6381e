import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScopedConnection } from '../../src/access/access.ts';
import type { Database } from '../../src/db/port.ts';
import { listTestDatabases } from '../setup/database.ts';
import { listTables } from './catalogue.ts';
import { openReaders, type Reader } from './world.ts';

/** Numbers that the database gives to rows in the order of their coming; no answer holds them. */
const SURROGATES = ['registration_moves.move_id', 'playbook_passages.passage_no', 'playbook_vectors.id'];

describe.each(listTestDatabases())(
  'Two worlds on $kind that differ in what a reader may not see',
  ({ open }) => {
    const databases: Database[] = [];
    let one: Awaited<ReturnType<typeof openReaders>>;
    let other: typeof one;
    beforeAll(async () => {
      databases.push(await open(), await open());
      one = await openReaders(databases[0]!);
      // A third partner, whose rows come before those of the others, so that orders and numbers are shifted too.
      other = await openReaders(databases[1]!, ['c', 'a', 'b']);
      await other.access.open(other.access.system, changeHiddenColumns);
      await other.access.open(other.access.system, changeHiddenRows);
    });
    afterAll(() => Promise.all(databases.map((database) => database.close())));

    it.each<Reader>(['a', 'b', 'room', 'public', 'unset'])('are byte-equal to %s', async (reader) => {
      const seen = await one.read(reader, copyAll);
      expect(seen).not.toBe('');
      expect(await other.read(reader, copyAll)).toBe(seen);
    });

    it.each<Reader>(['internal', 'system'])('differ for %s', async (reader) => {
      expect(await other.read(reader, copyAll)).not.toBe(await one.read(reader, copyAll));
    });
  },
);

interface Column extends Record<string, unknown> {
  readonly name: string;
  readonly type: string;
  readonly readable: boolean;
}

function listColumns(connection: ScopedConnection, table: string, role: string): Promise<Column[]> {
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
async function copyAll(connection: ScopedConnection): Promise<string> {
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

const OTHER_WORDS: Readonly<Record<string, string>> = {
  text: `'changed'`,
  jsonb: `'{"changed": true}'`,
  integer: '99',
  bigint: '99',
  'double precision': '0.5',
  boolean: 'true',
  date: `'2001-01-01'`,
};

/** Every column that partners have no grant on gets another content, in every row where the table's own rules let it. */
async function changeHiddenColumns(connection: ScopedConnection): Promise<void> {
  // So that a parent that is none is refused here and not at the end.
  await connection.query('set constraints all immediate');
  let changed = 0;
  for (const table of await listTables(connection)) {
    for (const column of await listColumns(connection, table, 'cosell_partner')) {
      const word = OTHER_WORDS[column.type];
      if (column.readable || !word) continue;
      await connection
        .savepoint(() => connection.query(`update ${table} set ${column.name} = ${word}`))
        .then(
          () => {
            changed += 1;
          },
          // A key, a closed list of words, or a table whose rows nobody may change.
          () => undefined,
        );
    }
  }
  expect(changed).toBeGreaterThan(100);
}

/** Rows of our own that no partner sees, and what we and they say of one another, apart from the third partner's. */
async function changeHiddenRows(connection: ScopedConnection): Promise<void> {
  const script = `
insert into people (email, role) values ('new@us.example', 'admin');
insert into accounts (account_id, name, domain) values ('new', 'New', 'new.example');
update accounts set name = 'Renamed', domain = 'renamed.example' where account_id in ('nobody', 'a-hidden', 'b-unsure');
insert into opportunities (opportunity_id, account_id, name, stage) values ('new', 'new', 'New', 'closed_won');
insert into account_overlaps (partner_id, record_id, account_id, score, decision, explanation, level, our_level,
    our_population, populations, record_name, first_seen_on)
  values ('a', 'a-unsaid', 'new', 1, 'match', '', 'full', 'hidden', 'prospect', '{}', 'Unsaid a', '2026-01-01');
update overlap_counts set accounts = 3 where our_level = 'hidden' or accounts = 4;
insert into protections (registration_id, partner_id, account_id, product, protected_from, protected_until)
  values ('c-open', 'c', 'nobody', 'other', '2026-01-01', '2026-04-01');
delete from protections where registration_id = 'b-held';
update turns set question = 'changed' where audience = 'internal';
update proposals set payload = '{"changed": true}', state = 'dismissed' where confirmer <> 'partner';
insert into playbook_audiences (audience_id, visibility, partners) overriding system value
  values (7, 'internal', '{x}'), (8, 'partner', '{c}');
insert into playbook_pages (path, audience_id, title, family, content_hash)
  select 'new-' || audience_id, audience_id, 'New', 'new', 'x' from playbook_audiences where audience_id > 6;
update playbook_pages set title = 'changed' where path = 'internal';
delete from playbook_terms where word = 'internal'`;
  for (const statement of script.split(/;\n/)) await connection.query(statement);
}

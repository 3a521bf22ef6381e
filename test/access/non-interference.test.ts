import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScopedConnection } from '../../src/access/access.ts';
import type { Database } from '../../src/db/port.ts';
import { listTestDatabases } from '../setup/database.ts';
import { copyReadable, listColumns, listTables } from './catalogue.ts';
import { openReaders, type Reader } from './world.ts';

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
      const seen = await one.read(reader, copyReadable);
      expect(seen).not.toBe('');
      expect(await other.read(reader, copyReadable)).toBe(seen);
    });

    it.each<Reader>(['internal', 'system'])('differ for %s', async (reader) => {
      expect(await other.read(reader, copyReadable)).not.toBe(await one.read(reader, copyReadable));
    });
  },
);

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
update overlap_counts set shown_accounts = 3 where our_level = 'hidden';
update overlap_counts set accounts = accounts + 1;
insert into protections (registration_id, partner_id, account_id, product, protected_from, protected_until)
  values ('c-open', 'c', 'nobody', 'other', '2026-01-01', '2026-04-01');
delete from protections where registration_id = 'b-held';
insert into turns (turn_id, thread, audience, actor, question, started_at)
  values ('new', 'new', 'internal', 'new@us.example', 'new', '2026-01-01');
update proposals set payload = '{"changed": true}', state = 'dismissed' where confirmer <> 'partner';
insert into playbook_audiences (audience_id, visibility, partners) overriding system value
  values (7, 'internal', '{x}'), (8, 'partner', '{c}');
insert into playbook_pages (path, audience_id, title, family, content_hash)
  select 'new-' || audience_id, audience_id, 'New', 'new', 'x' from playbook_audiences where audience_id > 6;
update playbook_pages set title = 'changed' where path = 'internal';
delete from playbook_terms where word = 'internal'`;
  for (const statement of script.split(/;\n/)) await connection.query(statement);
}

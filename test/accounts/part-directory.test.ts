import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ScopedConnection } from '../../src/access/access.ts';
import { listAccounts } from '../../src/accounts/account-store.ts';
import { buildDirectory, findInDirectory } from '../../src/accounts/directory.ts';
import { FILES_BESIDE, KEY_FILES, keepAccountKeys } from '../../src/accounts/keep-account-keys.ts';
import { loadMatchResources } from '../../src/accounts/matching/match-index.ts';
import { createPartReader } from '../../src/accounts/part-directory.ts';
import type { App } from '../../src/app.ts';
import type { Database } from '../../src/db/port.ts';
import { listTestDatabases } from '../setup/database.ts';
import { insertPerson } from '../setup/rows.ts';
import { openTestApp } from '../setup/sample.ts';

const resources = loadMatchResources();
const FIRST =
  'Globex Hooli Umbra Initech Vandelay Wonka Stark Soylent Bluth Cyberdyne Tyrell Nakatomi Müller Šimek'.split(
    ' ',
  );
const SECOND = 'Turbines Payments Logistik Paper Foods Group Energy Bank Air Data'.split(' ');
const LAST = ['', ' GmbH', ' Inc', ' S.p.A.', ' of Utah'];

interface Row {
  readonly account_id: string;
  readonly name: string;
  readonly domain: string | null;
  readonly country: string | null;
  readonly also_known_as: readonly string[];
}

/** Names that share words, some of them several companies', with domains that a few share. */
function accountAt(i: number): Row {
  const first = FIRST[i % FIRST.length] ?? '';
  const second = SECOND[(i * 7) % SECOND.length] ?? '';
  const name = `${first}${i % 4 === 0 ? '' : ` ${second}`}${LAST[i % LAST.length]}`;
  return {
    account_id: `A-${i}`,
    name,
    domain: i % 3 === 0 ? `${first.toLowerCase()}${i % 6 === 0 ? '' : i}.example` : null,
    country: i % 2 === 0 ? 'DE' : null,
    also_known_as: i % 9 === 0 ? [`${second} ${first} Works`, name.slice(0, 3).toUpperCase()] : [],
  };
}

const ROWS = Array.from({ length: 240 }, (_, i) => accountAt(i));

/** A name as somebody may write it: whole or in part, with a slip, another form, a domain or without. */
const query = fc
  .record({
    row: fc.constantFrom(...ROWS),
    words: fc.constantFrom('all', 'first', 'last', 'alias'),
    slip: fc.option(fc.record({ at: fc.nat(20), letter: fc.constantFrom('', 'e', 'x', 'nn') }), {
      nil: null,
    }),
    form: fc.constantFrom('', ' Ltd', ' (formerly Wonka Data)', ', Germany'),
    withDomain: fc.boolean(),
    country: fc.constantFrom('DE', 'US', null),
  })
  .map(({ row, words, slip, form, withDomain, country }) => {
    const parts = row.name.split(' ');
    const whole = words === 'alias' ? (row.also_known_as[0] ?? row.name) : row.name;
    const said = words === 'first' ? (parts[0] ?? '') : words === 'last' ? (parts.at(-1) ?? '') : whole;
    const text = slip === null ? said : said.slice(0, slip.at) + slip.letter + said.slice(slip.at + 1);
    return { text: `${text}${form}`, domain: withDomain ? row.domain : null, country };
  });

const change = fc.oneof(
  fc.record({ how: fc.constant('put' as const), at: fc.nat(20), as: fc.nat(260) }),
  fc.record({ how: fc.constant('remove' as const), at: fc.nat(20) }),
);

async function putAccount(connection: ScopedConnection, row: Row): Promise<void> {
  await connection.query(
    `insert into accounts (account_id, name, domain, country, also_known_as)
     values ($1, $2, $3, $4, $5)
     on conflict (account_id) do update set name = excluded.name, domain = excluded.domain,
       country = excluded.country, also_known_as = excluded.also_known_as`,
    [row.account_id, row.name, row.domain, row.country, row.also_known_as],
  );
}

test('Keys are made anew with a new version of any file that they rest on, and with no other', () => {
  const room = new URL('../../src/accounts/', import.meta.url);
  const rested = new Set<string>();
  const follow = (file: string) => {
    if (rested.has(file)) return;
    rested.add(file);
    for (const [, path = ''] of readFileSync(new URL(file, room), 'utf8').matchAll(
      /^(?:import|\} from)(?! type).*'(\.[^']*\.ts)'/gm,
    ))
      follow(new URL(path, new URL(file, room)).href.replace(room.href, '').replace(/^.*\/src\//, '../'));
  };
  // Those that make profiles are handed in, so account-keys.ts imports no more than their types.
  for (const file of ['account-keys.ts', 'matching/profile.ts', 'matching/name-lexicon.ts']) follow(file);
  const listed = (file: string) => KEY_FILES.test(file) || FILES_BESIDE.includes(file);
  expect([...rested].filter((file) => !listed(file))).toEqual([]);
  expect(rested.size).toBeGreaterThan(10);
  expect(listed('matching/evidence.ts')).toBe(false);
});

describe.each(listTestDatabases())('Accounts found by their keys on $kind', ({ open }) => {
  let database: Database;
  let app: App;
  beforeAll(async () => {
    database = await open();
    app = await openTestApp(database);
    await insertPerson(app.access, { email: 'rep@us.example', role: 'rep' });
    await app.access.open(app.access.system, async (connection) => {
      for (const row of ROWS) await putAccount(connection, row);
      await keepAccountKeys(connection, resources);
    });
  });
  afterAll(() => database.close());

  test('are those that the directory of all accounts finds, with the same scores and reasons', async () => {
    const reader = createPartReader(resources);
    const accounts = await app.access.open(app.access.system, listAccounts);
    const whole = buildDirectory(1, accounts, resources);
    await fc.assert(
      fc.asyncProperty(query, async (asked) => {
        const part = await app.access.open(app.access.system, (connection) =>
          reader.readPart(connection, asked),
        );
        expect(part && findInDirectory(part, asked)).toEqual(findInDirectory(whole, asked));
      }),
      { numRuns: 120 },
    );
  });

  test('are named in sentences as the directory of all accounts names them', async () => {
    const reader = createPartReader(resources);
    const whole = buildDirectory(1, await app.access.open(app.access.system, listAccounts), resources);
    const sentences = fc.array(
      fc.oneof(
        query.map((one) => one.text),
        fc.constantFrom('who knows', 'and', 'about'),
      ),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    await fc.assert(
      fc.asyncProperty(sentences, async (parts) => {
        const text = parts.join(' ');
        const names = await app.access.open(app.access.system, (connection) =>
          reader.readNames(connection, text),
        );
        expect(names?.findMentions(text)).toEqual(whole.names.findMentions(text));
      }),
      { numRuns: 40 },
    );
  });

  test('are found as they are now, in whichever process they were changed', async () => {
    const { access, services } = app;
    const rep = await access.grant(
      { kind: 'staff', email: 'rep@us.example', name: 'Rep', role: 'rep' },
      { place: 'dm' },
    );
    const idsOf = async (text: string) =>
      (await services.accounts.find(rep, { text })).map((one) => one.accountId);
    expect(await idsOf('Quirinale Tessuti')).toEqual([]);
    const change = (sql: string) => access.open(access.system, (connection) => connection.query(sql));
    await change(`insert into accounts (account_id, name) values ('A-new', 'Quirinale Tessuti S.r.l.')`);
    expect(await idsOf('Quirinale Tesuti')).toEqual(['A-new']);
    await change(
      `update accounts set name = 'Borgo Antico', domain = 'borgo.example' where account_id = 'A-new'`,
    );
    expect(await idsOf('Quirinale Tessuti')).toEqual([]);
    expect(await idsOf('Borgo Antico')).toEqual(['A-new']);
    await change(`delete from accounts where account_id = 'A-new'`);
    expect(await idsOf('Borgo Antico')).toEqual([]);
  });

  test('have the keys after any changes that they would have if made from nothing', async () => {
    const readKeys = (connection: ScopedConnection) =>
      Promise.all([
        connection.query(
          'select account_id, place, length, keys from account_names order by account_id, place',
        ),
        connection.query('select key, names, word, pieces from account_keys order by key'),
      ]);
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        const [kept, anew] = await app.access.open(app.access.system, async (connection) => {
          for (const one of changes) {
            if (one.how === 'put')
              await putAccount(connection, { ...accountAt(one.as), account_id: `A-${one.at}` });
            else await connection.query('delete from accounts where account_id = $1', [`A-${one.at}`]);
          }
          await keepAccountKeys(connection, resources);
          const after = await readKeys(connection);
          await connection.query('delete from account_names');
          await connection.query('delete from account_keys');
          await connection.query(
            'insert into account_changes (account_ids) select array_agg(account_id) from accounts',
          );
          await keepAccountKeys(connection, resources);
          return [after, await readKeys(connection)];
        });
        expect(kept).toEqual(anew);
      }),
      { numRuns: 10 },
    );
  });
});

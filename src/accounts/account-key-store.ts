import type { ScopedConnection } from '../access/access.ts';
import { ACCOUNT_KEY, type KeyedName, keyPieces } from './account-keys.ts';
import type { AccountRow } from './account-store.ts';

/** Takes the lock of who brings keys up to date: two at once would count names twice. Held to the end of the transaction. */
export async function lockAccountKeys(connection: ScopedConnection): Promise<void> {
  await connection.query(`select pg_advisory_xact_lock(hashtext('cosell account keys'))`);
}

export interface AccountChanges extends Record<string, unknown> {
  readonly changeId: number;
  readonly accountIds: readonly string[];
}

export function listAccountChanges(connection: ScopedConnection): Promise<AccountChanges[]> {
  return connection.query<AccountChanges>(
    `select change_id as "changeId", account_ids as "accountIds"
     from account_changes
     order by change_id`,
  );
}

export async function dropAccountChanges(
  connection: ScopedConnection,
  changes: readonly AccountChanges[],
): Promise<void> {
  await connection.query('delete from account_changes where change_id = any ($1)', [
    changes.map((change) => change.changeId),
  ]);
}

/** Forgets all keys, and has those of every account made anew. */
export async function forgetAccountKeys(connection: ScopedConnection): Promise<void> {
  await connection.query('delete from account_names');
  await connection.query('delete from account_keys');
  await connection.query('delete from account_changes');
  await connection.query(
    `insert into account_changes (account_ids)
     select array_agg(account_id order by account_id)
     from accounts
     having count(*) > 0`,
  );
}

/** Takes the names of accounts out and gives the keys of each. */
export async function takeAccountNames(
  connection: ScopedConnection,
  accountIds: readonly string[],
): Promise<(readonly number[])[]> {
  const rows = await connection.query<{ keys: number[] }>(
    'delete from account_names where account_id = any ($1) returning keys',
    [accountIds],
  );
  return rows.map((row) => row.keys);
}

export async function putAccountNames(
  connection: ScopedConnection,
  names: readonly KeyedName[],
): Promise<void> {
  await connection.query(
    `insert into account_names (account_id, place, length, keys)
     select n.account_id, n.place, n.length, n.keys::integer[]
     from unnest($1::text[], $2::integer[], $3::double precision[], $4::text[])
       as n(account_id, place, length, keys)`,
    [
      names.map((one) => one.accountId),
      names.map((one) => one.place),
      names.map((one) => one.length),
      names.map((one) => `{${one.keys.join()}}`),
    ],
  );
}

/** Sorts all names that were put into the index, so that questions need not look through them one by one. */
export async function settleAccountNames(connection: ScopedConnection): Promise<void> {
  await connection.query('select settle_account_names()');
}

const KEYS_A_STATEMENT = 10_000;

/** Adds to the counts of keys; a key that no name holds any more is gone. `words` has the words of keys that are words. */
export async function addToKeyCounts(
  connection: ScopedConnection,
  changes: ReadonlyMap<number, number>,
  words: ReadonlyMap<number, string>,
): Promise<void> {
  const moved = [...changes].filter(([, names]) => names !== 0);
  for (let from = 0; from < moved.length; from += KEYS_A_STATEMENT) {
    const part = moved.slice(from, from + KEYS_A_STATEMENT);
    await connection.query(
      `insert into account_keys as k (key, names, word, pieces)
       select c.key, c.names, c.word, c.pieces::integer[]
       from unnest($1::integer[], $2::integer[], $3::text[], $4::text[]) as c(key, names, word, pieces)
       on conflict (key) do update set names = k.names + excluded.names`,
      [
        part.map(([key]) => key),
        part.map(([, names]) => names),
        part.map(([key]) => words.get(key) ?? null),
        part.map(([key]) => piecesOf(words.get(key))),
      ],
    );
  }
  const fewer = moved.filter(([, names]) => names < 0).map(([key]) => key);
  if (fewer.length === 0) return;
  await connection.query('delete from account_keys where key = any ($1) and names <= 0', [fewer]);
}

function piecesOf(word: string | undefined): string | null {
  return word === undefined ? null : `{${keyPieces(word).join()}}`;
}

/** How many names hold each of these keys, 0 left out; null where accounts changed since keys were made. */
export async function readKeyCounts(
  connection: ScopedConnection,
  keys: readonly number[],
): Promise<Map<number, number> | null> {
  const rows = await connection.query<{ key: number | null; names: number }>(
    `select key, names
     from account_keys
     where key = any ($1)
     union all
     select null, 1
     where exists (select from account_changes)`,
    [keys],
  );
  if (rows.some((row) => row.key === null)) return null;
  return new Map(rows.map((row) => [row.key ?? 0, row.names]));
}

/** How many accounts have keys; null where accounts changed since keys were made. */
export async function countKeyedAccounts(connection: ScopedConnection): Promise<number | null> {
  const counts = await readKeyCounts(connection, [ACCOUNT_KEY]);
  return counts && (counts.get(ACCOUNT_KEY) ?? 0);
}

/** Words that have one of these pieces. */
export async function listWordsWithPieces(
  connection: ScopedConnection,
  pieces: readonly number[],
): Promise<string[]> {
  const rows = await connection.query<{ word: string }>(
    `select distinct k.word
     from unnest($1::integer[]) as q(piece)
     cross join lateral (
       select word
       from account_keys
       where pieces @> array[q.piece]) k
     order by k.word`,
    [pieces],
  );
  return rows.map((row) => row.word);
}

export interface KeyHolder extends Record<string, unknown> {
  readonly key: number;
  readonly accountId: string;
}

/**
 * Accounts with a name that holds both keys of a pair, at most so many a pair, in the order in which they are stored: what more
 * than that many hold tells none of them.
 */
export function listKeyHolders(
  connection: ScopedConnection,
  wanted: { pairs: readonly (readonly [number, number])[]; most: number },
): Promise<KeyHolder[]> {
  return connection.query<KeyHolder>(
    `select q.key, n.account_id as "accountId"
     from unnest($1::integer[], $2::integer[]) as q(key, other)
     cross join lateral (
       -- Planned apart, since a planner that sees the limit reads the table from its start instead of the index.
       with holders as materialized (
         select account_id
         from account_names
         where keys @> array[q.key, q.other])
       select account_id
       from holders
       limit $3) n
     order by q.key, n.account_id`,
    [wanted.pairs.map(([key]) => key), wanted.pairs.map(([, other]) => other), wanted.most],
  );
}

export interface NearName extends Record<string, unknown> {
  readonly accountId: string;
  readonly length: number;
  readonly keys: readonly number[];
}

/** The names whose vectors are nearest to one that weighs these keys so, by account and place. `least` bounds the cosine times its length. */
export function listNearestNames(
  connection: ScopedConnection,
  search: { weights: readonly (readonly [number, number])[]; least: number; most: number },
): Promise<NearName[]> {
  return connection.query<NearName>(
    `with nearest as (
       select n.name_id
       from unnest($1::integer[], $2::double precision[]) as q(key, weight)
       cross join lateral (
         select name_id, length
         from account_names
         where keys @> array[q.key]) n
       group by n.name_id, n.length
       having sum(q.weight) >= $3 * n.length
       order by sum(q.weight) / n.length desc, n.name_id
       limit $4)
     select a.account_id as "accountId", a.length, a.keys
     from nearest
     join account_names a on a.name_id = nearest.name_id
     order by a.account_id, a.place`,
    [
      search.weights.map(([key]) => key),
      search.weights.map(([, weight]) => weight),
      search.least,
      search.most,
    ],
  );
}

export function listAccountsById(
  connection: ScopedConnection,
  accountIds: readonly string[],
): Promise<AccountRow[]> {
  return connection.query<AccountRow>(
    `select account_id as "accountId", name, domain, country, status, also_known_as as "alsoKnownAs"
     from accounts
     where account_id = any ($1)
     order by account_id`,
    [accountIds],
  );
}

import type { ScopedConnection } from '../access/access.ts';

/** Candidates of one record as they are kept; see `KeptPair` for the pairs. */
export interface CandidateRow extends Record<string, unknown> {
  readonly recordId: string;
  readonly print: string;
  readonly compared: readonly PackedPair[];
}

/** Account, log-odds, relation of domains, relation of countries, sameness of names, is it a unit, is it doubtful, explanation. */
export type PackedPair = readonly [string, number, string, string, number, boolean, boolean, string];

export function listCandidates(connection: ScopedConnection, partnerId: string): Promise<CandidateRow[]> {
  return connection.query<CandidateRow>(
    `select record_id as "recordId", print, compared
     from match_candidates
     where partner_id = $1
     order by record_id`,
    [partnerId],
  );
}

export async function putCandidates(
  connection: ScopedConnection,
  kept: { partnerId: string; rows: readonly CandidateRow[] },
): Promise<void> {
  for (let from = 0; from < kept.rows.length; from += 2000) {
    await connection.query(
      `insert into match_candidates (partner_id, record_id, print, compared)
       select $1, r."recordId", r.print, r.compared
       from jsonb_to_recordset($2::jsonb) as r("recordId" text, print text, compared jsonb)
       on conflict (partner_id, record_id) do update set print = excluded.print, compared = excluded.compared`,
      [kept.partnerId, JSON.stringify(kept.rows.slice(from, from + 2000))],
    );
  }
}

/** Names all that our accounts say, in any column. */
export async function hashAccounts(connection: ScopedConnection): Promise<string> {
  const [row] = await connection.query<{ hash: string | null }>(
    `select md5(string_agg(md5(a::text), '' order by a.account_id)) as hash
     from accounts a`,
  );
  return row?.hash ?? '';
}

/** Names a partner's list and rules, and the overlaps and counts that stand: whoever touched either, it moves. */
export async function hashPartnerLinks(connection: ScopedConnection, partnerId: string): Promise<string> {
  const [row] = await connection.query<{ hash: string }>(
    `select md5(concat_ws('/',
       (select md5(string_agg(md5(p::text), '' order by p.record_id)) from partner_accounts p where p.partner_id = $1),
       (select md5(string_agg(md5(s::text), '' order by s.direction, s.population))
        from sharing s
        where s.partner_id = $1),
       -- What moves without any list moving is brought up to date apart.
       (select md5(string_agg(
          md5((to_jsonb(o) - '{shown_owner_name,shown_last_activity_on,shown_customer_since}'::text[])::text), ''
          order by o.record_id))
        from account_overlaps o
        where o.partner_id = $1),
       (select md5(string_agg(md5(w::text), '' order by w.record_id)) from partner_whitespace w where w.partner_id = $1),
       (select md5(string_agg(md5(c::text), '' order by c.our_population, c.population))
        from overlap_counts c
        where c.partner_id = $1))) as hash`,
    [partnerId],
  );
  return row?.hash ?? '';
}

/** Names what registrations say of their accounts, and the accounts found for them. */
export async function hashRegistrationLinks(connection: ScopedConnection): Promise<string> {
  const [row] = await connection.query<{ hash: string | null }>(
    `select md5(string_agg(md5(concat_ws('/', r.registration_id, to_jsonb(r.account_name), to_jsonb(r.account_domain),
         to_jsonb(r.country), o.account_id, to_jsonb(r.account_id), to_jsonb(r.account_matched_by))), ''
       order by r.registration_id)) as hash
     from registrations r
     left join opportunities o on o.opportunity_id = r.opportunity_id`,
  );
  return row?.hash ?? '';
}

export async function isLinkState(
  connection: ScopedConnection,
  known: { list: string; state: string },
): Promise<boolean> {
  const rows = await connection.query('select list from link_states where list = $1 and state = $2', [
    known.list,
    known.state,
  ]);
  return rows.length > 0;
}

export async function putLinkState(
  connection: ScopedConnection,
  known: { list: string; state: string },
): Promise<void> {
  await connection.query(
    `insert into link_states (list, state)
     values ($1, $2)
     on conflict (list) do update set state = excluded.state`,
    [known.list, known.state],
  );
}

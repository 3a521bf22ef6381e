import type { ScopedConnection } from '../access/access.ts';
import type { Overlap, Population, PopulationCell, SharingLevel } from './types.ts';

/** What matching found for one record, and how much of it may be shown. */
export interface OverlapRow {
  readonly record_id: string;
  readonly account_id: string;
  readonly score: number;
  readonly decision: 'match' | 'review';
  readonly explanation: string;
  readonly level: SharingLevel;
  readonly our_level: SharingLevel;
  readonly our_population: Population;
  readonly disclosed: readonly string[];
  readonly withheld: readonly string[];
  readonly show_our_owner: boolean;
}

/**
 * Replaces one partner's overlaps: rows that hold stay with the day they were first seen, the others go. Fields that
 * the partner withholds are never copied.
 */
export async function replaceOverlaps(
  connection: ScopedConnection,
  overlaps: { partnerId: string; rows: readonly OverlapRow[]; today: string },
): Promise<void> {
  await connection.query(
    `delete from account_overlaps
     where partner_id = $1
       and not (record_id = any ($2))`,
    [overlaps.partnerId, overlaps.rows.map((row) => row.record_id)],
  );
  for (let from = 0; from < overlaps.rows.length; from += 2000) {
    await connection.query(UPSERT_OVERLAPS, [
      overlaps.partnerId,
      overlaps.today,
      JSON.stringify(overlaps.rows.slice(from, from + 2000)),
    ]);
  }
}

/** How many of a partner's records are linked, by decision. */
export async function countLinks(
  connection: ScopedConnection,
  partnerId: string,
): Promise<{ matches: number; reviews: number }> {
  const [row] = await connection.query<{ matches: number; reviews: number }>(
    `select count(*) filter (where decision = 'match')::int as matches,
       count(*) filter (where decision = 'review')::int as reviews
     from account_overlaps
     where partner_id = $1`,
    [partnerId],
  );
  return row ?? { matches: 0, reviews: 0 };
}

/** Puts one record's overlap in place of what it had, and leaves all others. */
export async function putOverlap(
  connection: ScopedConnection,
  overlap: { partnerId: string; row: OverlapRow; today: string },
): Promise<void> {
  await connection.query(UPSERT_OVERLAPS, [overlap.partnerId, overlap.today, JSON.stringify([overlap.row])]);
}

/** What matching says of one record; null where nothing. */
export async function getOverlapLink(
  connection: ScopedConnection,
  of: { partnerId: string; recordId: string },
) {
  const [row] = await connection.query<{
    recordId: string;
    accountId: string;
    score: number;
    decision: 'match' | 'review';
    explanation: string;
  }>(
    `select record_id as "recordId", account_id as "accountId", score, decision, explanation
     from account_overlaps
     where partner_id = $1 and record_id = $2`,
    [of.partnerId, of.recordId],
  );
  return row ?? null;
}

/** Takes a pair out at once, whatever matching says of the record next. */
export async function dropOverlap(
  connection: ScopedConnection,
  pair: { partnerId: string; recordId: string; accountId: string },
): Promise<void> {
  await connection.query(
    'delete from account_overlaps where partner_id = $1 and record_id = $2 and account_id = $3',
    [pair.partnerId, pair.recordId, pair.accountId],
  );
}

const UPSERT_OVERLAPS = `
  insert into account_overlaps (partner_id, record_id, account_id, score, decision, explanation, level, our_level,
    our_population, populations, record_name, owner_name, owner_email, last_activity_on, customer_since, stage,
    amount_minor, currency, withheld, our_owner_email, first_seen_on)
  select $1, r.record_id, r.account_id, r.score, r.decision, r.explanation, r.level, r.our_level, r.our_population,
    p.populations, p.name,
    case when 'owner_name' = any (r.disclosed) then p.owner_name end,
    case when 'owner_email' = any (r.disclosed) then p.owner_email end,
    case when 'last_activity_on' = any (r.disclosed) then p.last_activity_on end,
    case when 'customer_since' = any (r.disclosed) then p.customer_since end,
    case when 'stage' = any (r.disclosed) then p.stage end,
    case when 'amount' = any (r.disclosed) then p.amount_minor end,
    case when 'amount' = any (r.disclosed) then p.currency end,
    r.withheld,
    case when r.show_our_owner then a.owner_email end,
    $2::date
  from jsonb_to_recordset($3::jsonb) as r(record_id text, account_id text, score double precision, decision text,
    explanation text, level text, our_level text, our_population text, disclosed text[], withheld text[],
    show_our_owner boolean)
  join partner_accounts p on p.partner_id = $1 and p.record_id = r.record_id
  join accounts a on a.account_id = r.account_id
  on conflict (partner_id, record_id) do update set
    first_seen_on = case
      when account_overlaps.account_id = excluded.account_id then account_overlaps.first_seen_on
      else excluded.first_seen_on
    end,
    account_id = excluded.account_id,
    score = excluded.score,
    decision = excluded.decision,
    explanation = excluded.explanation,
    level = excluded.level,
    our_level = excluded.our_level,
    our_population = excluded.our_population,
    populations = excluded.populations,
    record_name = excluded.record_name,
    owner_name = excluded.owner_name,
    owner_email = excluded.owner_email,
    last_activity_on = excluded.last_activity_on,
    customer_since = excluded.customer_since,
    stage = excluded.stage,
    amount_minor = excluded.amount_minor,
    currency = excluded.currency,
    withheld = excluded.withheld,
    our_owner_email = excluded.our_owner_email`;

/**
 * Counts each pair of populations of one partner. Where only counts are shared, fewer than five is said as null, so
 * that nobody finds a name by asking for one account or by subtracting.
 */
export async function recountOverlaps(connection: ScopedConnection, partnerId: string): Promise<void> {
  await connection.query('delete from overlap_counts where partner_id = $1', [partnerId]);
  await connection.query(
    `insert into overlap_counts (partner_id, our_population, population, level, our_level, accounts, records)
     select o.partner_id, o.our_population, p.population, coalesce(t.level, 'full'), coalesce(u.level, 'hidden'),
       case when coalesce(t.level, 'full') <> 'count' or count(distinct o.account_id) >= 5
         then count(distinct o.account_id) end,
       case when coalesce(t.level, 'full') <> 'count' or count(distinct o.account_id) >= 5 then count(*) end
     from account_overlaps o
     cross join lateral unnest(o.populations) as p(population)
     left join sharing t on t.partner_id = o.partner_id
       and t.population = p.population
       and t.direction = 'theirs_to_us'
     left join sharing u on u.partner_id = o.partner_id
       and u.population = o.our_population
       and u.direction = 'ours_to_them'
     where o.partner_id = $1
       and o.decision = 'match'
       and coalesce(t.level, 'full') <> 'hidden'
     group by o.partner_id, o.our_population, p.population, t.level, u.level`,
    [partnerId],
  );
}

export interface OverlapFilter {
  readonly partnerId?: string;
  readonly accountIds?: readonly string[];
  readonly decision?: 'match' | 'review';
}

/** Overlaps as far as the reader may see them, best first within a partner. */
export function listOverlaps(connection: ScopedConnection, filter: OverlapFilter): Promise<Overlap[]> {
  return connection.query<Overlap & Record<string, unknown>>(
    `select o.partner_id as "partnerId", p.name as "partnerName", o.record_id as "recordId",
       o.record_name as "recordName", o.account_id as "accountId", a.name as "accountName",
       o.our_population as "ourPopulation", o.populations, o.level, o.score, o.decision, o.explanation,
       o.owner_name as "ownerName", o.owner_email as "ownerEmail", o.last_activity_on as "lastActivityOn",
       o.customer_since as "customerSince", o.stage, o.first_seen_on as "firstSeenOn", o.withheld
     from account_overlaps o
     join partners p on p.partner_id = o.partner_id
     join accounts a on a.account_id = o.account_id
     where ($1::text is null or o.partner_id = $1)
       and ($2::text[] is null or o.account_id = any ($2))
       and ($3::text is null or o.decision = $3)
     order by o.partner_id, o.score desc, o.account_id, o.record_id`,
    [filter.partnerId ?? null, filter.accountIds ?? null, filter.decision ?? null],
  );
}

/** A partner's own view of its overlaps with us: its records, and where we stand with each that we share. */
export interface SharedOverlap extends Record<string, unknown> {
  readonly recordId: string;
  readonly recordName: string;
  readonly ourPopulation: Population;
  readonly ourOwnerEmail: string | null;
}

export function listSharedOverlaps(connection: ScopedConnection): Promise<SharedOverlap[]> {
  return connection.query<SharedOverlap>(
    `select record_id as "recordId", record_name as "recordName", our_population as "ourPopulation",
       our_owner_email as "ourOwnerEmail"
     from account_overlaps
     order by record_name, record_id`,
  );
}

export function listPopulationCells(
  connection: ScopedConnection,
  partnerId: string | null,
): Promise<PopulationCell[]> {
  return connection.query<PopulationCell & Record<string, unknown>>(
    `select partner_id as "partnerId", our_population as "ourPopulation", population, level, accounts, records
     from overlap_counts
     where $1::text is null or partner_id = $1
     order by partner_id, our_population, population`,
    [partnerId],
  );
}

/** Partners with a population whose rows may not be used for accounts of ours: said as 'not shared', never as 'none'. */
export async function listWithholdingPartners(connection: ScopedConnection): Promise<string[]> {
  const rows = await connection.query<{ partnerId: string }>(
    `select distinct partner_id as "partnerId"
     from sharing
     where direction = 'theirs_to_us'
       and level in ('hidden', 'count')
     order by 1`,
  );
  return rows.map((row) => row.partnerId);
}

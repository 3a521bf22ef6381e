import type { ScopedConnection } from '../access/access.ts';
import type { Overlap, Population, SharingLevel } from './types.ts';

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
  /** Of the partner's record. */
  readonly populations: readonly Population[];
  readonly disclosed: readonly string[];
  readonly withheld: readonly string[];
  /** Fields of our account that the partner is shown. */
  readonly shown: readonly string[];
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
    our_population, populations, record_name, record_domain, record_country, owner_name, owner_email, last_activity_on,
    customer_since, stage, amount_minor, currency, withheld, shown_name, shown_domain, shown_country, shown_population,
    our_owner_email, shown, first_seen_on)
  select $1, r.record_id, r.account_id, r.score, r.decision, r.explanation, r.level, r.our_level, r.our_population,
    r.populations,
    -- A record whose name is not shown goes by the name that we know it by.
    case when 'name' = any (r.disclosed) then p.name else a.name end,
    case when 'domain' = any (r.disclosed) then p.domain end,
    case when 'country' = any (r.disclosed) then p.country end,
    case when 'owner_name' = any (r.disclosed) then p.owner_name end,
    case when 'owner_email' = any (r.disclosed) then p.owner_email end,
    case when 'last_activity_on' = any (r.disclosed) then p.last_activity_on end,
    case when 'customer_since' = any (r.disclosed) then p.customer_since end,
    case when 'stage' = any (r.disclosed) then p.stage end,
    case when 'amount' = any (r.disclosed) then p.amount_minor end,
    case when 'amount' = any (r.disclosed) then p.currency end,
    r.withheld,
    case when 'name' = any (r.shown) then a.name end,
    case when 'domain' = any (r.shown) then a.domain end,
    case when 'country' = any (r.shown) then a.country end,
    case when 'population' = any (r.shown) then a.status end,
    case when 'owner_email' = any (r.shown) then a.owner_email end,
    r.shown,
    $2::date
  from jsonb_to_recordset($3::jsonb) as r(record_id text, account_id text, score double precision, decision text,
    explanation text, level text, our_level text, our_population text, populations text[], disclosed text[],
    withheld text[], shown text[])
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
    record_domain = excluded.record_domain,
    record_country = excluded.record_country,
    owner_name = excluded.owner_name,
    owner_email = excluded.owner_email,
    last_activity_on = excluded.last_activity_on,
    customer_since = excluded.customer_since,
    stage = excluded.stage,
    amount_minor = excluded.amount_minor,
    currency = excluded.currency,
    withheld = excluded.withheld,
    shown_name = excluded.shown_name,
    shown_domain = excluded.shown_domain,
    shown_country = excluded.shown_country,
    shown_population = excluded.shown_population,
    our_owner_email = excluded.our_owner_email,
    shown = excluded.shown`;

/**
 * Brings up to date what a partner is shown of our side that moves without any list moving: who owns an account, when it was
 * last worked on, since when it is a customer.
 */
export async function refreshShownFacts(connection: ScopedConnection, partnerId: string): Promise<void> {
  await connection.query(
    `update account_overlaps o
     set shown_owner_name = f.owner_name,
       shown_last_activity_on = f.last_activity_on,
       shown_customer_since = f.customer_since
     from (
       select x.record_id,
         case when 'owner_name' = any (x.shown) then w.name end as owner_name,
         case when 'last_activity_on' = any (x.shown) then d.last_activity_on end as last_activity_on,
         case when 'customer_since' = any (x.shown) then s.customer_since end as customer_since
       from account_overlaps x
       join accounts a on a.account_id = x.account_id
       left join people w on w.email = a.owner_email
       left join (
         select account_id, max(last_activity_on) as last_activity_on
         from opportunities
         group by account_id) d on d.account_id = x.account_id
       left join (
         select account_id, min(started_on) as customer_since
         from subscriptions
         group by account_id) s on s.account_id = x.account_id
       where x.partner_id = $1) f
     where o.partner_id = $1
       and o.record_id = f.record_id
       and (o.shown_owner_name, o.shown_last_activity_on, o.shown_customer_since)
         is distinct from (f.owner_name, f.last_activity_on, f.customer_since)`,
    [partnerId],
  );
}

/** Which overlaps; what is left out does not limit. */
export interface OverlapFilter {
  readonly partnerId?: string | undefined;
  readonly accountIds?: readonly string[] | undefined;
  readonly decision?: 'match' | 'review' | undefined;
  readonly ourPopulation?: Population | undefined;
  readonly population?: Population | undefined;
  /** Of our account. */
  readonly ownerEmail?: string | undefined;
  /** ISO 3166 countries of our account. */
  readonly countries?: readonly string[] | undefined;
  /** First seen on this day or later. */
  readonly since?: string | undefined;
}

/** Overlaps as far as the reader may see them, best first within a partner. */
export function listOverlaps(connection: ScopedConnection, filter: OverlapFilter): Promise<Overlap[]> {
  return connection.query<Overlap & Record<string, unknown>>(
    `select o.partner_id as "partnerId", p.name as "partnerName", o.record_id as "recordId",
       o.record_name as "recordName", o.account_id as "accountId", a.name as "accountName",
       o.our_population as "ourPopulation", o.populations, o.level, o.score, o.decision, o.explanation,
       o.owner_name as "ownerName", o.owner_email as "ownerEmail", o.last_activity_on as "lastActivityOn",
       o.customer_since as "customerSince", o.stage, o.record_domain as "recordDomain",
       o.record_country as "recordCountry", a.country as "accountCountry", a.owner_email as "accountOwnerEmail",
       o.first_seen_on as "firstSeenOn", o.withheld
     from account_overlaps o
     join partners p on p.partner_id = o.partner_id
     join accounts a on a.account_id = o.account_id
     where ($1::text is null or o.partner_id = $1)
       and ($2::text[] is null or o.account_id = any ($2))
       and ($3::text is null or o.decision = $3)
       and ($4::text is null or o.our_population = $4)
       and ($5::text is null or $5 = any (o.populations))
       and ($6::text is null or lower(a.owner_email) = lower($6))
       and ($7::text[] is null or a.country = any ($7))
       and ($8::date is null or o.first_seen_on >= $8)
     order by o.partner_id, o.score desc, o.account_id, o.record_id`,
    bindFilter(filter),
  );
}

function bindFilter(filter: OverlapFilter): unknown[] {
  const { partnerId, accountIds, decision, ourPopulation, population, ownerEmail, countries, since } = filter;
  const values = [partnerId, accountIds, decision, ourPopulation, population, ownerEmail, countries, since];
  return values.map((value) => value ?? null);
}

/** Certain overlaps that have something in common, counted on both sides. */
export interface OverlapGroup {
  /** A partner's or account's id, an owner's email, a country; null where our account has none. */
  readonly key: string | null;
  readonly name: string | null;
  /** Accounts of ours, each once. */
  readonly accounts: number;
  /** Records of partners. */
  readonly records: number;
}

/** Certain overlaps by what they have in common, most accounts first. Pairs in review are counted nowhere. */
export function groupOverlaps(
  connection: ScopedConnection,
  of: { by: 'partner' | 'account' | 'owner' | 'country'; filter: Omit<OverlapFilter, 'decision'> },
): Promise<OverlapGroup[]> {
  return connection.query<OverlapGroup & Record<string, unknown>>(
    `select g.key, min(g.name) as name, count(distinct o.account_id)::int as accounts, count(*)::int as records
     from account_overlaps o
     join partners p on p.partner_id = o.partner_id
     join accounts a on a.account_id = o.account_id
     left join people w on w.email = a.owner_email
     cross join lateral (
       select case $9::text
           when 'partner' then o.partner_id
           when 'account' then o.account_id
           when 'owner' then a.owner_email
           else a.country
         end as key,
         case $9::text
           when 'partner' then p.name
           when 'account' then a.name
           when 'owner' then w.name
         end as name) g
     where ($1::text is null or o.partner_id = $1)
       and ($2::text[] is null or o.account_id = any ($2))
       and o.decision = $3
       and ($4::text is null or o.our_population = $4)
       and ($5::text is null or $5 = any (o.populations))
       and ($6::text is null or lower(a.owner_email) = lower($6))
       and ($7::text[] is null or a.country = any ($7))
       and ($8::date is null or o.first_seen_on >= $8)
     group by g.key
     order by accounts desc, g.key`,
    [...bindFilter({ ...of.filter, decision: 'match' }), of.by],
  );
}

/** A partner's own view of an overlap with us: its record, and of our account what we show; null where we don't. */
export interface SharedOverlap extends Record<string, unknown> {
  readonly recordId: string;
  readonly recordName: string;
  readonly ourName: string | null;
  readonly ourPopulation: Population | null;
  readonly ourOwnerName: string | null;
  readonly ourOwnerEmail: string | null;
  readonly ourLastActivityOn: string | null;
  readonly ourCustomerSince: string | null;
  readonly firstSeenOn: string;
}

export function listSharedOverlaps(connection: ScopedConnection): Promise<SharedOverlap[]> {
  return connection.query<SharedOverlap>(
    `select o.record_id as "recordId", p.name as "recordName", o.shown_name as "ourName",
       o.shown_population as "ourPopulation", o.shown_owner_name as "ourOwnerName",
       o.our_owner_email as "ourOwnerEmail", o.shown_last_activity_on as "ourLastActivityOn",
       o.shown_customer_since as "ourCustomerSince", o.first_seen_on as "firstSeenOn"
     from account_overlaps o
     join partner_accounts p on p.partner_id = o.partner_id and p.record_id = o.record_id
     order by p.name, o.record_id`,
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

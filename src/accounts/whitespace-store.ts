import type { ScopedConnection } from '../access/access.ts';
import type { Population } from './types.ts';

/** What may be shown of the records in one set of populations. */
export interface WhitespaceDisclosure {
  /** The populations of the records that this is about. */
  readonly of: readonly Population[];
  readonly populations: readonly Population[];
  readonly disclosed: readonly string[];
  readonly withheld: readonly string[];
}

/**
 * Brings a partner's whitespace up to date: its records that are linked with no account of ours, as far as shown. Rows that
 * stand keep the day they were first seen. With `recordId`, only that record.
 */
export async function refreshWhitespace(
  connection: ScopedConnection,
  task: {
    partnerId: string;
    disclosures: readonly WhitespaceDisclosure[];
    today: string;
    recordId?: string;
  },
): Promise<void> {
  const disclosures = JSON.stringify(task.disclosures);
  const recordId = task.recordId ?? null;
  await connection.query(
    `delete from partner_whitespace w
     where w.partner_id = $1
       and ($3::text is null or w.record_id = $3)
       and (exists (
           select from account_overlaps o
           where o.partner_id = w.partner_id and o.record_id = w.record_id)
         or not exists (
           select from partner_accounts p
           join jsonb_to_recordset($2::jsonb) as d("of" text[]) on d."of" = p.populations
           where p.partner_id = w.partner_id and p.record_id = w.record_id))`,
    [task.partnerId, disclosures, recordId],
  );
  await connection.query(UPSERT_WHITESPACE, [task.partnerId, disclosures, recordId, task.today]);
}

const UPSERT_WHITESPACE = `
  insert into partner_whitespace as w (partner_id, record_id, name, domain, country, populations, owner_name, owner_email,
    last_activity_on, customer_since, stage, amount_minor, currency, withheld, first_seen_on)
  select p.partner_id, p.record_id,
    case when 'name' = any (d.disclosed) then p.name end,
    case when 'domain' = any (d.disclosed) then p.domain end,
    case when 'country' = any (d.disclosed) then p.country end,
    d.populations,
    case when 'owner_name' = any (d.disclosed) then p.owner_name end,
    case when 'owner_email' = any (d.disclosed) then p.owner_email end,
    case when 'last_activity_on' = any (d.disclosed) then p.last_activity_on end,
    case when 'customer_since' = any (d.disclosed) then p.customer_since end,
    case when 'stage' = any (d.disclosed) then p.stage end,
    case when 'amount' = any (d.disclosed) then p.amount_minor end,
    case when 'amount' = any (d.disclosed) then p.currency end,
    d.withheld, $4::date
  from partner_accounts p
  join jsonb_to_recordset($2::jsonb) as d("of" text[], populations text[], disclosed text[], withheld text[])
    on d."of" = p.populations
  left join account_overlaps o on o.partner_id = p.partner_id and o.record_id = p.record_id
  where p.partner_id = $1
    and ($3::text is null or p.record_id = $3)
    and o.record_id is null
  on conflict (partner_id, record_id) do update set
    name = excluded.name,
    domain = excluded.domain,
    country = excluded.country,
    populations = excluded.populations,
    owner_name = excluded.owner_name,
    owner_email = excluded.owner_email,
    last_activity_on = excluded.last_activity_on,
    customer_since = excluded.customer_since,
    stage = excluded.stage,
    amount_minor = excluded.amount_minor,
    currency = excluded.currency,
    withheld = excluded.withheld
  where (w.name, w.domain, w.country, w.populations, w.owner_name, w.owner_email, w.last_activity_on, w.customer_since,
      w.stage, w.amount_minor, w.currency, w.withheld)
    is distinct from (excluded.name, excluded.domain, excluded.country, excluded.populations, excluded.owner_name,
      excluded.owner_email, excluded.last_activity_on, excluded.customer_since, excluded.stage, excluded.amount_minor,
      excluded.currency, excluded.withheld)`;

export interface WhitespaceFilter {
  readonly partnerId: string;
  readonly population?: Population | undefined;
  /** ISO 3166 countries. */
  readonly countries?: readonly string[] | undefined;
  readonly since?: string | undefined;
  readonly limit: number;
}

/** A record of a partner that is no account of ours; null where the partner does not show a field. */
export interface PartnerWhitespace {
  readonly recordId: string;
  readonly name: string | null;
  readonly domain: string | null;
  readonly country: string | null;
  readonly populations: readonly Population[];
  readonly ownerName: string | null;
  readonly lastActivityOn: string | null;
  readonly customerSince: string | null;
  readonly stage: string | null;
  readonly firstSeenOn: string;
  readonly withheld: readonly string[];
}

/** Companies that a partner has and we have not: its customers first, the latest active first. */
export async function listPartnerWhitespace(
  connection: ScopedConnection,
  filter: WhitespaceFilter,
): Promise<{ rows: PartnerWhitespace[]; total: number }> {
  const rows = await connection.query<PartnerWhitespace & { total: number } & Record<string, unknown>>(
    `select record_id as "recordId", name, domain, country, populations, owner_name as "ownerName",
       last_activity_on as "lastActivityOn", customer_since as "customerSince", stage,
       first_seen_on as "firstSeenOn", withheld, count(*) over ()::int as total
     from partner_whitespace
     where partner_id = $1
       and ($2::text is null or $2 = any (populations))
       and ($3::text[] is null or country = any ($3))
       and ($4::date is null or first_seen_on >= $4)
     order by 'customer' = any (populations) desc, 'open_opportunity' = any (populations) desc,
       last_activity_on desc nulls last, name, record_id
     limit $5`,
    [
      filter.partnerId,
      filter.population ?? null,
      filter.countries ?? null,
      filter.since ?? null,
      filter.limit,
    ],
  );
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

/** An account of ours that is not among what a partner shares. */
export interface OurWhitespace {
  readonly accountId: string;
  readonly name: string;
  readonly country: string | null;
  readonly population: Population;
  readonly ownerEmail: string | null;
  readonly lastActivityOn: string | null;
}

/** Accounts of ours with no overlap that the reader sees: the partner may have one and not share it. */
export async function listOurWhitespace(
  connection: ScopedConnection,
  filter: WhitespaceFilter,
): Promise<{ rows: OurWhitespace[]; total: number }> {
  const rows = await connection.query<OurWhitespace & { total: number } & Record<string, unknown>>(
    `select a.account_id as "accountId", a.name, a.country, a.status as population, a.owner_email as "ownerEmail",
       d.last_activity_on as "lastActivityOn", count(*) over ()::int as total
     from accounts a
     left join (
       select account_id, max(last_activity_on) as last_activity_on
       from opportunities
       group by account_id) d on d.account_id = a.account_id
     where ($2::text is null or a.status = $2)
       and ($3::text[] is null or a.country = any ($3))
       and not exists (
         select from account_overlaps o
         where o.partner_id = $1 and o.account_id = a.account_id)
     order by a.status, d.last_activity_on desc nulls last, a.name, a.account_id
     limit $4`,
    [filter.partnerId, filter.population ?? null, filter.countries ?? null, filter.limit],
  );
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

/** An account of ours that we show a partner and that is not on its list. */
export interface SharedWhitespace {
  readonly accountId: string;
  readonly name: string;
  readonly domain: string | null;
  readonly country: string | null;
  readonly population: Population;
}

/** A partner's own view: accounts that we share in full and that it has not. */
export async function listSharedWhitespace(
  connection: ScopedConnection,
  limit: number,
): Promise<{ rows: SharedWhitespace[]; total: number }> {
  const rows = await connection.query<SharedWhitespace & { total: number } & Record<string, unknown>>(
    `select a.account_id as "accountId", a.name, a.domain, a.country, a.status as population,
       count(*) over ()::int as total
     from accounts a
     where not exists (
       select from account_overlaps o
       where o.account_id = a.account_id)
     order by a.status, a.name, a.account_id
     limit $1`,
    [limit],
  );
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

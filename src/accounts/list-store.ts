import type { ScopedConnection } from '../access/access.ts';
import type { SharingRule } from './sharing-rules.ts';
import type { Population } from './types.ts';

export interface PartnerRecordRow extends Record<string, unknown> {
  readonly recordId: string;
  readonly name: string;
  readonly domain: string | null;
  readonly country: string | null;
  readonly populations: readonly Population[];
}

/** One partner's whole list, for matching; the system scope alone sees all of it. */
export function listPartnerRecords(
  connection: ScopedConnection,
  partnerId: string,
): Promise<PartnerRecordRow[]> {
  return connection.query<PartnerRecordRow>(
    `select record_id as "recordId", name, domain, country, populations
     from partner_accounts
     where partner_id = $1
     order by record_id`,
    [partnerId],
  );
}

/** Partners that brought a list, or whose list is gone and left counts behind. */
export async function listMappedPartners(connection: ScopedConnection): Promise<string[]> {
  const rows = await connection.query<{ partnerId: string }>(
    `select partner_id as "partnerId"
     from partners p
     where exists (select from partner_accounts a where a.partner_id = p.partner_id)
       or exists (select from overlap_counts c where c.partner_id = p.partner_id)
     order by partner_id`,
  );
  return rows.map((row) => row.partnerId);
}

/** What was agreed with one partner, as far as anything was said. */
export function listSharing(connection: ScopedConnection, partnerId: string): Promise<SharingRule[]> {
  return connection.query<SharingRule & Record<string, unknown>>(
    `select population, direction, level, fields
     from sharing
     where partner_id = $1
     order by direction, population`,
    [partnerId],
  );
}

export interface MatchDecisionRow extends Record<string, unknown> {
  readonly recordId: string;
  readonly accountId: string;
  /** `doubted`: somebody says that the match is wrong, and nobody has decided since. */
  readonly verdict: 'same' | 'not_same' | 'doubted';
  /** The person's name where it is known, else the email. */
  readonly by: string;
  readonly on: string;
}

/** What people's words on a partner's pairs come to for matching. */
export function listMatchDecisions(
  connection: ScopedConnection,
  partnerId: string,
): Promise<MatchDecisionRow[]> {
  return connection.query<MatchDecisionRow>(
    `select w.record_id as "recordId", w.account_id as "accountId", w.verdict,
       coalesce(p.name, w.said_by) as by, to_char(w.said_at at time zone 'UTC', 'YYYY-MM-DD') as on
     from (
       select d.record_id, d.account_id, case when d.same then 'same' else 'not_same' end as verdict,
         d.decided_by as said_by, d.decided_at as said_at
       from match_decisions d
       where d.partner_id = $1
       union all
       select r.record_id, r.account_id, r.verdict, r.said_by, r.said_at
       from match_reviews r
       where r.partner_id = $1
         and r.verdict = 'doubted'
         and not exists (
           select from match_reviews n
           where n.partner_id = r.partner_id
             and n.record_id = r.record_id
             and n.account_id = r.account_id
             and n.review_id > r.review_id
             and n.verdict <> 'later')
         and not exists (
           select from match_decisions d
           where d.partner_id = r.partner_id
             and d.record_id = r.record_id
             and d.account_id = r.account_id)
     ) w
     left join people p on p.email = w.said_by
     order by w.record_id, w.account_id`,
    [partnerId],
  );
}

/** One partner's record and the rules that it falls under. */
export async function getPartnerRecord(
  connection: ScopedConnection,
  pair: { partnerId: string; recordId: string },
): Promise<PartnerRecordRow | null> {
  const [row] = await connection.query<PartnerRecordRow>(
    `select record_id as "recordId", name, domain, country, populations
     from partner_accounts
     where partner_id = $1 and record_id = $2`,
    [pair.partnerId, pair.recordId],
  );
  return row ?? null;
}

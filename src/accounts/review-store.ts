import type { ScopedConnection } from '../access/access.ts';
import type { Population } from './types.ts';

/** `same`, `not_same`: decided. `later`: skipped. `doubted`: reported as wrong. `open`: a word taken back. */
export type Verdict = 'same' | 'not_same' | 'later' | 'doubted' | 'open';

/** A partner's record and an account of ours. */
export interface PairKey {
  readonly partnerId: string;
  readonly recordId: string;
  readonly accountId: string;
}

export interface ReviewPairRow extends PairKey, Record<string, unknown> {
  readonly partnerName: string;
  readonly recordName: string;
  /** Null where the partner shares it not, or has none. */
  readonly recordDomain: string | null;
  readonly recordCountry: string | null;
  readonly populations: readonly Population[];
  readonly accountName: string;
  readonly accountDomain: string | null;
  readonly accountCountry: string | null;
  readonly accountStatus: Population;
  /** Of the account's open deals, in the currency in which most is open. */
  readonly openAmountMinor: number | null;
  readonly currency: string | null;
  readonly score: number;
  readonly decision: 'match' | 'review';
  readonly explanation: string;
  readonly lastVerdict: Verdict | null;
  readonly lastReviewId: number | null;
  readonly doubtedBy: string | null;
  readonly doubtReason: string | null;
}

export interface PairFilter {
  readonly partnerId?: string;
  readonly recordId?: string;
  readonly accountId?: string;
  /** Only pairs that wait for a decision. */
  readonly waiting: boolean;
  readonly limit: number;
}

/**
 * Pairs that the reader sees as overlaps, the most valuable first: by what is open at the account, customers before others,
 * then by score. What was put off comes at the end, the longest ago first.
 */
export function listReviewPairs(
  connection: ScopedConnection,
  filter: PairFilter,
): Promise<(ReviewPairRow & { readonly total: number })[]> {
  return connection.query<ReviewPairRow & { readonly total: number }>(
    `select o.partner_id as "partnerId", t.name as "partnerName", o.record_id as "recordId",
       o.record_name as "recordName", o.record_domain as "recordDomain", o.record_country as "recordCountry", o.populations,
       o.account_id as "accountId", a.name as "accountName", a.domain as "accountDomain",
       a.country as "accountCountry", a.status as "accountStatus", d.minor as "openAmountMinor", d.currency,
       o.score, o.decision, o.explanation, w.verdict as "lastVerdict", w.review_id as "lastReviewId",
       doubt.by as "doubtedBy", doubt.reason as "doubtReason", count(*) over ()::int as total
     from account_overlaps o
     join partners t on t.partner_id = o.partner_id
     join accounts a on a.account_id = o.account_id
     left join match_decisions m on m.partner_id = o.partner_id
       and m.record_id = o.record_id
       and m.account_id = o.account_id
     left join lateral (
       select n.review_id, n.verdict, n.said_at
       from match_reviews n
       where n.partner_id = o.partner_id
         and n.record_id = o.record_id
         and n.account_id = o.account_id
       order by n.review_id desc
       limit 1) w on true
     left join lateral (
       select n.verdict, n.reason, coalesce(p.name, n.said_by) as by
       from match_reviews n
       left join people p on p.email = n.said_by
       where n.partner_id = o.partner_id
         and n.record_id = o.record_id
         and n.account_id = o.account_id
         and n.verdict <> 'later'
       order by n.review_id desc
       limit 1) doubt on doubt.verdict = 'doubted'
     left join lateral (
       select sum(p.amount_minor)::bigint as minor, p.currency
       from opportunities p
       where p.account_id = o.account_id
         and p.amount_minor is not null
         and p.stage not in ('closed_won', 'closed_lost')
       group by p.currency
       order by 1 desc, p.currency
       limit 1) d on true
     where ($1::text is null or o.partner_id = $1)
       and ($2::text is null or o.record_id = $2)
       and ($3::text is null or o.account_id = $3)
       and (not $4::boolean or doubt.verdict is not null or (o.decision = 'review' and m.partner_id is null))
     order by coalesce(w.verdict = 'later', false), case when w.verdict = 'later' then w.review_id end,
       coalesce(d.minor, 0) desc, a.status = 'customer' desc, o.score desc, o.partner_id, o.record_id
     limit $5`,
    [
      filter.partnerId ?? null,
      filter.recordId ?? null,
      filter.accountId ?? null,
      filter.waiting,
      filter.limit,
    ],
  );
}

export interface ReviewWord extends Record<string, unknown> {
  readonly reviewId: number;
  readonly verdict: Verdict;
  readonly reason: string | null;
  readonly by: string;
  readonly at: string;
}

/** Everything that was said of a pair, oldest first. */
export function listReviewWords(connection: ScopedConnection, pair: PairKey): Promise<ReviewWord[]> {
  return connection.query<ReviewWord>(
    `select r.review_id as "reviewId", r.verdict, r.reason, coalesce(p.name, r.said_by) as by, r.said_at as at
     from match_reviews r
     left join people p on p.email = r.said_by
     where r.partner_id = $1 and r.record_id = $2 and r.account_id = $3
     order by r.review_id`,
    [pair.partnerId, pair.recordId, pair.accountId],
  );
}

/** Other accounts that the record was said to be. */
export async function listOtherConfirmed(connection: ScopedConnection, pair: PairKey): Promise<string[]> {
  const rows = await connection.query<{ accountId: string }>(
    `select account_id as "accountId"
     from match_decisions
     where partner_id = $1 and record_id = $2 and account_id <> $3 and same
     order by account_id`,
    [pair.partnerId, pair.recordId, pair.accountId],
  );
  return rows.map((row) => row.accountId);
}

/** Adds a word after the one that the speaker knew; a unique key refuses the second of two (23505). */
export async function addReviewWord(
  connection: ScopedConnection,
  word: PairKey & {
    verdict: Verdict;
    reason: string | null;
    saidBy: string;
    at: Date;
    afterReview: number | null;
  },
): Promise<void> {
  await connection.query(
    `insert into match_reviews (partner_id, record_id, account_id, verdict, reason, said_by, said_at, after_review)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      word.partnerId,
      word.recordId,
      word.accountId,
      word.verdict,
      word.reason,
      word.saidBy,
      word.at.toISOString(),
      word.afterReview,
    ],
  );
}

/**
 * Brings what matching obeys in line with the words, of one partner or of all: the last word that decides counts. A doubt
 * decides nothing, so that a report never undoes what a partner manager decided.
 */
export async function keepMatchDecisions(
  connection: ScopedConnection,
  partnerId: string | null,
): Promise<void> {
  await connection.query(
    `${LAST_DECIDING_WORDS}
     delete from match_decisions d
     using words w
     where w.verdict = 'open'
       and d.partner_id = w.partner_id
       and d.record_id = w.record_id
       and d.account_id = w.account_id`,
    [partnerId],
  );
  await connection.query(
    `${LAST_DECIDING_WORDS}
     insert into match_decisions (partner_id, record_id, account_id, same, decided_by, decided_at)
     select w.partner_id, w.record_id, w.account_id, w.verdict = 'same', w.said_by, w.said_at
     from words w
     join accounts a on a.account_id = w.account_id
     where w.verdict <> 'open'
     on conflict (partner_id, record_id, account_id) do update set
       same = excluded.same,
       decided_by = excluded.decided_by,
       decided_at = excluded.decided_at`,
    [partnerId],
  );
}

const LAST_DECIDING_WORDS = `
  with words as (
    select distinct on (partner_id, record_id, account_id) partner_id, record_id, account_id, verdict, said_by, said_at
    from match_reviews
    where verdict in ('same', 'not_same', 'open')
      and ($1::text is null or partner_id = $1)
    order by partner_id, record_id, account_id, review_id desc)`;

export interface DecidedRecord extends Record<string, unknown> {
  readonly name: string;
  readonly domain: string | null;
  readonly country: string | null;
  readonly accountId: string;
  readonly same: boolean;
}

/** Decided pairs whose record is still there, since the shipped weights were last put back; for learning. */
export function listDecidedRecords(connection: ScopedConnection): Promise<DecidedRecord[]> {
  return connection.query<DecidedRecord>(
    `select r.name, r.domain, r.country, d.account_id as "accountId", d.same
     from match_decisions d
     join partner_accounts r on r.partner_id = d.partner_id and r.record_id = d.record_id
     where d.decided_at > coalesce((select max(learnt_at) from match_weights where decisions = 0), '-infinity')
     order by d.partner_id, d.record_id, d.account_id`,
  );
}

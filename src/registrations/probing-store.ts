import type { ScopedConnection } from '../access/access.ts';

/** Makes a partner's other submissions wait for the end of the transaction, so that none is counted too late. */
export async function holdSubmissions(connection: ScopedConnection, partnerId: string): Promise<void> {
  await connection.query("select pg_advisory_xact_lock(hashtextextended('submissions of ' || $1, 0))", [
    partnerId,
  ]);
}

/** What the partner submitted on the day, and how often it was told since then that an account is protected. */
export async function countSubmissions(
  connection: ScopedConnection,
  asked: { readonly partnerId: string; readonly day: string; readonly since: string },
): Promise<{ readonly submissions: number; readonly protectedReplies: number }> {
  const rows = await connection.query<{ submissions: number; protectedReplies: number }>(
    `select count(*) filter (where (submitted_on at time zone 'UTC')::date = $2::date) as submissions,
       count(*) filter (where status = 'rejected'
         and reason_code = 'protected_for_other'
         and decided_on >= $3::date) as "protectedReplies"
     from registrations
     where partner_id = $1`,
    [asked.partnerId, asked.day, asked.since],
  );
  return rows[0] ?? { submissions: 0, protectedReplies: 0 };
}

/** Counts one more submission that a limit refused. */
export async function insertRefusal(
  connection: ScopedConnection,
  refused: { readonly partnerId: string; readonly day: string },
): Promise<void> {
  await connection.query(
    `insert into submission_refusals (partner_id, refused_on, times)
     values ($1, $2, 1)
     on conflict (partner_id, refused_on) do update set
       times = submission_refusals.times + 1`,
    [refused.partnerId, refused.day],
  );
}

interface Submitter extends Record<string, unknown> {
  readonly partnerId: string;
  readonly partnerName: string;
  readonly busiestDay: string | null;
  readonly submissions: number;
  readonly submitted: number;
  readonly accounts: number;
  readonly protectedReplies: number;
  readonly refused: number;
  readonly lastSubmittedOn: string | null;
}

/** Partners with so many submissions on one day since, so many replies that an account is protected, or one refused. */
export function listSubmitters(
  connection: ScopedConnection,
  asked: { readonly since: string; readonly submissions: number; readonly protectedReplies: number },
): Promise<Submitter[]> {
  return connection.query<Submitter>(
    `with days as (
       select partner_id, (submitted_on at time zone 'UTC')::date as day, count(*) as submissions
       from registrations
       where submitted_on >= $1::date
       group by 1, 2),
     busiest as (
       select distinct on (partner_id) partner_id, day, submissions
       from days
       order by partner_id, submissions desc, day desc),
     totals as (
       select partner_id,
         count(*) filter (where submitted_on >= $1::date) as submitted,
         count(distinct lower(trim(account_name))) filter (where submitted_on >= $1::date) as accounts,
         count(*) filter (where status = 'rejected'
           and reason_code = 'protected_for_other'
           and decided_on >= $1::date) as replies,
         max(submitted_on) as last_on
       from registrations
       group by partner_id),
     refusals as (
       select partner_id, sum(times)::integer as refused
       from submission_refusals
       where refused_on >= $1::date
       group by partner_id)
     select t.partner_id as "partnerId", p.name as "partnerName", b.day as "busiestDay",
       coalesce(b.submissions, 0) as submissions, t.submitted, t.accounts, t.replies as "protectedReplies",
       coalesce(f.refused, 0) as refused, t.last_on as "lastSubmittedOn"
     from totals t
     join partners p on p.partner_id = t.partner_id
     left join busiest b on b.partner_id = t.partner_id
     left join refusals f on f.partner_id = t.partner_id
     where coalesce(b.submissions, 0) >= $2
       or t.replies >= $3
       or f.refused > 0
     order by coalesce(b.submissions, 0) desc, t.replies desc, t.partner_id`,
    [asked.since, asked.submissions, asked.protectedReplies],
  );
}

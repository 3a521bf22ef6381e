import type { ScopedConnection } from '../access/access.ts';
import type { Notice, NoticeDraft, NoticeKind } from './types.ts';

const DRAFTS = `jsonb_to_recordset($1::jsonb) as d(kind text, "registrationId" text, subject text, "partnerId" text,
  audience text, recipient text, "aboutOn" date, "dueOn" date, body text)`;

const SAME = `n.kind = d.kind
  and n.about_id = coalesce(d."registrationId", d.subject, '')
  and n.recipient = d.recipient
  and n.audience = d.audience
  and n.about_on = d."aboutOn"`;

const COLUMNS = `n.notice_id as "noticeId", n.kind, n.registration_id as "registrationId", n.subject,
  n.partner_id as "partnerId", n.audience, n.recipient, n.about_on as "aboutOn", n.due_on as "dueOn", n.body, n.attempts, n.sent_with as "sentWith"`;

export type StoredNotice = Notice & { readonly sentWith: number | null } & Record<string, unknown>;

/**
 * Adds the messages that nobody has said yet, and gives them. One that was dropped and is right again comes back; one that
 * fell due before another about the same day that was delivered does not. Holds no row that a delivery may hold: an insert
 * that updates on conflict would hold all that it meets, in an order of its own.
 */
export function addNotices(
  connection: ScopedConnection,
  drafts: readonly NoticeDraft[],
): Promise<StoredNotice[]> {
  return connection.query<StoredNotice>(
    `with wanted as (
       select d.*
       from ${DRAFTS}
       where not exists (
         select from notices n
         where ${SAME}
           and n.due_on > d."dueOn"
           and n.state in ('sending', 'delivered'))
     ), revived as (
       update notices n
       set state = 'waiting',
         body = d.body
       from wanted d
       where ${SAME}
         and n.due_on = d."dueOn"
         and n.state = 'dropped'
       returning n.*
     ), added as (
       insert into notices as n (kind, registration_id, subject, partner_id, audience, recipient, about_on, due_on,
         body)
       select d.kind, d."registrationId", coalesce(d.subject, ''), d."partnerId", d.audience, d.recipient, d."aboutOn",
         d."dueOn", d.body
       from wanted d
       order by d.kind, d."registrationId", d.subject, d.recipient
       on conflict on constraint notices_said_once do nothing
       returning n.*)
     select ${COLUMNS}
     from (select revived.* from revived union all select added.* from added) n
     order by n.about_id, n.audience, n.recipient`,
    [JSON.stringify(drafts)],
  );
}

/** Drops what waits of a kind and is not among what is right to be said. Holds rows in the order of their ids, as a delivery. */
export async function dropOthers(
  connection: ScopedConnection,
  right: { readonly kind: NoticeKind; readonly drafts: readonly NoticeDraft[] },
): Promise<void> {
  await connection.query(
    `update notices
     set state = 'dropped'
     where notice_id in (
       select n.notice_id
       from notices n
       where n.kind = $2
         and n.state = 'waiting'
         -- A list is hashed whatever the planner believes of its length; an anti-join took 47 s for 15,000 of each.
         and (n.about_id, n.recipient, n.audience, n.about_on, n.due_on) not in (
           select coalesce(d."registrationId", d.subject, ''), d.recipient, d.audience, d."aboutOn", d."dueOn"
           from ${DRAFTS}
           where d.kind = $2)
       order by n.notice_id
       for update)`,
    [JSON.stringify(right.drafts), right.kind],
  );
}

/** What nobody has delivered yet, the oldest first. */
export function listWaiting(connection: ScopedConnection): Promise<StoredNotice[]> {
  return connection.query<StoredNotice>(
    `select ${COLUMNS}
     from notices n
     where n.state in ('waiting', 'sending')
     order by n.due_on, n.notice_id`,
  );
}

/** Whose hour has come: from nine in the morning where the person is, and once a day. */
const FIRST_HOUR = '09:00';
const ZONE = `coalesce(p.time_zone, 'UTC')`;

export interface TakingTerms {
  readonly leaseMs: number;
  /** Only messages of which a notice has a greater id. */
  readonly after: number;
  /** The moment by which people's hours are judged; null sends at any hour, and as often as there is something. */
  readonly at: string | null;
}

/**
 * Takes the next message after an id to deliver it, so that no other process does for the time of a lease: all that waits
 * for one person, or what went out together before and is not known to have arrived. `next` is null where none is to be
 * tried now; `notices` are none where another process was faster.
 */
export async function takeMessage(
  connection: ScopedConnection,
  terms: TakingTerms,
): Promise<{ readonly next: number; readonly notices: readonly StoredNotice[] } | null> {
  const [first] = await connection.query<FirstNotice>(
    `select n.notice_id as "noticeId", n.recipient, n.audience, n.partner_id as "partnerId",
       n.sent_with as "sentWith"
     from notices n
     left join preferences p on p.person = lower(n.recipient)
     where n.state in ('waiting', 'sending')
       and n.try_after <= clock_timestamp()
       and n.notice_id > $1
       and ($2::timestamptz is null
         or n.sent_with is not null
         or (($2::timestamptz at time zone ${ZONE})::time >= '${FIRST_HOUR}'
           and not exists (
             select from notices d
             where d.recipient = n.recipient
               and d.audience = n.audience
               and d.state = 'delivered'
               and (d.delivered_at at time zone ${ZONE})::date = ($2::timestamptz at time zone ${ZONE})::date)))
     order by n.notice_id
     limit 1`,
    [terms.after, terms.at],
  );
  if (!first) return null;
  return { next: first.noticeId, notices: await takeTogether(connection, first, terms.leaseMs) };
}

type FirstNotice = Pick<StoredNotice, 'noticeId' | 'recipient' | 'audience' | 'partnerId' | 'sentWith'> &
  Record<string, unknown>;

/** Rows are held in order of their ids, so that two processes that want the same wait instead of blocking each other. */
async function takeTogether(
  connection: ScopedConnection,
  first: FirstNotice,
  leaseMs: number,
): Promise<StoredNotice[]> {
  const taken = await connection.query<StoredNotice>(
    `update notices n
     set state = 'sending',
       attempts = n.attempts + 1,
       sent_with = coalesce(n.sent_with, $2),
       try_after = clock_timestamp() + $1 * interval '1 millisecond'
     where n.notice_id in (
       select w.notice_id
       from notices w
       where w.state in ('waiting', 'sending')
         and w.try_after <= clock_timestamp()
         and w.sent_with is not distinct from $3::bigint
         and w.recipient = $4
         and w.audience = $5
         and ($6::text is null or w.partner_id = $6)
       order by w.notice_id
       for update)
     returning ${COLUMNS}`,
    [leaseMs, first.noticeId, first.sentWith, first.recipient, first.audience, partnerOf(first)],
  );
  return taken.sort((a, b) => a.noticeId - b.noticeId);
}

/** A partner's person is written to as that partner's; our own people are told of all partners in one message. */
function partnerOf(first: FirstNotice): string | null {
  return first.audience === 'partner' ? first.partnerId : null;
}

export async function markDelivered(
  connection: ScopedConnection,
  delivered: { readonly noticeIds: readonly number[]; readonly at: string | null },
): Promise<void> {
  await connection.query(
    `update notices
     set state = 'delivered',
       delivered_at = coalesce($2::timestamptz, clock_timestamp()),
       last_failure = null
     where notice_id = any ($1)`,
    [delivered.noticeIds, delivered.at],
  );
}

/** Puts a message back, to be tried again after a while. */
export async function putBack(
  connection: ScopedConnection,
  kept: { readonly noticeIds: readonly number[]; readonly failure: string; readonly waitMs: number },
): Promise<void> {
  await connection.query(
    `update notices
     set state = 'waiting',
       last_failure = $2,
       try_after = clock_timestamp() + $3 * interval '1 millisecond'
     where notice_id = any ($1)
       and state = 'sending'`,
    [kept.noticeIds, kept.failure, kept.waitMs],
  );
}

/** Leaves out what its recipient does not want to be told. */
export async function leaveOutMuted(
  connection: ScopedConnection,
  drafts: readonly NoticeDraft[],
): Promise<NoticeDraft[]> {
  if (drafts.length === 0) return [];
  const rows = await connection.query<{ person: string; muted: readonly string[] }>(
    `select person, muted
     from preferences
     where person = any ($1)
       and muted <> '{}'`,
    [[...new Set(drafts.map((one) => one.recipient.toLowerCase()))]],
  );
  const muted = new Map(rows.map((row) => [row.person, new Set(row.muted)]));
  return drafts.filter((one) => !muted.get(one.recipient.toLowerCase())?.has(one.kind));
}

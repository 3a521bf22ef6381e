import type { ScopedConnection } from '../access/access.ts';
import type { Notice, NoticeDraft, NoticeKind } from './types.ts';

const DRAFTS = `jsonb_to_recordset($1::jsonb) as d(kind text, "registrationId" text, "partnerId" text, audience text,
  recipient text, "aboutOn" date, "dueOn" date, body text)`;

const SAME = `n.kind = d.kind
  and n.registration_id = d."registrationId"
  and n.recipient = d.recipient
  and n.audience = d.audience
  and n.about_on = d."aboutOn"`;

const COLUMNS = `n.notice_id as "noticeId", n.kind, n.registration_id as "registrationId", n.partner_id as "partnerId",
  n.audience, n.recipient, n.about_on as "aboutOn", n.due_on as "dueOn", n.body, n.attempts`;

export type StoredNotice = Notice & Record<string, unknown>;

/**
 * Adds the messages that nobody has said yet, and gives them. One that was dropped and is right again comes back; one that
 * fell due before another about the same day that was delivered does not.
 */
export function addNotices(
  connection: ScopedConnection,
  drafts: readonly NoticeDraft[],
): Promise<StoredNotice[]> {
  return connection.query<StoredNotice>(
    `with added as (
       insert into notices as n (kind, registration_id, partner_id, audience, recipient, about_on, due_on, body)
       select d.kind, d."registrationId", d."partnerId", d.audience, d.recipient, d."aboutOn", d."dueOn", d.body
       from ${DRAFTS}
       where not exists (
         select from notices n
         where ${SAME}
           and n.due_on > d."dueOn"
           and n.state in ('sending', 'delivered'))
       order by d.kind, d."registrationId", d.recipient
       on conflict on constraint notices_said_once do update set
         state = 'waiting',
         body = excluded.body
       where n.state = 'dropped'
       returning n.*)
     select ${COLUMNS}
     from added n
     order by n.registration_id, n.audience, n.recipient`,
    [JSON.stringify(drafts)],
  );
}

/** Drops what waits of a kind and is not among what is right to be said. */
export async function dropOthers(
  connection: ScopedConnection,
  right: { readonly kind: NoticeKind; readonly drafts: readonly NoticeDraft[] },
): Promise<void> {
  await connection.query(
    `update notices n
     set state = 'dropped'
     where n.kind = $2
       and n.state = 'waiting'
       -- A list is hashed whatever the planner believes of its length; an anti-join took 47 s for 15,000 of each.
       and (n.registration_id, n.recipient, n.audience, n.about_on, n.due_on) not in (
         select d."registrationId", d.recipient, d.audience, d."aboutOn", d."dueOn"
         from ${DRAFTS}
         where d.kind = $2)`,
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

/**
 * Takes the next message after an id to deliver it, so that no other process does for the time of a lease. Null where none
 * is to be tried now.
 */
export async function takeNotice(
  connection: ScopedConnection,
  terms: { readonly leaseMs: number; readonly after: number },
): Promise<StoredNotice | null> {
  const rows = await connection.query<StoredNotice>(
    `update notices n
     set state = 'sending',
       attempts = n.attempts + 1,
       try_after = clock_timestamp() + $1 * interval '1 millisecond'
     where n.notice_id = (
       select w.notice_id
       from notices w
       where w.state in ('waiting', 'sending')
         and w.try_after <= clock_timestamp()
         and w.notice_id > $2
       order by w.notice_id
       limit 1
       for update skip locked)
     returning ${COLUMNS}`,
    [terms.leaseMs, terms.after],
  );
  return rows[0] ?? null;
}

export async function markDelivered(connection: ScopedConnection, noticeId: number): Promise<void> {
  await connection.query(
    `update notices
     set state = 'delivered',
       delivered_at = clock_timestamp(),
       last_failure = null
     where notice_id = $1`,
    [noticeId],
  );
}

/** Puts a message back, to be tried again after a while. */
export async function putBack(
  connection: ScopedConnection,
  kept: { readonly noticeId: number; readonly failure: string; readonly waitMs: number },
): Promise<void> {
  await connection.query(
    `update notices
     set state = 'waiting',
       last_failure = $2,
       try_after = clock_timestamp() + $3 * interval '1 millisecond'
     where notice_id = $1
       and state = 'sending'`,
    [kept.noticeId, kept.failure, kept.waitMs],
  );
}

import type { ScopedConnection } from '../access/access.ts';
import type { Protection } from './lay-protections.ts';
import type { RegistrationFilter, RegistrationKind, RegistrationMove, RegistrationStatus } from './types.ts';

/** A registration's columns; those that the reader has no grant on are null. */
export interface StoredRegistration extends Record<string, unknown> {
  readonly registrationId: string;
  readonly partnerId: string;
  readonly partnerName: string;
  readonly accountName: string;
  readonly accountDomain: string | null;
  readonly country: string | null;
  readonly accountId: string | null;
  readonly product: string | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly kind: RegistrationKind;
  readonly status: RegistrationStatus;
  readonly submittedOn: string | null;
  readonly submittedBy: string | null;
  readonly decidedOn: string | null;
  readonly expiresOn: string | null;
  readonly opportunityId: string | null;
  readonly reasonCode: string | null;
  readonly reason: string | null;
  readonly reply: string | null;
  readonly extensions: number;
}

/** Which columns a reader may name at all: the database refuses a query that names others. */
export type Reader = 'staff' | 'partner';

const OPEN_COLUMNS = `r.registration_id as "registrationId", r.partner_id as "partnerId", p.name as "partnerName",
  r.account_name as "accountName", r.account_domain as "accountDomain", r.country, r.product,
  r.amount_minor as "amountMinor", r.currency, r.kind, r.status, r.submitted_on as "submittedOn",
  r.submitted_by as "submittedBy", r.decided_on as "decidedOn", r.expires_on as "expiresOn",
  r.reason_code as "reasonCode", r.reply, r.extensions`;

const COLUMNS: Readonly<Record<Reader, string>> = {
  staff: `${OPEN_COLUMNS}, r.account_id as "accountId", r.opportunity_id as "opportunityId", r.reason`,
  partner: `${OPEN_COLUMNS}, null::text as "accountId", null::text as "opportunityId", null::text as reason`,
};

/** The account that a list is asked for: as matching found it, or for a partner as far as it is shared and so called. */
const ABOUT_ACCOUNT: Readonly<Record<Reader, string>> = {
  staff: 'r.account_id = $3',
  partner: `exists (
    select from accounts a
    where a.account_id = $3
      and (lower(r.account_name) = lower(a.name)
        or r.account_name = any (a.also_known_as)
        or lower(r.account_domain) = lower(a.domain)))`,
};

/** Registrations that fit, the newest first. */
export function listRegistrations(
  connection: ScopedConnection,
  reader: Reader,
  filter: RegistrationFilter,
): Promise<StoredRegistration[]> {
  return connection.query<StoredRegistration>(
    `select ${COLUMNS[reader]}
     from registrations r
     join partners p on p.partner_id = r.partner_id
     where ($1::text is null or r.partner_id = $1)
       and ($2::text is null or r.status = $2)
       and ($3::text is null or ${ABOUT_ACCOUNT[reader]})
       and ($4::text is null or position(lower($4) in lower(r.account_name)) > 0 or lower(r.registration_id) = lower($4))
       and (not $5::boolean or r.status = 'submitted')
     order by r.submitted_on desc nulls last, r.registration_id`,
    [
      filter.partnerId ?? null,
      filter.status ?? null,
      filter.accountId ?? null,
      filter.text?.trim() || null,
      filter.dueOnly ?? false,
    ],
  );
}

/** One registration, whatever the case its id is written in. `lock` holds it for the rest of the transaction. */
export async function getRegistration(
  connection: ScopedConnection,
  reader: Reader,
  wanted: { readonly registrationId: string; readonly lock: boolean },
): Promise<StoredRegistration | null> {
  const rows = await connection.query<StoredRegistration>(
    `select ${COLUMNS[reader]}
     from registrations r
     join partners p on p.partner_id = r.partner_id
     where lower(r.registration_id) = lower($1)
     order by r.registration_id = $1 desc, r.registration_id
     limit 1
     ${wanted.lock ? 'for no key update of r' : ''}`,
    [wanted.registrationId],
  );
  return rows[0] ?? null;
}

const MOVE_COLUMNS: Readonly<Record<Reader, string>> = {
  staff: 'moved_by as "movedBy", surface, reason',
  partner: 'null::text as "movedBy", null::text as surface, null::text as reason',
};

export type StoredMove = RegistrationMove & Record<string, unknown> & { readonly registrationId: string };

/** The histories of registrations, oldest move first. */
export function listMoves(
  connection: ScopedConnection,
  reader: Reader,
  registrationIds: readonly string[],
): Promise<StoredMove[]> {
  return connection.query<StoredMove>(
    `select registration_id as "registrationId", from_status as "fromStatus", to_status as "toStatus",
       moved_at as "movedAt", ${MOVE_COLUMNS[reader]}
     from registration_moves
     where registration_id = any ($1)
     order by registration_id, move_id`,
    [registrationIds],
  );
}

export interface NewRegistration {
  readonly registrationId: string;
  readonly partnerId: string;
  readonly accountName: string;
  readonly accountDomain: string | null;
  readonly country: string | null;
  readonly product: string | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly kind: RegistrationKind;
  readonly submittedOn: string;
  readonly submittedBy: string;
  readonly submissionKey: string;
  /** Only our own people may name one. */
  readonly opportunityId: string | null;
}

/** Adds a submission; false where one with its key is there already. */
export async function insertRegistration(
  connection: ScopedConnection,
  registration: NewRegistration,
): Promise<boolean> {
  const { opportunityId } = registration;
  // A partner has no grant on the column, so that it is not even named where nothing goes into it.
  const rows = await connection.query(
    `insert into registrations (registration_id, partner_id, account_name, account_domain, country, product,
       amount_minor, currency, kind, status, submitted_on, submitted_by, submission_key
       ${opportunityId === null ? '' : ', opportunity_id'})
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'submitted', $10, $11, $12 ${opportunityId === null ? '' : ', $13'})
     on conflict (submission_key) do nothing
     returning registration_id`,
    [
      registration.registrationId,
      registration.partnerId,
      registration.accountName,
      registration.accountDomain,
      registration.country,
      registration.product,
      registration.amountMinor,
      registration.currency,
      registration.kind,
      registration.submittedOn,
      registration.submittedBy,
      registration.submissionKey,
      ...(opportunityId === null ? [] : [opportunityId]),
    ],
  );
  return rows.length > 0;
}

/** The registration that a key was used for; null where none is visible. */
export async function findSubmission(
  connection: ScopedConnection,
  submissionKey: string,
): Promise<string | null> {
  const rows = await connection.query<{ registrationId: string }>(
    `select registration_id as "registrationId"
     from registrations
     where submission_key = $1`,
    [submissionKey],
  );
  return rows[0]?.registrationId ?? null;
}

export interface NewMove {
  readonly registrationId: string;
  readonly partnerId: string;
  readonly from: RegistrationStatus | null;
  readonly to: RegistrationStatus;
  readonly at: string;
  readonly by: string;
  readonly surface: string;
  readonly reason: string | null;
}

export async function insertMoves(connection: ScopedConnection, moves: readonly NewMove[]): Promise<void> {
  await connection.query(
    `insert into registration_moves (registration_id, partner_id, from_status, to_status, moved_at, moved_by, surface,
       reason)
     select m."registrationId", m."partnerId", m."from", m."to", m."at", m."by", m.surface, m.reason
     from jsonb_to_recordset($1::jsonb) as m("registrationId" text, "partnerId" text, "from" text, "to" text,
       "at" timestamptz, "by" text, surface text, reason text)`,
    [JSON.stringify(moves)],
  );
}

/** Only the state: all that a partner may change. */
export async function setStatus(
  connection: ScopedConnection,
  change: { readonly registrationId: string; readonly status: RegistrationStatus },
): Promise<void> {
  await connection.query(
    `update registrations
     set status = $2
     where registration_id = $1`,
    [change.registrationId, change.status],
  );
}

export interface DecisionColumns {
  readonly registrationId: string;
  readonly status: RegistrationStatus;
  readonly decidedOn: string | null;
  readonly expiresOn: string | null;
  readonly opportunityId: string | null;
  readonly accountId: string | null;
  readonly accountMatchedBy: string | null;
  readonly reasonCode: string | null;
  readonly reason: string | null;
  readonly reply: string | null;
}

/** Writes a decision; what is null stays as it was. */
export async function setDecision(connection: ScopedConnection, decision: DecisionColumns): Promise<void> {
  await connection.query(
    `update registrations
     set status = $2,
       decided_on = coalesce($3, decided_on),
       expires_on = coalesce($4, expires_on),
       opportunity_id = coalesce($5, opportunity_id),
       account_id = coalesce($6, account_id),
       account_matched_by = coalesce($7, account_matched_by),
       reason_code = $8,
       reason = $9,
       reply = $10
     where registration_id = $1`,
    [
      decision.registrationId,
      decision.status,
      decision.decidedOn,
      decision.expiresOn,
      decision.opportunityId,
      decision.accountId,
      decision.accountMatchedBy,
      decision.reasonCode,
      decision.reason,
      decision.reply,
    ],
  );
}

export async function setExtension(
  connection: ScopedConnection,
  extension: { readonly registrationId: string; readonly expiresOn: string },
): Promise<void> {
  await connection.query(
    `update registrations
     set status = 'approved',
       expires_on = $2,
       extensions = extensions + 1
     where registration_id = $1`,
    [extension.registrationId, extension.expiresOn],
  );
}

/** The protection of another partner that stands in the way the longest; null where none does. */
export async function findOtherProtection(
  connection: ScopedConnection,
  wanted: {
    readonly accountId: string;
    readonly product: string;
    readonly partnerId: string;
    readonly on: string;
  },
): Promise<{ readonly partnerName: string; readonly until: string } | null> {
  const rows = await connection.query<{ partnerName: string; until: string }>(
    `select p.name as "partnerName", x.protected_until as until
     from protections x
     join partners p on p.partner_id = x.partner_id
     where x.account_id = $1
       and x.product = $2
       and x.partner_id <> $3
       and x.protected_until >= $4
     order by x.protected_until desc, x.registration_id
     limit 1`,
    [wanted.accountId, wanted.product, wanted.partnerId, wanted.on],
  );
  return rows[0] ?? null;
}

/** Whether an account, or the account of an opportunity, is known by that id. */
export async function findAccountOf(
  connection: ScopedConnection,
  named: { readonly accountId: string | null; readonly opportunityId: string | null },
): Promise<{ readonly account: string | null; readonly opportunityAccount: string | null }> {
  const rows = await connection.query<{ account: string | null; opportunityAccount: string | null }>(
    `select (select account_id from accounts where account_id = $1) as account,
       (select account_id from opportunities where opportunity_id = $2) as "opportunityAccount"`,
    [named.accountId, named.opportunityId],
  );
  return rows[0] ?? { account: null, opportunityAccount: null };
}

/**
 * Makes whoever else begins, prolongs or ends a protection wait for the end of the transaction; readers read on. Taken
 * before the approved registrations are read, so that none of them changes hands in between.
 */
export async function holdProtections(connection: ScopedConnection): Promise<void> {
  await connection.query('lock table protections in share row exclusive mode');
}

/** Exactly these protections, and no other. */
export async function replaceProtections(
  connection: ScopedConnection,
  protections: readonly Protection[],
): Promise<void> {
  await connection.query('delete from protections');
  await connection.query(
    `insert into protections (registration_id, partner_id, account_id, product, protected_from, protected_until)
     select x."registrationId", x."partnerId", x."accountId", x.product, x."from", x."until"
     from jsonb_to_recordset($1::jsonb) as x("registrationId" text, "partnerId" text, "accountId" text, product text,
       "from" date, "until" date)`,
    [JSON.stringify(protections)],
  );
}

/** The programme's day and numbers, as every reader may know them. */
export async function readProgrammeTerms(
  connection: ScopedConnection,
): Promise<{ readonly today: string | null; readonly rules: unknown }> {
  const rows = await connection.query<{ terms: { today: string | null; rules: unknown } | null }>(
    'select programme_terms() as terms',
  );
  return rows[0]?.terms ?? { today: null, rules: null };
}

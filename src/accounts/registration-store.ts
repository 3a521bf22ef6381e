import type { ScopedConnection } from '../access/access.ts';

/** Registrations whose account is not known yet, or was found by matching and may be found better now. */
export interface UnlinkedRegistration extends Record<string, unknown> {
  readonly registrationId: string;
  readonly accountName: string;
  readonly accountDomain: string | null;
  readonly country: string | null;
  readonly opportunityAccountId: string | null;
}

export function listRegistrationsToLink(
  connection: ScopedConnection,
  registrationIds: readonly string[] | null,
): Promise<UnlinkedRegistration[]> {
  return connection.query<UnlinkedRegistration>(
    `select r.registration_id as "registrationId", r.account_name as "accountName",
       r.account_domain as "accountDomain", r.country, o.account_id as "opportunityAccountId"
     from registrations r
     left join opportunities o on o.opportunity_id = r.opportunity_id
     where $1::text[] is null or r.registration_id = any ($1)
     order by r.registration_id`,
    [registrationIds],
  );
}

/** Writes what matching found; an account that a decider named stays, since a protection rests on it. */
export async function linkRegistrations(
  connection: ScopedConnection,
  links: readonly { registration_id: string; account_id: string | null; matched_by: string | null }[],
): Promise<void> {
  for (let from = 0; from < links.length; from += 2000) {
    await connection.query(
      `update registrations r
       set account_id = l.account_id,
         account_matched_by = l.matched_by
       from jsonb_to_recordset($1::jsonb) as l(registration_id text, account_id text, matched_by text)
       where r.registration_id = l.registration_id
         and r.account_matched_by is distinct from 'the decider'
         and (r.account_id, r.account_matched_by) is distinct from (l.account_id, l.matched_by)`,
      [JSON.stringify(links.slice(from, from + 2000))],
    );
  }
}

/** Registrations whose account is known. */
export async function countLinked(connection: ScopedConnection): Promise<number> {
  const [row] = await connection.query<{ linked: number }>(
    'select count(*)::int as linked from registrations where account_id is not null',
  );
  return row?.linked ?? 0;
}

export async function listSubmitted(connection: ScopedConnection, submissionKey: string): Promise<string[]> {
  const rows = await connection.query<{ registrationId: string }>(
    `select registration_id as "registrationId"
     from registrations
     where submission_key = $1`,
    [submissionKey],
  );
  return rows.map((row) => row.registrationId);
}

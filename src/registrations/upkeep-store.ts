import type { ScopedConnection } from '../access/access.ts';
import type { IsoDate } from '../dates.ts';
import type { RegistrationKind, RegistrationStatus } from './types.ts';

/** What passing time needs to know of a registration. */
export interface DatedRegistration extends Record<string, unknown> {
  readonly registrationId: string;
  readonly partnerId: string;
  readonly partnerName: string;
  readonly accountName: string;
  readonly product: string | null;
  readonly kind: RegistrationKind;
  readonly status: RegistrationStatus;
  readonly submittedOn: string | null;
  readonly decidedOn: IsoDate | null;
  readonly expiresOn: IsoDate | null;
  readonly extensions: number;
  /** The day of the last question to the partner; null where no move says so. */
  readonly returnedOn: IsoDate | null;
  readonly stage: string | null;
  readonly closedOn: IsoDate | null;
}

/**
 * Registrations in these states, by id, with the stage of their opportunity. With ids: only those, held for the rest of the
 * transaction.
 */
export function listDated(
  connection: ScopedConnection,
  wanted: { readonly statuses: readonly RegistrationStatus[]; readonly hold: readonly string[] | null },
): Promise<DatedRegistration[]> {
  return connection.query<DatedRegistration>(
    `select r.registration_id as "registrationId", r.partner_id as "partnerId", p.name as "partnerName",
       r.account_name as "accountName", r.product, r.kind, r.status, r.submitted_on as "submittedOn",
       r.decided_on as "decidedOn", r.expires_on as "expiresOn", r.extensions,
       (select max(m.moved_at at time zone 'UTC')::date
        from registration_moves m
        where m.registration_id = r.registration_id
          and m.to_status = 'returned') as "returnedOn",
       o.stage, o.close_on as "closedOn"
     from registrations r
     join partners p on p.partner_id = r.partner_id
     left join opportunities o on o.opportunity_id = r.opportunity_id
     where r.status = any ($1)
       and ($2::text[] is null or r.registration_id = any ($2))
     order by r.registration_id
     ${wanted.hold ? 'for no key update of r' : ''}`,
    [wanted.statuses, wanted.hold],
  );
}

/** Only the states: what scheduled work may change. */
export async function setStatuses(
  connection: ScopedConnection,
  changes: readonly { readonly registrationId: string; readonly to: RegistrationStatus }[],
): Promise<void> {
  await connection.query(
    `update registrations r
     set status = c."to"
     from jsonb_to_recordset($1::jsonb) as c("registrationId" text, "to" text)
     where r.registration_id = c."registrationId"`,
    [JSON.stringify(changes)],
  );
}

/** The emails of those who are told of a partner's registrations. */
export interface Listeners {
  readonly partnerId: string;
  /** The partner's own people. */
  readonly people: readonly string[];
  /** The partner's manager; where it has none, all our partner managers, so that somebody hears it. */
  readonly managers: readonly string[];
}

export function listListeners(
  connection: ScopedConnection,
  partnerIds: readonly string[],
): Promise<(Listeners & Record<string, unknown>)[]> {
  return connection.query<Listeners & Record<string, unknown>>(
    `select p.partner_id as "partnerId",
       array(
         select distinct lower(x.email)
         from partner_people x
         where x.partner_id = p.partner_id
           and x.email <> ''
         order by 1) as people,
       case
         when coalesce(p.manager_email, '') <> '' then array[lower(p.manager_email)]
         else array(
           select distinct lower(x.email)
           from people x
           where x.role = 'partner_manager'
             and x.email <> ''
           order by 1)
       end as managers
     from partners p
     where p.partner_id = any ($1)
     order by p.partner_id`,
    [partnerIds],
  );
}

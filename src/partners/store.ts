import type { ScopedConnection } from '../access/access.ts';
import type { Certification, MdfRequest, Partner, PartnerProfile } from './types.ts';

const PARTNER_COLUMNS = `partner_id as "partnerId", name, domain, archetype, tier, status, regions, industries,
  competencies, products, integrations, marketplaces, manager_email as "managerEmail", joined_on as "joinedOn",
  capacity`;

/** Every partner that the reader may see, by name. */
export function listPartners(connection: ScopedConnection): Promise<Partner[]> {
  return connection.query<Partner & Record<string, unknown>>(
    `select ${PARTNER_COLUMNS}
     from partners
     order by name, partner_id`,
  );
}

export async function getPartner(connection: ScopedConnection, partnerId: string): Promise<Partner | null> {
  const rows = await connection.query<Partner & Record<string, unknown>>(
    `select ${PARTNER_COLUMNS}
     from partners
     where partner_id = $1`,
    [partnerId],
  );
  return rows[0] ?? null;
}

export function listPeople(
  connection: ScopedConnection,
  partnerId: string,
): Promise<PartnerProfile['people'][number][]> {
  return connection.query(
    `select name, email, role
     from partner_people
     where partner_id = $1
     order by email`,
    [partnerId],
  );
}

export function listCertifications(
  connection: ScopedConnection,
  partnerId: string,
): Promise<Certification[]> {
  return connection.query<Certification & Record<string, unknown>>(
    `select certification_id as "certificationId", person_email as "personEmail", course, competency, status,
       completed_on as "completedOn", expires_on as "expiresOn"
     from certifications
     where partner_id = $1
     order by expires_on nulls last, certification_id`,
    [partnerId],
  );
}

export function listOnboarding(
  connection: ScopedConnection,
  partnerId: string,
): Promise<PartnerProfile['onboarding'][number][]> {
  return connection.query(
    `select step, due_on as "dueOn", completed_on as "completedOn"
     from onboarding
     where partner_id = $1
     order by due_on nulls last, step`,
    [partnerId],
  );
}

export function listMdfRequests(connection: ScopedConnection, partnerId: string): Promise<MdfRequest[]> {
  return connection.query<MdfRequest & Record<string, unknown>>(
    `select request_id as "requestId", purpose, status, amount_minor as "amountMinor", currency,
       requested_on as "requestedOn"
     from mdf_requests
     where partner_id = $1
     order by requested_on desc nulls last, request_id`,
    [partnerId],
  );
}

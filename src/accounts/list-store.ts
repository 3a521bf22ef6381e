import type { ScopedConnection } from '../access/access.ts';
import type { Population, SharingDirection, SharingLevel } from './types.ts';

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

/** Partners that brought a list. */
export async function listMappedPartners(connection: ScopedConnection): Promise<string[]> {
  const rows = await connection.query<{ partnerId: string }>(
    `select partner_id as "partnerId"
     from partners p
     where exists (select from partner_accounts a where a.partner_id = p.partner_id)
     order by partner_id`,
  );
  return rows.map((row) => row.partnerId);
}

export interface SharingRow extends Record<string, unknown> {
  readonly population: Population;
  readonly direction: SharingDirection;
  readonly level: SharingLevel;
  readonly fields: readonly string[];
}

export function listSharing(connection: ScopedConnection, partnerId: string): Promise<SharingRow[]> {
  return connection.query<SharingRow>(
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
  readonly same: boolean;
}

export function listMatchDecisions(
  connection: ScopedConnection,
  partnerId: string,
): Promise<MatchDecisionRow[]> {
  return connection.query<MatchDecisionRow>(
    `select record_id as "recordId", account_id as "accountId", same
     from match_decisions
     where partner_id = $1
     order by record_id, account_id`,
    [partnerId],
  );
}

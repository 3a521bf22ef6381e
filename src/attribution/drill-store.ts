import type { ScopedConnection } from '../access/access.ts';

/** Whether the reader sees deals at all, so that 'nothing won' can be told from 'not shown'. */
export async function seesDeals(connection: ScopedConnection): Promise<boolean> {
  const [row] = await connection.query<{ seen: boolean }>(
    'select exists (select from opportunities) as seen',
  );
  return row?.seen === true;
}

export interface DealNames extends Record<string, unknown> {
  readonly opportunityId: string;
  readonly name: string;
  readonly accountName: string;
  readonly stage: string;
  readonly closeOn: string | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
}

/** What deals and their accounts are called, by id. */
export function listDealNames(connection: ScopedConnection, ids: readonly string[]): Promise<DealNames[]> {
  return connection.query<DealNames>(
    `select o.opportunity_id as "opportunityId", o.name, a.name as "accountName", o.stage, o.close_on as "closeOn",
       o.amount_minor as "amountMinor", o.currency
     from opportunities o
     join accounts a on a.account_id = o.account_id
     where o.opportunity_id = any ($1)
     order by o.opportunity_id`,
    [ids],
  );
}

export interface PartRow extends Record<string, unknown> {
  readonly opportunityId: string;
  readonly partnerId: string;
  readonly sourced: boolean;
  readonly influenced: boolean;
  readonly disputed: boolean;
  readonly evidence: readonly string[];
}

/** Each partner's part in the deals named, with the ids that it rests on. */
export function listParts(connection: ScopedConnection, ids: readonly string[]): Promise<PartRow[]> {
  return connection.query<PartRow>(
    `select opportunity_id as "opportunityId", partner_id as "partnerId", sourced, influenced, disputed, evidence
     from attribution_ledger
     where opportunity_id = any ($1)
     order by opportunity_id, partner_id`,
    [ids],
  );
}

export interface EvidenceDay extends Record<string, unknown> {
  readonly opportunityId: string;
  readonly partnerId: string;
  /** As the ledger's evidence names it. */
  readonly evidence: string;
  readonly kind: string;
  readonly occurredOn: string | null;
}

/** What the evidence of the deals named is, and when it was: touches, registrations and roles. */
export function listEvidenceDays(
  connection: ScopedConnection,
  ids: readonly string[],
): Promise<EvidenceDay[]> {
  return connection.query<EvidenceDay>(
    `select opportunity_id as "opportunityId", partner_id as "partnerId", touchpoint_id as evidence, kind,
       occurred_on as "occurredOn"
     from touchpoints
     where opportunity_id = any ($1)
       and partner_id is not null
     union all
     select opportunity_id, partner_id, registration_id, 'registration', decided_on
     from registrations
     where opportunity_id = any ($1)
     union all
     select opportunity_id, partner_id, 'role:' || role, 'role', added_on
     from opportunity_partners
     where opportunity_id = any ($1)
     order by 1, 2, 5 nulls first, 3`,
    [ids],
  );
}

export interface DecisionRow extends Record<string, unknown> {
  readonly opportunityId: string;
  readonly decidedBy: string;
  readonly decidedOn: string;
  readonly reason: string;
}

/** The latest word of a person on the source of each of the deals named. */
export function listLatestDecisions(
  connection: ScopedConnection,
  ids: readonly string[],
): Promise<DecisionRow[]> {
  return connection.query<DecisionRow>(
    `select distinct on (opportunity_id) opportunity_id as "opportunityId", decided_by as "decidedBy",
       (decided_at at time zone 'UTC')::date as "decidedOn", reason
     from source_decisions
     where opportunity_id = any ($1)
     order by opportunity_id, decision_id desc`,
    [ids],
  );
}

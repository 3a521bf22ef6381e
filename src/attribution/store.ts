import type { ScopedConnection } from '../access/access.ts';
import type {
  LedgerEntry,
  RegistrationEvidence,
  RoleEvidence,
  SourceDecision,
  TouchEvidence,
} from './types.ts';

export interface EvidenceRow extends Record<string, unknown> {
  readonly opportunityId: string;
  readonly stage: string;
  readonly createdOn: string | null;
  readonly closeOn: string | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly roles: readonly RoleEvidence[];
  readonly registrations: readonly RegistrationEvidence[];
  readonly touches: readonly TouchEvidence[];
  readonly decision: SourceDecision | null;
}

/** Opportunities with all that bears on their attribution, a page at a time, by id; all of them, or those named. */
export function listEvidence(
  connection: ScopedConnection,
  page: { after: string; size: number; only: readonly string[] | null },
): Promise<EvidenceRow[]> {
  return connection.query<EvidenceRow>(
    `select o.opportunity_id as "opportunityId", o.stage, o.created_on as "createdOn", o.close_on as "closeOn",
       o.amount_minor as "amountMinor", o.currency,
       coalesce((
         select jsonb_agg(jsonb_build_object('partnerId', r.partner_id, 'role', r.role, 'addedOn', r.added_on,
           'accepted', r.accepted) order by r.partner_id, r.role)
         from opportunity_partners r
         where r.opportunity_id = o.opportunity_id), '[]') as roles,
       coalesce((
         select jsonb_agg(jsonb_build_object('registrationId', g.registration_id, 'partnerId', g.partner_id,
           'status', g.status, 'kind', g.kind, 'decidedOn', g.decided_on) order by g.registration_id)
         from registrations g
         where g.opportunity_id = o.opportunity_id), '[]') as registrations,
       coalesce((
         select jsonb_agg(jsonb_build_object('touchpointId', t.touchpoint_id, 'partnerId', t.partner_id,
           'kind', t.kind, 'occurredOn', t.occurred_on) order by t.occurred_on, t.touchpoint_id)
         from touchpoints t
         where t.opportunity_id = o.opportunity_id), '[]') as touches,
       (select jsonb_build_object('partnerId', d.partner_id)
        from source_decisions d
        where d.opportunity_id = o.opportunity_id
        order by d.decision_id desc
        limit 1) as decision
     from opportunities o
     where o.opportunity_id > $1
       and ($3::text[] is null or o.opportunity_id = any ($3))
     order by o.opportunity_id
     limit $2`,
    [page.after, page.size, page.only],
  );
}

/** Empties the ledger, or takes the entries of the deals named out of it. */
export async function clearLedger(
  connection: ScopedConnection,
  only: readonly string[] | null,
): Promise<void> {
  await connection.query(
    `delete from attribution_ledger
     where $1::text[] is null or opportunity_id = any ($1)`,
    [only],
  );
}

export async function addToLedger(
  connection: ScopedConnection,
  entries: readonly LedgerEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  await connection.query(
    `insert into attribution_ledger (opportunity_id, partner_id, outcome, sourced, influenced, delivered, disputed,
       amount_minor, attributed_minor, created_on, closed_on, evidence)
     select e."opportunityId", e."partnerId", e.outcome, e.sourced, e.influenced, e.delivered, e.disputed,
       e."amountMinor", e."attributedMinor", e."createdOn", e."closedOn", e.evidence
     from jsonb_to_recordset($1::jsonb) as e("opportunityId" text, "partnerId" text, outcome text, sourced boolean,
       influenced boolean, delivered boolean, disputed boolean, "amountMinor" bigint, "attributedMinor" bigint,
       "createdOn" date, "closedOn" date, evidence text[])`,
    [JSON.stringify(entries)],
  );
}

export interface WonRow extends Record<string, unknown> {
  readonly opportunityId: string;
  readonly partnerId: string;
  readonly sourced: boolean;
  readonly influenced: boolean;
  readonly amountMinor: number;
  readonly closedOn: string;
}

/** The ledger's entries of deals won in a period that count as sourced or influenced, or hold credit. */
export function listWonEntries(
  connection: ScopedConnection,
  filter: { from: string; to: string; partnerId: string | null },
): Promise<WonRow[]> {
  return connection.query<WonRow>(
    `select opportunity_id as "opportunityId", partner_id as "partnerId", sourced, influenced,
       amount_minor as "amountMinor", closed_on as "closedOn"
     from attribution_ledger
     where outcome = 'won'
       and closed_on >= $1
       and closed_on < $2
       and ($3::text is null or partner_id = $3)
     order by opportunity_id, partner_id`,
    [filter.from, filter.to, filter.partnerId],
  );
}

export interface WonLedgerRow extends WonRow {
  readonly attributedMinor: number;
  readonly disputed: boolean;
}

/** The same with credit by equal touches, for readers of the whole ledger: in one reading, for there are several rows a deal. */
export function listWonLedger(
  connection: ScopedConnection,
  filter: { from: string; to: string; partnerId: string | null },
): Promise<WonLedgerRow[]> {
  return connection.query<WonLedgerRow>(
    `select opportunity_id as "opportunityId", partner_id as "partnerId", sourced, influenced,
       amount_minor as "amountMinor", closed_on as "closedOn", attributed_minor as "attributedMinor", disputed
     from attribution_ledger
     where outcome = 'won'
       and closed_on >= $1
       and closed_on < $2
       and ($3::text is null or partner_id = $3)
     order by opportunity_id, partner_id`,
    [filter.from, filter.to, filter.partnerId],
  );
}

export interface WonDeal extends Record<string, unknown> {
  readonly opportunityId: string;
  readonly product: string | null;
  readonly country: string | null;
  readonly closedOn: string;
  readonly amountMinor: number | null;
  readonly currency: string | null;
}

export function listWonDeals(
  connection: ScopedConnection,
  period: { from: string; to: string },
): Promise<WonDeal[]> {
  return connection.query<WonDeal>(
    `select o.opportunity_id as "opportunityId", o.product, a.country, o.close_on as "closedOn",
       o.amount_minor as "amountMinor", o.currency
     from opportunities o
     join accounts a on a.account_id = o.account_id
     where o.stage = 'closed_won'
       and o.close_on >= $1
       and o.close_on < $2
     order by o.opportunity_id`,
    [period.from, period.to],
  );
}

import type { ScopedConnection } from '../access/access.ts';
import { addDays, type IsoDate } from '../dates.ts';
import { AppError } from '../errors.ts';
import type { SourceClaim, SourceDecisionEntry } from './types.ts';

export interface SourceDecisionRequest {
  readonly opportunityId: string;
  /** Null where no partner sourced it. */
  readonly partnerId: string | null;
  readonly reason: string;
}

interface ClaimRow extends Record<string, unknown> {
  readonly opportunityId: string;
  readonly opportunityName: string;
  readonly accountName: string;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly createdOn: IsoDate | null;
  readonly disputed: boolean;
  readonly partnerId: string;
  readonly partnerName: string;
  readonly evidence: readonly string[];
  readonly claimedOn: IsoDate | null;
}

/**
 * Deals whose source a person should name, the largest first: disputed ones, and those claimed by a role that was added
 * after the lock date. A late claim counts as the glossary says; it is listed until somebody has given a reason for it.
 */
export async function listSourceClaims(
  connection: ScopedConnection,
  rules: { lockDays: number; currency: string },
): Promise<SourceClaim[]> {
  const rows = await connection.query<ClaimRow>(
    `select l.opportunity_id as "opportunityId", o.name as "opportunityName", a.name as "accountName",
       o.amount_minor as "amountMinor", o.currency, o.created_on as "createdOn", l.disputed,
       l.partner_id as "partnerId", p.name as "partnerName", l.evidence,
       (select min(r.added_on)
        from opportunity_partners r
        where r.opportunity_id = l.opportunity_id
          and r.partner_id = l.partner_id
          and r.role = 'source') as "claimedOn"
     from attribution_ledger l
     join opportunities o on o.opportunity_id = l.opportunity_id
     join accounts a on a.account_id = o.account_id
     join partners p on p.partner_id = l.partner_id
     where (l.disputed or (l.sourced and 'role:source' = any (l.evidence)))
       and not exists (select from source_decisions d where d.opportunity_id = l.opportunity_id)
     order by o.amount_minor desc nulls last, l.opportunity_id, l.partner_id`,
  );
  const claims = new Map<string, ClaimRow[]>();
  for (const row of rows) claims.set(row.opportunityId, [...(claims.get(row.opportunityId) ?? []), row]);
  return [...claims.values()].flatMap((claimants) => shapeClaim(claimants, rules) ?? []);
}

function shapeClaim(
  claimants: readonly ClaimRow[],
  rules: { lockDays: number; currency: string },
): SourceClaim | null {
  const [first] = claimants;
  if (!first) return null;
  const lockedOn = first.createdOn && addDays(first.createdOn, rules.lockDays);
  const isLate = lockedOn !== null && first.claimedOn !== null && first.claimedOn > lockedOn;
  if (!first.disputed && !isLate) return null;
  return {
    opportunityId: first.opportunityId,
    opportunityName: first.opportunityName,
    accountName: first.accountName,
    amountMinor: first.amountMinor ?? 0,
    currency: first.currency ?? rules.currency,
    kind: first.disputed ? 'disputed' : 'late',
    claimants: claimants.map((one) => ({
      partnerId: one.partnerId,
      name: one.partnerName,
      evidence: one.evidence,
    })),
    lockedOn,
  };
}

/**
 * Writes a person's word on who sourced a deal; row security lets partner managers alone. Throws `not_found` for a deal that
 * is not there, `bad_input` for a partner that is not or without a reason.
 */
export async function addSourceDecision(
  connection: ScopedConnection,
  request: SourceDecisionRequest,
  by: { email: string; at: Date },
): Promise<void> {
  const { opportunityId, partnerId } = request;
  const reason = request.reason.trim();
  if (reason === '')
    throw new AppError('bad_input', 'Give a reason: who sourced a deal is decided for good reasons only.');
  const deals = await connection.query('select opportunity_id from opportunities where opportunity_id = $1', [
    opportunityId,
  ]);
  if (deals.length === 0) throw new AppError('not_found', `There is no opportunity ${opportunityId}.`);
  if (partnerId !== null) {
    const known = await connection.query('select partner_id from partners where partner_id = $1', [
      partnerId,
    ]);
    if (known.length === 0) throw new AppError('bad_input', `There is no partner ${partnerId}.`);
  }
  await connection.query(
    `insert into source_decisions (opportunity_id, partner_id, reason, decided_by, decided_at)
     values ($1, $2, $3, $4, $5)`,
    [opportunityId, partnerId, reason, by.email, by.at.toISOString()],
  );
}

/** What has been decided on a deal's source, the latest first. */
export function listSourceDecisions(
  connection: ScopedConnection,
  opportunityId: string,
): Promise<SourceDecisionEntry[]> {
  return connection.query<SourceDecisionEntry & Record<string, unknown>>(
    `select partner_id as "partnerId", reason, decided_by as "decidedBy", decided_at as "decidedAt"
     from source_decisions
     where opportunity_id = $1
     order by decision_id desc`,
    [opportunityId],
  );
}

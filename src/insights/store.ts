import type { ScopedConnection } from '../access/access.ts';

export interface ClosedAttachment extends Record<string, unknown> {
  readonly partnerId: string;
  readonly opportunityId: string;
  readonly outcome: 'won' | 'lost';
  readonly closedOn: string | null;
}

/** Closed deals that partners were attached to, over all time. */
export function listClosedAttachments(connection: ScopedConnection): Promise<ClosedAttachment[]> {
  return connection.query<ClosedAttachment>(
    `select partner_id as "partnerId", opportunity_id as "opportunityId", outcome, closed_on as "closedOn"
     from attribution_ledger
     where outcome in ('won', 'lost')
       and (sourced or influenced)
     order by closed_on nulls first, opportunity_id, partner_id`,
  );
}

export interface CostRow extends Record<string, unknown> {
  readonly partnerId: string | null;
  readonly amountMinor: number;
  readonly currency: string;
}

export function listCosts(
  connection: ScopedConnection,
  period: { from: string; to: string },
): Promise<CostRow[]> {
  return connection.query<CostRow>(
    `select partner_id as "partnerId", amount_minor as "amountMinor", currency
     from costs
     where incurred_on >= $1
       and incurred_on < $2
     order by cost_id`,
    [period.from, period.to],
  );
}

export interface ScoreRow extends Record<string, unknown> {
  readonly partnerId: string;
  readonly score: number;
}

export function listScores(
  connection: ScopedConnection,
  period: { from: string; to: string },
): Promise<ScoreRow[]> {
  return connection.query<ScoreRow>(
    `select partner_id as "partnerId", score
     from surveys
     where answered_on >= $1
       and answered_on < $2
     order by survey_id`,
    [period.from, period.to],
  );
}

export interface MarginRow extends Record<string, unknown> {
  readonly opportunityId: string;
  readonly margin: number;
}

/** The gross margin of the subscription to the same account and product, where known. */
export function listMargins(
  connection: ScopedConnection,
  period: { from: string; to: string },
): Promise<MarginRow[]> {
  return connection.query<MarginRow>(
    `select distinct on (o.opportunity_id) o.opportunity_id as "opportunityId", s.gross_margin as margin
     from opportunities o
     join subscriptions s on s.account_id = o.account_id
       and s.product is not distinct from o.product
     where o.stage = 'closed_won'
       and o.close_on >= $1
       and o.close_on < $2
       and s.gross_margin is not null
     order by o.opportunity_id, s.started_on desc nulls last, s.subscription_id`,
    [period.from, period.to],
  );
}

export interface AttachedDeal extends Record<string, unknown> {
  readonly partnerId: string;
  readonly opportunityId: string;
  readonly amountMinor: number;
}

export function listAttachedDeals(
  connection: ScopedConnection,
  period: { from: string; to: string },
): Promise<AttachedDeal[]> {
  return connection.query<AttachedDeal>(
    `select partner_id as "partnerId", opportunity_id as "opportunityId", amount_minor as "amountMinor"
     from attribution_ledger
     where outcome = 'won'
       and (sourced or influenced)
       and closed_on >= $1
       and closed_on < $2
     order by opportunity_id, partner_id`,
    [period.from, period.to],
  );
}

/** Won and lost deals of the period, all together: the rate that thin records are pulled to. */
export async function countClosed(
  connection: ScopedConnection,
  period: { from: string; to: string },
): Promise<{ won: number; lost: number }> {
  const [row] = await connection.query<{ won: number; lost: number }>(
    `select count(*) filter (where stage = 'closed_won') as won, count(*) filter (where stage = 'closed_lost') as lost
     from opportunities
     where close_on >= $1
       and close_on < $2`,
    [period.from, period.to],
  );
  return row ?? { won: 0, lost: 0 };
}

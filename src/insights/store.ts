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

export interface WonEntry extends Record<string, unknown> {
  readonly partnerId: string;
  readonly opportunityId: string;
  readonly amountMinor: number;
  /** This partner's share of it. */
  readonly attributedMinor: number;
  readonly attached: boolean;
}

/** Each partner's part in won deals of the period: attached to them, or with touches alone that a model credits. */
export function listWonEntries(
  connection: ScopedConnection,
  period: { from: string; to: string },
): Promise<WonEntry[]> {
  return connection.query<WonEntry>(
    `select partner_id as "partnerId", opportunity_id as "opportunityId", amount_minor as "amountMinor",
       attributed_minor as "attributedMinor", sourced or influenced as attached
     from attribution_ledger
     where outcome = 'won'
       and closed_on >= $1
       and closed_on < $2
     order by opportunity_id, partner_id`,
    [period.from, period.to],
  );
}

export interface ClosedDealRow extends Record<string, unknown> {
  readonly opportunityId: string;
  readonly won: boolean;
  readonly attached: boolean;
  readonly amountMinor: number;
  readonly currency: string | null;
  readonly industry: string | null;
  readonly createdOn: string | null;
  readonly closedOn: string | null;
}

/** Every closed deal, and whether any partner sourced or influenced it. */
export function listClosedDeals(connection: ScopedConnection): Promise<ClosedDealRow[]> {
  return connection.query<ClosedDealRow>(
    `select o.opportunity_id as "opportunityId", o.stage = 'closed_won' as won,
       exists (
         select from attribution_ledger l
         where l.opportunity_id = o.opportunity_id
           and (l.sourced or l.influenced)) as attached,
       coalesce(o.amount_minor, 0) as "amountMinor", o.currency, a.industry, o.created_on as "createdOn",
       o.close_on as "closedOn"
     from opportunities o
     join accounts a on a.account_id = o.account_id
     where o.stage in ('closed_won', 'closed_lost')
     order by o.opportunity_id`,
  );
}

export interface SubscriptionRow extends Record<string, unknown> {
  readonly accountId: string;
  readonly industry: string | null;
  readonly employees: number | null;
  readonly annualMinor: number | null;
  readonly currency: string | null;
  readonly margin: number | null;
  readonly startedOn: string;
  readonly endedOn: string | null;
  /** The first day on which a partner was attached to a won deal of the account, or began to run the subscription. */
  readonly attachedOn: string | null;
}

/** Subscriptions with a start, by account; `partnerId` narrows the attachment to one partner. */
export function listSubscriptions(
  connection: ScopedConnection,
  partnerId: string | null,
): Promise<SubscriptionRow[]> {
  return connection.query<SubscriptionRow>(
    `select s.account_id as "accountId", a.industry, a.employees, s.annual_minor as "annualMinor", s.currency,
       s.gross_margin as margin, s.started_on as "startedOn", s.ended_on as "endedOn",
       least(
         (select min(l.closed_on)
          from attribution_ledger l
          join opportunities o on o.opportunity_id = l.opportunity_id
          where o.account_id = s.account_id
            and l.outcome = 'won'
            and (l.sourced or l.influenced)
            and ($1::text is null or l.partner_id = $1)),
         (select min(r.started_on)
          from subscriptions r
          where r.account_id = s.account_id
            and r.partner_id is not null
            and ($1::text is null or r.partner_id = $1))) as "attachedOn"
     from subscriptions s
     join accounts a on a.account_id = s.account_id
     where s.started_on is not null
     order by s.account_id, s.subscription_id`,
    [partnerId],
  );
}

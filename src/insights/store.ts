import type { ScopedConnection } from '../access/access.ts';

/** One partner's part in a closed deal: attached to it, or with touches alone that a model credits. */
export interface ClosedEntry extends Record<string, unknown> {
  readonly partnerId: string;
  readonly opportunityId: string;
  readonly name: string;
  readonly accountId: string;
  readonly outcome: 'won' | 'lost';
  readonly sourced: boolean;
  readonly influenced: boolean;
  /** In the company's currency. */
  readonly amountMinor: number;
  /** This partner's share of it. */
  readonly attributedMinor: number;
  readonly closedOn: string | null;
  /** Ids of the role, registration or touch that it rests on. */
  readonly evidence: readonly string[];
}

/** Over all time, by the day of closing. */
export function listClosedEntries(connection: ScopedConnection): Promise<ClosedEntry[]> {
  return connection.query<ClosedEntry>(
    `select l.partner_id as "partnerId", l.opportunity_id as "opportunityId", o.name, o.account_id as "accountId",
       l.outcome, l.sourced, l.influenced, l.amount_minor as "amountMinor", l.attributed_minor as "attributedMinor",
       l.closed_on as "closedOn", l.evidence
     from attribution_ledger l
     join opportunities o on o.opportunity_id = l.opportunity_id
     where l.outcome in ('won', 'lost')
     order by l.closed_on nulls first, l.opportunity_id, l.partner_id`,
  );
}

export interface CostRow extends Record<string, unknown> {
  readonly costId: string;
  readonly partnerId: string | null;
  readonly kind: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly incurredOn: string;
}

export function listCosts(
  connection: ScopedConnection,
  period: { from: string; to: string },
): Promise<CostRow[]> {
  return connection.query<CostRow>(
    `select cost_id as "costId", partner_id as "partnerId", kind, amount_minor as "amountMinor", currency,
       incurred_on as "incurredOn"
     from costs
     where incurred_on >= $1
       and incurred_on < $2
     order by incurred_on, cost_id`,
    [period.from, period.to],
  );
}

export interface ScoreRow extends Record<string, unknown> {
  readonly surveyId: string;
  readonly partnerId: string;
  readonly score: number;
  readonly answeredOn: string;
}

export function listScores(
  connection: ScopedConnection,
  period: { from: string; to: string },
): Promise<ScoreRow[]> {
  return connection.query<ScoreRow>(
    `select survey_id as "surveyId", partner_id as "partnerId", score, answered_on as "answeredOn"
     from surveys
     where answered_on >= $1
       and answered_on < $2
     order by answered_on, survey_id`,
    [period.from, period.to],
  );
}

export interface CertificateRow extends Record<string, unknown> {
  readonly certificationId: string;
  readonly partnerId: string;
  readonly personEmail: string | null;
  readonly competency: string;
}

/** Certificates that were valid on a day, one a person and competency. */
export function listCertificates(connection: ScopedConnection, day: string): Promise<CertificateRow[]> {
  return connection.query<CertificateRow>(
    `select distinct on (partner_id, coalesce(person_email, certification_id), coalesce(competency, course, ''))
       certification_id as "certificationId", partner_id as "partnerId", person_email as "personEmail",
       coalesce(competency, course, '') as competency
     from certifications
     where completed_on <= $1
       and (expires_on >= $1 or (expires_on is null and status = 'completed'))
       and status <> 'enrolled'
     order by partner_id, coalesce(person_email, certification_id), coalesce(competency, course, ''), certification_id`,
    [day],
  );
}

export interface OpenDealRow extends Record<string, unknown> {
  readonly opportunityId: string;
  readonly attached: boolean;
  readonly amountMinor: number;
  readonly currency: string | null;
}

export function listOpenDeals(connection: ScopedConnection): Promise<OpenDealRow[]> {
  return connection.query<OpenDealRow>(
    `select o.opportunity_id as "opportunityId",
       exists (
         select from attribution_ledger l
         where l.opportunity_id = o.opportunity_id
           and (l.sourced or l.influenced)) as attached,
       coalesce(o.amount_minor, 0) as "amountMinor", o.currency
     from opportunities o
     where o.stage not in ('closed_won', 'closed_lost')
     order by o.opportunity_id`,
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

export interface ClosedDealRow extends Record<string, unknown> {
  readonly opportunityId: string;
  readonly name: string;
  readonly won: boolean;
  readonly attached: boolean;
  /** The first day of a partner that is attached; null where none is, or its day is not known. */
  readonly joinedOn: string | null;
  readonly amountMinor: number;
  readonly currency: string | null;
  readonly industry: string | null;
  readonly country: string | null;
  readonly employees: number | null;
  readonly product: string | null;
  readonly ownerEmail: string | null;
  readonly kind: string;
  readonly competitor: string | null;
  readonly publicTender: boolean;
  /** Whether the account had bought before the deal was created. */
  readonly isCustomer: boolean;
  /** Kind of the first touch of our own; null without one. */
  readonly origin: string | null;
  /** The day on which each stage was entered, where a history of stages is kept. */
  readonly stages: Readonly<Record<string, string>>;
  readonly createdOn: string | null;
  readonly closedOn: string | null;
}

/** Every closed deal with what is known of it, and whether any partner sourced or influenced it. */
export function listClosedDeals(connection: ScopedConnection): Promise<ClosedDealRow[]> {
  return connection.query<ClosedDealRow>(
    `select o.opportunity_id as "opportunityId", o.name, o.stage = 'closed_won' as won,
       l.opportunity_id is not null as attached, l.joined_on as "joinedOn",
       coalesce(o.amount_minor, 0) as "amountMinor", o.currency, a.industry, a.country, a.employees, o.product,
       o.owner_email as "ownerEmail", o.kind, o.competitor, o.public_tender as "publicTender",
       exists (
         select from opportunities e
         where e.account_id = o.account_id
           and e.stage = 'closed_won'
           and e.close_on < o.created_on)
       or exists (
         select from subscriptions s
         where s.account_id = o.account_id
           and s.started_on < o.created_on) as "isCustomer",
       (select t.kind
        from touchpoints t
        where t.opportunity_id = o.opportunity_id
          and t.partner_id is null
        order by t.occurred_on, t.touchpoint_id
        limit 1) as origin,
       coalesce(h.stages, '{}') as stages, o.created_on as "createdOn", o.close_on as "closedOn"
     from opportunities o
     join accounts a on a.account_id = o.account_id
     left join (
       select e.opportunity_id, min(least(case when e.sourced then e.created_on end, t.first_on, p.first_on)) as joined_on
       from attribution_ledger e
       left join (
         select opportunity_id, partner_id, min(occurred_on) as first_on
         from touchpoints
         group by opportunity_id, partner_id) t
         on t.opportunity_id = e.opportunity_id and t.partner_id = e.partner_id
       left join (
         select opportunity_id, partner_id, min(added_on) as first_on
         from opportunity_partners
         where accepted
         group by opportunity_id, partner_id) p
         on p.opportunity_id = e.opportunity_id and p.partner_id = e.partner_id
       where e.sourced or e.influenced
       group by e.opportunity_id) l on l.opportunity_id = o.opportunity_id
     left join (
       select opportunity_id, jsonb_object_agg(stage, entered_on) as stages
       from opportunity_stages
       group by opportunity_id) h on h.opportunity_id = o.opportunity_id
     where o.stage in ('closed_won', 'closed_lost')
     order by o.opportunity_id`,
  );
}

export interface SubscriptionRow extends Record<string, unknown> {
  readonly accountId: string;
  readonly accountName: string;
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
    `select s.account_id as "accountId", a.name as "accountName", a.industry, a.employees, s.annual_minor as "annualMinor", s.currency,
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

import type { ScopedConnection } from '../access/access.ts';
import type { IntroFacts, IntroRequest } from './intro.ts';
import { type LiftModel, MODEL_VERSION } from './lift-model.ts';
import type { PartnerFacts, Relation } from './types.ts';

export interface DealRow extends Record<string, unknown> {
  readonly opportunityId: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly industry: string | null;
  readonly country: string | null;
  readonly product: string | null;
  readonly kind: string;
  readonly stage: string;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly needs: readonly string[];
  readonly competitor: string | null;
  readonly createdOn: string | null;
  readonly closedOn: string | null;
  readonly partnerIds: readonly string[];
}

const DEAL_COLUMNS = `o.opportunity_id as "opportunityId", o.account_id as "accountId", a.name as "accountName",
  a.industry, a.country, o.product, o.kind, o.stage, o.amount_minor as "amountMinor", o.currency, o.needs,
  o.competitor, o.created_on as "createdOn", o.close_on as "closedOn",
  coalesce((
    select array_agg(distinct r.partner_id order by r.partner_id)
    from opportunity_partners r
    where r.opportunity_id = o.opportunity_id
      and r.accepted is distinct from false
      and (r.added_on is null or o.close_on is null or r.added_on <= o.close_on)), '{}') as "partnerIds"`;

/** Closed deals, oldest first; those that closed before a day, where one is given. */
export function listClosedDeals(connection: ScopedConnection, before: string | null): Promise<DealRow[]> {
  return connection.query<DealRow>(
    `select ${DEAL_COLUMNS}
     from opportunities o
     join accounts a on a.account_id = o.account_id
     where o.stage in ('closed_won', 'closed_lost')
       and ($1::date is null or o.close_on < $1)
     order by o.close_on nulls first, o.opportunity_id`,
    [before],
  );
}

export async function getDeal(connection: ScopedConnection, opportunityId: string): Promise<DealRow | null> {
  const [row] = await connection.query<DealRow>(
    `select ${DEAL_COLUMNS}
     from opportunities o
     join accounts a on a.account_id = o.account_id
     where o.opportunity_id = $1`,
    [opportunityId],
  );
  return row ?? null;
}

export interface SubjectAccount extends Record<string, unknown> {
  readonly accountId: string;
  readonly name: string;
  readonly industry: string | null;
  readonly country: string | null;
}

export async function getSubjectAccount(
  connection: ScopedConnection,
  accountId: string,
): Promise<SubjectAccount | null> {
  const [row] = await connection.query<SubjectAccount>(
    `select account_id as "accountId", name, industry, country
     from accounts
     where account_id = $1`,
    [accountId],
  );
  return row ?? null;
}

/** Every partner but recruits, with its valid or lapsed certificates and the open deals that it carries. */
export function listPartnerFacts(connection: ScopedConnection): Promise<PartnerFacts[]> {
  return connection.query<PartnerFacts & Record<string, unknown>>(
    `select p.partner_id as "partnerId", p.name, p.archetype, p.tier, p.status, p.regions, p.industries, p.competencies,
       p.products, p.integrations, p.marketplaces, p.capacity,
       p.joined_on as "joinedOn",
       (select count(distinct r.opportunity_id)
        from opportunity_partners r
        join opportunities o on o.opportunity_id = r.opportunity_id
        where r.partner_id = p.partner_id
          and r.accepted
          and o.stage not in ('closed_won', 'closed_lost')) as load,
       coalesce((
         select jsonb_agg(jsonb_build_object('competency', c.competency, 'since', c.completed_on,
           'until', c.expires_on, 'id', c.certification_id)
           order by c.certification_id)
         from certifications c
         where c.partner_id = p.partner_id
           and c.status = 'completed'
           and c.competency is not null), '[]') as certificates
     from partners p
     where p.status <> 'recruit'
     order by p.partner_id`,
  );
}

/** Relations with these accounts as far as partners share them; the most telling record of each partner and account. */
export function listRelations(
  connection: ScopedConnection,
  accountIds: readonly string[] | null,
): Promise<Relation[]> {
  return connection.query<Relation & Record<string, unknown>>(
    `select distinct on (o.partner_id, o.account_id)
       o.partner_id as "partnerId", o.account_id as "accountId", o.record_id as "recordId", o.populations,
       o.owner_name as "ownerName", o.owner_email as "ownerEmail", o.customer_since as "customerSince",
       o.last_activity_on as "lastActivityOn",
       coalesce(k.contacts, 0) as contacts, coalesce(k.new_contacts, 0) as "newContacts",
       coalesce(k.senior_contacts, 0) as "seniorContacts",
       coalesce(q.requests, '{}') as "integrationRequests"
     from account_overlaps o
     join accounts a on a.account_id = o.account_id
     left join lateral (
       select count(*) as contacts,
         count(*) filter (where not exists (
           select from contacts c where c.account_id = o.account_id and c.email = pc.email)) as new_contacts,
         count(*) filter (where pc.role in ('economic_buyer', 'decision_maker', 'champion')) as senior_contacts
       from partner_contacts pc
       where pc.partner_id = o.partner_id
         and (lower(pc.account_name) in (lower(o.record_name), lower(a.name))
           or (pc.account_domain <> '' and lower(pc.account_domain) = lower(a.domain)))
     ) k on true
     left join lateral (
       select array_agg(i.request_id order by i.request_id) as requests
       from integration_requests i
       where i.partner_id = o.partner_id
         and i.account_id = o.account_id
     ) q on true
     where o.decision = 'match'
       and ($1::text[] is null or o.account_id = any ($1))
     order by o.partner_id, o.account_id, 'customer' = any (o.populations) desc,
       'open_opportunity' = any (o.populations) desc, o.last_activity_on desc nulls last, o.record_id`,
    [accountIds],
  );
}

export async function saveModel(
  connection: ScopedConnection,
  trained: { on: string; model: LiftModel },
): Promise<void> {
  await connection.query('insert into lift_models (trained_on, deals, weights) values ($1, $2, $3::jsonb)', [
    trained.on,
    trained.model.deals,
    JSON.stringify(trained.model),
  ]);
}

/** The newest model and its id; null before the first training, and where it is of another version. */
export async function loadModel(
  connection: ScopedConnection,
): Promise<{ id: number; model: LiftModel } | null> {
  const [row] = await connection.query<{ id: number; weights: LiftModel }>(
    `select model_id as id, weights
     from lift_models
     order by model_id desc
     limit 1`,
  );
  return row?.weights.version === MODEL_VERSION ? { id: row.id, model: row.weights } : null;
}

/** What an intro request is written from: the relation as shared, and the account that we could give in return. */
export async function getIntroFacts(
  connection: ScopedConnection,
  request: IntroRequest,
): Promise<IntroFacts | null> {
  const [row] = await connection.query<IntroFacts & Record<string, unknown>>(
    `select p.partner_id as "partnerId", p.name as "partnerName", a.account_id as "accountId", a.name as "accountName",
       a.domain as "accountDomain", o.product, r.populations, r.owner_name as "ownerName",
       r.owner_email as "ownerEmail", r.customer_since as "customerSince",
       (select e.email from partner_people e where e.partner_id = p.partner_id order by e.email limit 1) as "contactEmail",
       (select e.name from partner_people e where e.partner_id = p.partner_id order by e.email limit 1) as "contactName",
       coalesce((
         select array_agg(distinct lower(h.host))
         from (
           select p.domain as host
           union all
           select split_part(e.email, '@', 2) from partner_people e where e.partner_id = p.partner_id) h
         where h.host <> ''), '{}') as "partnerHosts",
       coalesce((
         select array_agg(lower(c.email) order by lower(c.email))
         from (
           select email from contacts where account_id = a.account_id
           union
           select k.email
           from partner_contacts k
           where k.partner_id = p.partner_id
             and (lower(k.account_name) = lower(a.name)
               or (k.account_domain <> '' and lower(k.account_domain) = lower(a.domain)))) c), '{}') as "theirPeople",
       (select g.name
        from account_overlaps x
        join accounts g on g.account_id = x.account_id
        where x.partner_id = p.partner_id
          and x.decision = 'match'
          and x.our_population = 'customer'
          and 'open_opportunity' = any (x.populations)
          and x.account_id <> a.account_id
          -- That an account is our customer is said only to partners to whom we show it.
          and exists (
            select from sharing s
            where s.partner_id = p.partner_id
              and s.direction = 'ours_to_them'
              and s.population = 'customer'
              and s.level in ('overlap', 'full')
              and (s.fields = '{}' or s.fields @> '{name,population}'))
        order by x.last_activity_on desc nulls last, g.account_id
        limit 1) as give
     from partners p
     cross join accounts a
     left join opportunities o on o.opportunity_id = $3 and o.account_id = a.account_id
     left join lateral (
       select v.populations, v.owner_name, v.owner_email, v.customer_since
       from account_overlaps v
       where v.partner_id = p.partner_id
         and v.account_id = a.account_id
         and v.decision = 'match'
       order by 'customer' = any (v.populations) desc, v.record_id
       limit 1) r on true
     where p.partner_id = $1
       and a.account_id = $2`,
    [request.partnerId, request.accountId, request.opportunityId],
  );
  return row ?? null;
}

export interface ConfirmedIntro {
  readonly introId: string;
  readonly proposalId: string;
  readonly partnerId: string;
  readonly accountId: string;
  readonly opportunityId: string | null;
  readonly addressedTo: string;
  readonly body: string;
  readonly askedBy: string;
  readonly askedAt: Date;
}

export async function addIntroRequest(connection: ScopedConnection, intro: ConfirmedIntro): Promise<void> {
  await connection.query(
    `insert into intro_requests (intro_id, proposal_id, partner_id, account_id, opportunity_id, addressed_to, body,
       asked_by, asked_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      intro.introId,
      intro.proposalId,
      intro.partnerId,
      intro.accountId,
      intro.opportunityId,
      intro.addressedTo,
      intro.body,
      intro.askedBy,
      intro.askedAt.toISOString(),
    ],
  );
}

import type { ScopedConnection } from '../../access/access.ts';
import type { Ask, AskAnswer, Favour, LedgerCounts, ShownDeal, ShownPartner } from './types.ts';

export interface ShownRow {
  readonly opportunityId: string | null;
  readonly accountId: string;
  readonly partnerId: string | null;
  readonly rank: number;
  readonly explored: boolean;
  readonly winChance: number | null;
  readonly lift: number | null;
  readonly liftLow: number | null;
  readonly liftHigh: number | null;
}

/** Notes a list as shown, in one statement; the list that the same person saw first on a day stays. */
export async function addShown(
  connection: ScopedConnection,
  shown: { rows: readonly ShownRow[]; to: string; on: string; at: Date },
): Promise<void> {
  await connection.query(
    `insert into recommendations_shown (opportunity_id, account_id, partner_id, rank, explored, model_id, win_chance, lift,
       lift_low, lift_high, shown_to, shown_on, shown_at)
     select r."opportunityId", r."accountId", r."partnerId", r.rank, r.explored,
       (select max(model_id) from lift_models), r."winChance", r.lift, r."liftLow", r."liftHigh", $2, $3, $4
     from jsonb_to_recordset($1::jsonb) as r("opportunityId" text, "accountId" text, "partnerId" text, rank integer,
       explored boolean, "winChance" double precision, lift double precision, "liftLow" double precision,
       "liftHigh" double precision)
     where not exists (
       select from recommendations_shown s
       where s.account_id = r."accountId"
         and s.opportunity_id is not distinct from r."opportunityId"
         and s.shown_to = $2
         and s.shown_on = $3)
     on conflict do nothing`,
    [JSON.stringify(shown.rows), shown.to, shown.on, shown.at.toISOString()],
  );
}

/** The newest answer to each request; none while it waits. */
const LATEST_ANSWER = `left join lateral (
       select n.answer, n.answered_on, n.reason
       from intro_answers n
       where n.intro_id = i.intro_id
       order by n.answer_id desc
       limit 1) n on true`;

/** Requests that our people may see, the newest first. */
export function listAsks(
  connection: ScopedConnection,
  wanted: { partnerId: string | null; introId: string | null },
): Promise<Ask[]> {
  return connection.query<Ask & Record<string, unknown>>(
    `select i.intro_id as "introId", i.partner_id as "partnerId", p.name as "partnerName", i.account_id as "accountId",
       a.name as "accountName", i.opportunity_id as "opportunityId", i.addressed_to as "addressedTo",
       i.asked_by as "askedBy", (i.asked_at at time zone 'utc')::date as "askedOn",
       coalesce(n.answer, 'waiting') as state, n.answered_on as "answeredOn", n.reason,
       case o.stage when 'closed_won' then 'won' when 'closed_lost' then 'lost' end as outcome
     from intro_requests i
     join partners p on p.partner_id = i.partner_id
     left join accounts a on a.account_id = i.account_id
     left join opportunities o on o.opportunity_id = i.opportunity_id
     ${LATEST_ANSWER}
     where ($1::text is null or i.partner_id = $1)
       and ($2::text is null or i.intro_id = $2)
     order by i.asked_at desc, i.intro_id`,
    [wanted.partnerId, wanted.introId],
  );
}

/** Requests as the partner asked may see them: neither the deal nor what came of it. */
export function listAsksOfReader(connection: ScopedConnection): Promise<Ask[]> {
  return connection.query<Ask & Record<string, unknown>>(
    `select i.intro_id as "introId", i.partner_id as "partnerId", p.name as "partnerName", null as "accountId",
       null as "accountName", null as "opportunityId", i.addressed_to as "addressedTo",
       null as "askedBy", (i.asked_at at time zone 'utc')::date as "askedOn",
       coalesce(n.answer, 'waiting') as state, n.answered_on as "answeredOn", null as reason, null as outcome
     from intro_requests i
     join partners p on p.partner_id = i.partner_id
     left join lateral (
       select n.answer, n.answered_on
       from intro_answers n
       where n.intro_id = i.intro_id
       order by n.recorded_at desc
       limit 1) n on true
     order by i.asked_at desc, i.intro_id`,
  );
}

export async function addAnswer(
  connection: ScopedConnection,
  answer: AskAnswer & { readonly partnerId: string },
): Promise<void> {
  await connection.query(
    `insert into intro_answers (intro_id, partner_id, answer, reason, answered_on, recorded_by, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      answer.introId,
      answer.partnerId,
      answer.answer,
      answer.reason,
      answer.answeredOn,
      answer.recordedBy,
      answer.recordedAt.toISOString(),
    ],
  );
}

export async function addFavour(connection: ScopedConnection, favour: Favour): Promise<void> {
  await connection.query(
    `insert into partner_favours (partner_id, kind, what, note, happened_on, recorded_by, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      favour.partnerId,
      favour.kind,
      favour.what,
      favour.note,
      favour.happenedOn,
      favour.recordedBy,
      favour.recordedAt.toISOString(),
    ],
  );
}

/** Counts of asks and gives for these partners, or all; by name. */
export function listLedger(
  connection: ScopedConnection,
  partnerIds: readonly string[] | null,
): Promise<LedgerCounts[]> {
  return connection.query<LedgerCounts & Record<string, unknown>>(
    `with chosen as (
       select partner_id, name
       from partners
       where ($1::text[] is null or partner_id = any ($1))),
     asks as (
       select i.partner_id, count(*) as asked,
         count(*) filter (where n.answer = 'accepted') as accepted,
         count(*) filter (where n.answer = 'declined') as declined,
         count(*) filter (where n.answer = 'accepted' and not exists (
           select from opportunity_partners r
           where r.opportunity_id = i.opportunity_id
             and r.partner_id = i.partner_id
             and r.accepted is distinct from false)) as intros
       from intro_requests i
       ${LATEST_ANSWER}
       group by i.partner_id),
     deals as (
       select partner_id, count(distinct opportunity_id) as helped
       from opportunity_partners
       where accepted
       group by partner_id),
     rights as (
       select partner_id, count(*) filter (where status <> 'draft') as asked,
         count(*) filter (where status in ('approved', 'won', 'lost', 'expired') and decided_on is not null) as granted
       from registrations
       group by partner_id),
     funds as (
       select partner_id, count(*) as asked,
         count(*) filter (where status in ('approved', 'claimed', 'paid')) as granted
       from mdf_requests
       group by partner_id),
     paid as (
       select partner_id, count(*) as campaigns
       from campaigns
       where spend_minor > 0
       group by partner_id),
     favours as (
       select partner_id, count(*) filter (where kind = 'we_gave') as we_gave,
         count(*) filter (where kind = 'they_gave') as they_gave,
         count(*) filter (where kind = 'they_asked') as they_asked
       from partner_favours
       group by partner_id)
     select c.partner_id as "partnerId", c.name as "partnerName",
       coalesce(asks.asked, 0) as asked, coalesce(asks.accepted, 0) as accepted,
       coalesce(asks.declined, 0) as declined, coalesce(asks.intros, 0) as "introsGiven",
       coalesce(deals.helped, 0) as "dealsHelped", coalesce(favours.they_gave, 0) as "theyGave",
       coalesce(rights.asked, 0) as "registrationsAsked", coalesce(funds.asked, 0) as "fundsAsked",
       coalesce(favours.they_asked, 0) as "theyAsked", coalesce(rights.granted, 0) as "registrationsGranted",
       coalesce(funds.granted, 0) as "fundsGranted", coalesce(paid.campaigns, 0) as campaigns,
       coalesce(favours.we_gave, 0) as "weGave"
     from chosen c
     left join asks on asks.partner_id = c.partner_id
     left join deals on deals.partner_id = c.partner_id
     left join rights on rights.partner_id = c.partner_id
     left join funds on funds.partner_id = c.partner_id
     left join paid on paid.partner_id = c.partner_id
     left join favours on favours.partner_id = c.partner_id
     order by c.name, c.partner_id`,
    [partnerIds],
  );
}

interface ShownDealRow extends Record<string, unknown> {
  readonly opportunityId: string;
  readonly outcome: 'won' | 'lost' | null;
  readonly partners: readonly ShownPartner[];
  readonly othersJoined: boolean;
}

/** Of each deal the first list that anybody was shown, with what was asked and who joined from that day on. */
export function listShownDeals(connection: ScopedConnection): Promise<ShownDeal[]> {
  return connection.query<ShownDealRow>(
    `with first as (
       select distinct on (opportunity_id) opportunity_id, shown_to, shown_on
       from recommendations_shown
       where opportunity_id is not null
       order by opportunity_id, shown_on, shown_at, shown_to),
     listed as (
       select s.*
       from recommendations_shown s
       join first f on f.opportunity_id = s.opportunity_id and f.shown_to = s.shown_to and f.shown_on = s.shown_on)
     select l.opportunity_id as "opportunityId",
       case o.stage when 'closed_won' then 'won' when 'closed_lost' then 'lost' end as outcome,
       coalesce(jsonb_agg(jsonb_build_object('partnerId', l.partner_id, 'rank', l.rank, 'explored', l.explored,
         'winChance', l.win_chance, 'lift', l.lift,
         'asked', exists (
           select from intro_requests i
           where i.opportunity_id = l.opportunity_id and i.partner_id = l.partner_id and i.asked_at >= l.shown_at),
         'accepted', exists (
           select from intro_requests i
           join intro_answers n on n.intro_id = i.intro_id
           where i.opportunity_id = l.opportunity_id and i.partner_id = l.partner_id and n.answer = 'accepted'),
         'joined', exists (
           select from opportunity_partners r
           where r.opportunity_id = l.opportunity_id and r.partner_id = l.partner_id and r.accepted
             and r.added_on >= l.shown_on))
         order by l.rank) filter (where l.partner_id is not null), '[]') as partners,
       exists (
         select from opportunity_partners r
         where r.opportunity_id = l.opportunity_id
           and r.accepted
           and not exists (
             select from listed x
             where x.opportunity_id = r.opportunity_id and x.partner_id = r.partner_id)) as "othersJoined"
     from listed l
     join opportunities o on o.opportunity_id = l.opportunity_id
     where o.close_on is null or o.stage not in ('closed_won', 'closed_lost') or l.shown_on < o.close_on
     group by l.opportunity_id, o.stage
     order by l.opportunity_id`,
  );
}

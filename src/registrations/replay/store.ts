import type { ScopedConnection } from '../../access/access.ts';
import type { RulesOfEngagement } from '../../company/settings.ts';
import type { IsoDate } from '../../dates.ts';
import type { OfferFact } from '../conflict-case.ts';
import {
  groupBy,
  readAccountBook,
  readPartnerBook,
  readRegistrations,
  readRoster,
} from '../conflict-store.ts';
import { distinct } from '../resolve-subjects.ts';
import { listMoves, listRegistrations } from '../store.ts';
import type { PastDeal, PastRole, Surroundings } from './facts-on-day.ts';
import { type Life, type RecordedRegistration, readLife } from './history.ts';

/** A firm's standing in the programme and how many open co-sells it can carry. */
export interface Firm {
  readonly partnerId: string;
  readonly name: string;
  readonly tier: string | null;
  readonly capacity: number | null;
}

/** Everything that past registrations were decided in. */
export interface History {
  readonly lives: readonly Life[];
  readonly surroundings: Surroundings;
  readonly firms: ReadonlyMap<string, Firm>;
}

/**
 * Lets only those go on who may decide on registrations: the database refuses a lock on them to anybody else. It holds
 * no row and writes nothing.
 */
export async function admitDeciders(connection: ScopedConnection): Promise<void> {
  await connection.query('select registration_id from registrations where false for no key update');
}

/** The whole history of registrations, with the rows around them as they stand today. */
export async function readHistory(connection: ScopedConnection, rules: RulesOfEngagement): Promise<History> {
  const firms = await readFirms(connection);
  const recorded = await readRecorded(connection, firms);
  const accountIds = distinct(recorded.flatMap((one) => one.accountId ?? []));
  const deals = await readDeals(connection, accountIds);
  const dealIds = deals.map((deal) => deal.opportunityId);
  const book = await readAccountBook(connection, { accountIds, opportunityIds: [] });
  const roster = await readRoster(connection);
  const { certificates } = await readPartnerBook(connection, [...firms.keys()]);
  return {
    lives: recorded.flatMap((one) => readLife(one, rules) ?? []),
    firms,
    surroundings: {
      ...roster,
      accounts: book.accounts,
      children: book.children,
      subscriptions: book.subscriptions,
      certificates,
      deals: groupBy(deals, (deal) => deal.accountId),
      roles: groupBy(await readRoles(connection, dealIds), (role) => role.opportunityId),
      offers: groupBy(await readOffers(connection, accountIds), (offer) => offer.accountId),
    },
  };
}

async function readFirms(connection: ScopedConnection): Promise<ReadonlyMap<string, Firm>> {
  const rows = await connection.query<Firm & Record<string, unknown>>(
    `select partner_id as "partnerId", name, tier, capacity
     from partners
     order by partner_id`,
  );
  return new Map(rows.map((row) => [row.partnerId, row]));
}

async function readRecorded(
  connection: ScopedConnection,
  firms: ReadonlyMap<string, Firm>,
): Promise<RecordedRegistration[]> {
  const stored = await listRegistrations(connection, 'staff', {});
  const ids = stored.map((row) => row.registrationId);
  const facts = new Map(
    (await readRegistrations(connection, ids)).map((fact) => [fact.registrationId, fact]),
  );
  const moves = groupBy(await listMoves(connection, 'staff', ids), (move) => move.registrationId);
  const closings = await readClosings(connection);
  return stored.flatMap((row) => {
    const fact = facts.get(row.registrationId);
    if (!fact) return [];
    return {
      ...fact,
      partnerName: row.partnerName,
      tier: firms.get(row.partnerId)?.tier ?? null,
      reasonCode: row.reasonCode,
      closing: closings.get(row.opportunityId ?? '') ?? null,
      moves: moves.get(row.registrationId) ?? [],
    };
  });
}

type Closing = NonNullable<RecordedRegistration['closing']>;

async function readClosings(connection: ScopedConnection): Promise<Map<string, Closing>> {
  const rows = await connection.query<{ opportunityId: string; stage: string; on: IsoDate | null }>(
    `select o.opportunity_id as "opportunityId", o.stage, o.close_on as "on"
     from opportunities o
     where o.stage in ('closed_won', 'closed_lost')
       and o.opportunity_id in (select opportunity_id from registrations)
     order by o.opportunity_id`,
  );
  return new Map(rows.map(({ opportunityId, ...closing }) => [opportunityId, closing]));
}

/** Open and closed deals of accounts, with every dated trace of them. */
function readDeals(connection: ScopedConnection, accountIds: readonly string[]): Promise<PastDeal[]> {
  return connection.query<PastDeal & Record<string, unknown>>(
    `select o.opportunity_id as "opportunityId", o.account_id as "accountId", o.name, o.product, o.stage,
       o.created_on as "createdOn", o.last_activity_on as "lastActivityOn", o.needs, o.kind,
       o.public_tender as "publicTender", o.close_on as "closeOn",
       coalesce(s.stages, '[]') as stages, coalesce(t.touches, '[]') as touches
     from opportunities o
     left join lateral (
       select jsonb_agg(jsonb_build_object('stage', e.stage, 'on', e.entered_on)
         order by e.entered_on, array_position(array['prospecting', 'qualified', 'proposal', 'negotiation'], e.stage)) as stages
       from opportunity_stages e
       where e.opportunity_id = o.opportunity_id) s on true
     left join lateral (
       select jsonb_agg(jsonb_build_object('partnerId', e.partner_id, 'on', e.occurred_on)
         order by e.occurred_on, e.touchpoint_id) as touches
       from touchpoints e
       where e.opportunity_id = o.opportunity_id) t on true
     where o.account_id = any ($1)
     order by o.opportunity_id`,
    [accountIds],
  );
}

function readRoles(connection: ScopedConnection, opportunityIds: readonly string[]): Promise<PastRole[]> {
  return connection.query<PastRole & Record<string, unknown>>(
    `select opportunity_id as "opportunityId", partner_id as "partnerId", role, accepted, added_on as "addedOn"
     from opportunity_partners
     where opportunity_id = any ($1)
     order by opportunity_id, partner_id, role`,
    [opportunityIds],
  );
}

function readOffers(connection: ScopedConnection, accountIds: readonly string[]): Promise<OfferFact[]> {
  return connection.query<OfferFact & Record<string, unknown>>(
    `select offer_id as "offerId", account_id as "accountId", partner_id as "partnerId", marketplace, status,
       sent_on as "sentOn", expires_on as "expiresOn"
     from marketplace_offers
     where account_id = any ($1)
       and status in ('sent', 'expired')
     order by offer_id`,
    [accountIds],
  );
}

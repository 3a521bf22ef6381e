import type { ScopedConnection } from '../access/access.ts';
import type {
  AccountFact,
  CertificateFact,
  OfferFact,
  OpportunityFact,
  PartnerFact,
  RegistrationFact,
  RoleFact,
  SubscriptionFact,
} from './conflict-case.ts';

/** Every partner, and which needs are integrations rather than competencies: read once for any number of cases. */
export interface Roster {
  readonly partners: ReadonlyMap<string, PartnerFact>;
  readonly integrations: ReadonlySet<string>;
}

export async function readRoster(connection: ScopedConnection): Promise<Roster> {
  const partners = await connection.query<PartnerFact & Record<string, unknown>>(
    `select partner_id as "partnerId", name, status, regions, competes_with as "competesWith", capacity
     from partners
     order by partner_id`,
  );
  const integrations = await connection.query<{ name: string }>(
    `select distinct lower(trim(i.name)) as name
     from partners p
     cross join lateral unnest(p.integrations) as i(name)
     except
     select lower(trim(competency)) from courses where competency is not null
     except
     select lower(trim(competency)) from certifications where competency is not null
     order by 1`,
  );
  return {
    partners: new Map(partners.map((partner) => [partner.partnerId, partner])),
    integrations: new Set(integrations.map((row) => row.name)),
  };
}

const OPPORTUNITY_COLUMNS = `o.opportunity_id as "opportunityId", o.account_id as "accountId", o.name, o.product,
  o.stage, o.created_on as "createdOn", o.last_activity_on as "lastActivityOn", o.needs, o.kind,
  o.public_tender as "publicTender"`;

export function readOpportunities(
  connection: ScopedConnection,
  opportunityIds: readonly string[],
): Promise<OpportunityFact[]> {
  return connection.query<OpportunityFact & Record<string, unknown>>(
    `select ${OPPORTUNITY_COLUMNS}
     from opportunities o
     where o.opportunity_id = any ($1)
     order by o.opportunity_id`,
    [opportunityIds],
  );
}

/** Which of the texts are ids of accounts. */
export function readAccounts(
  connection: ScopedConnection,
  accountIds: readonly string[],
): Promise<AccountFact[]> {
  return connection.query<AccountFact & Record<string, unknown>>(
    `select account_id as "accountId", name, country, parent_account_id as "parentAccountId"
     from accounts
     where account_id = any ($1)
     order by account_id`,
    [accountIds],
  );
}

/** Accounts whose name or domain, as written, no other account bears: their ids by it, in lower case. */
export async function findByExactName(
  connection: ScopedConnection,
  written: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await connection.query<{ name: string; accountId: string }>(
    `select w.name, min(w.account_id) as "accountId"
     from (
       select lower(name) as name, account_id from accounts where lower(name) = any ($1)
       union
       select lower(domain), account_id from accounts where lower(domain) = any ($1)) w
     group by w.name
     having count(*) = 1
     order by w.name`,
    [written],
  );
  return new Map(rows.map((row) => [row.name, row.accountId]));
}

interface RegistrationColumns
  extends Record<string, unknown>,
    Omit<RegistrationFact, 'amount' | 'opportunityLost'> {
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly lost: boolean | null;
  readonly lostOn: string | null;
}

// A registration that matching could not place is about the account of its opportunity.
const SELECT_REGISTRATIONS = `select r.registration_id as "registrationId", r.partner_id as "partnerId",
    coalesce(r.account_id, o.account_id) as "accountId", r.account_name as "accountName", r.product,
    r.amount_minor as "amountMinor", r.currency, r.kind, r.status, r.submitted_on as "submittedOn",
    r.decided_on as "decidedOn", r.expires_on as "expiresOn", r.opportunity_id as "opportunityId",
    o.stage = 'closed_lost' as lost, o.close_on as "lostOn"
  from registrations r
  left join opportunities o on o.opportunity_id = r.opportunity_id`;

export async function readRegistrations(
  connection: ScopedConnection,
  registrationIds: readonly string[],
): Promise<RegistrationFact[]> {
  const rows = await connection.query<RegistrationColumns>(
    `${SELECT_REGISTRATIONS}
     where r.registration_id = any ($1)
     order by r.registration_id`,
    [registrationIds],
  );
  return rows.map(parseRegistration);
}

/** Every approved registration: what protections are laid from. */
export async function readApproved(connection: ScopedConnection): Promise<RegistrationFact[]> {
  const rows = await connection.query<RegistrationColumns>(
    `${SELECT_REGISTRATIONS}
     where r.status = 'approved'
     order by r.registration_id`,
  );
  return rows.map(parseRegistration);
}

function parseRegistration(row: RegistrationColumns): RegistrationFact {
  const { amountMinor, currency, lost, lostOn, ...facts } = row;
  return {
    ...facts,
    amount: amountMinor !== null && currency !== null ? { minor: amountMinor, currency } : null,
    opportunityLost: lost ? { on: lostOn } : null,
  };
}

/** What each partner brings along, whatever account is asked about: read once for any number of cases. */
export interface PartnerBook {
  readonly claims: ReadonlyMap<string, readonly RegistrationFact[]>;
  readonly certificates: ReadonlyMap<string, readonly CertificateFact[]>;
  readonly openCoSells: ReadonlyMap<string, number>;
}

export async function readPartnerBook(
  connection: ScopedConnection,
  partnerIds: readonly string[],
): Promise<PartnerBook> {
  const claims = await connection.query<RegistrationColumns>(
    `${SELECT_REGISTRATIONS}
     where r.partner_id = any ($1)
       and r.status in ('submitted', 'returned', 'approved')
     order by r.registration_id`,
    [partnerIds],
  );
  const certificates = await connection.query<
    CertificateFact & { partnerId: string } & Record<string, unknown>
  >(
    `select partner_id as "partnerId", competency, status, completed_on as "completedOn", expires_on as "expiresOn"
     from certifications
     where partner_id = any ($1)
     order by certification_id`,
    [partnerIds],
  );
  const coSells = await connection.query<{ partnerId: string; open: number }>(
    `select r.partner_id as "partnerId", count(distinct r.opportunity_id) as open
     from opportunity_partners r
     join opportunities o on o.opportunity_id = r.opportunity_id
     where r.partner_id = any ($1)
       and r.accepted
       and o.stage not in ('closed_won', 'closed_lost')
     group by r.partner_id
     order by r.partner_id`,
    [partnerIds],
  );
  return {
    claims: groupBy(claims.map(parseRegistration), (one) => one.partnerId),
    certificates: groupBy(certificates, (one) => one.partnerId),
    openCoSells: new Map(coSells.map((row) => [row.partnerId, row.open])),
  };
}

/** What surrounds many accounts at once, by account; roles by opportunity. */
export interface AccountBook {
  readonly accounts: ReadonlyMap<string, AccountFact>;
  readonly children: ReadonlyMap<string, readonly AccountFact[]>;
  readonly registrations: ReadonlyMap<string, readonly RegistrationFact[]>;
  readonly opportunities: ReadonlyMap<string, readonly OpportunityFact[]>;
  readonly roles: ReadonlyMap<string, readonly RoleFact[]>;
  readonly subscriptions: ReadonlyMap<string, readonly SubscriptionFact[]>;
  readonly offers: ReadonlyMap<string, readonly OfferFact[]>;
}

/** One query a table for any number of accounts. `opportunityIds` are those that cases name, wherever they are. */
export async function readAccountBook(
  connection: ScopedConnection,
  wanted: { accountIds: readonly string[]; opportunityIds: readonly string[] },
): Promise<AccountBook> {
  const family = await readFamily(connection, wanted.accountIds);
  const ids = family.map((account) => account.accountId);
  const registrations = await connection.query<RegistrationColumns>(
    `${SELECT_REGISTRATIONS}
     where r.account_id = any ($1)
       or (r.account_id is null
         and r.opportunity_id in (select x.opportunity_id from opportunities x where x.account_id = any ($1)))
     order by r.registration_id`,
    [ids],
  );
  const opportunities = await connection.query<OpportunityFact & Record<string, unknown>>(
    `select ${OPPORTUNITY_COLUMNS}
     from opportunities o
     where o.account_id = any ($1)
       and o.stage not in ('closed_won', 'closed_lost')
     order by o.opportunity_id`,
    [wanted.accountIds],
  );
  const dealIds = [...opportunities.map((deal) => deal.opportunityId), ...wanted.opportunityIds];
  return {
    accounts: new Map(family.map((account) => [account.accountId, account])),
    children: groupBy(family, (account) => account.parentAccountId ?? ''),
    registrations: groupBy(registrations.map(parseRegistration), (one) => one.accountId ?? ''),
    opportunities: groupBy(opportunities, (deal) => deal.accountId),
    roles: groupBy(await readRoles(connection, dealIds), (role) => role.opportunityId),
    subscriptions: groupBy(await readSubscriptions(connection, wanted.accountIds), (one) => one.accountId),
    offers: groupBy(await readOffers(connection, wanted.accountIds), (offer) => offer.accountId),
  };
}

function readFamily(connection: ScopedConnection, accountIds: readonly string[]): Promise<AccountFact[]> {
  return connection.query<AccountFact & Record<string, unknown>>(
    `select account_id as "accountId", name, country, parent_account_id as "parentAccountId"
     from accounts
     where account_id = any ($1)
       or parent_account_id = any ($1)
       or account_id in (select c.parent_account_id from accounts c where c.account_id = any ($1))
     order by account_id`,
    [accountIds],
  );
}

function readRoles(connection: ScopedConnection, opportunityIds: readonly string[]): Promise<RoleFact[]> {
  return connection.query<RoleFact & Record<string, unknown>>(
    `select opportunity_id as "opportunityId", partner_id as "partnerId", role, accepted
     from opportunity_partners
     where opportunity_id = any ($1)
     order by opportunity_id, partner_id, role`,
    [opportunityIds],
  );
}

function readSubscriptions(
  connection: ScopedConnection,
  accountIds: readonly string[],
): Promise<SubscriptionFact[]> {
  return connection.query<SubscriptionFact & Record<string, unknown>>(
    `select subscription_id as "subscriptionId", account_id as "accountId", product, started_on as "startedOn",
       ended_on as "endedOn", partner_id as "partnerId"
     from subscriptions
     where account_id = any ($1)
     order by subscription_id`,
    [accountIds],
  );
}

function readOffers(connection: ScopedConnection, accountIds: readonly string[]): Promise<OfferFact[]> {
  return connection.query<OfferFact & Record<string, unknown>>(
    `select offer_id as "offerId", account_id as "accountId", partner_id as "partnerId", marketplace, status,
       sent_on as "sentOn", expires_on as "expiresOn"
     from marketplace_offers
     where account_id = any ($1)
       and status = 'sent'
     order by offer_id`,
    [accountIds],
  );
}

/**
 * Of the pairs asked about, those where the partner has the account in its list and shares no row of it. Only the
 * system scope sees what is withheld; nothing of the rows themselves leaves this query.
 */
export async function listWithheldPairs(
  connection: ScopedConnection,
  pairs: readonly { partnerId: string; accountId: string }[],
): Promise<Set<string>> {
  const rows = await connection.query<{ pair: string }>(
    `select o.partner_id || chr(10) || o.account_id as pair
     from account_overlaps o
     join (select distinct partner_id, account_id from unnest($1::text[], $2::text[]) as w(partner_id, account_id)) w
       on w.partner_id = o.partner_id and w.account_id = o.account_id
     where o.decision = 'match'
     group by o.partner_id, o.account_id
     having bool_and(o.level in ('hidden', 'count'))
     order by 1`,
    [pairs.map((pair) => pair.partnerId), pairs.map((pair) => pair.accountId)],
  );
  return new Set(rows.map((row) => row.pair));
}

export function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

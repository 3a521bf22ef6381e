import type { ScopedConnection } from '../access/access.ts';
import type { Population } from './types.ts';

export interface AccountRow extends Record<string, unknown> {
  readonly accountId: string;
  readonly name: string;
  readonly domain: string | null;
  readonly country: string | null;
  readonly status: Population;
  readonly alsoKnownAs: readonly string[];
}

/** Every account that the reader may see, by id. */
export function listAccounts(connection: ScopedConnection): Promise<AccountRow[]> {
  return connection.query<AccountRow>(
    `select account_id as "accountId", name, domain, country, status, also_known_as as "alsoKnownAs"
     from accounts
     order by account_id`,
  );
}

/** One account as matching knows it; null where the reader sees none. */
export async function findAccountRow(
  connection: ScopedConnection,
  accountId: string,
): Promise<AccountRow | null> {
  const [row] = await connection.query<AccountRow>(
    `select account_id as "accountId", name, domain, country, status, also_known_as as "alsoKnownAs"
     from accounts
     where account_id = $1`,
    [accountId],
  );
  return row ?? null;
}

export interface AccountProfile extends Record<string, unknown> {
  readonly accountId: string;
  readonly name: string;
  readonly domain: string | null;
  readonly country: string | null;
  readonly industry: string | null;
  readonly employees: number | null;
  readonly status: Population;
  readonly ownerEmail: string | null;
  readonly parentAccountId: string | null;
}

export async function getAccount(
  connection: ScopedConnection,
  accountId: string,
): Promise<AccountProfile | null> {
  const rows = await connection.query<AccountProfile>(
    `select account_id as "accountId", name, domain, country, industry, employees, status,
       owner_email as "ownerEmail", parent_account_id as "parentAccountId"
     from accounts
     where account_id = $1`,
    [accountId],
  );
  return rows[0] ?? null;
}

export interface OpportunityRow extends Record<string, unknown> {
  readonly opportunityId: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly name: string;
  readonly product: string | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly stage: string;
  readonly ownerEmail: string | null;
  readonly closeOn: string | null;
}

export interface OpportunityFilter {
  readonly opportunityId?: string;
  readonly accountId?: string;
  readonly ownerEmail?: string;
  readonly openOnly?: boolean;
  /** Only deals on which no partner has a role that it accepted or that is undecided. */
  readonly withoutPartner?: boolean;
}

/** Deals, the largest open ones first. */
export function listOpportunities(
  connection: ScopedConnection,
  filter: OpportunityFilter,
): Promise<OpportunityRow[]> {
  return connection.query<OpportunityRow>(
    `select o.opportunity_id as "opportunityId", o.account_id as "accountId", a.name as "accountName", o.name,
       o.product, o.amount_minor as "amountMinor", o.currency, o.stage, o.owner_email as "ownerEmail",
       o.close_on as "closeOn"
     from opportunities o
     join accounts a on a.account_id = o.account_id
     where ($1::text is null or o.opportunity_id = $1)
       and ($2::text is null or o.account_id = $2)
       and ($3::text is null or o.owner_email = $3)
       and (not $4::boolean or o.stage not in ('closed_won', 'closed_lost'))
       and (not $5::boolean or not exists (
         select from opportunity_partners r
         where r.opportunity_id = o.opportunity_id
           and r.accepted is distinct from false))
     order by o.stage in ('closed_won', 'closed_lost'), o.amount_minor desc nulls last, o.opportunity_id`,
    [
      filter.opportunityId ?? null,
      filter.accountId ?? null,
      filter.ownerEmail ?? null,
      filter.openOnly ?? false,
      filter.withoutPartner ?? false,
    ],
  );
}

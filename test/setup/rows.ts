import type { Access } from '../../src/access/access.ts';

/** A row by its columns' names, as the tables have them. */
export type Columns = Readonly<Record<string, unknown>>;

/** Adds a row as import would, with exactly the columns named; the table's own defaults fill the rest. */
export async function insertRow(access: Access, table: string, columns: Columns): Promise<void> {
  const names = Object.keys(columns);
  await access.open(access.system, (connection) =>
    connection.query(
      `insert into ${table} (${names.join(', ')})
       values (${names.map((_, i) => `$${i + 1}`).join(', ')})`,
      Object.values(columns),
    ),
  );
}

export function insertCompany(access: Access, columns: Columns = {}): Promise<void> {
  return insertRow(access, 'company', { name: 'Northwind Systems', settings: {}, ...columns });
}

export function insertPerson(access: Access, columns: Columns & { email: string }): Promise<void> {
  return insertRow(access, 'people', { name: columns.email, role: 'rep', ...columns });
}

export function insertAccount(access: Access, columns: Columns & { account_id: string }): Promise<void> {
  return insertRow(access, 'accounts', {
    name: `Account ${columns.account_id}`,
    domain: `${columns.account_id}.example`,
    country: 'DE',
    ...columns,
  });
}

export function insertOpportunity(
  access: Access,
  columns: Columns & { opportunity_id: string; account_id: string },
): Promise<void> {
  return insertRow(access, 'opportunities', {
    name: `Deal ${columns.opportunity_id}`,
    stage: 'qualified',
    amount_minor: 5_000_000,
    currency: 'EUR',
    created_on: '2026-01-15',
    close_on: '2026-06-30',
    ...columns,
  });
}

export function insertPartner(access: Access, columns: Columns & { partner_id: string }): Promise<void> {
  return insertRow(access, 'partners', {
    name: `Partner ${columns.partner_id}`,
    domain: `${columns.partner_id}.example`,
    archetype: 'si',
    tier: 'gold',
    ...columns,
  });
}

export function insertPartnerPerson(
  access: Access,
  columns: Columns & { email: string; partner_id: string },
): Promise<void> {
  return insertRow(access, 'partner_people', { name: columns.email, ...columns });
}

export function insertPartnerAccount(
  access: Access,
  columns: Columns & { partner_id: string; record_id: string },
): Promise<void> {
  return insertRow(access, 'partner_accounts', {
    name: `Record ${columns.record_id}`,
    populations: ['customer'],
    ...columns,
  });
}

/** An overlap and, where it is not there yet, nothing else: add the partner's record first. */
export function insertOverlap(
  access: Access,
  columns: Columns & { partner_id: string; record_id: string; account_id: string },
): Promise<void> {
  return insertRow(access, 'account_overlaps', {
    score: 1,
    decision: 'match',
    explanation: 'same domain',
    level: 'overlap',
    our_level: 'overlap',
    our_population: 'prospect',
    populations: ['customer'],
    record_name: `Record ${columns.record_id}`,
    first_seen_on: '2026-01-15',
    ...columns,
  });
}

export function insertOpportunityPartner(
  access: Access,
  columns: Columns & { opportunity_id: string; partner_id: string },
): Promise<void> {
  return insertRow(access, 'opportunity_partners', { role: 'influence', accepted: true, ...columns });
}

export function insertRegistration(
  access: Access,
  columns: Columns & { registration_id: string; partner_id: string },
): Promise<void> {
  return insertRow(access, 'registrations', {
    account_name: `Prospect of ${columns.registration_id}`,
    product: 'core',
    amount_minor: 2_500_000,
    currency: 'EUR',
    status: 'submitted',
    submitted_on: '2026-02-01T09:00:00Z',
    ...columns,
  });
}

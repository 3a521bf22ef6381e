import { type Access, createAccess } from '../../src/access/access.ts';
import type { Scope } from '../../src/access/types.ts';
import { type AccountsService, createAccountsService } from '../../src/accounts/service.ts';
import { createCompanyService } from '../../src/company/service.ts';
import type { Database } from '../../src/db/port.ts';
import { createRegistrationsService, type RegistrationsService } from '../../src/registrations/service.ts';
import {
  insertAccount,
  insertCompany,
  insertPartner,
  insertPerson,
  insertRegistration,
} from '../setup/rows.ts';

export const TODAY = '2026-06-30';

/** The registrations room over a database, with people to act in it. */
export interface World {
  readonly access: Access;
  readonly accounts: AccountsService;
  readonly registrations: RegistrationsService;
  readonly rep: Scope;
  readonly manager: Scope;
  readonly partnerOf: (partnerId: string) => Promise<Scope>;
}

/** Two partners, two accounts and nothing registered, on the day TODAY. */
export async function buildWorld(
  database: Database,
  rules: Readonly<Record<string, unknown>> = {},
): Promise<World> {
  const access = createAccess(database);
  await insertCompany(access, {
    settings: { name: 'Northwind', currency: 'EUR', today: TODAY, rules_of_engagement: rules },
  });
  await insertPerson(access, { email: 'rep@us.example' });
  await insertPerson(access, { email: 'manager@us.example', role: 'partner_manager' });
  for (const id of ['alpha', 'beta']) await insertPartner(access, { partner_id: id });
  await insertAccount(access, { account_id: 'globex', name: 'Globex Corporation', domain: 'globex.com' });
  await insertAccount(access, { account_id: 'initech', name: 'Initech', domain: 'initech.com' });
  return openWorld(access);
}

/** The same room over rows that are there already. */
export async function openWorld(access: Access): Promise<World> {
  const company = createCompanyService({ access, now: () => new Date(`${TODAY}T10:00:00Z`) });
  const accounts = createAccountsService({ access, company });
  const registrations = createRegistrationsService({ access, company, accounts, citeRule: async () => null });
  const staff = (email: string, role: 'rep' | 'partner_manager') =>
    access.grant({ kind: 'staff', email, name: email, role }, { place: 'dm' });
  return {
    access,
    accounts,
    registrations,
    rep: await staff('rep@us.example', 'rep'),
    manager: await staff('manager@us.example', 'partner_manager'),
    partnerOf: (partnerId) =>
      access.grant(
        { kind: 'partner', email: `ann@${partnerId}.example`, name: 'Ann', partnerId },
        { place: 'dm' },
      ),
  };
}

/** Where and when a test's person acts. */
export function at(time = '10:00:00'): { surface: string; at: Date } {
  return { surface: 'test', at: new Date(`${TODAY}T${time}.000Z`) };
}

/** An approved, protecting registration as an import leaves it. */
export async function insertApproved(
  world: World,
  columns: Readonly<Record<string, unknown>> & { registration_id: string; partner_id: string },
): Promise<void> {
  await insertRegistration(world.access, {
    account_name: 'Globex Corporation',
    account_id: 'globex',
    status: 'approved',
    submitted_on: '2026-05-28T09:00:00Z',
    decided_on: '2026-06-01',
    expires_on: '2026-09-30',
    ...columns,
  });
  await world.registrations.rebuildProtections(world.access.system);
}

export interface ProtectionRow extends Record<string, unknown> {
  readonly registration_id: string;
  readonly partner_id: string;
}

/** Who protects what, by registration. */
export function listProtections(world: World): Promise<ProtectionRow[]> {
  return world.access.open(world.access.system, (connection) =>
    connection.query<ProtectionRow>(
      `select registration_id, partner_id, account_id, product, protected_from, protected_until
       from protections
       order by registration_id`,
    ),
  );
}

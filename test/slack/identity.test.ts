import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAccess } from '../../src/access/access.ts';
import { createIdentity, type Identity } from '../../src/access/identity.ts';
import type { Database } from '../../src/db/port.ts';
import { openTestDatabase } from '../setup/database.ts';
import { insertPartner, insertPartnerPerson, insertPerson } from '../setup/rows.ts';
import { fillCompany } from './office.ts';

let database: Database;
let identity: Identity;

beforeAll(async () => {
  database = await openTestDatabase();
  const access = createAccess(database);
  await fillCompany(access);
  await insertPartner(access, { partner_id: 'twin-a', slack_team_id: 'T_TWIN' });
  await insertPartner(access, { partner_id: 'twin-b', slack_team_id: 'T_TWIN' });
  await insertPerson(access, { email: 'both@northwind.example', name: null, role: 'admin' });
  await insertPartnerPerson(access, { email: 'both@northwind.example', partner_id: 'borealis' });
  identity = createIdentity(access);
});
afterAll(() => database.close());

it('knows a colleague by email in any letter case, and by Slack user', async () => {
  expect(await identity.staffByEmail('RITA@Northwind.example')).toEqual({
    kind: 'staff',
    email: 'rita@northwind.example',
    name: 'Rita Rep',
    role: 'rep',
  });
  expect(await identity.staffBySlackUser('U_MAX')).toMatchObject({ email: 'max@northwind.example' });
});

it('knows a partner’s person by email and Slack user, and a firm by its workspace', async () => {
  const gus = { kind: 'partner', email: 'gus@borealis.example', name: 'Gus Guest', partnerId: 'borealis' };
  expect(await identity.partnerPersonByEmail('Gus@borealis.example')).toEqual(gus);
  expect(await identity.partnerBySlackUser('U_GUS')).toEqual(gus);
  expect(await identity.partnerBySlackTeam('T_KESTREL')).toEqual({
    kind: 'partner',
    email: 'slack:T_KESTREL',
    name: 'Kestrel',
    partnerId: 'kestrel',
  });
});

it('takes a workspace that two firms claim for neither', async () => {
  expect(await identity.partnerBySlackTeam('T_TWIN')).toBe(null);
});

it('takes who is on both lists for one of ours, and nobody for somebody', async () => {
  expect(await identity.personByEmail('both@northwind.example')).toMatchObject({
    kind: 'staff',
    name: 'both@northwind.example',
  });
  expect(await identity.personByEmail('gus@borealis.example')).toMatchObject({ kind: 'partner' });
  expect(await identity.personByEmail('nobody@example.test')).toBe(null);
  expect(await identity.staffByEmail('')).toBe(null);
});

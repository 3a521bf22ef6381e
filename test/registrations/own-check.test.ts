import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/db/port.ts';
import type { ConflictSubject } from '../../src/registrations/types.ts';
import { openTestDatabase } from '../setup/database.ts';
import {
  insertAccount,
  insertOpportunity,
  insertOpportunityPartner,
  insertRegistration,
  insertRow,
} from '../setup/rows.ts';
import { at, buildWorld, insertApproved, type World } from './registrations-world.ts';

const databases: Database[] = [];
let plain: World;
let busy: World;

/** Two worlds that are the same to alpha: in one of them others own, sell and protect everything. */
beforeAll(async () => {
  plain = await openWorldOfAlpha({});
  busy = await openWorldOfAlpha({
    named_accounts: ['globex'],
    exclusive_territories: [{ partner_id: 'beta', country: 'DE' }],
  });
  await insertApproved(busy, { registration_id: 'REG-beta', partner_id: 'beta', product: 'Platform' });
  await insertRegistration(busy.access, {
    registration_id: 'REG-beta-2',
    partner_id: 'beta',
    account_name: 'Globex Corp.',
    account_id: 'globex',
    product: 'Security',
  });
  await insertAccount(busy.access, {
    account_id: 'globex-child',
    name: 'Globex Labs',
    parent_account_id: 'globex',
  });
  await insertOpportunity(busy.access, {
    opportunity_id: 'OPP-1',
    account_id: 'globex',
    product: 'Platform',
    created_on: '2026-06-01',
  });
  await insertOpportunityPartner(busy.access, {
    opportunity_id: 'OPP-1',
    partner_id: 'beta',
    role: 'source',
  });
  await insertRow(busy.access, 'subscriptions', {
    subscription_id: 'SUB-1',
    account_id: 'globex',
    product: 'Platform',
    started_on: '2025-01-01',
    partner_id: 'beta',
  });
  await busy.access.open(busy.access.system, async (connection) => {
    await connection.query(
      `update partners set competes_with = '{beta}', capacity = 0 where partner_id = 'alpha'`,
    );
    await connection.query('update data_version set version = version + 7');
  });
});
afterAll(() => Promise.all(databases.map((database) => database.close())));

async function openWorldOfAlpha(rules: Readonly<Record<string, unknown>>): Promise<World> {
  const database = await openTestDatabase();
  databases.push(database);
  const world = await buildWorld(database, rules);
  await insertRegistration(world.access, {
    registration_id: 'REG-mine',
    partner_id: 'alpha',
    account_name: 'Initech Inc.',
    account_domain: 'initech.com',
    product: 'Platform',
    status: 'approved',
    submitted_on: '2026-04-01T09:00:00Z',
    decided_on: '2026-04-02',
    expires_on: '2026-07-05',
    account_id: 'initech',
  });
  await insertRegistration(world.access, {
    registration_id: 'REG-ended',
    partner_id: 'alpha',
    account_name: 'Globex Corporation',
    product: 'Analytics',
    status: 'expired',
    submitted_on: '2026-01-01T09:00:00Z',
    decided_on: '2026-01-02',
    expires_on: '2026-04-02',
  });
  return world;
}

const QUESTIONS: readonly ConflictSubject[] = [
  { account: 'Globex' },
  { account: 'Globex Corporation', product: 'Platform' },
  { account: 'globex' },
  { account: 'globex-child' },
  { account: 'globex.com', product: 'Security', partner: 'alpha' },
  { account: 'Globex Corp.', product: 'Analytics' },
  { account: 'Initech', product: 'Platform' },
  { account: 'Nobody Ltd', amount: { minor: 100, currency: 'EUR' } },
  { account: 'Globex', opportunityId: 'OPP-1' },
  { account: 'Globex', registrationId: 'REG-beta' },
  { account: 'Globex', partner: 'beta' },
  { registrationId: 'REG-mine' },
];

it('answers a partner with the same bytes, whatever others have registered, sold or reserved', async () => {
  const ask = async (world: World) =>
    JSON.stringify(
      (await world.registrations.checkMany(await world.partnerOf('alpha'), QUESTIONS)).map((check) =>
        check instanceof Error ? `${check.message}` : check,
      ),
    );
  const answer = await ask(plain);
  expect(await ask(busy)).toBe(answer);
  expect(answer).not.toContain('Partner beta');
});

it('tells staff in the busy world what it kept from the partner', async () => {
  const check = await busy.registrations.check(busy.manager, {
    account: 'Globex',
    product: 'Platform',
    partner: 'alpha',
  });
  expect(check.findings.map((finding) => finding.code)).toEqual([
    'registered_by_other',
    'direct_deal',
    'named_account',
    'exclusive_territory',
    'existing_customer',
    'competitor_in_deal',
    'over_capacity',
  ]);
});

it('finds a partner’s own registration under another spelling, and says when it ends', async () => {
  const scope = await busy.partnerOf('alpha');
  const check = await busy.registrations.check(scope, { account: 'INITECH', product: 'platform' });
  expect(check.account).toEqual({ account_id: null, name: 'INITECH', matched_by: 'as written' });
  expect(check.findings.map((finding) => [finding.code, finding.subjects])).toEqual([
    ['registration_expiring', { registration_id: 'REG-mine', partner_id: 'alpha' }],
    ['already_registered', { registration_id: 'REG-mine', partner_id: 'alpha' }],
  ]);
  expect(check.offer).toContain('Submit a registration');
});

it('takes a company whose name holds the name of a registration for another company', async () => {
  for (const account of ['Initech Logistics', 'Initech Logistics Ltd']) {
    const check = await plain.registrations.check(await plain.partnerOf('alpha'), {
      account,
      product: 'Platform',
    });
    expect(check.findings.map((finding) => finding.code)).not.toContain('already_registered');
  }
  for (const account of ['Initech', 'INITECH Inc.', 'Intech Corporation']) {
    const check = await plain.registrations.check(await plain.partnerOf('alpha'), {
      account,
      product: 'Platform',
    });
    expect(check.findings.map((finding) => finding.code)).toContain('already_registered');
  }
});

it('says of an expired one of its own only that it expired', async () => {
  const scope = await busy.partnerOf('alpha');
  const check = await busy.registrations.check(scope, { account: 'Globex', product: 'Analytics' });
  expect(check.findings.map((finding) => finding.why)).toEqual([
    'Your registration REG-ended of Globex expired on 2 April 2026.',
  ]);
});

it('answers about another partner, or another partner’s registration, as about one that is not there', async () => {
  const scope = await busy.partnerOf('alpha');
  const messages = await Promise.all(
    [
      { partner: 'beta' },
      { partner: 'nobody' },
      { registrationId: 'REG-beta' },
      { registrationId: 'REG-nobody' },
    ].map((named) =>
      busy.registrations.check(scope, { account: 'Globex', ...named }).catch((error: Error) => error.message),
    ),
  );
  expect(messages).toEqual([
    "There is no partner 'beta' that can be shown here.",
    "There is no partner 'nobody' that can be shown here.",
    "There is no registration 'REG-beta' that can be shown here.",
    "There is no registration 'REG-nobody' that can be shown here.",
  ]);
});

it('shows a partner its registration with its own findings alone', async () => {
  const scope = await busy.partnerOf('alpha');
  const made = await busy.registrations.submit(
    scope,
    { partnerId: 'alpha', accountName: 'Globex', product: 'Platform' },
    at(),
  );
  const view = await busy.registrations.show(scope, made.registrationId);
  expect(view).toMatchObject({ findings: [], unchecked: null });
  expect(JSON.stringify(view)).not.toMatch(/beta|OPP-1|globex-child/);
});

it('answers a room of two partners not at all', async () => {
  const shared = await busy.access.grant(
    { kind: 'staff', email: 'rep@us.example', name: 'Rep', role: 'rep' },
    { place: 'shared', partnerIds: ['alpha', 'beta'] },
  );
  await expect(busy.registrations.check(shared, { account: 'Globex' })).rejects.toMatchObject({
    code: 'not_allowed',
  });
});

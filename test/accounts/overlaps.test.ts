import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Scope } from '../../src/access/types.ts';
import type { App } from '../../src/app.ts';
import type { Database } from '../../src/db/port.ts';
import { listTestDatabases } from '../setup/database.ts';
import {
  insertAccount,
  insertPartner,
  insertPartnerAccount,
  insertPerson,
  insertRow,
} from '../setup/rows.ts';
import { openTestApp } from '../setup/sample.ts';

const REP = { kind: 'staff', email: 'rep@us.example', name: 'Rep', role: 'rep' } as const;
const ANN = { kind: 'partner', email: 'ann@acme.example', name: 'Ann', partnerId: 'acme' } as const;

/** Six companies that both have, the first of them twice on the partner's list; two that only the partner has; one only we have. */
const COMMON = [
  'Globex Turbines',
  'Hooli Payments',
  'Umbra Logistik',
  'Initech Paper',
  'Vandelay Imports',
  'Wonka Sweets',
];

describe.each(listTestDatabases())('Overlaps on $kind', ({ open }) => {
  let database: Database;
  let app: App;
  let rep: Scope;
  let ann: Scope;
  beforeAll(async () => {
    database = await open();
    app = await openTestApp(database);
    const { access } = app;
    rep = await access.grant(REP, { place: 'dm' });
    await insertRow(access, 'company', {
      name: 'Us',
      settings: { name: 'Us', domain: 'us.example', currency: 'EUR', regions: { DACH: ['DE', 'AT', 'CH'] } },
    });
    await insertPerson(access, { email: 'rep@us.example', name: 'Rep Rivera' });
    await insertPartner(access, { partner_id: 'acme', name: 'Acme' });
    ann = await access.grant(ANN, { place: 'dm' });
    for (const [i, name] of COMMON.entries()) {
      const domain = `${name.split(' ')[0]?.toLowerCase()}.example`;
      const country = i < 4 ? ['DE', 'AT', 'US', 'US'][i] : null;
      await insertAccount(access, {
        account_id: `A-${i}`,
        name,
        domain,
        country,
        status: 'customer',
        owner_email: i < 3 ? 'rep@us.example' : null,
      });
      await insertPartnerAccount(access, { partner_id: 'acme', record_id: `R-${i}`, name, domain, country });
    }
    await insertPartnerAccount(access, {
      partner_id: 'acme',
      record_id: 'R-0-again',
      name: 'Globex Turbines (HQ)',
      domain: 'globex.example',
      country: 'DE',
    });
    for (const [record_id, name, population] of [
      ['R-own-1', 'Soylent Foods', 'customer'],
      ['R-own-2', 'Tyrell Optics', 'prospect'],
    ] as const)
      await insertPartnerAccount(access, { partner_id: 'acme', record_id, name, populations: [population] });
    await insertAccount(access, {
      account_id: 'A-own',
      name: 'Stark Bearings',
      domain: 'stark.example',
      status: 'customer',
    });
    await link();
  });
  afterAll(() => database.close());

  const link = () => app.services.accounts.link(app.access.system);
  const accounts = () => app.services.accounts;
  const share = (population: string, direction: string, level: string) =>
    app.access.open(app.access.system, (connection) =>
      connection.query(
        `insert into sharing (partner_id, population, direction, level) values ('acme', $1, $2, $3)
         on conflict (partner_id, population, direction) do update set level = excluded.level`,
        [population, direction, level],
      ),
    );

  test('are counted on both sides, with the reason why the sides differ', async () => {
    const [cell] = await accounts().populationMatrix(rep, 'acme');
    expect(cell).toMatchObject({
      ourPopulation: 'customer',
      population: 'customer',
      level: 'full',
      accounts: 6,
      records: 7,
      said: 'exact',
      ourTotal: 7,
      theirTotal: 8,
      several: 1,
    });
  });

  test('are grouped by partner, owner and region', async () => {
    const groups = async (by: 'partner' | 'account' | 'owner' | 'region') =>
      (await accounts().overlapGroups(rep, by, {})).map((one) => [
        one.name ?? one.key,
        one.accounts,
        one.records,
      ]);
    expect(await groups('partner')).toEqual([['Acme', 6, 7]]);
    expect(await groups('owner')).toEqual([
      ['Rep Rivera', 3, 4],
      [null, 3, 3],
    ]);
    expect(await groups('region')).toEqual([
      ['DACH', 2, 3],
      ['US', 2, 2],
      [null, 2, 2],
    ]);
    expect((await groups('account'))[0]).toEqual(['Globex Turbines', 1, 2]);
  });

  test('are listed behind each cell, by owner, region and day', async () => {
    const ids = async (query: Parameters<ReturnType<typeof accounts>['overlaps']>[1]) =>
      (await accounts().overlaps(rep, query)).map((one) => one.recordId).sort();
    expect(await ids({ ownerEmail: 'Rep@us.example' })).toEqual(['R-0', 'R-0-again', 'R-1', 'R-2']);
    expect(await ids({ region: 'dach' })).toEqual(['R-0', 'R-0-again', 'R-1']);
    expect(await ids({ region: 'Atlantis' })).toEqual([]);
    expect(await ids({ ourPopulation: 'prospect' })).toEqual([]);
    expect(await ids({ since: '2026-07-01' })).toEqual([]);
    expect(await ids({ since: '2026-06-30' })).toHaveLength(7);
  });

  test('leave whitespace on either side', async () => {
    const theirs = await accounts().partnerWhitespace(rep, { partnerId: 'acme', limit: 10 });
    expect(theirs.rows.map((one) => one.name)).toEqual(['Soylent Foods', 'Tyrell Optics']);
    const customers = { partnerId: 'acme', population: 'customer', limit: 1 } as const;
    expect(await accounts().partnerWhitespace(rep, customers)).toMatchObject({ total: 1 });
    const ours = await accounts().ourWhitespace(rep, { partnerId: 'acme', limit: 10 });
    expect(ours.rows.map((one) => one.name)).toEqual(['Stark Bearings']);
  });

  test('go along with a record that is removed, and come with one that is added', async () => {
    await app.access.open(app.access.system, (connection) =>
      connection.query(`delete from partner_accounts where record_id = 'R-5'`),
    );
    await insertPartnerAccount(app.access, {
      partner_id: 'acme',
      record_id: 'R-new',
      name: 'Stark Bearings',
      domain: 'stark.example',
    });
    await link();
    const found = await accounts().overlaps(rep, { partnerId: 'acme' });
    expect(found.map((one) => one.accountName)).toContain('Stark Bearings');
    expect(found.map((one) => one.accountName)).not.toContain('Wonka Sweets');
    expect((await accounts().ourWhitespace(rep, { partnerId: 'acme', limit: 10 })).rows).toMatchObject([
      { name: 'Wonka Sweets' },
    ]);
  });

  test('shared as a count: the number stays while one account comes or goes, and no row is shown', async () => {
    await share('customer', 'theirs_to_us', 'count');
    await link();
    const cell = async () =>
      (await accounts().populationMatrix(rep, 'acme')).find(
        (one) => one.ourPopulation === 'customer' && one.population === 'customer',
      );
    expect(await cell()).toMatchObject({ level: 'count', accounts: 6, theirTotal: null, several: null });
    expect(await accounts().overlaps(rep, { partnerId: 'acme' })).toEqual([]);
    expect((await accounts().partnerWhitespace(rep, { partnerId: 'acme', limit: 10 })).rows).toMatchObject([
      { name: 'Tyrell Optics' },
    ]);
    expect(await accounts().withheldPopulations(rep, 'acme')).toMatchObject([
      { population: 'customer', level: 'count' },
    ]);
    await app.access.open(app.access.system, (connection) =>
      connection.query(`delete from partner_accounts where record_id = 'R-1'`),
    );
    await link();
    expect(await cell()).toMatchObject({ accounts: 6, records: 7 });
  });

  test('show a partner its own side: its records, our standing, and what we share that it has not', async () => {
    expect(await accounts().sharedOverlaps(ann)).toEqual([]);
    await share('customer', 'ours_to_them', 'full');
    await link();
    const shared = await accounts().sharedOverlaps(ann);
    expect(shared[0]).toMatchObject({
      recordName: 'Globex Turbines',
      ourName: 'Globex Turbines',
      ourPopulation: 'customer',
      ourOwnerName: 'Rep Rivera',
    });
    expect((await accounts().sharedWhitespace(ann, 10)).rows.map((one) => one.name)).toEqual([
      'Hooli Payments',
      'Wonka Sweets',
    ]);
    expect(await accounts().sharedMatrix(ann)).toContainEqual({
      population: 'customer',
      ourPopulation: 'customer',
      level: 'full',
      accounts: 5,
      records: 6,
      said: 'exact',
    });
  });
});

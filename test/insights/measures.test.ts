import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, openApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { Database } from '../../src/db/port.ts';
import { createLog } from '../../src/log.ts';
import { openTestDatabase } from '../setup/database.ts';
import {
  insertAccount,
  insertCompany,
  insertOpportunity,
  insertPartner,
  insertPerson,
  insertRow,
} from '../setup/rows.ts';

let database: Database;
let app: App;

/** A company at its very beginning: partners that have just joined, one customer, no wins, no costs. */
beforeAll(async () => {
  database = await openTestDatabase();
  app = await openApp({
    config: readConfig({}),
    folder: null,
    database,
    now: () => new Date('2026-06-01T12:00:00Z'),
    log: createLog('silent'),
  });
  const { access } = app;
  await insertCompany(access, { settings: { name: 'Northwind Systems', currency: 'EUR' } });
  await insertPerson(access, { email: 'manager@own.example', role: 'partner_manager' });
  await insertPartner(access, { partner_id: 'new', status: 'active', joined_on: '2026-05-30' });
  await insertPartner(access, { partner_id: 'future', status: 'active', joined_on: '2026-09-01' });
  await insertPartner(access, { partner_id: 'undated', status: 'inactive', joined_on: null });
  await insertAccount(access, { account_id: 'one' });
  await insertRow(access, 'subscriptions', {
    subscription_id: 'S1',
    account_id: 'one',
    annual_minor: 1_200_000,
    started_on: '2026-05-01',
  });
  await app.services.attribution.rebuild(access.system);
});
afterAll(() => database.close());

async function measure(partnerId?: string) {
  const scope = await app.access.grant(
    { kind: 'staff', email: 'manager@own.example', name: 'Manager', role: 'partner_manager' },
    { place: 'dm' },
  );
  return app.services.insights.measures(scope, { partnerId, from: '2026-01-01', to: '2026-07-01' });
}

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(numbersIn) : [];
}

describe('the measures of a company at its beginning', () => {
  it('are not known, each with its reason, and none divides by zero', async () => {
    const report = await measure();
    expect(numbersIn(report).filter((one) => !Number.isFinite(one))).toEqual([]);
    expect(report.company.winRate).toMatchObject({ won: 0, lost: 0, rate: null, low: null });
    expect(report.company.ropi.why).toBe('not known: no cost recorded in the period');
    expect(report.company.lift.why).toContain('not enough data');
    expect(report.company.lifetimeValue.direct.why).toBe('not known: 1 customer, at least 10 are needed');
    expect(report.company.attachRate).toMatchObject({
      deals: 0,
      attachedDeals: 0,
      byCount: null,
      byAmount: null,
    });
    expect(report.company.dealSize).toEqual({ withPartner: null, without: null });
    expect(report.company.timeToValue.medianDays).toBeNull();
    expect(report.partners.map((one) => one.timeToValue.days)).toEqual([null, null, null]);
  });

  it('stay finite when a credit note is the only win, and a cost is booked back', async () => {
    const { access, services } = app;
    await insertOpportunity(access, {
      opportunity_id: 'O1',
      account_id: 'one',
      stage: 'closed_won',
      amount_minor: -50_000,
      close_on: '2026-03-01',
    });
    await insertRow(access, 'opportunity_partners', {
      opportunity_id: 'O1',
      partner_id: 'undated',
      role: 'source',
      accepted: true,
    });
    await insertRow(access, 'costs', {
      cost_id: 'C1',
      partner_id: 'undated',
      amount_minor: -100,
      currency: 'EUR',
      incurred_on: '2026-02-01',
      kind: 'mdf',
    });
    await services.attribution.rebuild(access.system);
    const report = await measure();
    expect(numbersIn(report).filter((one) => !Number.isFinite(one))).toEqual([]);
    expect(report.company.attachRate).toMatchObject({
      deals: 1,
      attachedDeals: 1,
      byCount: 1,
      byAmount: null,
    });
    expect(report.partners.find((one) => one.partnerId === 'undated')).toMatchObject({
      sourcedMinor: -50_000,
      ropi: {
        attached: null,
        why: 'not known: the costs recorded in the period do not add up to more than nought',
      },
    });
  });
});

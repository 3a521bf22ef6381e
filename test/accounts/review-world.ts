import type { Actor, Scope } from '../../src/access/types.ts';
import type { App } from '../../src/app.ts';
import type { Database } from '../../src/db/port.ts';
import {
  insertAccount,
  insertOpportunity,
  insertPartner,
  insertPartnerAccount,
  insertPartnerPerson,
  insertPerson,
  insertRow,
} from '../setup/rows.ts';
import { openTestApp } from '../setup/sample.ts';

/** A company with one partner, whose list has pairs in doubt of several worths, a sure match and a withheld one. */
export interface ReviewWorld {
  readonly app: App;
  readonly manager: Scope;
  readonly rep: Scope;
  readonly partner: Scope;
  readonly managerActor: Actor;
  readonly repActor: Actor;
  readonly partnerActor: Actor;
}

export async function openReviewWorld(database: Database): Promise<ReviewWorld> {
  const app = await openTestApp(database);
  const { access } = app;
  await insertPerson(access, { email: 'mara@us.example', name: 'Mara Voss', role: 'partner_manager' });
  await insertPerson(access, { email: 'rick@us.example', name: 'Rick Hale', role: 'rep' });
  await insertPartner(access, { partner_id: 'acme', name: 'Acme Consulting' });
  await insertPartnerPerson(access, { email: 'ann@acme.example', name: 'Ann', partner_id: 'acme' });
  const account = (account_id: string, name: string, more: Record<string, unknown> = {}) =>
    insertAccount(access, { account_id, name, domain: null, country: null, ...more });
  await account('A-globex-us', 'Globex Turbines Inc', { country: 'US', status: 'customer' });
  await account('A-globex-de', 'Globex Turbines GmbH', { country: 'DE', status: 'prospect' });
  await account('A-hooli', 'Hooli Payments', { country: 'FR', status: 'customer' });
  await account('A-umbra', 'Umbra Logistik', { domain: 'umbra-logistik.example', country: 'DE' });
  await account('A-zenith', 'Zenith Optics', { country: 'JP', status: 'prospect' });
  const record = (record_id: string, name: string, more: Record<string, unknown> = {}) =>
    insertPartnerAccount(access, { partner_id: 'acme', record_id, name, ...more });
  await record('R-globex', 'Globex Turbines', { country: 'CA' });
  await record('R-hooli', 'Hooli Payments', { country: 'BE' });
  await record('R-umbra', 'Umbra Logistik', { domain: 'umbra-logistik.example', country: 'DE' });
  await record('R-zenith', 'Zenith Optics', { country: 'KR', populations: ['prospect'] });
  await insertRow(access, 'sharing', {
    partner_id: 'acme',
    population: 'prospect',
    direction: 'theirs_to_us',
    level: 'hidden',
    fields: [],
  });
  await insertRow(access, 'sharing', {
    partner_id: 'acme',
    population: 'prospect',
    direction: 'ours_to_them',
    level: 'overlap',
    fields: [],
  });
  await insertOpportunity(access, {
    opportunity_id: 'D-1',
    account_id: 'A-globex-de',
    amount_minor: 9_000_000,
  });
  await app.services.accounts.link(access.system);
  const managerActor = {
    kind: 'staff',
    email: 'mara@us.example',
    name: 'Mara Voss',
    role: 'partner_manager',
  } as const;
  const repActor = { kind: 'staff', email: 'rick@us.example', name: 'Rick Hale', role: 'rep' } as const;
  const partnerActor = {
    kind: 'partner',
    email: 'ann@acme.example',
    name: 'Ann',
    partnerId: 'acme',
  } as const;
  return {
    app,
    managerActor,
    repActor,
    partnerActor,
    manager: await access.grant(managerActor, { place: 'dm' }),
    rep: await access.grant(repActor, { place: 'dm' }),
    partner: await access.grant(partnerActor, { place: 'dm' }),
  };
}

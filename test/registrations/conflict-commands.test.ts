import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Scope } from '../../src/access/types.ts';
import { checkConflictCases, checkConflicts } from '../../src/cli/commands/conflicts.ts';
import {
  changeRegistration,
  decideRegistration,
  listRegistrations,
  showRegistration,
  submitRegistration,
} from '../../src/cli/commands/registrations.ts';
import type { Database } from '../../src/db/port.ts';
import { AppError } from '../../src/errors.ts';
import { openTestDatabase } from '../setup/database.ts';
import {
  insertOpportunity,
  insertOpportunityPartner,
  insertOverlap,
  insertPartnerAccount,
  insertRegistration,
} from '../setup/rows.ts';
import { at, buildWorld, insertApproved, type World } from './registrations-world.ts';

let database: Database;
let world: World;
let parts: Parameters<typeof listRegistrations>[0];
const written = { out: '', err: '' };

beforeAll(async () => {
  database = await openTestDatabase();
  world = await buildWorld(database);
  const scopes: Record<string, Scope> = {
    rep: world.rep,
    manager: world.manager,
    ann: await world.partnerOf('alpha'),
  };
  parts = {
    registrations: world.registrations,
    company: {
      settings: async () => ({ currency: 'EUR' }) as Awaited<ReturnType<typeof parts.company.settings>>,
    },
    scopeOf: async (who) => {
      const scope = scopes[who];
      if (!scope) throw new AppError('not_found', `Nobody is called '${who}'.`);
      return scope;
    },
    now: () => at().at,
    output: {
      out: (text) => {
        written.out += text;
      },
      err: (text) => {
        written.err += text;
      },
      isTerminal: false,
    },
  };
  await insertApproved(world, { registration_id: 'REG-1', partner_id: 'alpha', product: 'Platform' });
  await insertOpportunity(world.access, {
    opportunity_id: 'OPP-1',
    account_id: 'initech',
    product: 'Platform',
    created_on: '2026-06-01',
    needs: ['Migration'],
  });
  await insertOpportunityPartner(world.access, {
    opportunity_id: 'OPP-1',
    partner_id: 'alpha',
    role: 'source',
  });
  // What beta has of Initech: one record that may be counted, and for Globex one of two that may be used.
  for (const record_id of ['R1', 'R2', 'R3']) {
    await insertPartnerAccount(world.access, { partner_id: 'beta', record_id });
  }
  const overlap = { partner_id: 'beta' };
  await insertOverlap(world.access, { ...overlap, record_id: 'R1', account_id: 'initech', level: 'count' });
  await insertOverlap(world.access, { ...overlap, record_id: 'R2', account_id: 'globex', level: 'hidden' });
  await insertOverlap(world.access, { ...overlap, record_id: 'R3', account_id: 'globex', level: 'overlap' });
});
afterAll(() => database.close());
beforeEach(() => {
  written.out = '';
  written.err = '';
});

const lines = () =>
  written.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('conflicts --cases', () => {
  it('answers every case in its order, by whatever the account is called, and goes on past errors', async () => {
    const cases = [
      { id: 1, account: 'globex', product: 'Platform', partner: 'beta', on: '2026-06-30', unknown: 'key' },
      { id: 'b', account: 'Globex Corp.', product: 'Platform', partner: 'alpha' },
      { id: 'c', account: 'globex.com', product: 'Platform', partner: 'beta', on: '2026-10-01' },
      { id: 'd', account: 'Zzyzx Unheard Holdings' },
      { id: 'e', account: 'Initech', partner: 'nobody' },
      { id: 'f', account: 'Initech', on: '2026-02-30' },
      { id: 'g', account: 'initech', partner: 'beta', product: 'Platform', opportunity: 'OPP-1' },
      { id: 'h', opportunity: 'OPP-1', partner: 'alpha' },
      { id: 'i', registration: 'REG-1', amount: 9999.99, currency: 'EUR' },
      { id: 'j', account: 'Initech', amount: 12000, currency: 'CHF' },
      { id: 'k', account: 'globex', as: 'nobody' },
      { id: 'l', account: 'globex', as: 'ann' },
      { id: 'm' },
      { id: 'n', account: 'globex', registration: 'REG-nobody' },
      { id: 'o', account: 'initech', opportunity: 'OPP-nobody' },
    ];
    const code = await checkConflictCases(parts, cases.map((one) => JSON.stringify(one)).join('\n'), {
      as: 'rep',
    });
    expect(code).toBe(0);
    const replies = lines().map((line) => [
      line.id,
      line.account?.account_id,
      line.findings?.map((one: { code: string }) => one.code) ?? line.error.code,
    ]);
    expect(replies).toEqual([
      [1, 'globex', ['registered_by_other']],
      ['b', 'globex', ['already_registered']],
      ['c', 'globex', ['registration_expired']],
      ['d', undefined, 'not_found'],
      ['e', undefined, 'not_found'],
      ['f', undefined, 'bad_input'],
      ['g', 'initech', ['not_certified', 'sharing_forbids']],
      ['h', 'initech', ['not_certified']],
      ['i', 'globex', ['below_minimum']],
      ['j', undefined, 'bad_input'],
      ['k', undefined, 'not_found'],
      ['l', null, ['already_registered']],
      ['m', undefined, 'bad_input'],
      ['n', undefined, 'not_found'],
      ['o', undefined, 'not_found'],
    ]);
  });

  it('gives the same findings alone as among many', async () => {
    const subject = { account: 'Globex Corporation', product: 'Platform', partner: 'beta' };
    await checkConflicts(parts, { ...subject, as: 'rep', json: true });
    const alone = JSON.parse(written.out);
    written.out = '';
    const many = Array.from({ length: 1200 }, (_, i) => JSON.stringify({ id: `c${i}`, ...subject }));
    await checkConflictCases(parts, many.join('\n'), { as: 'rep' });
    expect(lines().map(({ id, ...rest }, i) => [id === `c${i}`, rest])).toEqual(
      many.map(() => [true, alone]),
    );
  });
});

describe('registrations', () => {
  const asked = { json: true, yes: false };

  it('writes nothing without --yes, and says so', async () => {
    const request = { ...asked, as: 'ann', account: 'Initech', product: 'Platform', amount: '45000.50' };
    expect(await submitRegistration(parts, request)).toBe(1);
    expect(written.err).toBe('Nothing was written: repeat it with --yes.\n');
    expect(JSON.parse(written.out)).toEqual({
      written: false,
      action: 'submit',
      summary: 'Submit the registration of Initech, Platform, €45,000.50 for alpha',
    });
    expect(await world.registrations.list(world.manager, { text: 'Initech' })).toEqual([]);
  });

  it('goes through a life: submitted, decided, extended, withdrawn', async () => {
    const request = {
      ...asked,
      yes: true,
      as: 'ann',
      account: 'Initech',
      product: 'Security',
      amount: '45000.50',
    };
    expect(await submitRegistration(parts, request)).toBe(0);
    const id = JSON.parse(written.out).registration_id;
    const step = { json: true, yes: true, id };
    expect(await decideRegistration(parts, { ...step, as: 'manager', decision: 'approve' })).toBe(0);
    expect(await changeRegistration(parts, { ...step, as: 'manager', change: 'extend' })).toBe(0);
    expect(
      await changeRegistration(parts, { ...step, as: 'ann', change: 'withdraw', reason: 'lost interest' }),
    ).toBe(0);
    written.out = '';
    await showRegistration(parts, { as: 'manager', json: true, id });
    const shown = JSON.parse(written.out);
    expect(shown).toMatchObject({
      status: 'withdrawn',
      amount: 45000.5,
      currency: 'EUR',
      account_id: 'initech',
      extensions: 1,
    });
    expect(shown.moves.map((move: { to: string; by: string }) => `${move.to} by ${move.by}`)).toEqual([
      'submitted by ann@alpha.example',
      'approved by manager@us.example',
      'approved by manager@us.example',
      'withdrawn by ann@alpha.example',
    ]);
  });

  it('lists for people and for programs', async () => {
    await insertRegistration(world.access, {
      registration_id: 'REG-2',
      partner_id: 'beta',
      account_name: 'Hooli',
      submitted_on: '2026-06-20T09:00:00Z',
    });
    await listRegistrations(parts, { as: 'manager', json: false, due: true });
    expect(written.out).toBe(
      'REG-2  Partner beta: Hooli, core (submitted, decision was due on 2026-06-23)\n',
    );
    written.out = '';
    await listRegistrations(parts, { as: 'ann', json: true, text: 'Hooli' });
    expect(JSON.parse(written.out)).toEqual({ registrations: [] });
    await expect(listRegistrations(parts, { as: 'ann', json: true, status: 'odd' })).rejects.toMatchObject({
      code: 'bad_input',
    });
  });
});

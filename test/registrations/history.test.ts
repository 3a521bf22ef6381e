import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '../../src/access/types.ts';
import { verifyRegistrations } from '../../src/cli/commands/registrations.ts';
import type { Connection, Database } from '../../src/db/port.ts';
import { listTestDatabases } from '../setup/database.ts';
import { at, buildWorld, type World } from './registrations-world.ts';

const MIGRATION = new URL('../../src/db/migrations/0015_registration_history.sql', import.meta.url);

describe.each(listTestDatabases())('on $kind', ({ open }) => {
  let database: Database;
  let world: World;
  let id: string;

  beforeAll(async () => {
    database = await open();
    world = await buildWorld(database);
    const draft = { partnerId: 'alpha', accountName: 'Globex Corporation', product: 'Platform' };
    const scope = await world.partnerOf('alpha');
    id = (await world.registrations.submit(scope, draft, at())).registrationId;
    const other = { ...draft, accountName: 'Initech' };
    await world.registrations.submit(scope, other, at('10:01:00'));
    await world.registrations.decide(
      world.manager,
      { registrationId: id, decision: 'approve' },
      at('11:00:00'),
    );
    await world.registrations.withdraw(scope, id, at('12:00:00'));
  });
  afterAll(() => database.close());

  const verify = () => world.registrations.verifyHistory(world.manager);

  /** As somebody above the policies: the owner, who lifts them first, all taken back at the end. */
  async function tampered(statements: readonly string[]) {
    const undone = new Error('taken back');
    let found: unknown;
    await database
      .transaction({ role: 'cosell_owner', settings: {} }, async (connection: Connection) => {
        await connection.query('alter table registration_moves no force row level security');
        await connection.query('alter table registrations no force row level security');
        await connection.query('alter table registration_moves disable row level security');
        await connection.query('alter table registrations disable row level security');
        for (const statement of statements) await connection.query(statement, [id]);
        const { verifyHistoryWithin } = await import('../../src/registrations/verify-history.ts');
        found = (await verifyHistoryWithin(connection as never)).broken;
        throw undone;
      })
      .catch((error: unknown) => {
        if (error !== undone) throw error;
      });
    return found;
  }

  it('is whole after a life of moves', async () => {
    expect(await verify()).toEqual({ registrations: 2, moves: 4, broken: null });
  });

  it.each([
    [
      'a changed reason',
      `update registration_moves set reason = 'other' where registration_id = $1 and to_status = 'approved'`,
      'changed',
    ],
    [
      'a changed person',
      `update registration_moves set moved_by = 'x' where registration_id = $1 and to_status = 'submitted'`,
      'changed',
    ],
    [
      'a changed time',
      `update registration_moves set moved_at = moved_at + interval '1 second' where registration_id = $1 and to_status = 'withdrawn'`,
      'changed',
    ],
    [
      'a seal made up',
      `update registration_moves set seal = repeat('0', 64) where registration_id = $1 and to_status = 'submitted'`,
      'changed',
    ],
    [
      'a move taken out of the middle',
      `delete from registration_moves where registration_id = $1 and to_status = 'approved'`,
      'does not follow the one before',
    ],
    [
      'the first move taken out',
      `delete from registration_moves where registration_id = $1 and to_status = 'submitted'`,
      'does not follow the one before',
    ],
    [
      'the last move taken out',
      `delete from registration_moves where registration_id = $1 and to_status = 'withdrawn'`,
      'not the state of the registration',
    ],
    [
      'the whole history taken out',
      `delete from registration_moves where registration_id = $1`,
      'not the state of the registration',
    ],
  ])('shows %s', async (_name, statement, why) => {
    expect(await tampered([statement])).toMatchObject({ registrationId: id, why });
    expect((await verify()).broken).toBeNull();
  });

  it('lets nobody write a seal of their own', async () => {
    await world.access.open(world.access.system, (connection) =>
      connection.query(
        `insert into registration_moves (registration_id, partner_id, from_status, to_status, moved_at, moved_by, surface,
           previous_seal, seal)
         values ($1, 'alpha', 'withdrawn', 'withdrawn', now(), 'somebody', 'test', 'made up', 'made up')`,
        [id],
      ),
    );
    expect((await verify()).broken).toBeNull();
  });

  it('chains several moves of one statement', async () => {
    await world.access.open(world.access.system, (connection) =>
      connection.query(
        `insert into registration_moves (registration_id, partner_id, from_status, to_status, moved_at, moved_by, surface)
         select $1, 'alpha', 'withdrawn', 'withdrawn', now(), 'somebody ' || n, 'test'
         from generate_series(1, 5) as n`,
        [id],
      ),
    );
    expect((await verify()).broken).toBeNull();
  });

  it('shows a partner neither seals nor the check', async () => {
    const alpha = await world.partnerOf('alpha');
    await expect(world.registrations.verifyHistory(alpha)).rejects.toMatchObject({ code: 'not_allowed' });
    const read = world.access.open(alpha, (connection) =>
      connection.query('select seal from registration_moves'),
    );
    await expect(read).rejects.toMatchObject({ code: '42501' });
  });

  it('is checked from the terminal', async () => {
    let written = '';
    const parts = {
      registrations: world.registrations,
      company: { settings: () => Promise.reject(new Error('not needed')) },
      scopeOf: async (): Promise<Scope> => world.manager,
      now: () => new Date(),
      output: {
        out: (text: string) => {
          written += text;
        },
        err: () => {},
      },
    };
    expect(await verifyRegistrations(parts as never, { as: 'manager@us.example', json: true })).toBe(0);
    expect(JSON.parse(written)).toMatchObject({ whole: true, registrations: 2, broken: null });
  });

  it('seals histories that were there before', async () => {
    const script = readFileSync(MIGRATION, 'utf8');
    const backfill = script.slice(
      script.indexOf('create policy owner_keeps'),
      script.indexOf('-- From here on'),
    );
    const [first, block] = [
      backfill.slice(0, backfill.indexOf('do $$')),
      backfill.slice(backfill.indexOf('do $$')),
    ];
    await database.transaction({ role: 'cosell_owner', settings: {} }, async (connection) => {
      await connection.query('drop index registration_moves_chain');
      await connection.query(first);
      await connection.query(`update registration_moves set seal = '', previous_seal = ''`);
      await connection.query(block);
      await connection.query('drop policy owner_keeps on registration_moves');
      await connection.query(
        'create unique index registration_moves_chain on registration_moves (registration_id, previous_seal)',
      );
    });
    expect((await verify()).broken).toBeNull();
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAccess } from '../../src/access/access.ts';
import type { Database } from '../../src/db/port.ts';
import { openPostgres } from '../../src/db/postgres.ts';
import { listTestDatabases, openServerDatabase } from '../setup/database.ts';
import { openDyingClients } from '../setup/dying-clients.ts';
import { insertAccount, insertOpportunity, insertPartner } from '../setup/rows.ts';
import { ACCOUNTS, type Ledger, PARTNERS, planSteps, runBusyDay } from './busy-day.ts';
import { countFaults, NO_FAULTS } from './history-faults.ts';
import { buildWorld, openWorld, type World } from './registrations-world.ts';

/** How many steps a run takes: 600, or as many as COSELL_BUSY_STEPS says. */
const STEPS = Number(process.env.COSELL_BUSY_STEPS ?? 600);
const CONNECTIONS = 16;
/** Of the connections, those whose clients vanish in the middle of one transaction in ten. */
const DYING = 3;
const TIME = 60_000 + STEPS * 200;

/** Where there is a server: the embedded database has one connection, and nobody to end it. */
const servers = listTestDatabases().filter(({ kind }) => kind === 'postgres');

const RULES = { max_extensions: 9, max_submissions_per_day: 100_000, max_protected_replies: 100_000 };

describe.each(listTestDatabases())('a busy day, on $kind', ({ open }) => {
  let database: Database;
  let world: World;

  beforeAll(async () => {
    database = await open();
    world = await buildBusyWorld(database);
  });
  afterAll(() => database.close());

  it(
    'protects nobody twice, loses no move and leaves every registration in one state',
    async () => {
      const worlds = Array.from({ length: CONNECTIONS }, () => world);
      const ledger = await runBusyDay(worlds, planSteps(STEPS), async () => undefined);
      expect(ledger.broken).toEqual([]);
      expect(ledger.unknown).toEqual([]);
      await expectWhole(world, ledger);
    },
    TIME,
  );
});

describe.each(servers)('a busy day on a $kind server that ends connections, with clients that vanish', () => {
  let database: Awaited<ReturnType<typeof openServerDatabase>>;
  let pool: Database;

  beforeAll(async () => {
    database = await openServerDatabase();
    pool = await openPostgres({ url: database.url, poolSize: CONNECTIONS - DYING });
  });
  afterAll(async () => {
    await pool.close();
    await database.close();
  });

  it(
    'protects nobody twice, loses no move and leaves every registration in one state',
    async () => {
      await buildBusyWorld(pool);
      let transactions = 0;
      const dying = openDyingClients(database.url, () => {
        transactions += 1;
        return transactions % 10 === 0 ? 1 + ((transactions / 10) % 12) : null;
      });
      const worlds = await Promise.all(
        Array.from({ length: CONNECTIONS }, (_, i) => openWorld(createAccess(i < DYING ? dying : pool))),
      );
      const ledger = await runBusyDay(worlds, planSteps(STEPS), () =>
        database.bootstrap(END_TWO_CONNECTIONS),
      );
      expect(ledger.broken).toEqual([]);
      expect(ledger.unknown.length).toBeGreaterThan(0);
      await expectWhole(await openWorld(createAccess(pool)), ledger);
    },
    TIME,
  );
});

/** Those in the middle of a transaction before those at rest. */
const END_TWO_CONNECTIONS = `
  select pg_terminate_backend(pid)
  from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()
  order by state = 'idle', random()
  limit 2`;

async function buildBusyWorld(database: Database): Promise<World> {
  const world = await buildWorld(database, RULES);
  for (let i = 0; i < ACCOUNTS; i++) {
    await insertAccount(world.access, { account_id: `acct-${i}` });
    await insertOpportunity(world.access, {
      opportunity_id: `lost-${i}`,
      account_id: `acct-${i}`,
      stage: 'closed_lost',
      close_on: '2026-06-01',
    });
  }
  for (let i = 0; i < PARTNERS; i++) await insertPartner(world.access, { partner_id: `p${i}` });
  return world;
}

/** The laws hold, and the histories hold what people were told, no more and no less. */
async function expectWhole(world: World, ledger: Ledger): Promise<void> {
  expect(await countFaults(world.access)).toEqual(NO_FAULTS);
  expect((await world.registrations.verifyHistory(world.manager)).broken).toBeNull();

  const { moves, keys } = await world.access.open(world.access.system, async (connection) => ({
    moves: await connection.query<{ surface: string; registrationId: string; to: string }>(
      `select surface, registration_id as "registrationId", to_status as "to"
       from registration_moves
       order by move_id`,
    ),
    keys: await connection.query<{ key: string }>(
      'select submission_key as key from registrations order by submission_key',
    ),
  }));
  const bySurface = new Map(moves.map((move) => [move.surface, move]));
  expect(ledger.moved.filter((told) => !sameMove(told, bySurface.get(told.surface)))).toEqual([]);
  expect(ledger.nothing.filter((surface) => bySurface.has(surface))).toEqual([]);
  const known = new Set(keys.map(({ key }) => key));
  expect([...ledger.keys].filter((key) => !known.has(key))).toEqual([]);
  const ended = new Set(
    moves.filter(({ surface }) => surface === 'schedule').map(({ registrationId }) => registrationId),
  );
  expect(ledger.ended.filter((id) => !ended.has(id))).toEqual([]);
  expect(ledger.moved.length).toBeGreaterThan(STEPS / 20);
}

function sameMove(told: Ledger['moved'][number], kept: Ledger['moved'][number] | undefined): boolean {
  return kept?.registrationId === told.registrationId && kept.to === told.to;
}

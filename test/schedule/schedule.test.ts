import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Access, createAccess } from '../../src/access/access.ts';
import type { Database } from '../../src/db/port.ts';
import { openPostgres } from '../../src/db/postgres.ts';
import type { Job } from '../../src/schedule/types.ts';
import { buildWorld, insertApproved, type World } from '../registrations/registrations-world.ts';
import { listTestDatabases, openServerDatabase } from '../setup/database.ts';
import { insertAccount, insertPartnerPerson, insertRegistration } from '../setup/rows.ts';
import { serverAddress } from '../setup/server.ts';
import { createPost, JOBS, passTime, runOn, shortly } from './schedule-world.ts';

const UNTIL = '2026-09-30';
const DAY = '2026-09-16';

describe.each(listTestDatabases())('on $kind', ({ open }) => {
  let database: Database;
  let world: World;

  beforeAll(async () => {
    database = await open();
    world = await fill(database);
  });
  afterAll(() => database.close());
  afterEach(() =>
    world.access.open(world.access.system, async (connection) => {
      await connection.query(`update notices set state = 'dropped' where state = 'waiting'`);
      await connection.query(`delete from protections`);
      await connection.query(
        `update registrations
         set registration_id = 'old-' || registration_id || (select count(*) from registrations),
           status = 'withdrawn'
         where status <> 'withdrawn'`,
      );
    }),
  );

  const insertEnding = (registrationId = 'R') =>
    insertApproved(world, { registration_id: registrationId, partner_id: 'alpha', expires_on: UNTIL });

  describe('a run by the clock', () => {
    it('is done once in the hour, whoever looks', async () => {
      await insertEnding();
      const states = [];
      for (let i = 0; i < 3; i++) {
        const report = await runOn(world.access, '2026-09-17', { again: false });
        states.push([report.jobs[0]?.state, shortly(report).length]);
      }
      expect(states).toEqual([
        ['done', 2],
        ['elsewhere', 0],
        ['elsewhere', 0],
      ]);
    });

    it('catches up on what fell due while no process ran: only the latest reminder, once', async () => {
      await insertEnding();
      await runOn(world.access, '2026-08-20', { again: false });
      const report = await runOn(world.access, '2026-09-26', { again: false });
      expect(shortly(report)).toEqual(['R 2026-09-23 manager@us.example', 'R 2026-09-23 ann@alpha.example']);
    });
  });

  describe('a job that breaks in the middle', () => {
    const broken = (job: Job): Job => ({
      ...job,
      async runWithin(...given) {
        await job.runWithin(...given);
        throw new Error('the process ended here');
      },
    });

    it('leaves nothing half done, does not keep the others, and is done by the next run', async () => {
      await insertApproved(world, { registration_id: 'E', partner_id: 'alpha', expires_on: '2026-09-12' });
      await insertRegistration(world.access, { registration_id: 'L', partner_id: 'alpha' });
      const [expiry, ...others] = JOBS as readonly [Job, ...Job[]];
      const first = await runOn(world.access, '2026-09-13', {
        again: false,
        jobs: [broken(expiry), ...others],
      });
      expect(first.jobs.map((one) => one.state)).toEqual(['failed', 'done', 'done']);
      expect([first.moved, shortly(first)]).toEqual([[], ['L 2026-02-03 manager@us.example']]);
      expect((await world.registrations.show(world.manager, 'E')).moves).toEqual([]);
      const second = await runOn(world.access, '2026-09-13', { again: false });
      expect(second.jobs.map((one) => one.state)).toEqual(['done', 'elsewhere', 'elsewhere']);
      expect(second.moved.map((one) => one.registrationId)).toEqual(['E']);
    });
  });

  describe('a delivery', () => {
    it('that arrived is not made again', async () => {
      await insertEnding();
      const post = createPost();
      for (let i = 0; i < 3; i++) {
        await runOn(world.access, DAY, { messenger: post });
        await passTime(world.access);
      }
      expect(post.arrived.map((one) => one.recipient).sort()).toEqual([
        'ann@alpha.example',
        'manager@us.example',
      ]);
    });

    it.each(['fails', 'unreachable'] as const)('that %s waits, and is tried again later', async (fate) => {
      await insertEnding();
      const post = createPost();
      post.fates.push(fate, fate);
      const first = await runOn(world.access, DAY, { messenger: post });
      expect([first.delivered.length, first.waiting.length]).toEqual([0, 2]);
      expect((await runOn(world.access, DAY, { messenger: post })).delivered).toEqual([]);
      await passTime(world.access);
      const later = await runOn(world.access, DAY, { messenger: post });
      expect([later.delivered.length, later.waiting.length]).toEqual([2, 0]);
      expect(post.arrived).toHaveLength(2);
    });

    it('that arrived without an answer is found to have arrived', async () => {
      await insertEnding();
      const post = createPost();
      post.fates.push('lost', 'lost');
      await runOn(world.access, DAY, { messenger: post });
      await passTime(world.access);
      const later = await runOn(world.access, DAY, { messenger: post });
      expect([later.delivered.length, post.arrived.length]).toEqual([2, 2]);
    });

    it.each([
      { arrived: true, name: 'after it arrived' },
      { arrived: false, name: 'before it went out' },
    ])('whose process was killed $name arrives once', async ({ arrived }) => {
      await insertEnding();
      const post = createPost();
      await leaveBehind(world.access, post, arrived);
      expect((await runOn(world.access, DAY, { messenger: post })).delivered).toEqual([]);
      await passTime(world.access);
      await runOn(world.access, DAY, { messenger: post });
      expect(post.arrived).toHaveLength(2);
    });

    it('stops between two messages where the program ends', async () => {
      await insertEnding();
      const stopping = new AbortController();
      const post = createPost();
      const messenger = {
        ...post,
        notify: async (...said: Parameters<typeof post.notify>) => {
          stopping.abort();
          return post.notify(...said);
        },
      };
      const report = await runOn(world.access, DAY, { messenger, signal: stopping.signal });
      expect([report.delivered.length, report.waiting.length]).toEqual([1, 1]);
    });
  });

  it('many runs at once say and deliver everything once', async () => {
    await insertMany(world);
    const post = createPost();
    await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        runOn(world.access, '2026-09-18', { again: i % 2 === 0, messenger: post }),
      ),
    );
    await expectOnce(world, post);
  });
});

describe.runIf(serverAddress())('two processes with connections of their own', () => {
  it('say, move and deliver everything once between them', async () => {
    const database = await openServerDatabase();
    const other = await openPostgres({ url: database.url });
    try {
      const world = await fill(database);
      await insertMany(world);
      const post = createPost();
      const processes = [world.access, createAccess(other)];
      const reports = await Promise.all(
        processes.flatMap((access) =>
          [true, false, true].map((again) => runOn(access, '2026-09-18', { again, messenger: post })),
        ),
      );
      expect(reports.flatMap((report) => report.jobs).filter((one) => one.state === 'failed')).toEqual([]);
      await expectOnce(world, post);
    } finally {
      await other.close();
      await database.close();
    }
  });
});

describe.runIf(serverAddress())('a process that is killed in the middle', () => {
  it('leaves the work undone and whole, for another to do', async () => {
    const database = await openServerDatabase();
    const killed = await openPostgres({ url: database.url });
    try {
      const world = await fill(database);
      await insertMany(world);
      const dying = JOBS.map((job) => ({
        ...job,
        async runWithin(...given: Parameters<Job['runWithin']>) {
          const [connection] = given;
          const outcome = await job.runWithin(...given);
          const [self] = await connection.query<{ pid: number }>('select pg_backend_pid() as pid');
          await database.bootstrap(`select pg_terminate_backend(${self?.pid})`);
          return outcome;
        },
      }));
      const first = await runOn(createAccess(killed), '2026-09-18', { jobs: dying });
      expect(first.jobs.map((one) => one.state)).toEqual(['failed', 'failed', 'failed']);
      expect([first.moved, first.said, first.waiting]).toEqual([[], [], []]);
      const post = createPost();
      await runOn(world.access, '2026-09-18', { again: false, messenger: post });
      await expectOnce(world, post);
    } finally {
      await killed.close();
      await database.close();
    }
  });
});

const MANY = 40;

async function fill(database: Database): Promise<World> {
  const world = await buildWorld(database);
  await insertPartnerPerson(world.access, { email: 'ann@alpha.example', partner_id: 'alpha' });
  return world;
}

/** Registrations that end soon, that are over, and that wait too long. */
async function insertMany(world: World): Promise<void> {
  for (let i = 0; i < MANY; i++) {
    await insertAccount(world.access, { account_id: `many-${i}` });
    const of = { partner_id: 'alpha', account_id: `many-${i}`, decided_on: '2026-06-01', status: 'approved' };
    await insertRegistration(world.access, { registration_id: `ends-${i}`, expires_on: UNTIL, ...of });
    await insertRegistration(world.access, { registration_id: `over-${i}`, expires_on: '2026-09-17', ...of });
    await insertRegistration(world.access, { registration_id: `late-${i}`, partner_id: 'alpha' });
  }
}

async function expectOnce(world: World, post: ReturnType<typeof createPost>): Promise<void> {
  // However many messages they came in: each sentence once, and no message twice.
  const lines = post.arrived.flatMap((one) => one.lines.map((line) => `${one.recipient} ${line}`));
  expect(lines).toHaveLength(3 * MANY);
  expect(new Set(lines).size).toBe(3 * MANY);
  expect(new Set(post.arrived.map((one) => one.key)).size).toBe(post.arrived.length);
  const [counts] = await world.access.open(world.access.system, (connection) =>
    connection.query(
      `select (select count(*) from registrations where status = 'expired') as expired,
         (select count(*) from registration_moves where to_status = 'expired' and registration_id like 'over-%') as moves,
         (select count(*) from notices where state = 'delivered' and registration_id ~ '^(ends|late)-') as delivered`,
    ),
  );
  expect(counts).toEqual({ expired: MANY, moves: MANY, delivered: 3 * MANY });
}

/** Takes the first message as a process does that is killed before it can say what came of it. */
async function leaveBehind(
  access: Access,
  post: ReturnType<typeof createPost>,
  arrived: boolean,
): Promise<void> {
  await runOn(access, DAY);
  const [taken] = await access.open(access.system, (connection) =>
    connection.query<{ id: number; recipient: string }>(
      `update notices
       set state = 'sending', attempts = 1, try_after = clock_timestamp() + interval '10 minutes'
       where notice_id = (select min(notice_id) from notices where state = 'waiting')
       returning notice_id as id, recipient`,
    ),
  );
  await access.open(access.system, (connection) =>
    connection.query(
      `update notices set try_after = clock_timestamp() + interval '10 minutes' where state = 'waiting'`,
    ),
  );
  if (!taken || !arrived) return;
  const to = { recipient: taken.recipient, audience: 'internal', partnerId: 'alpha' } as const;
  await post.notify(to, { key: `cosell-notice-${taken.id}`, lines: ['arrived'] });
}

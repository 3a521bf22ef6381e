import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Access, createAccess, type ScopedConnection } from '../../src/access/access.ts';
import { dayNumber } from '../../src/dates.ts';
import type { Database } from '../../src/db/port.ts';
import { listTestDatabases } from '../setup/database.ts';
import { insertAccount, insertOpportunity, insertPartner } from '../setup/rows.ts';

const DEALS = ['D1', 'D2', 'D3'];
const PARTNERS = ['borealis', 'meridian'];

/** What a connection may do to touches: each is one statement. */
const anyWrite = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      sql: fc.constant(
        `insert into touchpoints as stored (touchpoint_id, opportunity_id, partner_id, kind, occurred_on)
         select r.id, r.deal, r.partner, 'meeting', r.day::date
         from jsonb_to_recordset($1::jsonb) as r(id text, deal text, partner text, day text)
         on conflict (touchpoint_id) do update set opportunity_id = excluded.opportunity_id,
           partner_id = excluded.partner_id, occurred_on = excluded.occurred_on
         where stored.partner_id is distinct from excluded.partner_id
           or stored.occurred_on <> excluded.occurred_on
           or stored.opportunity_id <> excluded.opportunity_id`,
      ),
      values: fc
        .uniqueArray(
          fc.record({
            id: fc.constantFrom('a', 'B', 'c', 'D', 'é', 'e1', 'e-1', 'f'),
            deal: fc.constantFrom(...DEALS),
            partner: fc.option(fc.constantFrom(...PARTNERS)),
            day: fc.constantFrom('2026-01-01', '2026-02-01', '2026-03-01', '1969-12-31'),
          }),
          { maxLength: 6, selector: (row) => row.id },
        )
        .map((rows) => [JSON.stringify(rows)]),
    }),
  },
  fc.record({
    sql: fc.constant('delete from touchpoints where touchpoint_id = any ($1)'),
    values: fc.subarray(['a', 'B', 'c', 'D', 'é', 'e1', 'e-1', 'f']).map((ids) => [ids]),
  }),
  fc.record({
    sql: fc.constant('update touchpoints set opportunity_id = $1 where opportunity_id = $2'),
    values: fc.tuple(fc.constantFrom(...DEALS), fc.constantFrom(...DEALS)),
  }),
  fc.record({
    sql: fc.constant('update touchpoints set partner_id = $1 where partner_id = $2'),
    values: fc.tuple(fc.constantFrom(...PARTNERS), fc.constantFrom(...PARTNERS)),
  }),
  fc.record({ sql: fc.constant('delete from touchpoints'), values: fc.constant([]) }),
);

interface TouchRow extends Record<string, unknown> {
  readonly id: string;
  readonly deal: string;
  readonly partner: string | null;
  readonly day: string;
}

/** The paths as they follow from the touches, with nothing kept. */
async function buildPaths(connection: ScopedConnection): Promise<Record<string, unknown>> {
  const touches = await connection.query<TouchRow>(
    `select touchpoint_id as id, opportunity_id as deal, partner_id as partner, occurred_on as day
     from touchpoints
     order by touchpoint_id`,
  );
  const sorted = touches.toSorted(
    (a, b) => dayNumber(a.day) - dayNumber(b.day) || Buffer.compare(Buffer.from(a.id), Buffer.from(b.id)),
  );
  const paths: Record<string, { channels: string[]; days: number[] }> = {};
  for (const { deal, partner, day } of sorted) {
    const path = paths[deal] ?? { channels: [], days: [] };
    path.channels.push(partner ?? '');
    path.days.push(dayNumber(day));
    paths[deal] = path;
  }
  return paths;
}

async function readPaths(connection: ScopedConnection): Promise<Record<string, unknown>> {
  const rows = await connection.query<{ deal: string; channels: string[]; days: number[] }>(
    'select opportunity_id as deal, channels, days from deal_paths order by opportunity_id',
  );
  return Object.fromEntries(rows.map(({ deal, channels, days }) => [deal, { channels, days }]));
}

const ADD = `insert into touchpoints (touchpoint_id, opportunity_id, partner_id, kind, occurred_on)
  values ($1, $2, $3, 'meeting', $4)`;

describe.each(listTestDatabases())('The paths of deals on $kind', ({ kind, open }) => {
  let database: Database;
  let access: Access;
  beforeAll(async () => {
    database = await open();
    access = createAccess(database);
    await insertAccount(access, { account_id: 'acme' });
    for (const id of DEALS) await insertOpportunity(access, { opportunity_id: id, account_id: 'acme' });
    for (const id of PARTNERS) await insertPartner(access, { partner_id: id });
  });
  afterAll(() => database.close());
  beforeEach(() => write('delete from touchpoints'));

  function write(sql: string, values: readonly unknown[] = []): Promise<unknown> {
    return access.open(access.system, (connection) => connection.query(sql, values));
  }

  async function expectPathsToFollow(): Promise<void> {
    await access.open(access.system, async (connection) => {
      expect(await readPaths(connection)).toEqual(await buildPaths(connection));
    });
  }

  it('are after any writes what building them from all touches gives', async () => {
    await fc.assert(
      fc
        .asyncProperty(
          fc.array(fc.array(anyWrite, { maxLength: 3 }), { maxLength: 6 }),
          async (transactions) => {
            for (const statements of transactions) {
              await access.open(access.system, async (connection) => {
                for (const { sql, values } of statements) await connection.query(sql, values);
                expect(await readPaths(connection)).toEqual(await buildPaths(connection));
              });
            }
          },
        )
        .afterEach(() => write('delete from touchpoints').then(() => undefined)),
      { numRuns: 40 },
    );
  });

  it('hold our own touches as an empty name, in the order of days and then of ids', async () => {
    await write(ADD, ['t2', 'D1', 'borealis', '2026-01-02']);
    await write(ADD, ['t1', 'D1', null, '2026-01-02']);
    await write(ADD, ['t3', 'D1', 'meridian', '1970-01-01']);
    await access.open(access.system, async (connection) => {
      expect(await readPaths(connection)).toEqual({
        D1: { channels: ['meridian', '', 'borealis'], days: [0, 20_455, 20_455] },
      });
    });
  });

  it('do not keep what a transaction took back', async () => {
    await write(ADD, ['t1', 'D1', 'borealis', '2026-01-02']);
    const failing = access.open(access.system, async (connection) => {
      await connection.query(ADD, ['t2', 'D1', 'meridian', '2026-01-03']);
      await connection
        .savepoint(async () => {
          await connection.query('delete from touchpoints');
          throw new Error('no');
        })
        .catch(() => undefined);
      expect(await readPaths(connection)).toMatchObject({ D1: { channels: ['borealis', 'meridian'] } });
      throw new Error('taken back');
    });
    await expect(failing).rejects.toThrow('taken back');
    await expectPathsToFollow();
  });

  it('go when all touches are cut off at once', async () => {
    await write(ADD, ['t1', 'D1', 'borealis', '2026-01-02']);
    await database.transaction({ role: 'cosell_owner', settings: {} }, (connection) =>
      connection.query('truncate touchpoints'),
    );
    await access.open(access.system, async (connection) => expect(await readPaths(connection)).toEqual({}));
  });

  it.runIf(kind === 'postgres')('hold the touches of two writers at once', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let added = () => {};
    const firstAdded = new Promise<void>((resolve) => {
      added = resolve;
    });
    const first = access.open(access.system, async (connection) => {
      await connection.query(ADD, ['t1', 'D1', 'borealis', '2026-01-02']);
      added();
      await held;
    });
    await firstAdded;
    const second = write(ADD, ['t2', 'D1', 'meridian', '2026-01-03']);
    // A reader is not kept waiting, and sees the world before either.
    await access.open(access.system, async (connection) => expect(await readPaths(connection)).toEqual({}));
    release();
    await Promise.all([first, second]);
    await access.open(access.system, async (connection) => {
      expect(await readPaths(connection)).toMatchObject({ D1: { channels: ['borealis', 'meridian'] } });
    });
  });
});

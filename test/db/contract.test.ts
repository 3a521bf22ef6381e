import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate, pendingMigrations } from '../../src/db/migrate.ts';
import { openPglite } from '../../src/db/pglite.ts';
import type { Connection, Database, DatabaseRole } from '../../src/db/port.ts';
import { openPostgres } from '../../src/db/postgres.ts';
import { listTestDatabases } from '../setup/database.ts';
import { openOnServer, serverAddress } from '../setup/server.ts';

describe.each(listTestDatabases())('The database port on $kind', ({ kind, open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());

  const runAs = <T>(
    role: DatabaseRole,
    work: (connection: Connection) => Promise<T>,
    settings: Readonly<Record<string, string>> = {},
  ) => database.transaction({ role, settings }, work);
  const readOne = async (expression: string, parameters: readonly unknown[] = []) => {
    const rows = await runAs('cosell_system', (c) => c.query(`select ${expression} as one`, parameters));
    return rows[0]?.one;
  };
  const addAccount = (connection: Connection, id: string) =>
    connection.query('insert into accounts (account_id, name) values ($1, $1)', [id]);
  const listAccounts = async () => {
    const rows = await runAs('cosell_system', (c) =>
      c.query('select account_id from accounts order by account_id'),
    );
    return rows.map((row) => row.account_id);
  };

  it('says which kind it is', () => {
    expect(database.kind).toBe(kind);
  });

  describe('gives rows', () => {
    it.each([
      ['a date as it is written', `date '2026-03-29'`, '2026-03-29'],
      ['an instant in UTC', `timestamptz '2026-03-29 03:30:00+02'`, '2026-03-29T01:30:00.000Z'],
      [
        'an instant with half an hour of offset',
        `timestamptz '2026-03-29 03:30:00.25+05:30'`,
        '2026-03-28T22:00:00.250Z',
      ],
      ['a bigint as a number', `9007199254740991::bigint`, Number.MAX_SAFE_INTEGER],
      ['a count as a number', `count(*)`, 1],
      ['a numeric as a number', `12.5::numeric`, 12.5],
      ['a double as a number', `0.1::double precision`, 0.1],
      ['a boolean', `true`, true],
      ['null', `null::date`, null],
      ['JSON parsed', `'{"a": [1, null, "x"]}'::jsonb`, { a: [1, null, 'x'] }],
      ['a list of texts', `array['a,b', 'c "d"', '']`, ['a,b', 'c "d"', '']],
      ['an empty list', `'{}'::text[]`, []],
      ['a list of integers', `array[1, 2]`, [1, 2]],
    ])('%s', async (_, expression, expected) => {
      expect(await readOne(expression)).toEqual(expected);
    });

    it('an instant the same in whatever time zone the session is', async () => {
      const instants = await runAs('cosell_system', async (c) => {
        await c.query(`select set_config('timezone', 'Asia/Kolkata', true)`);
        return c.query(`select timestamptz '2026-06-30 12:00:00Z' as one`);
      });
      expect(instants).toEqual([{ one: '2026-06-30T12:00:00.000Z' }]);
    });

    it('none for a statement that returns none', async () => {
      expect(await runAs('cosell_system', (c) => c.query(`delete from accounts where false`))).toEqual([]);
    });
  });

  describe('binds', () => {
    it.each([
      [
        'text with quotes, semicolons and other alphabets',
        'text',
        `'; drop table accounts; -- Ünïcode 漢字 \\`,
      ],
      ['a safe integer', 'bigint', Number.MAX_SAFE_INTEGER],
      ['a double', 'double precision', -0.25],
      ['a boolean', 'boolean', false],
      ['null', 'text', null],
      ['a date', 'date', '2024-02-29'],
      ['an instant', 'timestamptz', '2026-01-01T00:00:00.000Z'],
      ['a list of texts with commas and quotes', 'text[]', ['a,b', '"c"', '{d}', '', 'NULL']],
      ['an empty list', 'text[]', []],
    ])('%s', async (_, type, parameter) => {
      expect(await readOne(`$1::${type}`, [parameter])).toEqual(parameter);
    });

    it('JSON as text', async () => {
      const rows = [{ n: 1, tags: ['x'] }, { n: 2 }];
      expect(await readOne('$1::jsonb', [JSON.stringify(rows)])).toEqual(rows);
    });

    it('a list for `any`', async () => {
      expect(await readOne(`'b' = any ($1)`, [['a', 'b']])).toBe(true);
    });

    it('a vector as text and measures with it', async () => {
      expect(await readOne(`$1::vector(3) <=> '[0,1,0]'`, ['[1,0,0]'])).toBe(1);
    });
  });

  describe('keeps a transaction whole:', () => {
    it('what it wrote stays when it ends well', async () => {
      const result = await runAs('cosell_system', async (c) => {
        await addAccount(c, 'kept');
        return 'done';
      });
      expect(result).toBe('done');
      expect(await listAccounts()).toContain('kept');
    });

    it('nothing stays of one whose work throws, and the same error comes out', async () => {
      const failure = new Error('the work failed');
      const attempt = runAs('cosell_system', async (c) => {
        await addAccount(c, 'undone');
        throw failure;
      });
      await expect(attempt).rejects.toBe(failure);
      expect(await listAccounts()).not.toContain('undone');
    });

    it('nothing stays of one in which a statement failed, even when the work swallows it', async () => {
      await runAs('cosell_system', async (c) => {
        await addAccount(c, 'half');
        await c.query('select 1 / 0').catch(() => undefined);
      }).catch(() => undefined);
      expect(await listAccounts()).not.toContain('half');
    });

    it('a constraint that is checked at the end fails the transaction', async () => {
      const attempt = runAs('cosell_system', (c) =>
        c.query(
          `insert into accounts (account_id, name, parent_account_id) values ('orphan', 'x', 'nobody')`,
        ),
      );
      await expect(attempt).rejects.toMatchObject({ code: '23503' });
      expect(await listAccounts()).not.toContain('orphan');
    });

    it('a refused statement carries the code of its kind', async () => {
      const attempt = runAs('cosell_system', async (c) => {
        await addAccount(c, 'twice');
        await addAccount(c, 'twice');
      });
      await expect(attempt).rejects.toMatchObject({ code: '23505' });
    });

    it('a savepoint undoes its part alone and passes the error on', async () => {
      await runAs('cosell_system', async (c) => {
        await addAccount(c, 'before');
        const part = c.savepoint(async () => {
          await addAccount(c, 'part');
          await addAccount(c, 'before');
        });
        await expect(part).rejects.toMatchObject({ code: '23505' });
        await addAccount(c, 'after');
      });
      const accounts = await listAccounts();
      expect(accounts).toEqual(expect.arrayContaining(['after', 'before']));
      expect(accounts).not.toContain('part');
    });

    it('savepoints nest and give what their work gives', async () => {
      const result = await runAs('cosell_system', (c) =>
        c.savepoint(async () => {
          await addAccount(c, 'outer');
          await c
            .savepoint(async () => {
              await addAccount(c, 'inner');
              throw new Error('inner');
            })
            .catch(() => undefined);
          return c.savepoint(async () => 'third');
        }),
      );
      expect(result).toBe('third');
      const accounts = await listAccounts();
      expect(accounts).toContain('outer');
      expect(accounts).not.toContain('inner');
    });
  });

  describe('runs as the session says:', () => {
    const readSession = () =>
      runAs('cosell_public', (c) =>
        c.query(`select current_user::text as role, current_setting('cosell.partner_id', true) as partner`),
      );

    it('in its role and settings', async () => {
      const rows = await runAs(
        'cosell_partner',
        (c) =>
          c.query(`select current_user::text as role, current_setting('cosell.partner_id') as partner,
            current_setting('cosell.reader_tiers') as tiers`),
        { 'cosell.partner_id': `o'neil; --`, 'cosell.reader_tiers': '["gold"]' },
      );
      expect(rows).toEqual([{ role: 'cosell_partner', partner: `o'neil; --`, tiers: '["gold"]' }]);
    });

    it('with nothing left of it in the next, ended well or not', async () => {
      const settings = { 'cosell.partner_id': 'a' };
      await runAs('cosell_partner', (c) => c.query('select 1'), settings);
      await runAs('cosell_partner', (c) => c.query('select 1 / 0'), settings).catch(() => undefined);
      const sessions = await Promise.all(Array.from({ length: 10 }, readSession));
      for (const [session] of sessions) {
        expect(session?.role).toBe('cosell_public');
        expect(session?.partner ?? '').toBe('');
      }
    });

    it('each of many at a time in its own', async () => {
      const partners = await Promise.all(
        Array.from({ length: 30 }, (_, i) =>
          runAs(
            'cosell_partner',
            async (c) => {
              await c.query('select 1');
              const rows = await c.query(`select current_setting('cosell.partner_id') as partner`);
              return rows[0]?.partner;
            },
            { 'cosell.partner_id': `p${i}` },
          ),
        ),
      );
      expect(partners).toEqual(Array.from({ length: 30 }, (_, i) => `p${i}`));
    });
  });

  it('lets transactions at a time add to one row without losing any', async () => {
    const before = await readOne('(select version from data_version)');
    await Promise.all(
      Array.from({ length: 20 }, () =>
        runAs('cosell_system', (c) => c.query('update data_version set version = version + 1')),
      ),
    );
    expect(await readOne('(select version from data_version)')).toBe(Number(before) + 20);
  });

  it('is migrated once, however often that is asked', async () => {
    expect(await migrate(database)).toEqual([]);
    expect(await Promise.all([migrate(database), migrate(database)])).toEqual([[], []]);
    expect(await pendingMigrations(database)).toEqual([]);
  });
});

describe('A new embedded database', () => {
  it('lacks migrations until it is migrated', async () => {
    const database = await openPglite({});
    await expect(pendingMigrations(database)).rejects.toThrow();
    const applied = await migrate(database);
    expect(applied[0]).toBe('0001_company.sql');
    expect(await pendingMigrations(database)).toEqual([]);
    await database.close();
  });
});

describe('A database server', () => {
  it('that cannot be reached is named by its setting, and never with its password', async () => {
    const attempt = openPostgres({ url: 'postgresql://someone:open-sesame@127.0.0.1:1/nowhere' });
    const error = await attempt.then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    expect(error).toMatchObject({ code: 'unavailable', message: expect.stringContaining('DATABASE_URL') });
    expect(error?.message).not.toContain('open-sesame');
  });

  it.runIf(serverAddress())('that refuses the login is told of in the same way', async () => {
    const url = new URL(serverAddress() ?? '');
    url.password = 'open-sesame';
    const attempt = openPostgres({ url: url.href });
    await expect(attempt).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.not.stringContaining('open-sesame'),
    });
  });

  it.runIf(serverAddress())('is migrated once by two processes that start at a time', async () => {
    const first = await openOnServer();
    const second = await openPostgres({ url: first.url });
    const applied = await Promise.all([migrate(first), migrate(second)]);
    expect(applied.flat().sort()).toEqual([...new Set(applied.flat())].sort());
    expect(applied.flat()).toContain('0001_company.sql');
    expect(await pendingMigrations(second)).toEqual([]);
    await second.close();
    await first.close();
  });

  it.runIf(serverAddress())('keeps the pool whole when a connection dies under a transaction', async () => {
    const database = await openOnServer();
    const attempt = database.transaction({ role: 'cosell_owner', settings: {} }, async (c) => {
      const [own] = await c.query('select pg_backend_pid() as pid');
      await database.bootstrap(`select pg_terminate_backend(${Number(own?.pid)})`);
      return c.query('select 1');
    });
    await expect(attempt).rejects.toThrow();
    await expect(
      database.transaction({ role: 'cosell_owner', settings: {} }, (c) => c.query('select 1 as one')),
    ).resolves.toEqual([{ one: 1 }]);
    await database.close();
  });
});

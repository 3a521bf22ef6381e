import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/port.ts';
import { isAppError } from '../../src/errors.ts';
import { listTestDatabases } from '../setup/database.ts';
import { insertAccount } from '../setup/rows.ts';
import { at, buildWorld, insertApproved, type World } from './registrations-world.ts';

/** What the error that the database gave says first, without the id. */
const say = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) =>
      isAppError(error) ? error.code : String((error as Error).message).replace(/REG-\d+/, 'it'),
  );

const TOO_OFTEN = 'registration it was prolonged as often as the programme allows';
const TOO_LONG = 'registration it can be prolonged by the days of the programme only';
const NOT_AN_EXTENSION = 'registration it can only be prolonged while approved, once at a time';

describe.each(listTestDatabases())('the limit on extensions, on $kind', ({ open }) => {
  let database: Database;
  let world: World;
  let id: string;
  let registrations = 0;

  beforeAll(async () => {
    database = await open();
    world = await buildWorld(database, { max_extensions: 2, extension_days: 30 });
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    id = `REG-${++registrations}`;
    await insertAccount(world.access, { account_id: id, name: id });
    await insertApproved(world, {
      registration_id: id,
      partner_id: 'alpha',
      account_id: id,
      account_name: id,
    });
  });

  /** As a partner manager's connection would, past the service. */
  const change = (assignments: string) =>
    say(
      world.access.open(world.manager, (connection) =>
        connection.query(`update registrations set ${assignments} where registration_id = $1`, [id]),
      ),
    );
  const stand = async () => {
    const { registration, moves } = await world.registrations.show(world.manager, id);
    return { until: registration.protectedUntil, extensions: registration.extensions, moves: moves.length };
  };

  it('holds for any number of extensions at once', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, () => say(world.registrations.extend(world.manager, id, at()))),
    );
    expect(outcomes.toSorted()).toEqual([...Array<string>(10).fill('conflict'), 'done', 'done']);
    expect(await stand()).toEqual({ until: '2026-11-29', extensions: 2, moves: 2 });
  });

  it('holds for updates at once that pass the service by', async () => {
    const prolong = () => change("extensions = extensions + 1, expires_on = expires_on + interval '30 days'");
    const outcomes = await Promise.all(Array.from({ length: 6 }, prolong));
    expect(outcomes.toSorted()).toEqual(['done', 'done', ...Array<string>(4).fill(TOO_OFTEN)]);
    expect(await stand()).toMatchObject({ until: '2026-11-29', extensions: 2 });
  });

  it.each([
    ['a day more than the programme gives', "extensions = 1, expires_on = date '2026-10-31'", TOO_LONG],
    ['just its days', "extensions = 1, expires_on = date '2026-10-30'", 'done'],
    ['two at once', "extensions = 2, expires_on = date '2026-10-30'", NOT_AN_EXTENSION],
    ['the end alone', "expires_on = date '2026-10-30'", NOT_AN_EXTENSION],
    ['the count set back', 'extensions = -5', NOT_AN_EXTENSION],
    ['no end at all', 'extensions = 1, expires_on = null', NOT_AN_EXTENSION],
  ])('lets the database itself judge %s', async (_what, assignments, outcome) => {
    expect(await change(assignments)).toBe(outcome);
  });

  it('counts on from what an import brought', async () => {
    await world.access.open(world.access.system, (connection) =>
      connection.query('update registrations set extensions = 2 where registration_id = $1', [id]),
    );
    expect(await change("extensions = 3, expires_on = date '2026-10-30'")).toBe(TOO_OFTEN);
  });

  it('lets none begin prolonged, nor come to be so with another move', async () => {
    const begun = world.access.open(world.rep, (connection) =>
      connection.query(
        `insert into registrations (registration_id, partner_id, account_name, status, extensions)
         values ('REG-9999', 'alpha', 'Globex', 'submitted', -3)`,
      ),
    );
    expect(await say(begun)).toBe(
      'a registration begins as a draft or submitted and not prolonged, not as submitted',
    );
    expect(await change("status = 'won', extensions = 7")).toBe(
      'registration it can only be prolonged while approved',
    );
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '../../src/access/types.ts';
import type { App } from '../../src/app.ts';
import type { Database } from '../../src/db/port.ts';
import { listTestDatabases } from '../setup/database.ts';
import { openTestApp } from '../setup/sample.ts';
import { copyReadable } from './catalogue.ts';
import { FIELDS, isDisclosed, LEVELS, openSharingWorld, POPULATIONS } from './sharing-world.ts';

const REP = { kind: 'staff', email: 'rep@us.example', name: 'Rep', role: 'rep' } as const;
const MANAGER = { ...REP, role: 'partner_manager' } as const;
const partner = (partnerId: string) =>
  ({ kind: 'partner', email: `x@${partnerId}.example`, name: 'X', partnerId }) as const;

const SIDES = ['theirs', 'ours'] as const;
const KINDS = SIDES.flatMap((side) =>
  LEVELS.flatMap((level) => POPULATIONS.map((population) => ({ side, level, population }))),
);

describe.each(listTestDatabases())('What sharing shows on $kind', ({ open }) => {
  let database: Database;
  let app: App;
  let world: Awaited<ReturnType<typeof openSharingWorld>>;
  const dumps = new Map<string, string>();

  beforeAll(async () => {
    database = await open();
    app = await openTestApp(database);
    world = await openSharingWorld(app);
    const staff: [string, Scope][] = [
      ['rep in a direct message', await app.access.grant(REP, { place: 'dm' })],
      ['rep in our channel', await app.access.grant(REP, { place: 'internal' })],
      ['partner manager', await app.access.grant(MANAGER, { place: 'dm' })],
    ];
    const strangers: [string, Scope][] = [
      [
        'room of two partners',
        await app.access.grant(MANAGER, { place: 'shared', partnerIds: ['p00', 'p31'] }),
      ],
      ['stranger', await app.access.grant(MANAGER, { place: 'external' })],
    ];
    for (const [name, scope] of [...staff, ...strangers]) dumps.set(name, await dumpAll(scope));
    for (const partnerId of new Set(world.theirs.map((row) => row.partnerId))) {
      dumps.set(partnerId, await dumpAll(await app.access.grant(partner(partnerId), { place: 'dm' })));
      // Our own people who speak in a partner's channel get what that partner may read.
      const room = await app.access.grant(MANAGER, { place: 'shared', partnerIds: [partnerId] });
      dumps.set(`room of ${partnerId}`, await dumpAll(room));
    }
  });
  afterAll(() => database.close());

  const dumpAll = (scope: Scope) => app.access.open(scope, copyReadable);

  const reads = (reader: string, mark: string) => (dumps.get(reader) ?? '').includes(mark);

  it.each(KINDS.filter((kind) => kind.side === 'theirs'))(
    'of a $population that the partner shares at $level: to our people what the rule names, to other partners nothing',
    ({ level, population }) => {
      const rows = world.theirs.filter((row) => row.level === level && row.population === population);
      expect(rows.length).toBeGreaterThanOrEqual(6);
      const wrong: string[] = [];
      for (const row of rows) {
        for (const field of FIELDS.theirs) {
          const mark = row.marks[field] ?? '';
          for (const reader of dumps.keys()) {
            const own = reader === row.partnerId || reader === `room of ${row.partnerId}`;
            const ofUs = reader.startsWith('rep') || reader === 'partner manager';
            const expected = own || (ofUs && isDisclosed(row, field));
            if (reads(reader, mark) !== expected)
              wrong.push(`${reader} ${expected ? 'misses' : 'reads'} ${field} of ${row.partnerId}`);
          }
        }
      }
      expect(wrong).toEqual([]);
    },
  );

  it.each(KINDS.filter((kind) => kind.side === 'ours'))(
    'of our $population that we share at $level: to the partner what the rule names, to others nothing',
    ({ level, population }) => {
      const rows = world.ours.filter((row) => row.level === level && row.population === population);
      expect(rows.length).toBeGreaterThanOrEqual(3);
      const wrong: string[] = [];
      for (const row of rows) {
        for (const field of FIELDS.ours) {
          const mark = row.marks[field] ?? '';
          for (const reader of dumps.keys()) {
            const partnerId = reader.replace('room of ', '');
            const ofUs = reader.startsWith('rep') || reader === 'partner manager';
            const expected =
              ofUs ||
              (partnerId === row.partnerId && isDisclosed(row, field)) ||
              isSharedWhole(partnerId, population, field);
            if (reads(reader, mark) !== expected)
              wrong.push(`${reader} ${expected ? 'misses' : 'reads'} ${field} of ${row.partnerId}`);
          }
        }
      }
      expect(wrong).toEqual([]);
    },
  );

  /** With `full` a partner sees which accounts we have in a population, its own or not; who owns them only at an overlap. */
  function isSharedWhole(partnerId: string, population: string, field: string): boolean {
    return world.ours.some(
      (row) =>
        row.partnerId === partnerId &&
        row.population === population &&
        row.level === 'full' &&
        row.preset.length === 0 &&
        ['name', 'domain', 'country'].includes(field),
    );
  }

  it('names the population of a record only where the rule shows it', async () => {
    const scope = await app.access.grant(REP, { place: 'dm' });
    const overlaps = await app.services.accounts.overlaps(scope, {});
    expect(overlaps.length).toBeGreaterThan(10);
    for (const row of world.theirs.filter((one) => one.isCommon)) {
      const seen = overlaps.filter((one) => one.partnerId === row.partnerId);
      const names = seen.flatMap((one) => one.populations);
      expect(names.includes(row.population), `${row.partnerId} ${row.population}`).toBe(
        isDisclosed(row, 'population'),
      );
    }
    for (const row of world.ours) {
      const own = await app.access.grant(partner(row.partnerId), { place: 'dm' });
      const shared = await app.services.accounts.sharedOverlaps(own);
      const names = shared.map((one) => one.ourPopulation);
      expect(names.includes(row.population), `our ${row.population} to ${row.partnerId}`).toBe(
        isDisclosed(row, 'population'),
      );
    }
  });

  it('gives a number and no row where only counts are shared, to either side', async () => {
    const scope = await app.access.grant(REP, { place: 'dm' });
    const cells = await app.services.accounts.populationMatrix(scope);
    for (const row of world.theirs.filter((one) => one.level === 'count')) {
      const own = cells.filter((one) => one.partnerId === row.partnerId && one.population === row.population);
      // One cell for each population of ours, whether or not anything is in it.
      expect(own.map((one) => [one.level, one.said, one.accounts, one.records])).toEqual(
        POPULATIONS.map(() => ['count', 'few', null, null]),
      );
    }
    for (const row of world.theirs.filter((one) => one.level === 'hidden')) {
      const own = cells.filter((one) => one.partnerId === row.partnerId && one.population === row.population);
      expect(own).toEqual([]);
    }
    for (const row of world.ours) {
      const own = await app.access.grant(partner(row.partnerId), { place: 'dm' });
      const mine = (await app.services.accounts.sharedMatrix(own)).filter(
        (one) => one.ourPopulation === row.population,
      );
      if (row.level === 'count') expect(new Set(mine.map((one) => one.said))).toEqual(new Set(['few']));
      if (row.level === 'hidden') expect(mine).toEqual([]);
    }
  });
});

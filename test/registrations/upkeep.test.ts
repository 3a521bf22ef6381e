import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addDays } from '../../src/dates.ts';
import type { Database } from '../../src/db/port.ts';
import { runOn, shortly } from '../schedule/schedule-world.ts';
import { listTestDatabases } from '../setup/database.ts';
import { insertAccount, insertPartner, insertPartnerPerson, insertRegistration } from '../setup/rows.ts';
import { at, buildWorld, insertApproved, listProtections, TODAY, type World } from './registrations-world.ts';

const UNTIL = '2026-09-30';

describe.each(listTestDatabases())('on $kind', ({ open }) => {
  let database: Database;
  let world: World;

  beforeAll(async () => {
    database = await open();
    world = await buildWorld(database);
    await insertAccount(world.access, { account_id: 'umbrella', name: 'Umbrella Group Holdings' });
    for (const id of ['managed', 'unmanned']) {
      await insertPartner(world.access, {
        partner_id: id,
        ...(id === 'managed' ? { manager_email: 'Own.Manager@us.example' } : {}),
      });
    }
    await insertPartnerPerson(world.access, { email: 'Mia@managed.example', partner_id: 'managed' });
    await insertPartnerPerson(world.access, { email: 'noah@managed.example', partner_id: 'managed' });
    await insertPartnerPerson(world.access, { email: 'ann@alpha.example', partner_id: 'alpha' });
  });
  afterAll(() => database.close());
  beforeEach(() => clear(world));

  const insertManaged = (columns: Readonly<Record<string, unknown>> = {}) =>
    insertApproved(world, { registration_id: 'R', partner_id: 'managed', expires_on: UNTIL, ...columns });
  const run = (on: string) => runOn(world.access, on);

  describe('a protection', () => {
    it.each([
      { on: '2026-09-29', moved: [] },
      { on: UNTIL, moved: [] },
      { on: '2026-10-01', moved: ['R'] },
      { on: '2027-03-01', moved: ['R'] },
    ])('whose last day is the 30th has ended on $on: $moved', async ({ on, moved }) => {
      await insertManaged();
      expect((await run(on)).moved.map((one) => one.registrationId)).toEqual(moved);
      expect(await listProtections(world)).toHaveLength(1 - moved.length);
    });

    it('ends once, with a trace, however often the day is run', async () => {
      await insertManaged();
      const reports = [await run('2026-10-01'), await run('2026-10-01'), await run('2026-10-02')];
      expect(reports.map((report) => report.moved.length)).toEqual([1, 0, 0]);
      const { registration, moves } = await world.registrations.show(world.manager, 'R');
      expect(registration.status).toBe('expired');
      expect(moves).toEqual([
        {
          fromStatus: 'approved',
          toStatus: 'expired',
          movedAt: '2026-10-01T00:00:00.000Z',
          movedBy: 'the programme',
          surface: 'schedule',
          reason: 'its last day has passed',
        },
      ]);
    });

    it('without a recorded end lasts as long as the programme says', async () => {
      await insertManaged({ expires_on: null, decided_on: '2026-06-01' });
      expect((await run(addDays('2026-06-01', 90))).moved).toEqual([]);
      expect((await run(addDays('2026-06-01', 91))).moved).toHaveLength(1);
    });
  });

  describe('a question to the partner', () => {
    it('that was let lie as long as a protection lasts expires the registration', async () => {
      const written = await world.registrations.submit(
        await world.partnerOf('alpha'),
        { partnerId: 'alpha', accountName: 'Initech', submissionKey: 'question' },
        at(),
      );
      const { registrationId } = written;
      const order = { registrationId, decision: 'return', reason: 'Which site?' } as const;
      await world.registrations.decide(world.manager, order, at('11:00:00'));
      expect((await run(addDays(TODAY, 90))).moved).toEqual([]);
      expect((await run(addDays(TODAY, 91))).moved).toEqual([
        {
          registrationId,
          partnerId: 'alpha',
          from: 'returned',
          to: 'expired',
          reason: 'the question to the partner was not answered',
        },
      ]);
    });

    it('with a day of its own expires after that day', async () => {
      await insertRegistration(world.access, {
        registration_id: 'Q',
        partner_id: 'alpha',
        status: 'returned',
        expires_on: '2026-07-03',
      });
      expect((await run('2026-07-03')).moved).toEqual([]);
      expect((await run('2026-07-04')).moved).toHaveLength(1);
    });
  });

  describe('a reminder', () => {
    const DAYS = [
      { left: 31, due: null },
      { left: 30, due: 30 },
      { left: 29, due: 30 },
      { left: 15, due: 30 },
      { left: 14, due: 14 },
      { left: 13, due: 14 },
      { left: 8, due: 14 },
      { left: 7, due: 7 },
      { left: 6, due: 7 },
      { left: 0, due: 7 },
      { left: -1, due: null },
    ];
    it.each(DAYS)('with $left days left is the one of $due days', async ({ left, due }) => {
      await insertManaged();
      const report = await run(addDays(UNTIL, -left));
      const day = due === null ? '' : addDays(UNTIL, -due);
      expect(shortly(report)).toEqual(
        due === null
          ? []
          : [
              `R ${day} own.manager@us.example`,
              `R ${day} mia@managed.example`,
              `R ${day} noah@managed.example`,
            ],
      );
    });

    it('is said once for each of the three days, over a quarter of daily runs, each run twice', async () => {
      await insertManaged();
      const said: string[] = [];
      for (let left = 40; left >= -2; left--) {
        for (let again = 0; again < 2; again++) said.push(...shortly(await run(addDays(UNTIL, -left))));
      }
      const days = [30, 14, 7].map((left) => addDays(UNTIL, -left));
      expect(said.filter((one) => one.endsWith('mia@managed.example'))).toEqual(
        days.map((day) => `R ${day} mia@managed.example`),
      );
      expect(said).toHaveLength(9);
    });

    it('comes anew for the new last day where the protection was extended', async () => {
      await insertManaged({ expires_on: addDays(TODAY, 10) });
      await run(TODAY);
      await world.registrations.extend(world.manager, 'R', at());
      expect(await waiting(TODAY)).toEqual([]);
      expect(shortly(await run(addDays(TODAY, 33)))).toEqual([
        `R ${addDays(TODAY, 33)} own.manager@us.example`,
        `R ${addDays(TODAY, 33)} mia@managed.example`,
        `R ${addDays(TODAY, 33)} noah@managed.example`,
      ]);
    });

    it('of earlier days that nobody could deliver gives way to the next one', async () => {
      await insertManaged();
      await run(addDays(UNTIL, -30));
      expect(await waiting(addDays(UNTIL, -14))).toEqual(Array(3).fill(addDays(UNTIL, -14)));
      await world.registrations.withdraw(await world.partnerOf('managed'), 'R', at());
      expect(await waiting(addDays(UNTIL, -13))).toEqual([]);
    });

    it('holds for the partner what it registered, and nothing that matching found', async () => {
      await insertManaged({ account_id: 'umbrella', account_name: 'Umbrella', product: 'Platform' });
      const { said } = await run(addDays(UNTIL, -14));
      expect(said.map((one) => [one.audience, one.recipient, one.body])).toEqual([
        [
          'internal',
          'own.manager@us.example',
          'The registration R (Umbrella, Platform) of Partner managed is protected until 30 September 2026. Until then a partner manager can extend it by 30 days; after that day the account is free.',
        ],
        ...['mia', 'noah'].map((name) => [
          'partner',
          `${name}@managed.example`,
          'Your registration R (Umbrella, Platform) is protected until 30 September 2026. Until then a partner manager can extend it by 30 days; after that day the account is free.',
        ]),
      ]);
    });

    it('is the same to the byte whatever other partners register at the account', async () => {
      const asked = { account_id: 'umbrella', account_name: 'Umbrella', product: 'Platform' };
      const words = async () =>
        (await run(addDays(UNTIL, -14))).said
          .filter((one) => one.partnerId === 'managed' && one.audience === 'partner')
          .map((one) => [one.recipient, one.dueOn, one.body]);
      await insertManaged(asked);
      const alone = await words();
      await clear(world);
      await insertManaged(asked);
      const other = { ...asked, partner_id: 'alpha', account_name: 'Umbrella Group' };
      await insertRegistration(world.access, { ...other, registration_id: 'O' });
      await insertApproved(world, { ...other, registration_id: 'P', product: 'Security', expires_on: UNTIL });
      expect(alone).toHaveLength(2);
      expect(await words()).toEqual(alone);
    });

    it('says where it cannot be extended again', async () => {
      await insertManaged({ extensions: 1 });
      const { said } = await run(addDays(UNTIL, -7));
      expect(said[0]?.body).toContain('It cannot be extended again');
    });

    it('goes to all our partner managers where the partner has none, and to nobody for delivery work', async () => {
      await insertApproved(world, { registration_id: 'U', partner_id: 'unmanned', expires_on: UNTIL });
      await insertManaged({ kind: 'service' });
      expect(shortly(await run(UNTIL))).toEqual([`U ${addDays(UNTIL, -7)} manager@us.example`]);
    });
  });

  describe('a decision', () => {
    const submit = (day: string) =>
      insertRegistration(world.access, {
        registration_id: 'S',
        partner_id: 'alpha',
        account_name: 'Initech',
        product: null,
        submitted_on: `${day}T16:00:00Z`,
      });

    it.each([
      // 2026-06-25 is a Thursday: two working days after it comes Monday the 29th.
      { on: '2026-06-29', said: [] },
      {
        on: '2026-06-30',
        said: [
          'The decision on S (Initech) of Partner alpha, submitted on 25 June 2026, was due on 29 June 2026.',
        ],
      },
    ])('of two working days is late on $on: $said', async ({ on, said }) => {
      await submit('2026-06-25');
      const report = await run(on);
      expect(report.said.map((one) => one.body)).toEqual(said);
      expect(report.overdue.map((one) => [one.registrationId, one.dueOn])).toEqual(
        said.map(() => ['S', '2026-06-29']),
      );
    });

    it('that is late is said to the manager once, and listed until it is made', async () => {
      await submit('2026-06-25');
      const days = ['2026-06-30', '2026-06-30', '2026-07-01', '2026-07-09'];
      const reports = [];
      for (const day of days) reports.push(await run(day));
      expect(reports.map((report) => report.said.length)).toEqual([1, 0, 0, 0]);
      expect(reports.map((report) => report.overdue.length)).toEqual([1, 1, 1, 1]);
      expect(reports[0]?.said[0]).toMatchObject({ audience: 'internal', recipient: 'manager@us.example' });
      const order = {
        registrationId: 'S',
        decision: 'reject',
        reasonCode: 'thin_submission',
      } as const;
      await world.registrations.decide(world.manager, order, at());
      const after = await run('2026-07-10');
      expect([after.overdue, after.waiting]).toEqual([[], []]);
    });

    it('follows the number of days that the company set', async () => {
      await submit('2026-06-25');
      await setRules(world, { registration_decision_days: 3 });
      expect((await run('2026-06-30')).overdue).toEqual([]);
      expect((await run('2026-07-01')).overdue).toHaveLength(1);
      await setRules(world, {});
    });
  });

  async function waiting(on: string): Promise<string[]> {
    return (await run(on)).waiting.map((notice) => notice.dueOn);
  }
});

async function setRules(world: World, rules: Readonly<Record<string, unknown>>): Promise<void> {
  await world.access.open(world.access.system, (connection) =>
    connection.query(`update company set settings = settings || $1::jsonb`, [
      JSON.stringify({ rules_of_engagement: rules }),
    ]),
  );
}

/** Takes the registrations of earlier tests out of time's reach; histories stay, since nobody may delete them. */
async function clear(world: World): Promise<void> {
  await world.access.open(world.access.system, async (connection) => {
    await connection.query('delete from protections');
    await connection.query(`update notices set state = 'dropped' where state = 'waiting'`);
    await connection.query(
      `update registrations
       set registration_id = registration_id || '-of-test-' || (select count(*) from registrations),
         status = 'withdrawn'
       where registration_id not like '%-of-test-%'`,
    );
  });
}

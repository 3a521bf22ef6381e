import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/port.ts';
import { listTestDatabases } from '../setup/database.ts';
import { insertAccount, insertPartner } from '../setup/rows.ts';
import { at, buildWorld, type World } from './registrations-world.ts';

const ACCOUNTS = 5;
const PARTNERS = 6;

describe.each(listTestDatabases())('on $kind', ({ open }) => {
  let database: Database;
  let world: World;

  beforeAll(async () => {
    database = await open();
    world = await buildWorld(database, { max_extensions: 9 });
    for (let i = 0; i < ACCOUNTS; i++)
      await insertAccount(world.access, { account_id: `a${i}`, name: `a${i}` });
    for (let i = 0; i < PARTNERS; i++) await insertPartner(world.access, { partner_id: `p${i}` });
  });
  afterAll(() => database.close());

  it('never protects two partners at a time, whatever is submitted, decided and withdrawn at once', async () => {
    const submissions = Array.from({ length: ACCOUNTS * PARTNERS }, (_, i) => ({
      partnerId: `p${i % PARTNERS}`,
      accountName: `a${Math.floor(i / PARTNERS)}`,
      product: i % 2 ? 'Platform' : 'platform ',
    }));
    const ids = await Promise.all(
      submissions.flatMap((draft) =>
        // Each click comes twice.
        [0, 1].map(async () => {
          const scope = await world.partnerOf(draft.partnerId);
          const key = { submissionKey: `${draft.partnerId}-${draft.accountName}` };
          return (await world.registrations.submit(scope, { ...draft, ...key }, at())).registrationId;
        }),
      ),
    );
    const distinct = [...new Set(ids)];
    expect(distinct).toHaveLength(submissions.length);

    const outcomes = await Promise.all(
      [...distinct, ...distinct].map((registrationId) =>
        world.registrations.decide(world.manager, { registrationId, decision: 'approve' }, at()).then(
          () => 'approved',
          (error: { code: string }) => error.code,
        ),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'approved')).toHaveLength(ACCOUNTS);
    expect(new Set(outcomes)).toEqual(new Set(['approved', 'conflict']));

    const approved = await world.registrations.list(world.manager, { status: 'approved' });
    await Promise.all([
      ...approved.map(async (row) =>
        world.registrations.withdraw(await world.partnerOf(row.partnerId), row.registrationId, at()),
      ),
      ...distinct.map((registrationId) =>
        world.registrations
          .decide(world.manager, { registrationId, decision: 'approve' }, at())
          .catch(() => null),
      ),
    ]);
    expect(await findFaults(world)).toEqual({ doubled: 0, untraced: 0, unprotected: 0, left: 0 });
  });
});

/** Protections of two partners, states without a history, approvals without protection, protections without approval. */
async function findFaults(world: World): Promise<Record<string, number>> {
  const [faults] = await world.access.open(world.access.system, (connection) =>
    connection.query<Record<string, number>>(
      `select
         (select count(*)
          from protections a
          join protections b on a.account_id = b.account_id and a.product = b.product
            and a.partner_id < b.partner_id) as doubled,
         (select count(*)
          from registrations r
          where r.status is distinct from (
            select m.to_status
            from registration_moves m
            where m.registration_id = r.registration_id
            order by m.move_id desc
            limit 1)) as untraced,
         (select count(*)
          from registrations r
          where r.status = 'approved'
            and not exists (select from protections p where p.registration_id = r.registration_id)) as unprotected,
         (select count(*)
          from protections p
          join registrations r using (registration_id)
          where r.status <> 'approved') as "left"`,
    ),
  );
  return faults ?? {};
}

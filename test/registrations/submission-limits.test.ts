import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listProbing } from '../../src/cli/commands/probing.ts';
import type { Database } from '../../src/db/port.ts';
import { isAppError } from '../../src/errors.ts';
import { listTestDatabases } from '../setup/database.ts';
import { insertAccount, insertPartner, insertRegistration } from '../setup/rows.ts';
import { at, buildWorld, insertApproved, type World } from './registrations-world.ts';

const LIMITS = { max_submissions_per_day: 6, max_protected_replies: 3, protected_replies_days: 7 };

const say = (work: Promise<{ message: string }>) =>
  work.then(
    () => 'taken',
    (error: unknown) => (isAppError(error) ? `${error.code}: ${error.message}` : String(error)),
  );

describe.each(listTestDatabases())('limits on submissions, on $kind', ({ open }) => {
  let database: Database;
  let world: World;
  let partnerId: string;
  let partners = 0;

  beforeAll(async () => {
    database = await open();
    world = await buildWorld(database, LIMITS);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    partnerId = `firm-${++partners}`;
    await insertPartner(world.access, { partner_id: partnerId });
  });

  const submit = async (accountName: string, submissionKey = `${partnerId}-${accountName}`) =>
    say(
      world.registrations.submit(
        await world.partnerOf(partnerId),
        { partnerId, accountName, submissionKey },
        at(),
      ),
    );
  const told = (days: readonly string[]) =>
    Promise.all(
      days.map((day, i) =>
        insertRegistration(world.access, {
          registration_id: `${partnerId}-told-${i}`,
          partner_id: partnerId,
          status: 'rejected',
          reason_code: 'protected_for_other',
          submitted_on: '2026-05-01T09:00:00Z',
          decided_on: day,
        }),
      ),
    );
  const readAloud = async () => {
    const written: string[] = [];
    const output = {
      out: (text: string) => void written.push(text),
      err: () => undefined,
      isTerminal: false,
    };
    const scopeOf = async () => world.manager;
    await listProbing(
      { registrations: world.registrations, scopeOf, output },
      { as: 'manager', json: false },
    );
    return written.join('');
  };
  const count = async () => (await world.registrations.list(world.manager, { partnerId })).length;

  it('take so many a day, whatever arrives at once, and leave nothing of the rest', async () => {
    const replies = await Promise.all(Array.from({ length: 15 }, (_, i) => submit(`Prospect ${i}`)));
    expect(replies.filter((reply) => reply === 'taken')).toHaveLength(6);
    expect(new Set(replies.filter((reply) => reply !== 'taken'))).toEqual(
      new Set([
        'limit_reached: Your firm has submitted 6 registrations today; the programme takes 6 a day. Please go on tomorrow, or talk to your partner manager.',
      ]),
    );
    expect(await count()).toBe(6);
  });

  it('let the last one that is allowed be clicked twice at once', async () => {
    for (let i = 0; i < 5; i++) await submit(`Prospect ${i}`);
    const twice = await Promise.all([submit('The last', 'one click'), submit('The last', 'one click')]);
    expect(twice).toEqual(['taken', 'taken']);
    expect(await submit('The last', 'one click')).toBe('taken');
    expect(await submit('One more')).toMatch(/^limit_reached/);
    expect(await count()).toBe(6);
  });

  it('are not met anew by taking submissions back', async () => {
    for (let i = 0; i < 6; i++) await submit(`Prospect ${i}`);
    const [row] = await world.registrations.list(world.manager, { partnerId });
    await world.registrations.withdraw(await world.partnerOf(partnerId), row?.registrationId ?? '', at());
    expect(await submit('One more')).toMatch(/^limit_reached/);
  });

  it('begin again the next day', async () => {
    for (let i = 0; i < 6; i++) {
      await insertRegistration(world.access, {
        registration_id: `${partnerId}-${i}`,
        partner_id: partnerId,
        submitted_on: '2026-06-29T23:59:59Z',
      });
    }
    expect(await submit('Prospect')).toBe('taken');
  });

  it.each([
    ['three in the last seven days', ['2026-06-23', '2026-06-25', '2026-06-30'], 'stops'],
    ['two of them', ['2026-06-23', '2026-06-25'], 'takes'],
    ['three of which one is eight days old', ['2026-06-22', '2026-06-25', '2026-06-30'], 'takes'],
  ])('on being told of protections: %s %j %s', async (_name, days, outcome) => {
    await told(days);
    expect(await submit('Prospect')).toBe(
      outcome === 'takes'
        ? 'taken'
        : 'limit_reached: No more registrations can be submitted at present. Please talk to your partner manager.',
    );
  });

  it('say the same of an account that another firm protects as of a free one, and of one that nobody knows', async () => {
    const [held, free] = [`held-${partnerId}`, `free-${partnerId}`];
    for (const account of [held, free])
      await insertAccount(world.access, { account_id: account, name: account });
    await insertApproved(world, {
      registration_id: `REG-${held}`,
      partner_id: 'alpha',
      account_id: held,
      account_name: held,
    });
    const hear = async () => [await submit(held), await submit(free), await submit('Nobody Knows Ltd')];

    for (let i = 0; i < 6; i++) await submit(`Prospect ${i}`);
    const onTheDay = await hear();
    expect(new Set(onTheDay).size).toBe(1);
    expect(onTheDay[0]).toMatch(/^limit_reached/);

    partnerId = `${partnerId}-told`;
    await insertPartner(world.access, { partner_id: partnerId });
    await told(['2026-06-28', '2026-06-29', '2026-06-30']);
    const afterReplies = await hear();
    expect(new Set(afterReplies).size).toBe(1);
    expect(afterReplies[0]).toMatch(/^limit_reached/);
  });

  it('hold nobody of ours who submits for the partner', async () => {
    await told(['2026-06-28', '2026-06-29', '2026-06-30']);
    for (let i = 0; i < 8; i++) {
      const draft = { partnerId, accountName: `Prospect ${i}` };
      expect(await say(world.registrations.submit(world.rep, draft, at()))).toBe('taken');
    }
  });

  it('show the partner manager who met them, and a partner itself alone', async () => {
    for (let i = 0; i < 9; i++) await submit(`Guess ${i}`);
    await told(['2026-06-29', '2026-06-30', '2026-06-30']);
    const rows = await world.registrations.listProbing(world.manager);
    expect(rows.find((row) => row.partnerId === partnerId)).toEqual({
      partnerId,
      partnerName: `Partner ${partnerId}`,
      busiestDay: '2026-06-30',
      submissions: 6,
      submitted: 6,
      accounts: 6,
      protectedReplies: 3,
      refused: 3,
      lastSubmittedOn: '2026-06-30T10:00:00.000Z',
      limits: ['max_submissions_per_day', 'max_protected_replies'],
    });
    expect(rows.some((row) => row.partnerId === 'beta')).toBe(false);
    expect(await readAloud()).toContain(
      `Partner ${partnerId} (${partnerId}): 6 submissions of 6 accounts (6 on 2026-06-30), 3 more refused, 3 times told that an account is protected; met max_submissions_per_day and max_protected_replies.\n`,
    );
    const own = await world.registrations.listProbing(await world.partnerOf(partnerId));
    expect(own.map((row) => row.partnerId)).toEqual([partnerId]);
    expect(await world.registrations.listProbing(await world.partnerOf('beta'))).toEqual([]);
  });
});

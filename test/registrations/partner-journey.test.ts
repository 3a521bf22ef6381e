import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/db/port.ts';
import type { Written } from '../../src/registrations/acting.ts';
import type { RegistrationDraft } from '../../src/registrations/types.ts';
import { openTestDatabase } from '../setup/database.ts';
import { insertAccount, insertOpportunity, insertRegistration } from '../setup/rows.ts';
import { at, buildWorld, insertApproved, type World } from './registrations-world.ts';

const RULES = { max_submissions_per_day: 16 };

const databases: Database[] = [];
let free: World;
let taken: World;

/** Two worlds that are the same to alpha: in one of them beta protects or asked for all that alpha will ask about. */
beforeAll(async () => {
  [free, taken] = await Promise.all([openOne(), openOne()]);
  await insertApproved(taken, { registration_id: 'REG-beta', partner_id: 'beta', product: 'Platform' });
  for (const account of ['initech', 'globex-labs']) {
    await insertRegistration(taken.access, {
      registration_id: `REG-${account}`,
      partner_id: 'beta',
      account_name: account,
      account_id: account,
      product: 'Platform',
      submission_key: `beta's ${account}`,
    });
  }
  await insertOpportunity(taken.access, { opportunity_id: 'OPP-1', account_id: 'globex' });
});
afterAll(() => Promise.all(databases.map((database) => database.close())));

async function openOne(): Promise<World> {
  const database = await openTestDatabase();
  databases.push(database);
  const world = await buildWorld(database, RULES);
  await insertAccount(world.access, {
    account_id: 'globex-labs',
    name: 'Globex Labs',
    parent_account_id: 'globex',
  });
  return world;
}

/** Exact, near misses, relatives and what nobody knows. */
const NAMES: readonly string[] = [
  'Globex Corporation',
  'Globex Corp.',
  'Glbex Corporation',
  'globex.com',
  'GLOBEX',
  'Globex Labs',
  'Globex Labs GmbH',
  'Initech',
  'Innitech',
  'Nobody Knows Ltd',
];

type Journey = (world: World) => Promise<unknown>;

/** What alpha hears, without the ids: they are random. */
async function hear(world: World, journey: Journey): Promise<string> {
  return withoutIds(await journey(world));
}

function withoutIds(told: unknown): string {
  return JSON.stringify(told).replace(/REG-[A-Z2-7]{10}/g, '#');
}

const reply = (work: Promise<unknown>) => work.catch((error: Error) => error.message);

async function submitAll(world: World, drafts: readonly Omit<RegistrationDraft, 'partnerId'>[]) {
  const alpha = await world.partnerOf('alpha');
  const told: unknown[] = [];
  for (const [i, draft] of drafts.entries()) {
    // At moments of their own: rows of one moment are listed by their ids.
    const moment = at(`11:00:${10 + i}`);
    told.push(await reply(world.registrations.submit(alpha, { partnerId: 'alpha', ...draft }, moment)));
  }
  return told;
}

const idOf = (written: unknown) => (written as Written).registrationId;

const readAll: Journey = async (world) => {
  const alpha = await world.partnerOf('alpha');
  const rows = await world.registrations.list(alpha, {});
  return {
    count: rows.length,
    // Journeys begin at the same minute, so rows of two of them may be of one moment.
    views: await Promise.all(
      rows.map(async (row) => withoutIds(await world.registrations.show(alpha, row.registrationId))),
    ).then((views) => views.toSorted()),
    probing: await world.registrations.listProbing(alpha),
    checks: (
      await world.registrations.checkMany(
        alpha,
        NAMES.map((account) => ({ account, product: 'Platform' })),
      )
    ).map((check) =>
      check instanceof Error
        ? check.message
        : // One's own findings of one day come in the order of their ids.
          { ...check, findings: check.findings.map(withoutIds).toSorted() },
    ),
  };
};

/** Without findings: of many spellings of one name the search keeps some, and among equals those are random. */
const readRows: Journey = async (world) => {
  const alpha = await world.partnerOf('alpha');
  const rows = await world.registrations.list(alpha, {});
  return [rows.map(withoutIds).toSorted(), await world.registrations.listProbing(alpha)];
};

it.each<[string, Journey]>([
  [
    'submits by every spelling, and looks at it',
    async (world) => {
      const told = await submitAll(
        world,
        NAMES.map((accountName) => ({ accountName, product: 'Platform' })),
      );
      return [told, await readAll(world)];
    },
  ],
  [
    'names a deal of ours, or the key of a submission that is not its own to name',
    (world) =>
      submitAll(world, [
        { accountName: 'Globex', opportunityId: 'OPP-1', product: 'Security' },
        { accountName: 'Initech', product: 'Security', submissionKey: "beta's initech" },
        { accountName: 'Initech', product: 'Security', submissionKey: "beta's initech" },
      ]),
  ],
  [
    'answers a question, asks to be prolonged, takes back and asks again',
    async (world) => {
      const alpha = await world.partnerOf('alpha');
      const { registrations, manager } = world;
      const [made] = await submitAll(world, [{ accountName: 'Globex', product: 'Platform', country: 'DE' }]);
      const registrationId = idOf(made);
      const question = { registrationId, decision: 'return', reason: 'Whom do you know there?' } as const;
      await registrations.decide(manager, question, at('10:01:00'));
      const returned = await registrations.show(alpha, registrationId);
      const answered = await reply(
        registrations.resubmit(alpha, registrationId, { ...at('10:02:00'), reason: 'Their CIO.' }),
      );
      const prolonged = await reply(registrations.extend(alpha, registrationId, at('10:03:00')));
      const back = await reply(registrations.withdraw(alpha, registrationId, at('10:04:00')));
      const twice = await reply(registrations.withdraw(alpha, registrationId, at('10:05:00')));
      const anew = await submitAll(world, [{ accountName: 'Globex', product: 'Platform', country: 'DE' }]);
      return [made, returned, answered, prolonged, back, twice, anew, await readRows(world)];
    },
  ],
  [
    'is reminded of what ends, and told what ended',
    async (world) => {
      await world.registrations.expireDue(world.access.system);
      const alpha = await world.partnerOf('alpha');
      const notices = await world.access.open(alpha, (connection) =>
        reply(connection.query('select kind, about_on, due_on, body from notices order by body')),
      );
      return [notices, await readRows(world)];
    },
  ],
  [
    'goes on past the limit',
    async (world) => {
      const told = await submitAll(
        world,
        NAMES.map((accountName) => ({ accountName, product: 'Analytics' })),
      );
      return [told, await readRows(world)];
    },
  ],
])('a partner that %s hears the same whether or not another holds the account', async (_what, journey) => {
  const heard = await hear(free, journey);
  expect(await hear(taken, journey)).toBe(heard);
  expect(heard).not.toMatch(/beta|OPP-1/);
});

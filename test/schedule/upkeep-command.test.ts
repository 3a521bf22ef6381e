import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Access } from '../../src/access/access.ts';
import { runUpkeep } from '../../src/cli/commands/upkeep.ts';
import { createCompanyService } from '../../src/company/service.ts';
import type { Database } from '../../src/db/port.ts';
import { createLog } from '../../src/log.ts';
import { createScheduleService } from '../../src/schedule/service.ts';
import type { Job, Messenger } from '../../src/schedule/types.ts';
import { buildWorld, insertApproved, TODAY } from '../registrations/registrations-world.ts';
import { openTestDatabase } from '../setup/database.ts';
import { insertPartnerPerson, insertRegistration } from '../setup/rows.ts';
import { createPost, JOBS } from './schedule-world.ts';

let database: Database;
let access: Access;

beforeAll(async () => {
  database = await openTestDatabase();
  const world = await buildWorld(database);
  access = world.access;
  await insertPartnerPerson(access, { email: 'ann@alpha.example', partner_id: 'alpha' });
  await insertApproved(world, { registration_id: 'R', partner_id: 'alpha', expires_on: '2026-07-14' });
  await insertRegistration(access, {
    registration_id: 'L',
    partner_id: 'beta',
    account_name: 'Initech',
    product: null,
    submitted_on: '2026-06-25T09:00:00Z',
  });
});
afterAll(() => database.close());

async function upkeep(
  request: { on?: string; json?: boolean } = {},
  messenger: Messenger | null = null,
  jobs: readonly Job[] = JOBS,
) {
  let out = '';
  let err = '';
  const now = () => new Date(`${TODAY}T10:00:00Z`);
  const company = createCompanyService({ access, now });
  const schedule = createScheduleService({ access, company, jobs, now, log: createLog('silent') });
  const output = {
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
    isTerminal: false,
  };
  const code = await runUpkeep({ app: { schedule }, messenger, output }, { json: false, ...request });
  return { code, out, err };
}

describe('cosell upkeep', () => {
  it("does what is due on the company's own day, and prints it as one document", async () => {
    const { code, out } = await upkeep({ json: true });
    const reminder = {
      kind: 'protection_ends',
      registration_id: 'R',
      partner_id: 'alpha',
      due_on: '2026-06-30',
      about_on: '2026-07-14',
    };
    const extension =
      'Until then a partner manager can extend it by 30 days; after that day the account is free.';
    const reminded = [
      {
        ...reminder,
        audience: 'internal',
        recipient: 'manager@us.example',
        text: `The registration R (Globex Corporation, core) of Partner alpha is protected until 14 July 2026. ${extension}`,
      },
      {
        ...reminder,
        audience: 'partner',
        recipient: 'ann@alpha.example',
        text: `Your registration R (Globex Corporation, core) is protected until 14 July 2026. ${extension}`,
      },
      {
        kind: 'decision_overdue',
        registration_id: 'L',
        partner_id: 'beta',
        audience: 'internal',
        recipient: 'manager@us.example',
        due_on: '2026-06-29',
        about_on: '2026-06-29',
        text: 'The decision on L (Initech) of Partner beta, submitted on 25 June 2026, was due on 29 June 2026.',
      },
    ];
    const { waiting, ...printed } = JSON.parse(out);
    expect({ code, ...printed }).toEqual({
      code: 0,
      on: TODAY,
      jobs: JOBS.map((job) => ({ job: job.name, state: 'done' })),
      moved: [],
      reminded,
      overdue: [
        {
          registration_id: 'L',
          partner_id: 'beta',
          partner: 'Partner beta',
          account_name: 'Initech',
          decision_due_on: '2026-06-29',
        },
      ],
      delivered: [],
    });
    expect(waiting).toHaveLength(3);
  });

  it('says in words what moved on another day, and lists what waits where nothing delivers', async () => {
    const { code, out } = await upkeep({ on: '2026-07-15' });
    expect(code).toBe(0);
    expect(out.split('\n').slice(0, 3)).toEqual([
      '2026-07-15: 1 moved, 0 new reminders, 1 decisions late, 0 reminders delivered, 1 waiting for it.',
      'Moved:',
      '  R of alpha: approved -> expired, its last day has passed',
    ]);
    expect(out).toContain(
      'Earlier reminders that wait to be delivered:\n  to manager@us.example: The decision on L',
    );
  });

  it('delivers what waits where there is a way', async () => {
    const post = createPost();
    const { out } = await upkeep({ on: '2026-07-15' }, post);
    expect(out).toContain('1 reminders delivered, 0 waiting');
    expect(post.arrived.map((one) => one.recipient)).toEqual(['manager@us.example']);
  });

  it('says what failed, with exit code 1', async () => {
    const failing = { ...(JOBS[0] as Job), runWithin: () => Promise.reject(new Error('broken')) };
    const { code, err } = await upkeep({}, null, [failing]);
    expect([code, err]).toEqual([1, 'Could not end what is over: nothing of it was done; run it again.\n']);
  });

  it('refuses a day that does not exist', async () => {
    await expect(upkeep({ on: '2026-02-30' })).rejects.toMatchObject({ code: 'bad_input' });
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Scope } from '../../src/access/types.ts';
import type { App } from '../../src/app.ts';
import type { Database } from '../../src/db/port.ts';
import { createLog } from '../../src/log.ts';
import { createOwnMessages } from '../../src/schedule/own-messages/jobs.ts';
import { createScheduleService, type RunReport } from '../../src/schedule/service.ts';
import type { NoticeKind } from '../../src/schedule/types.ts';
import { openTestDatabase } from '../setup/database.ts';
import { openSampleApp } from '../setup/sample.ts';
import { createPost } from './schedule-world.ts';

/** A Tuesday in the sample company's year, and the Monday of its week. */
const TODAY = '2026-06-30';
const MONDAY = '2026-06-29';

let database: Database;
let app: App;
let rep: { email: string; scope: Scope };

beforeAll(async () => {
  database = await openTestDatabase();
  app = await openSampleApp(database);
  const [row] = await query<{ email: string }>(
    `select o.owner_email as email
     from opportunities o
     join people p on p.email = o.owner_email and p.role = 'rep'
     join account_overlaps v on v.account_id = o.account_id and v.decision = 'match'
     where o.stage not in ('closed_won', 'closed_lost')
     group by 1
     order by count(*) desc, 1
     limit 1`,
  );
  const actor = await app.identity.staffByEmail(row?.email ?? '');
  rep = { email: row?.email ?? '', scope: await app.access.grant(actor!, { place: 'dm' }) };
}, 120_000);
afterAll(() => app.close());
beforeEach(async () => {
  await query(
    `update notices set state = 'dropped', sent_with = null, delivered_at = null, try_after = now()`,
  );
  await query(`update scheduled_runs set finished_at = null`);
  await query(`update preferences set muted = '{}', time_zone = null`);
});

function query<Row extends Record<string, unknown>>(
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<Row[]> {
  return app.access.open(app.access.system, (connection) => connection.query<Row>(sql, parameters));
}

/** Runs the jobs of these kinds as the clock does at a moment. */
function run(
  kinds: readonly NoticeKind[],
  options: { on?: string; now?: string; post?: ReturnType<typeof createPost>; again?: boolean } = {},
): Promise<RunReport> {
  const { access, services } = app;
  const schedule = createScheduleService({
    access,
    company: services.company,
    jobs: createOwnMessages({ access, services }).filter(
      (job) => job.speaksFor !== null && kinds.includes(job.speaksFor),
    ),
    now: () => new Date(options.now ?? '2026-06-30T10:00:00Z'),
    log: createLog('silent'),
  });
  return schedule.runDue({
    on: options.on ?? TODAY,
    again: options.again ?? false,
    messenger: options.post ?? null,
  });
}

const linesTo = (post: ReturnType<typeof createPost>, email: string) =>
  post.arrived.filter((one) => one.recipient === email).map((one) => one.lines);

describe('a message of the program’s own accord', () => {
  it('tells a deal’s owner of a company that a partner’s list has come to hold, and of no first list', async () => {
    expect((await run(['overlap_new'])).said).toEqual([]);
    await query(`update account_overlaps set first_seen_on = '2026-01-01'`);
    const deals = await app.services.accounts.opportunities(rep.scope, {
      ownerEmail: rep.email,
      openOnly: true,
    });
    const accountIds = deals.map((deal) => deal.accountId);
    const [fresh] = await app.services.accounts.overlaps(rep.scope, { accountIds, decision: 'match' });
    await query(
      `update account_overlaps set first_seen_on = '${TODAY}'
       where partner_id = $1 and record_id = $2 and account_id = $3`,
      [fresh?.partnerId, fresh?.recordId, fresh?.accountId],
    );
    await query(`update scheduled_runs set finished_at = null`);
    const { said } = await run(['overlap_new']);
    expect(said.map((one) => [one.recipient, one.audience, one.body])).toEqual([
      [
        rep.email,
        'internal',
        `${fresh?.partnerName} now knows ${fresh?.accountName}, where you have an open deal. Ask me who to bring in.`,
      ],
    ]);
  });

  it('says nothing of an overlap that its partner does not show to its reader', async () => {
    const hidden = await query<{ account: string }>(
      `update account_overlaps v
       set first_seen_on = '${TODAY}'
       from accounts a
       where a.account_id = v.account_id
         and v.level in ('hidden', 'count')
       returning a.name as account`,
    );
    expect(hidden.length).toBeGreaterThan(0);
    const { said } = await run(['overlap_new']);
    const told = said.map((one) => one.body).join('\n');
    const visible = (await app.services.accounts.overlaps(rep.scope, { since: TODAY })).map(
      (one) => one.accountName,
    );
    expect(hidden.filter((one) => told.includes(one.account) && !visible.includes(one.account))).toEqual([]);
  });

  it('tells whoever asked of the partner’s answer, once', async () => {
    const [made] = await query<{ id: string; partner: string }>(
      `insert into intro_requests (intro_id, partner_id, body, asked_by, asked_at)
       select 'intro_1', p.partner_id, 'x', upper($1), '2026-06-20T09:00Z'
       from partners p
       order by p.partner_id
       limit 1
       returning intro_id as id, (select name from partners q where q.partner_id = intro_requests.partner_id) as partner`,
      [rep.email],
    );
    expect((await run(['ask_answered'])).said).toEqual([]);
    await query(
      `insert into intro_answers (intro_id, partner_id, answer, answered_on, recorded_by, recorded_at)
       select intro_id, partner_id, 'accepted', '2026-06-29', 'x', '2026-06-29T09:00Z' from intro_requests`,
    );
    await query(`update scheduled_runs set finished_at = null`);
    const post = createPost();
    for (let i = 0; i < 3; i++) {
      await run(['ask_answered'], { post, again: true });
    }
    expect(post.arrived.map((one) => [one.recipient, one.lines])).toEqual([
      [rep.email, [`${made?.partner} accepted your request for an introduction.`]],
    ]);
  });

  it('tells of an open deal without a partner only where a partner’s help is clear', async () => {
    const { said } = await run(['deal_without_partner']);
    const deals = await query<{ id: string; owner: string }>(
      `select o.opportunity_id as id, o.owner_email as owner
       from opportunities o
       where o.stage in ('qualified', 'proposal', 'negotiation')
         and not exists (select from opportunity_partners r
           where r.opportunity_id = o.opportunity_id and r.accepted is distinct from false)`,
    );
    const owners = new Map(deals.map((deal) => [deal.id, deal.owner]));
    for (const { recipient, subject } of said) {
      expect(owners.get(subject ?? '')).toBe(recipient);
      const found = await app.services.recommendations.recommend(rep.scope, {
        subjectId: subject ?? '',
        top: 1,
      });
      expect(found.verdict).toBe('bring');
      expect(found.partners[0]?.lift?.low).toBeGreaterThan(0);
    }
    const again = await run(['deal_without_partner'], { again: true });
    expect(again.said).toEqual([]);
  });

  it('tells everybody the week in the numbers of their own worklist, and a partner in no other’s', async () => {
    const { said } = await run(['weekly_digest']);
    expect(new Set(said.map((one) => one.aboutOn))).toEqual(new Set([MONDAY]));
    const staff = (await query<{ email: string }>('select email from people')).map((row) => row.email);
    for (const one of said) {
      expect(staff.includes(one.recipient)).toBe(one.audience === 'internal');
      const actor = await app.identity.personByEmail(one.recipient);
      const work = await app.services.worklist.read(await app.access.grant(actor!, { place: 'dm' }));
      for (const part of work.sections.filter((section) => section.counted && section.total > 0))
        expect(one.body).toContain(`${part.total} ${part.counted}`);
    }
    expect(said.some((one) => one.audience === 'partner')).toBe(true);
    expect((await run(['weekly_digest'], { on: '2026-07-03', again: true })).said).toEqual([]);
    expect((await run(['weekly_digest'], { on: '2026-07-06' })).said.length).toBeGreaterThan(0);
  });

  it('is not sent to whom has muted its kind, and what waits for them is dropped', async () => {
    const before = await run(['weekly_digest']);
    expect(before.waiting.some((one) => one.recipient === rep.email)).toBe(true);
    await app.services.preferences.save(rep.scope, { muted: ['weekly_digest'], timeZone: null });
    const after = await run(['weekly_digest'], { again: true });
    expect(after.waiting.some((one) => one.recipient === rep.email)).toBe(false);
    expect(after.waiting.length).toBeGreaterThan(0);
    expect(await app.services.preferences.read(rep.scope)).toEqual({
      muted: ['weekly_digest'],
      timeZone: null,
    });
  });

  it('waits for the morning of whom it is for, and comes once a day with all that came up', async () => {
    await app.services.preferences.save(rep.scope, { muted: [], timeZone: 'America/Los_Angeles' });
    await run(['weekly_digest', 'ask_answered'], {});
    const post = createPost();
    const at = (now: string) => run(['weekly_digest', 'ask_answered'], { post, now });
    await at('2026-06-30T10:00:00Z');
    expect(linesTo(post, rep.email)).toEqual([]);
    expect(post.arrived.length).toBeGreaterThan(0);
    await at('2026-06-30T16:30:00Z');
    const [lines, ...others] = linesTo(post, rep.email);
    expect([lines?.length, others]).toEqual([2, []]);
    await query(
      `insert into notices (kind, subject, audience, recipient, about_on, due_on, body)
       values ('ask_answered', 'later', 'internal', $1, '${TODAY}', '${TODAY}', 'Something later.')`,
      [rep.email],
    );
    await at('2026-07-01T00:30:00Z');
    expect(linesTo(post, rep.email)).toHaveLength(1);
    await query(`update notices set state = 'waiting' where subject = 'later'`);
    await at('2026-07-01T16:30:00Z');
    expect(linesTo(post, rep.email)[1]).toEqual(['Something later.']);
    expect(new Set(post.arrived.map((one) => one.key)).size).toBe(post.arrived.length);
  });

  it('goes by no clock that is none', async () => {
    await expect(
      app.services.preferences.save(rep.scope, { muted: [], timeZone: 'Mars/Olympus' }),
    ).rejects.toMatchObject({ code: 'bad_input' });
    await app.services.preferences.noteTimeZone(rep.scope, 'Mars/Olympus');
    await app.services.preferences.noteTimeZone(rep.scope, 'Europe/Berlin');
    await app.services.preferences.noteTimeZone(rep.scope, 'Asia/Tokyo');
    expect((await app.services.preferences.read(rep.scope)).timeZone).toBe('Europe/Berlin');
  });
});

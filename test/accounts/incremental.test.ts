import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import type { Database } from '../../src/db/port.ts';
import { listTestDatabases } from '../setup/database.ts';
import { insertPartner, insertPerson, insertRow } from '../setup/rows.ts';
import { openTestApp } from '../setup/sample.ts';

const NAMES = [
  'Globex Turbines',
  'Globex Turbines GmbH',
  'Globex Turbine Works Inc',
  'GTW',
  'Hooli Payments',
  'Hooli Payment Systems Ltd',
  'Umbra Logistik',
  'Umbra Logistics SA',
];
const DOMAINS = [null, null, 'globex.example', 'hooli.example', 'umbra-logistik.example'];
const COUNTRIES = [null, 'DE', 'US'];
const IDS = ['1', '2', '3', '4', '5'];

const fields = fc.record({
  name: fc.constantFrom(...NAMES),
  domain: fc.constantFrom(...DOMAINS),
  country: fc.constantFrom(...COUNTRIES),
});
const id = fc.constantFrom(...IDS);
const change = fc.oneof(
  fc.record({
    kind: fc.constant('put record' as const),
    id,
    fields,
    partner: fc.constantFrom('acme', 'zeta'),
  }),
  fc.record({ kind: fc.constant('remove record' as const), id, partner: fc.constantFrom('acme', 'zeta') }),
  fc.record({ kind: fc.constant('put account' as const), id, fields }),
  fc.record({ kind: fc.constant('remove account' as const), id }),
  fc.record({ kind: fc.constant('put registration' as const), id, fields }),
  fc.record({
    kind: fc.constant('share' as const),
    level: fc.constantFrom('hidden', 'count', 'overlap', 'full'),
  }),
  fc.record({
    kind: fc.constant('say' as const),
    record: id,
    account: id,
    verdict: fc.constantFrom('same' as const, 'not_same' as const, 'doubted' as const, 'open' as const),
  }),
);
type Change = typeof change extends fc.Arbitrary<infer One> ? One : never;

describe.each(listTestDatabases())('Linking again on $kind', ({ open }) => {
  let database: Database;
  let app: App;
  beforeAll(async () => {
    database = await open();
    app = await openTestApp(database);
    await insertPerson(app.access, { email: 'mara@us.example', name: 'Mara Voss', role: 'partner_manager' });
    await insertPartner(app.access, { partner_id: 'acme' });
    await insertPartner(app.access, { partner_id: 'zeta' });
  });
  afterAll(() => database.close());
  beforeEach(() =>
    asOwner(`truncate account_overlaps, overlap_counts, match_candidates, link_states, match_reviews, match_weights,
      match_decisions, registrations, partner_accounts, sharing, accounts cascade`),
  );

  const link = () => app.services.accounts.link(app.access.system);
  const asOwner = (sql: string) =>
    database.transaction({ role: 'cosell_owner', settings: {} }, (connection) => connection.query(sql));
  const query = (sql: string, parameters: readonly unknown[] = []) =>
    app.access.open(app.access.system, (connection) => connection.query(sql, parameters));
  const versions = async (table: string, key: string) =>
    Object.fromEntries(
      (await query(`select ${key} as key, xmin::text as version from ${table}`)).map((row) => [
        row.key,
        row.version,
      ]),
    );

  async function apply(one: Change): Promise<void> {
    if (one.kind === 'put record') {
      const { name, domain, country } = one.fields;
      await query(
        `insert into partner_accounts (partner_id, record_id, name, domain, country, populations)
         values ($1, $2, $3, $4, $5, '{customer}')
         on conflict (partner_id, record_id) do update set
           name = excluded.name, domain = excluded.domain, country = excluded.country`,
        [one.partner, `R-${one.id}`, name, domain, country],
      );
    } else if (one.kind === 'remove record') {
      await query('delete from partner_accounts where partner_id = $1 and record_id = $2', [
        one.partner,
        `R-${one.id}`,
      ]);
    } else if (one.kind === 'put account') {
      const { name, domain, country } = one.fields;
      await query(
        `insert into accounts (account_id, name, domain, country)
         values ($1, $2, $3, $4)
         on conflict (account_id) do update set
           name = excluded.name, domain = excluded.domain, country = excluded.country`,
        [`A-${one.id}`, name, domain, country],
      );
    } else if (one.kind === 'remove account') {
      const account = [`A-${one.id}`];
      await query('update registrations set account_id = null where account_id = $1', account);
      for (const table of ['account_overlaps', 'match_decisions', 'accounts'])
        await query(`delete from ${table} where account_id = $1`, account);
    } else if (one.kind === 'put registration') {
      await query(
        `insert into registrations (registration_id, partner_id, account_name, account_domain, country, status)
         values ($1, 'acme', $2, $3, $4, 'submitted')
         on conflict (registration_id) do update set
           account_name = excluded.account_name, account_domain = excluded.account_domain, country = excluded.country`,
        [`G-${one.id}`, one.fields.name, one.fields.domain, one.fields.country],
      );
    } else if (one.kind === 'share') {
      await query(
        `insert into sharing (partner_id, population, direction, level, fields)
         values ('acme', 'customer', 'theirs_to_us', $1, '{}')
         on conflict (partner_id, population, direction) do update set level = excluded.level`,
        [one.level],
      );
    } else {
      await query(
        `insert into match_reviews (partner_id, record_id, account_id, verdict, reason, said_by, said_at, after_review)
         select 'acme', $1, $2, $3, 'because', 'mara@us.example', '2026-06-30T09:00Z',
           (select max(review_id) from match_reviews where partner_id = 'acme' and record_id = $1 and account_id = $2)
         where exists (select from accounts where account_id = $2)`,
        [`R-${one.record}`, `A-${one.account}`, one.verdict],
      );
    }
  }

  async function readLinks() {
    const overlaps = await query(
      `select to_jsonb(o) - 'first_seen_on' as row
       from account_overlaps o
       order by o.partner_id, o.record_id`,
    );
    const counts = await query(
      `select to_jsonb(c) - '{counted,shown_counted}'::text[] as row
       from overlap_counts c
       order by c.partner_id, c.our_population, c.population`,
    );
    const whitespace = await query(
      `select to_jsonb(w) - 'first_seen_on' as row
       from partner_whitespace w
       order by w.partner_id, w.record_id`,
    );
    const registrations = await query(
      'select registration_id, account_id, account_matched_by from registrations order by registration_id',
    );
    return { overlaps, counts, whitespace, registrations };
  }

  async function rebuild() {
    await asOwner(
      'truncate match_candidates, link_states, account_overlaps, overlap_counts, partner_whitespace',
    );
    await query('update registrations set account_id = null, account_matched_by = null');
    await link();
  }

  test('comes to what linking from nothing comes to, whatever was added, changed, removed and said', async () => {
    let linked = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fields, { minLength: 5, maxLength: 5 }),
        fc.array(fields, { minLength: 5, maxLength: 5 }),
        fc.array(fc.array(change, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
        async (accounts, records, steps) => {
          await asOwner(`truncate account_overlaps, overlap_counts, match_candidates, link_states, match_reviews,
            match_weights, match_decisions, registrations, partner_accounts, sharing, accounts cascade`);
          for (const [i, one] of accounts.entries())
            await apply({ kind: 'put account', id: IDS[i] ?? '', fields: one });
          for (const [i, one] of records.entries())
            await apply({ kind: 'put record', id: IDS[i] ?? '', fields: one, partner: 'acme' });
          await link();
          for (const step of steps) {
            for (const one of step) await apply(one);
            await link();
          }
          const kept = await readLinks();
          linked += kept.overlaps.length;
          await rebuild();
          expect(kept).toEqual(await readLinks());
        },
      ),
      { numRuns: 25 },
    );
    expect(linked).toBeGreaterThan(0);
  });

  async function openLists() {
    for (const [i, name] of ['Globex Turbines', 'Hooli Payments', 'Umbra Logistik'].entries()) {
      const own = { name, domain: null, country: 'DE' };
      await apply({ kind: 'put account', id: `${i}`, fields: own });
      await apply({ kind: 'put record', id: `${i}`, fields: own, partner: 'acme' });
    }
    await insertRow(app.access, 'registrations', {
      registration_id: 'G-1',
      partner_id: 'acme',
      account_name: 'Hooli Payments',
      status: 'submitted',
    });
    return link();
  }

  test('does nothing where nothing moved, and says the same counts', async () => {
    const first = await openLists();
    expect(first).toEqual({ partners: 1, matches: 3, reviews: 0, registrations: 1 });
    const overlaps = await versions('account_overlaps', 'record_id');
    const states = await versions('link_states', 'list');
    expect(await link()).toEqual(first);
    expect(await versions('account_overlaps', 'record_id')).toEqual(overlaps);
    expect(await versions('link_states', 'list')).toEqual(states);
  });

  test('compares only the record that changed', async () => {
    await openLists();
    const { 'R-1': changed, ...others } = await versions('match_candidates', 'record_id');
    await apply({
      kind: 'put record',
      id: '1',
      fields: { name: 'Umbra Logistik', domain: null, country: 'DE' },
      partner: 'acme',
    });
    await link();
    const { 'R-1': after, ...untouched } = await versions('match_candidates', 'record_id');
    expect(untouched).toEqual(others);
    expect(after).not.toBe(changed);
  });

  test('puts right what somebody changed behind its back', async () => {
    await openLists();
    const links = await readLinks();
    await query(`delete from account_overlaps where record_id = 'R-2'`);
    await query(`update registrations set account_id = 'A-0'`);
    await link();
    expect(await readLinks()).toEqual(links);
  });
});

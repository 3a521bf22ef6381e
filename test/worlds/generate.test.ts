import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columnsOf, FILE_COLUMNS, type FileName } from '../../evals/worlds/csv.ts';
import { openWorld, type WorldOnDisk } from './read-world.ts';

let world: WorldOnDisk;
let again: WorldOnDisk;
let other: WorldOnDisk;

beforeAll(async () => {
  world = await openWorld(7);
  again = await openWorld(7);
  other = await openWorld(12);
});

afterAll(() => {
  for (const one of [world, again, other]) one.remove();
});

const column = (file: string, name: string) => world.rows(file).map((row) => row[name]!);
const lists = (file: string, name: string) =>
  column(file, name).flatMap((cell) => cell.split(';').filter((one) => one !== ''));
const partnerLists = (from: WorldOnDisk) => from.paths.filter((path) => path.startsWith('partner_accounts/'));

describe('a generated company', () => {
  it('is the same to the byte for the same seed', () => {
    expect(again.paths).toEqual(world.paths);
    expect(again.digest()).toBe(world.digest());
  });

  it('is another company for another seed: names, partners, people and rules', () => {
    expect(other.settings.name).not.toBe(world.settings.name);
    expect(other.settings.products).not.toEqual(world.settings.products);
    for (const rule of [
      'registration_protection_days',
      'registration_decision_days',
      'extension_days',
      'min_amount',
    ]) {
      expect(other.settings.rules_of_engagement[rule]).not.toBe(world.settings.rules_of_engagement[rule]);
    }
    const names = new Set(column('accounts.csv', 'name'));
    expect(other.rows('accounts.csv').filter((row) => names.has(row.name!)).length).toBeLessThan(5);
    expect(other.rows('accounts.csv').some((row) => /globex/i.test(row.name!))).toBe(false);
    expect(other.rows('people.csv').map((row) => row.email)).not.toEqual(column('people.csv', 'email'));
  });

  it('has every file of the format, and no column that the format does not know', () => {
    for (const file of Object.keys(FILE_COLUMNS) as FileName[]) {
      if (file === 'partner_accounts.csv') continue;
      expect(world.text(file).split('\n')[0]).toBe(columnsOf(file).join(','));
    }
    const known = new Set([...columnsOf('partner_accounts.csv'), 'segment']);
    for (const path of partnerLists(world)) {
      const header = Object.keys(world.rows(path)[0]!);
      expect(header.filter((name) => !known.has(name))).toEqual([]);
    }
  });

  it('is as large as it promises', () => {
    expect(world.rows('partners.csv')).toHaveLength(30);
    expect(world.rows('accounts.csv')).toHaveLength(300);
    expect(world.rows('opportunities.csv')).toHaveLength(400);
    for (const path of partnerLists(world)) expect(world.rows(path).length).toBeGreaterThan(50);
  });

  it('shows every value of every closed list', () => {
    const expectAll = (file: string, name: string, wanted: string) =>
      expect([...new Set(column(file, name))]).toEqual(expect.arrayContaining(wanted.split(' ')));
    expectAll('people.csv', 'role', 'rep partner_manager admin');
    expectAll('accounts.csv', 'status', 'customer open_opportunity prospect');
    expectAll(
      'opportunities.csv',
      'stage',
      'prospecting qualified proposal negotiation closed_won closed_lost',
    );
    expectAll('opportunities.csv', 'kind', 'new growth renewal');
    expectAll('opportunities.csv', 'public_tender', 'true false');
    expectAll('partners.csv', 'archetype', 'influence isv si msp referral reseller');
    expectAll('partners.csv', 'status', 'recruit onboarding active inactive');
    expectAll('opportunity_partners.csv', 'role', 'source sell influence deliver transact');
    expect(new Set(column('opportunity_partners.csv', 'accepted'))).toEqual(new Set(['true', 'false', '']));
    expectAll('sharing.csv', 'level', 'hidden count overlap full');
    expectAll('sharing.csv', 'direction', 'theirs_to_us ours_to_them');
    expectAll('certifications.csv', 'status', 'enrolled completed expired');
    expectAll('mdf_requests.csv', 'status', 'requested approved rejected claimed paid');
    expectAll('marketplace_offers.csv', 'status', 'draft sent accepted expired');
    expectAll('registrations.csv', 'kind', 'resale referral msp service');
    expectAll(
      'registrations.csv',
      'status',
      'draft submitted returned approved rejected expired withdrawn won lost',
    );
    expectAll(
      'touchpoints.csv',
      'kind',
      'referral intro meeting demo workshop proof_of_concept event content campaign integration implementation marketplace',
    );
    expectAll('engagement.csv', 'kind', 'portal_login content_download meeting training lead registration');
  });

  it('refers to nothing that is not there', () => {
    const ids = (file: string, name: string) => new Set(column(file, name));
    const accounts = ids('accounts.csv', 'account_id');
    const partners = ids('partners.csv', 'partner_id');
    const deals = ids('opportunities.csv', 'opportunity_id');
    const expectWithin = (file: string, name: string, known: ReadonlySet<string>) =>
      expect(lists(file, name).filter((one) => !known.has(one))).toEqual([]);
    for (const file of [
      'opportunities.csv',
      'contacts.csv',
      'subscriptions.csv',
      'integration_requests.csv',
    ] as const) {
      expectWithin(file, 'account_id', accounts);
    }
    expectWithin('accounts.csv', 'parent_account_id', accounts);
    expectWithin('marketplace_offers.csv', 'account_id', accounts);
    for (const file of Object.keys(FILE_COLUMNS) as FileName[]) {
      if (file === 'partner_accounts.csv') continue;
      const columns = columnsOf(file);
      if (columns.includes('partner_id')) expectWithin(file, 'partner_id', partners);
      if (columns.includes('opportunity_id')) expectWithin(file, 'opportunity_id', deals);
    }
    expectWithin('partners.csv', 'competes_with', partners);
    expectWithin('campaigns.csv', 'content_ids', ids('content.csv', 'content_id'));
    expectWithin('certifications.csv', 'course', ids('courses.csv', 'course'));
  });

  it('gives each row a key of its own, except in lists without record ids', () => {
    const keys: Partial<Record<FileName, readonly string[]>> = {
      'opportunity_stages.csv': ['opportunity_id', 'stage'],
      'contacts.csv': ['account_id', 'email'],
      'opportunity_partners.csv': ['opportunity_id', 'partner_id', 'role'],
      'partner_contacts.csv': ['partner_id', 'account_name', 'account_domain', 'email'],
      'sharing.csv': ['partner_id', 'population', 'direction'],
      'onboarding.csv': ['partner_id', 'step'],
      'engagement.csv': ['partner_id', 'kind', 'occurred_on'],
    };
    for (const file of Object.keys(FILE_COLUMNS) as FileName[]) {
      if (file === 'partner_accounts.csv') continue;
      const names = keys[file] ?? [columnsOf(file)[0]!];
      const all = world.rows(file).map((row) => names.map((name) => row[name]).join('|'));
      expect(
        all.filter((key, at) => all.indexOf(key) !== at),
        file,
      ).toEqual([]);
    }
  });

  it('has nothing happen after today', () => {
    const past = new Set(
      'created_on last_activity_on entered_on added_on started_on ended_on opened_on joined_on relationship_since customer_since completed_on answered_on occurred_on submitted_on decided_on requested_on incurred_on sent_on approved_on'.split(
        ' ',
      ),
    );
    for (const path of world.paths.filter((one) => one.endsWith('.csv'))) {
      for (const row of world.rows(path)) {
        for (const [name, cell] of Object.entries(row)) {
          if (past.has(name))
            expect(cell.slice(0, 10) <= world.settings.today, `${path} ${name} ${cell}`).toBe(true);
        }
      }
    }
  });

  it('keeps the order of days within a row', () => {
    const pairs: readonly (readonly [file: string, first: string, second: string])[] = [
      ['opportunities.csv', 'created_on', 'close_on'],
      ['opportunities.csv', 'created_on', 'last_activity_on'],
      ['subscriptions.csv', 'started_on', 'ended_on'],
      ['registrations.csv', 'decided_on', 'expires_on'],
      ['campaigns.csv', 'started_on', 'ended_on'],
      ['certifications.csv', 'completed_on', 'expires_on'],
      ['mdf_requests.csv', 'requested_on', 'decided_on'],
      ['marketplace_offers.csv', 'sent_on', 'expires_on'],
    ];
    for (const [file, first, second] of pairs) {
      const turned = world
        .rows(file)
        .filter((row) => row[first] && row[second] && row[first]! > row[second]!);
      expect(turned, `${file} ${first} ${second}`).toEqual([]);
    }
  });

  it('never protects two partners for one account and product at once', () => {
    const rights = world
      .rows('registrations.csv')
      .filter((row) => row.status === 'approved' && row.kind !== 'service');
    for (const one of rights) {
      const rivals = rights.filter(
        (two) =>
          two.partner_id !== one.partner_id &&
          two.account_domain === one.account_domain &&
          one.account_domain !== '' &&
          two.product === one.product &&
          two.decided_on! <= one.expires_on! &&
          one.decided_on! <= two.expires_on!,
      );
      expect(rivals).toEqual([]);
    }
  });
});

describe('the default company', () => {
  it('has the account that demonstrations ask about, with its open deal', () => {
    const account = world.rows('accounts.csv').find((row) => row.name === 'Globex Corporation');
    expect(account).toMatchObject({ domain: 'globex.example', country: 'US', status: 'customer' });
    expect(world.rows('opportunities.csv')).toContainEqual(
      expect.objectContaining({
        name: 'Globex Platform rollout',
        account_id: account?.account_id,
        stage: 'proposal',
        amount: '420000',
      }),
    );
  });

  it('is spelt in several ways by the partners that know it', () => {
    const hero = world.summary.notable.heroAccount;
    const ids = new Set(
      world.truth.matches.filter((one) => one.account_id === hero).map((one) => one.partner_record_id),
    );
    const spellings = partnerLists(world)
      .flatMap((path) => world.rows(path))
      .filter((row) => ids.has(row.partner_record_id ?? ''))
      .map((row) => row.name);
    expect(new Set(spellings).size).toBeGreaterThan(4);
  });

  it('shares a Slack channel with two partners', () => {
    expect(Object.keys(world.summary.notable.sharedChannels)).toHaveLength(2);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Access, createAccess } from '../../src/access/access.ts';
import type { Database } from '../../src/db/port.ts';
import { openTestDatabase } from '../setup/database.ts';
import { importFiles, refusals, SMALL_COMPANY } from './folder.ts';

let database: Database;
let access: Access;

beforeAll(async () => {
  database = await openTestDatabase();
  access = createAccess(database);
});

beforeEach(() =>
  database.transaction({ role: 'cosell_owner', settings: {} }, (connection) =>
    connection.query('truncate company, people, accounts, partners, courses, content, plays, costs cascade'),
  ),
);

afterAll(() => database.close());

const read = (sql: string) => access.open(access.system, (connection) => connection.query(sql));

describe('rows that go in', () => {
  test('a byte order mark, any order of columns and unknown columns are fine', async () => {
    const accounts = '\uFEFFname,favourite_colour,account_id,status\nGlobex,blue,A1,customer\n';
    const report = await importFiles(access, { 'accounts.csv': accounts });
    expect(report.files).toEqual([
      { file: 'accounts.csv', read: 1, added: 1, changed: 0, unchanged: 0, refused: 0 },
    ]);
    expect(await read('select account_id, name, status, extra from accounts')).toEqual([
      { account_id: 'A1', name: 'Globex', status: 'customer', extra: { favourite_colour: 'blue' } },
    ]);
  });

  test.each([
    ['semicolons', 'account_id;name;country\nA1;Globex, Inc;US\n'],
    ['tabs in UTF-16', Buffer.from('\uFEFFaccount_id\tname\tcountry\r\nA1\tGlobex, Inc\tUS\r\n', 'utf16le')],
  ])('a spreadsheet’s %s are read', async (_, accounts) => {
    await importFiles(access, { 'accounts.csv': accounts });
    expect(await read('select account_id, name, country from accounts')).toEqual([
      { account_id: 'A1', name: 'Globex, Inc', country: 'US' },
    ]);
  });

  test('empty cells are not known, and lists are separated by semicolons', async () => {
    const partners = 'partner_id,name,tier,regions,joined_on,capacity\nborealis,Borealis,, DACH ; FR;,,\n';
    await importFiles(access, { 'partners.csv': partners });
    expect(await read('select tier, regions, status, joined_on, capacity from partners')).toEqual([
      { tier: null, regions: ['DACH', 'FR'], status: 'active', joined_on: null, capacity: null },
    ]);
  });

  test('quoted cells may hold commas, quotes and line breaks', async () => {
    await importFiles(access, { 'accounts.csv': 'account_id,name\nA1,"Globex, ""the"" one\nand only"\n' });
    expect(await read('select name from accounts')).toEqual([{ name: 'Globex, "the" one\nand only' }]);
  });

  test('dates may carry a time and a zone, and a receipt keeps its instant', async () => {
    const registrations =
      'registration_id,partner_id,account_name,status,submitted_on,decided_on\nR1,borealis,Globex,approved,2026-03-31T23:30:00-02:00,2026-04-02T10:00:00Z\n';
    await importFiles(access, { ...SMALL_COMPANY, 'registrations.csv': registrations });
    expect(await read('select submitted_on, decided_on from registrations')).toEqual([
      { submitted_on: '2026-04-01T01:30:00.000Z', decided_on: '2026-04-02' },
    ]);
    expect(await read('select from_status, to_status, surface from registration_moves')).toEqual([
      { from_status: null, to_status: 'approved', surface: 'import' },
    ]);
  });

  test('an amount keeps its own currency, the company’s where none is said', async () => {
    const costs = 'cost_id,amount,currency\nC1,12.34,EUR\nC2,7,\n';
    await importFiles(access, { ...SMALL_COMPANY, 'costs.csv': costs });
    expect(await read('select cost_id, amount_minor, currency from costs order by cost_id')).toEqual([
      { cost_id: 'C1', amount_minor: 1234, currency: 'EUR' },
      { cost_id: 'C2', amount_minor: 700, currency: 'USD' },
    ]);
  });

  test('a folder with one file a partner needs no partner column, and rows without an id are known by what they say', async () => {
    const list =
      'name,domain,population\nGlobex Corp.,globex.example,customer;prospect\nGlobex Corp.,globex.example,prospect\n';
    const files = { ...SMALL_COMPANY, 'partner_accounts/borealis.csv': list };
    await importFiles(access, files);
    const report = await importFiles(access, files);
    expect(await read('select partner_id, populations from partner_accounts order by populations')).toEqual([
      { partner_id: 'borealis', populations: ['customer', 'prospect'] },
      { partner_id: 'borealis', populations: ['prospect'] },
    ]);
    expect(report.files.every((file) => file.added + file.changed + file.refused === 0)).toBe(true);
  });

  test('a month is read with and without its zero', async () => {
    await importFiles(access, { 'company.yaml': 'name: X\nfiscal_year_starts: 09\n' });
    expect(await read(`select settings ->> 'fiscal_year_starts' as month from company`)).toEqual([
      { month: '9' },
    ]);
  });

  test('a parent may stand after its child', async () => {
    const accounts = 'account_id,name,parent_account_id\nA1,Child,A2\nA2,Parent,\n';
    expect(refusals(await importFiles(access, { 'accounts.csv': accounts }))).toEqual([]);
  });
});

describe('rows that are left out, and the others go in', () => {
  const cases: [string, Record<string, string>, string[]][] = [
    [
      'a missing key',
      { 'accounts.csv': 'account_id,name\n,Nameless\nA1,Kept\n' },
      ['accounts.csv:2 account_id: must not be empty'],
    ],
    [
      'a word that the format does not know',
      { 'accounts.csv': 'account_id,name,status\nA9,X,friend\nA1,Kept,prospect\n' },
      ['accounts.csv:2 status: is none of customer, open_opportunity, prospect'],
    ],
    [
      'a day that does not exist',
      { 'opportunities.csv': 'opportunity_id,account_id,stage,close_on\nO9,A1,proposal,2026-02-30\n' },
      ['opportunities.csv:2 close_on: is not a date such as 2026-03-31'],
    ],
    [
      'an amount with a thousands separator',
      { 'costs.csv': 'cost_id,amount\nC1,"1,000"\n' },
      ['costs.csv:2 amount: is not a decimal amount such as 45000.50'],
    ],
    [
      'a currency without a rate',
      { 'costs.csv': 'cost_id,amount,currency\nC1,10,JPY\n' },
      ['costs.csv:2 amount: is in JPY, for which company.yaml has no rate'],
    ],
    [
      'a reference to nothing',
      { 'contacts.csv': 'account_id,email\nA77,a@b.example\n' },
      ['contacts.csv:2 account_id: is in no row of accounts'],
    ],
    [
      'an end before its start',
      {
        'subscriptions.csv': 'subscription_id,account_id,started_on,ended_on\nS1,A1,2026-02-01,2026-01-31\n',
      },
      ['subscriptions.csv:2 ended_on: is before started_on (2026-02-01)'],
    ],
    [
      'a score out of range',
      { 'surveys.csv': 'survey_id,partner_id,score\nV1,borealis,6\nV2,borealis,5\n' },
      ['surveys.csv:2 score: is not from 1 to 5'],
    ],
    [
      'a partner that competes with itself',
      { 'partners.csv': 'partner_id,name,competes_with\nborealis,B,kestrel;borealis\n' },
      ['partners.csv:2 competes_with: names the partner itself'],
    ],
    [
      'the row that closes a ring of parents',
      { 'accounts.csv': 'account_id,name,parent_account_id\nA1,X,A2\nA2,Y,A3\nA3,Z,A1\n' },
      ['accounts.csv:4 parent_account_id: closes a ring of parents'],
    ],
    [
      'a line with too few cells',
      { 'accounts.csv': 'account_id,name,status\nA8,Short\nA1,Kept,prospect\n' },
      ['accounts.csv:2 : has another number of cells than the header'],
    ],
  ];
  test.each(cases)('%s', async (_, files, expected) => {
    expect(refusals(await importFiles(access, { ...SMALL_COMPANY, ...files }))).toEqual(expected);
  });

  test('an account stays without the parent whose row was refused', async () => {
    const accounts =
      'account_id,name,status,parent_account_id\nP1,Parent,nonsense,\nC1,Child,prospect,P1\nC2,Alone,prospect,P9\n';
    const report = await importFiles(access, { 'accounts.csv': accounts });
    expect(refusals(report)).toEqual([
      'accounts.csv:2 status: is none of customer, open_opportunity, prospect',
      'accounts.csv:4 parent_account_id: is in no row of accounts',
    ]);
    expect(report.warnings).toEqual([
      `accounts.csv:3: its parent 'P1' was left out, so it stands without one.`,
    ]);
    expect(await read('select account_id, parent_account_id from accounts')).toEqual([
      { account_id: 'C1', parent_account_id: null },
    ]);
  });

  test('a Slack user who stands twice is refused the second time alone', async () => {
    const people = 'email,role,slack_user_id\na@x.example,rep,U1\nb@x.example,rep,U1\nc@x.example,rep,U2\n';
    const report = await importFiles(access, { 'people.csv': people });
    expect(report.files[0]).toMatchObject({ read: 3, added: 2, refused: 1 });
  });
});

describe('the same folder again', () => {
  test('changes nothing, also where a key stands twice', async () => {
    const files = {
      ...SMALL_COMPANY,
      'accounts.csv': 'account_id,name\nA1,Old name\nA1,New name\nA2,Initrode\n',
    };
    const first = await importFiles(access, files);
    expect(first.warnings).toEqual([
      `accounts.csv:2: the key 'A1' stands again at accounts.csv:3, which counts.`,
    ]);
    expect(await read(`select name from accounts where account_id = 'A1'`)).toEqual([{ name: 'New name' }]);
    const second = await importFiles(access, files);
    expect(second.files.map((file) => [file.added, file.changed])).toEqual(second.files.map(() => [0, 0]));
  });

  test('a changed row is changed, and a file that is absent leaves its table alone', async () => {
    await importFiles(access, SMALL_COMPANY);
    const report = await importFiles(access, {
      'partners.csv': 'partner_id,name,status\nborealis,Borealis Partners,inactive\n',
    });
    expect(report.files).toEqual([
      { file: 'partners.csv', read: 1, added: 0, changed: 1, unchanged: 0, refused: 0 },
    ]);
    expect(await read('select count(*) as n from opportunities')).toEqual([{ n: 1 }]);
  });

  test('does not undo what was decided since', async () => {
    const registrations = 'registration_id,partner_id,account_name,status\nR1,borealis,Globex,submitted\n';
    const files = { ...SMALL_COMPANY, 'registrations.csv': registrations };
    await importFiles(access, files);
    await read(`update registrations set status = 'approved', decided_on = '2026-06-01'`);
    await importFiles(access, files);
    expect(await read('select status from registrations')).toEqual([{ status: 'approved' }]);
  });

  test('a dry run says what it would do and does none of it', async () => {
    const report = await importFiles(access, SMALL_COMPANY, true);
    expect(report.files.find((file) => file.file === 'partners.csv')).toMatchObject({ added: 2 });
    expect(
      await read('select (select count(*) from partners) + (select count(*) from company) as n'),
    ).toEqual([{ n: 0 }]);
  });
});

describe('what cannot be read at all is refused in one clear line', () => {
  const cases: [string, Record<string, string | Buffer>, RegExp][] = [
    [
      'letters that are not UTF-8',
      { 'accounts.csv': Buffer.from('account_id,name\nA1,Caf\xe9\n', 'latin1') },
      /accounts\.csv is not UTF-8/,
    ],
    [
      'a workbook with the name of a CSV file',
      { 'accounts.csv': Buffer.from('504b030414000600', 'hex') },
      /accounts\.csv is an Excel workbook .*: save it as 'CSV UTF-8'/,
    ],
    ['a file without a header', { 'accounts.csv': '\nA1,Globex\n' }, /accounts\.csv has no header row/],
    ['settings that are no YAML', { 'company.yaml': 'name: [\n' }, /company\.yaml is not valid YAML/],
    [
      'settings with a wrong number',
      { 'company.yaml': 'name: X\nfiscal_year_starts: 13\n' },
      /company\.yaml: fiscal_year_starts/,
    ],
    ['a folder with nothing of ours', { 'notes.txt': 'hello' }, /holds no file of a company folder/],
  ];
  test.each(cases)('%s', async (_, files, message) => {
    await expect(importFiles(access, files)).rejects.toThrow(message);
  });

  test('a file that breaks in the middle leaves nothing of itself', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => `A${i},Account ${i}`).join('\n');
    await expect(
      importFiles(access, { 'accounts.csv': `account_id,name\n${rows}\nA,"never closed` }),
    ).rejects.toThrow(/accounts\.csv is not valid CSV/);
    expect(await read('select count(*) as n from accounts')).toEqual([{ n: 0 }]);
  });
});

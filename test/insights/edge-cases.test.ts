import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Access } from '../../src/access/access.ts';
import type { App } from '../../src/app.ts';
import { runCommandLine } from '../../src/cli/program.ts';
import type { Database } from '../../src/db/port.ts';
import { ROWS_MEASURES } from '../../src/insights/types.ts';
import { reportMeasures } from '../../tools/report-measures.ts';
import { openTestDatabase } from '../setup/database.ts';
import {
  type Columns,
  insertAccount,
  insertCompany,
  insertOpportunity,
  insertPartner,
  insertPerson,
  insertRow,
} from '../setup/rows.ts';
import { openTestApp, SAMPLE_NOW } from '../setup/sample.ts';

const MANAGER = 'manager@own.example';
const YEAR = { from: '2025-07-01', to: '2026-07-01' };

let database: Database;
let app: App;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** From those that refer to others to those that are referred to. */
const TABLES = [
  'costs',
  'surveys',
  'attribution_ledger',
  'opportunity_partners',
  'subscriptions',
  'opportunities',
  'accounts',
  'partners',
  'people',
  'company',
];

/** A program of its own for each case, for a program remembers whom it has seen; the database is emptied. */
async function openEmptyApp(): Promise<App> {
  const opened = await openTestApp(database);
  await opened.access.open(opened.access.system, async (connection) => {
    for (const table of TABLES) await connection.query(`delete from ${table}`);
  });
  return opened;
}

interface Told {
  readonly of: string;
  readonly facts: readonly { readonly label: string; readonly text: string }[];
}

/** The measures of a small company as the service, the command and the tool give them. */
async function measure(
  rows: (access: Access) => Promise<void>,
  asked: { partnerId?: string | undefined; from: string; to: string },
) {
  app = await openEmptyApp();
  const { access, services } = app;
  await insertCompany(access, {
    settings: { name: 'Own', currency: 'EUR', rates: { USD: 0.9, JPY: 0.006 } },
  });
  await insertPerson(access, { email: MANAGER, role: 'partner_manager' });
  await rows(access);
  await services.attribution.rebuild(access.system);
  const scope = await access.grant(
    { kind: 'staff', email: MANAGER, name: 'Manager', role: 'partner_manager' },
    { place: 'dm' },
  );
  const report = await services.insights.measures(scope, asked);
  const behind = await Promise.all(
    ROWS_MEASURES.map((one) => services.insights.rowsBehind(scope, { ...asked, measure: one })),
  );
  const { output } = await reportMeasures.run(
    { partner_id: asked.partnerId, from: asked.from, to: asked.to },
    { scope, services, today: '2026-06-30' },
  );
  return { report, behind, told: output as unknown as Told };
}

async function printJson(asked: { partnerId?: string | undefined; from: string; to: string }) {
  let out = '';
  const ranged = asked.partnerId ? ['--partner', asked.partnerId] : [];
  await runCommandLine(
    ['measures', '--as', MANAGER, '--from', asked.from, '--to', asked.to, ...ranged, '--json'],
    {
      output: {
        out: (text) => {
          out += text;
        },
        err: () => undefined,
        isTerminal: false,
      },
      now: () => SAMPLE_NOW,
      stdin: process.stdin,
      config: () => app.config,
      open: async () => ({ ...app, close: async () => undefined }),
      openInMemory: () => Promise.reject(new Error('not needed')),
      stopped: Promise.resolve(),
    },
  );
  return out;
}

/** Numbers that no JSON can carry, or that read as nonsense. */
function faultyNumbers(thing: unknown): number[] {
  if (typeof thing === 'number') return Number.isFinite(thing) && !Object.is(thing, -0) ? [] : [thing];
  return thing !== null && typeof thing === 'object' ? Object.values(thing).flatMap(faultyNumbers) : [];
}

const partner = (access: Access, id: string, over: Columns = {}) =>
  insertPartner(access, { partner_id: id, status: 'active', joined_on: '2025-01-01', ...over });

let deals = 0;
/** A deal that closed in May 2026, sourced by a partner where one is named. */
async function closed(access: Access, over: Columns, source?: string): Promise<string> {
  deals += 1;
  const opportunity_id = `O${deals}`;
  await insertOpportunity(access, {
    opportunity_id,
    account_id: 'one',
    stage: 'closed_won',
    amount_minor: 100_000,
    close_on: '2026-05-10',
    ...over,
  });
  if (source) await joined(access, { opportunity_id, partner_id: source, role: 'source' });
  return opportunity_id;
}

const joined = (access: Access, over: Columns) =>
  insertRow(access, 'opportunity_partners', { accepted: true, added_on: '2026-05-01', ...over });

const cost = (access: Access, over: Columns) =>
  insertRow(access, 'costs', {
    cost_id: 'C1',
    partner_id: 'a',
    kind: 'mdf',
    amount_minor: 10_000,
    currency: 'EUR',
    incurred_on: '2026-05-02',
    ...over,
  });

const survey = (access: Access, id: number, score: number) =>
  insertRow(access, 'surveys', { survey_id: `S${id}`, partner_id: 'a', score, answered_on: '2026-05-03' });

interface EdgeCase {
  readonly name: string;
  readonly rows: (access: Access) => Promise<void>;
  readonly asked?: { partnerId?: string; from?: string; to?: string };
  /** What stands in a measure's words, by its label. */
  readonly says: Readonly<Record<string, string>>;
}

const CASES: readonly EdgeCase[] = [
  {
    name: 'nothing at all',
    rows: async () => undefined,
    says: {
      'win rate': 'not known: no closed deals in the period',
      'attach rate': 'not known, no won deals; not known, no open deals',
      lift: 'not enough data: 0 closed deals with a partner and 0 without',
      'deal size': 'not known, no won deals',
      PSAT: 'not known: no survey answers in the period',
      'time to value': 'not known: no partner has joined yet',
      ROPI: 'not known: no cost recorded in the period',
      CLTV: 'not known: 0 customers, at least 10 are needed',
    },
  },
  {
    name: 'a company with no costs',
    rows: async (access) => {
      await partner(access, 'a');
      await insertAccount(access, { account_id: 'one' });
      await closed(access, {}, 'a');
    },
    asked: { partnerId: 'a' },
    says: {
      sourced: '€1,000',
      costs: 'none recorded',
      ROPI: 'not known: no cost recorded in the period',
      'win rate': '100% (1 won of 1 closed',
      lift: 'not enough data',
    },
  },
  {
    name: 'no wins',
    rows: async (access) => {
      await partner(access, 'a');
      await insertAccount(access, { account_id: 'one' });
      await closed(access, { stage: 'closed_lost' }, 'a');
      await cost(access, {});
    },
    asked: { partnerId: 'a' },
    says: {
      sourced: '€0',
      'win rate': '0% (0 won of 1 closed; 90% interval 0% to',
      'time to value': 'not reached: no attached win in the 545 days since 2025-01-01',
      ROPI: '-1.00 by attached revenue (margin €0 less costs €100, over the costs)',
      tier: 'no tier follows: the company has set no targets',
    },
  },
  {
    name: 'one customer',
    rows: async (access) => {
      await insertAccount(access, { account_id: 'one' });
      await insertRow(access, 'subscriptions', {
        subscription_id: 'S1',
        account_id: 'one',
        annual_minor: 1_200_000,
        started_on: '2026-05-01',
      });
    },
    says: { CLTV: 'direct not known: 1 customer, at least 10 are needed' },
  },
  {
    name: 'partners that have all just joined, or will',
    rows: async (access) => {
      await partner(access, 'a', { joined_on: '2026-06-30' });
      await partner(access, 'b', { joined_on: '2026-06-29' });
      await partner(access, 'c', { joined_on: '2026-09-01' });
      await partner(access, 'd', { joined_on: null });
    },
    says: {
      'time to value': 'not reached: 0 of 2 partners have had an attached win',
      'win rate': 'not known: no closed deals',
    },
  },
  {
    name: 'a credit note as the only win, and a cost booked back',
    rows: async (access) => {
      await partner(access, 'a');
      await insertAccount(access, { account_id: 'one' });
      await closed(access, { amount_minor: -50_000 }, 'a');
      await cost(access, { amount_minor: -100 });
    },
    says: {
      sourced: '-€500',
      costs: '-€1',
      'attach rate': '100% of 1 won deals; not known',
      'deal size': 'median -€500 with a partner, not known without',
      ROPI: 'not known: the costs recorded in the period do not add up to more than nought',
    },
  },
  {
    name: 'a deal and the credit note that undoes it',
    rows: async (access) => {
      await partner(access, 'a');
      await insertAccount(access, { account_id: 'one' });
      await closed(access, {}, 'a');
      await closed(access, { amount_minor: -100_000 }, 'a');
      await cost(access, {});
    },
    asked: { partnerId: 'a' },
    says: { sourced: '€0', ROPI: '-1.00 by attached revenue (margin €0 less costs €100' },
  },
  {
    name: 'a partner merged into another, both on one deal',
    rows: async (access) => {
      await partner(access, 'a');
      await partner(access, 'old', { status: 'inactive' });
      await insertAccount(access, { account_id: 'one' });
      const deal = await closed(access, {}, 'a');
      await joined(access, { opportunity_id: deal, partner_id: 'old', role: 'influence' });
      await cost(access, {});
    },
    // The programme counts the deal once: 1,000 of margin over 100 of costs, and not 2,000.
    says: {
      won: '€1,000',
      sourced: '€1,000',
      influenced: '€0, sourced by nobody',
      ROPI: '9.00 by attached revenue (margin €1,000 less costs €100',
      'win rate': '100% (1 won of 1 closed',
    },
  },
  {
    name: 'a partner whose only win came before it joined',
    rows: async (access) => {
      await partner(access, 'a', { joined_on: '2026-06-01' });
      await insertAccount(access, { account_id: 'one' });
      await closed(access, {}, 'a');
    },
    asked: { partnerId: 'a' },
    says: {
      'time to value':
        'not reached: no attached win in the 29 days since 2026-06-01; one on 2026-05-10 came before it joined',
      lift: 'not enough data: 1 closed deals with a partner and 0 without',
    },
  },
  {
    name: 'a partner whose rows now stand under another',
    rows: async (access) => {
      await partner(access, 'a', { status: 'inactive' });
      await partner(access, 'b');
      await insertAccount(access, { account_id: 'one' });
      await closed(access, {}, 'b');
    },
    asked: { partnerId: 'a' },
    says: {
      sourced: '€0',
      'win rate': 'not known: no closed deals in the period',
      'time to value': 'not reached',
    },
  },
  {
    name: 'one survey answer',
    rows: async (access) => {
      await partner(access, 'a');
      await survey(access, 1, 1);
    },
    asked: { partnerId: 'a' },
    says: { PSAT: 'withheld: 1 survey answer in the period, at least 5 are needed' },
  },
  {
    name: 'five survey answers and none before',
    rows: async (access) => {
      await partner(access, 'a');
      for (const [i, score] of [5, 4, 3, 2, 1].entries()) await survey(access, i, score);
    },
    asked: { partnerId: 'a' },
    says: { PSAT: '40% (2 of 5 answers are 4 or 5, mean 3.0; 90% interval' },
  },
  {
    name: 'a period without days',
    rows: async (access) => {
      await partner(access, 'a');
      await insertAccount(access, { account_id: 'one' });
      await closed(access, {}, 'a');
      await cost(access, {});
    },
    asked: { partnerId: 'a', from: '2026-05-10', to: '2026-05-10' },
    says: {
      sourced: '€0',
      'win rate': 'not known: no closed deals in the period',
      ROPI: 'not known: no cost recorded in the period',
      tier: 'not known: the period has no days',
    },
  },
  {
    name: 'a period that lies ahead',
    rows: async (access) => {
      await partner(access, 'a');
      await insertAccount(access, { account_id: 'one' });
      await closed(access, {}, 'a');
    },
    asked: { partnerId: 'a', from: '2027-01-01', to: '2027-04-01' },
    says: {
      'win rate': 'not known: no closed deals in the period',
      tier: 'not known: the period has no days',
    },
  },
  {
    name: 'deals and costs in several currencies',
    rows: async (access) => {
      await partner(access, 'a');
      await insertAccount(access, { account_id: 'one' });
      await closed(access, { currency: 'EUR', amount_minor: 100_000 }, 'a');
      await closed(access, { currency: 'USD', amount_minor: 100_000 }, 'a');
      await closed(access, { currency: 'JPY', amount_minor: 100_000 }, 'a');
      await cost(access, { currency: 'USD', amount_minor: 100_000 });
    },
    // 1,000 + 900 + 600, for a yen has no hundredths; over 900 of costs.
    says: {
      sourced: '€2,500',
      costs: '€900',
      ROPI: '1.78 by attached revenue (margin €2,500 less costs €900, over the costs)',
    },
  },
  {
    name: 'deals without an amount, a day of creation or a margin above nought',
    rows: async (access) => {
      await partner(access, 'a');
      await insertAccount(access, { account_id: 'one' });
      await closed(access, { amount_minor: null, currency: null, created_on: null }, 'a');
      await closed(access, { product: 'P' }, 'a');
      await insertRow(access, 'subscriptions', {
        subscription_id: 'S1',
        account_id: 'one',
        product: 'P',
        gross_margin: -0.5,
        started_on: '2026-05-01',
      });
      await cost(access, {});
    },
    says: {
      sourced: '€1,000',
      ROPI: '-6.00 by attached revenue (margin -€500 less costs €100',
    },
  },
];

describe('the measures of', () => {
  it.each(CASES.map((one) => [one.name, one] as const))('%s', async (_, { rows, asked = {}, says }) => {
    const wanted = { ...YEAR, ...asked };
    const { report, behind, told } = await measure(rows, wanted);
    expect(faultyNumbers(report)).toEqual([]);
    expect(faultyNumbers(behind)).toEqual([]);
    const texts = Object.fromEntries(told.facts.map((fact) => [fact.label, fact.text]));
    for (const [label, text] of Object.entries(says)) expect(texts[label], label).toContain(text);
    for (const { label, text } of told.facts) {
      expect(text, label).not.toMatch(/NaN|Infinity|undefined|null|-0%|-0\.00|(?<![\d.])-0(?![\d.])/);
    }
    if (wanted.from < wanted.to) {
      const printed = await printJson(wanted);
      expect(faultyNumbers(JSON.parse(printed))).toEqual([]);
      expect(printed).not.toMatch(/NaN|Infinity|-0(?![\d.])/);
    }
  });

  it('a period that ends before it begins is refused', async () => {
    await expect(
      measure(async () => undefined, { from: '2026-05-10', to: '2026-05-09' }),
    ).rejects.toMatchObject({ code: 'bad_input' });
  });

  it('a period says of itself that it lies ahead, is not over, or has no days', async () => {
    const { report } = await measure(async () => undefined, YEAR);
    expect(report.period.note).toBeNull();
    const scope = await app.access.grant(
      { kind: 'staff', email: MANAGER, name: 'Manager', role: 'partner_manager' },
      { place: 'dm' },
    );
    const noteOf = async (from: string, to: string) =>
      (await app.services.insights.measures(scope, { from, to })).period.note;
    expect(await noteOf('2027-01-01', '2027-02-01')).toBe('The period has not begun: today is 2026-06-30.');
    expect(await noteOf('2026-06-01', '2026-09-01')).toBe(
      'The period is not over: figures are as of 2026-06-30.',
    );
    expect(await noteOf('2026-06-01', '2026-06-01')).toBe('The period has no days.');
  });
});

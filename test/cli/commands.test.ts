import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { App } from '../../src/app.ts';
import { runCommandLine } from '../../src/cli/program.ts';
import { openTestDatabase } from '../setup/database.ts';
import { openSampleApp, SAMPLE_NOW, somebody, somebodyAt } from '../setup/sample.ts';
import * as shapes from './shapes.ts';

let app: App;
let folder: string;
let rep: string;
let manager: string;
let partner: string;
let deal: string;
let account: string;

beforeAll(async () => {
  app = await openSampleApp(await openTestDatabase());
  folder = mkdtempSync(join(tmpdir(), 'cosell-commands-'));
  rep = emailOf(await somebody(app, 'rep'));
  manager = emailOf(await somebody(app, 'partner_manager'));
  partner = emailOf(await somebodyAt(app, 'borealis'));
  const [row] = await app.access.open(app.access.system, (connection) =>
    connection.query<{ opportunity_id: string; name: string }>(
      `select o.opportunity_id, a.name
       from opportunities o
       join accounts a using (account_id)
       where o.stage not in ('closed_won', 'closed_lost')
       order by o.opportunity_id
       limit 1`,
    ),
  );
  deal = row?.opportunity_id ?? '';
  account = row?.name ?? '';
}, 120_000);

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await app.close();
});

/** Runs one command line over the sample company and gives what it wrote. */
async function run(...argv: string[]) {
  let out = '';
  let err = '';
  const code = await runCommandLine(argv, {
    output: {
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      isTerminal: false,
    },
    now: () => SAMPLE_NOW,
    stdin: process.stdin,
    config: () => app.config,
    // A command closes the program that it opened; the tests' database outlives it.
    open: async () => ({ ...app, close: async () => undefined }),
    openInMemory: () => Promise.reject(new Error('No command of this file needs a database of its own.')),
    stopped: Promise.resolve(),
  });
  return { code, out, err };
}

/** The one JSON document that a command writes, and nothing else there. */
async function runJson<Shape extends z.ZodType>(shape: Shape, ...argv: string[]): Promise<z.infer<Shape>> {
  const done = await run(...argv, '--json');
  expect(done).toMatchObject({ code: 0, err: '' });
  return shape.parse(JSON.parse(done.out));
}

async function runCases(cases: readonly object[], ...argv: string[]) {
  const file = join(folder, 'cases.jsonl');
  writeFileSync(file, cases.map((one) => `${JSON.stringify(one)}\n`).join('\n'));
  const done = await run(...argv, '--cases', file);
  expect(done).toMatchObject({ code: 0, err: '' });
  return done.out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('JSON documents', () => {
  test('ask gives the answer with its scope, tools, cards and blocks', async () => {
    const reply = await runJson(
      shapes.answer,
      'ask',
      `Who should we bring into the ${account} deal?`,
      '--as',
      rep,
    );
    expect(reply.scope).toEqual({ role: 'rep', place: 'dm', partners: [] });
    expect(reply.cards.length).toBeGreaterThan(0);
    expect(reply.blocks.length).toBeGreaterThan(0);
  });

  test('ask in a shared place says so, and answers as for the partner', async () => {
    const reply = await runJson(
      shapes.answer,
      ...['ask', 'How long does deal protection last?', '--as', rep, '--in', 'shared:borealis'],
    );
    expect(reply.scope).toEqual({ role: 'partner', place: 'shared:borealis', partners: ['borealis'] });
    expect(reply.citations.length).toBeGreaterThan(0);
  });

  test('recommend ranks at most as many partners as asked for', async () => {
    const found = await runJson(shapes.recommendation, 'recommend', deal, '--top', '3', '--as', rep);
    expect(found.subject.opportunity_id).toBe(deal);
    expect(found.partners.map((one) => one.rank)).toEqual(found.partners.map((_, i) => i + 1));
    expect(found.partners.length).toBeGreaterThan(0);
    expect(found.partners.length).toBeLessThanOrEqual(3);
  });

  test('conflicts names the account and gives findings', async () => {
    const check = await runJson(shapes.conflicts, 'conflicts', '--account', account, '--as', rep);
    expect(check.account.account_id).not.toBeNull();
  });

  test('accounts overlaps gives the rows of a partner, or the matrix of all', async () => {
    const one = await runJson(shapes.overlaps, 'accounts', 'overlaps', '--partner', 'borealis', '--as', rep);
    expect(one.overlaps.length).toBeGreaterThan(0);
    expect(new Set(one.overlaps.map((row) => row.partner_id))).toEqual(new Set(['borealis']));
    const all = await runJson(shapes.overlaps.pick({ matrix: true }), 'accounts', 'overlaps', '--as', rep);
    expect(all.matrix.length).toBeGreaterThan(0);
  });

  test('registrations list and show agree on a registration', async () => {
    const done = await run('registrations', 'list', '--as', manager, '--json');
    const { registrations } = JSON.parse(done.out) as { registrations: unknown[] };
    const rows = shapes.registration.array().min(1).parse(registrations);
    const shown = await runJson(
      shapes.registration,
      ...['registrations', 'show', rows[0]?.registration_id ?? '', '--as', manager],
    );
    expect(shown).toMatchObject(rows[0] ?? {});
    expect(shown).toMatchObject({ moves: expect.any(Array), findings: expect.any(Array) });
  });

  test.each(['partner', 'archetype', 'tier', 'region', 'product', 'quarter'])(
    'attribution report adds up by %s',
    async (by) => {
      const report = await runJson(shapes.attribution, 'attribution', 'report', '--by', by, '--as', manager);
      expect(new Set(report.rows.map((row) => row.key)).size).toBe(report.rows.length);
    },
  );

  test('attribution report holds a period against another, by any model', async () => {
    const compared = await runJson(
      shapes.comparison,
      ...['attribution', 'report', '--compare', 'year', '--model', 'markov', '--as', manager],
    );
    expect(compared.rows.length).toBeGreaterThan(0);
    const named = ['--compare', '2025-01-01..2025-04-01', '--archetype', 'si', '--as', manager];
    const { before } = await runJson(shapes.comparison, 'attribution', 'report', ...named);
    expect(before).toMatchObject({ from: '2025-01-01', to: '2025-04-01' });
  });

  test('attribution deals lists what is behind a figure, a page at a time', async () => {
    const first = await runJson(
      shapes.countedDeals,
      'attribution',
      'deals',
      '--figure',
      'won',
      '--as',
      manager,
    );
    expect(first).toMatchObject({ page: 1, has_more: first.total > 15 });
    const far = ['attribution', 'deals', '--figure', 'won', '--page', '99', '--as', manager];
    expect((await runJson(shapes.countedDeals, ...far)).deals).toEqual([]);
  });

  test('scorecard gives one partner, and a partner itself alone', async () => {
    expect(await runJson(shapes.scorecard, 'scorecard', 'borealis', '--as', manager)).toMatchObject({
      partner_id: 'borealis',
    });
    const own = await runJson(shapes.scorecard, 'scorecard', 'borealis', '--as', partner);
    expect(own.now).toMatchObject({ attributed: null, ropi: null, costs: null });
    expectRefused(await run('scorecard', 'kestrel', '--as', partner), 1);
  });

  test('measures gives every partner its measures, or one', async () => {
    const all = await runJson(shapes.measures, 'measures', '--as', manager);
    expect(Object.keys(all.partners).length).toBeGreaterThan(1);
    const one = await runJson(shapes.measures, 'measures', '--partner', 'borealis', '--as', manager);
    expect(Object.keys(one.partners)).toEqual(['borealis']);
  });

  test('playbook search ranks passages, and needs nobody named', async () => {
    const found = await runJson(shapes.passages, 'playbook', 'search', 'deal protection', '--k', '2');
    expect(found.passages.map((one) => one.rank)).toEqual([1, 2]);
    expect(found.answerable).toBe(true);
  });

  test('doctor lists its checks', async () => {
    const report = await runJson(shapes.doctor, 'doctor');
    expect(report.ok).toBe(true);
  });

  test.each([
    ['confirm', 'confirmed', 'dismiss'],
    ['dismiss', 'dismissed', 'confirm'],
  ])('%s settles a prepared step once', async (click, state, other) => {
    const asked = `Register a deal with ${click} Foods for core, 40000 EUR`;
    const reply = await runJson(shapes.answer, 'ask', asked, '--as', partner);
    const id = reply.proposals[0]?.id ?? '';
    expect(await runJson(shapes.settled, click, id, '--as', partner)).toMatchObject({
      state,
      proposal: { id },
    });
    for (const again of [click, other]) expectRefused(await run(again, id, '--as', partner), 1);
  });
});

test('accounts match writes a line a link, and exits 0 however many there are', async () => {
  const [left, right] = [join(folder, 'left.csv'), join(folder, 'right.csv')];
  writeFileSync(
    left,
    'id,name,domain,country\n1,Globex GmbH,globex.example,DE\n2,Initech,initech.example,US\n',
  );
  writeFileSync(
    right,
    'id,name,domain,country\nx,Globex,globex.example,DE\ny,Initech Inc,initech.example,US\n',
  );
  const done = await run('accounts', 'match', left, right);
  expect(done).toMatchObject({ code: 0, err: '' });
  const links = done.out.trimEnd().split('\n');
  expect(links.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ left: '1', right: 'x', decision: 'match' }),
    expect.objectContaining({ left: '2', right: 'y', decision: 'match' }),
  ]);
});

describe('cases of a file', () => {
  test('ask answers in order, conversations too, and goes on after a case that fails', async () => {
    const text = 'How long does deal protection last?';
    const replies = await runCases(
      [
        { id: 'q2', as: rep, in: 'dm', text, extra: true },
        { id: 'q1', as: 'nobody@nowhere.example', text },
        { id: 'q3', as: rep, in: 'somewhere', text },
        { id: 'q4', as: rep, text: ' ' },
        { id: 'q0', as: partner, in: 'shared:borealis', turns: [text, 'And who decides?'] },
      ],
      'ask',
    );
    expect(replies.map((one) => one.id)).toEqual(['q2', 'q1', 'q3', 'q4', 'q0']);
    shapes.answer.parse(replies[0]);
    expect(replies[1]).toEqual({ id: 'q1', error: { code: 'not_found', message: expect.any(String) } });
    expect(replies[2]).toEqual({ id: 'q3', error: { code: 'bad_input', message: expect.any(String) } });
    expect(replies[3]).toEqual({ id: 'q4', error: { code: 'bad_input', message: expect.any(String) } });
    const turns = shapes.answer.array().length(2).parse(replies[4]?.turns);
    expect(turns[1]?.thread).toBe(turns[0]?.thread);
  });

  test('recommend', async () => {
    const cases = [
      { id: 1, subject: deal, top: 2 },
      { id: 2, subject: 'OPP-none' },
      { id: 3, subject: deal },
    ];
    const replies = await runCases(cases, 'recommend', '--as', rep);
    expect(replies.map((one) => one.id)).toEqual([1, 2, 3]);
    expect(shapes.recommendation.parse(replies[0]).partners.length).toBeLessThanOrEqual(2);
    expect(replies[1]).toMatchObject({ error: { code: 'not_found' } });
    shapes.recommendation.parse(replies[2]);
  });

  test('conflicts', async () => {
    const cases = [
      {
        id: 'c1',
        account,
        product: 'core',
        partner: 'borealis',
        registration: null,
        amount: 1,
        currency: 'USD',
      },
      { id: 'c2', account, on: 'soon' },
      { id: 'c3', account, as: 'nobody@nowhere.example' },
      { id: 'c4', opportunity: 'OPP-none' },
      { id: 'c5', opportunity: deal, on: '2026-06-02' },
    ];
    const replies = await runCases(cases, 'conflicts', '--as', rep);
    expect(replies.map((one) => one.id)).toEqual(['c1', 'c2', 'c3', 'c4', 'c5']);
    shapes.conflicts.parse(replies[0]);
    expect(replies[1]).toMatchObject({ error: { code: 'bad_input' } });
    expect(replies[2]).toMatchObject({ error: { code: 'not_found' } });
    expect(replies[3]).toMatchObject({ error: { code: 'not_found' } });
    shapes.conflicts.parse(replies[4]);
  });

  test('playbook search', async () => {
    const cases = [
      { id: 'p1', text: 'deal protection', k: 1 },
      { id: 'p2' },
      { id: 'p3', text: 'market funds' },
    ];
    const replies = await runCases(cases, 'playbook', 'search');
    expect(replies.map((one) => one.id)).toEqual(['p1', 'p2', 'p3']);
    expect(shapes.passages.parse(replies[0]).passages).toHaveLength(1);
    expect(replies[1]).toMatchObject({ error: { code: 'bad_input' } });
    shapes.passages.parse(replies[2]);
  });

  test('a file that is not there, or holds no cases, is refused in one line', async () => {
    expectRefused(await run('ask', '--cases', join(folder, 'none.jsonl')), 1);
    const file = join(folder, 'broken.jsonl');
    for (const line of ['{"id": 1', '[]', '{"text": "no id"}']) {
      writeFileSync(file, `${line}\n`);
      expectRefused(await run('ask', '--cases', file), 2);
    }
  });
});

test('a case that names nobody to ask as is wrong use, in every command', async () => {
  for (const command of ['ask', 'recommend', 'conflicts']) {
    const [reply] = await runCases([{ id: 1, text: 'Hello', subject: deal, account }], command);
    expect(reply).toMatchObject({ id: 1, error: { code: 'bad_input' } });
  }
});

test.each([
  ['recommend', 'top'],
  ['playbook search', 'k'],
])(
  "%s refuses a case whose '%s' is no count, and reads one that is written as text",
  async (command, key) => {
    const counts = [-1, 0, 1.5, 'many', true, '1', null];
    const cases = counts.map((count, id) => ({ id, subject: deal, text: 'deal protection', [key]: count }));
    const replies = await runCases(cases, ...command.split(' '), '--as', rep);
    for (const reply of replies.slice(0, 5)) expect(reply).toMatchObject({ error: { code: 'bad_input' } });
    expect(replies[5]?.partners ?? replies[5]?.passages).toHaveLength(1);
    expect(replies[6]).not.toHaveProperty('error');
  },
);

describe('exit codes', () => {
  test.each([
    ['a person whom nobody knows', ['ask', 'Hello', '--as', 'nobody@nowhere.example']],
    ['an opportunity that is not there', ['recommend', 'OPP-none', '--as', '{rep}']],
    ['an opportunity that is not there', ['conflicts', '--opportunity', 'OPP-none', '--as', '{rep}']],
    ['a registration that is not there', ['registrations', 'show', 'REG-none', '--as', '{rep}']],
    ['a step that is not there', ['confirm', 'prop_none', '--as', '{rep}']],
    ['a folder that cannot be read', ['import', '/nonexistent/company']],
    ['a folder of pages that cannot be read', ['playbook', 'index', '/nonexistent/pages']],
    ['a file that cannot be read', ['accounts', 'match', '/nonexistent/a.csv', '/nonexistent/b.csv']],
    ['a list that has no header', ['accounts', 'match', 'package.json', 'package.json']],
    ['a file that cannot be read', ['attribution', 'paths', '/nonexistent/paths.csv', '--model', 'last']],
    ['a partner that is not there', ['measures', '--partner', 'nobody', '--as', '{rep}']],
    ['a partner that is not there', ['accounts', 'overlaps', '--partner', 'nobody', '--as', '{rep}']],
    ['an account that is not there', ['accounts', 'overlaps', '--account', 'ACC-none', '--as', '{rep}']],
  ])('1 for %s: %j', async (_, argv) => {
    expectRefused(await run(...argv.map((word) => word.replace('{rep}', rep))), 1);
  });

  test.each([
    ['an unknown command', ['recomend', 'x']],
    ['an unknown subcommand', ['registrations', 'lst']],
    ['a missing argument', ['confirm', '--as', '{rep}']],
    ['a missing argument', ['import']],
    ['nothing to ask', ['ask', '--as', '{rep}']],
    ['nobody to ask as', ['ask', 'Hello']],
    ['nobody to recommend to', ['recommend', 'OPP-1']],
    ['nobody to check for', ['conflicts', '--account', 'Globex']],
    ['nothing to look for', ['playbook', 'search']],
    ['no account to check', ['conflicts', '--as', '{rep}']],
    ['a required option left out', ['measures']],
    ['an unknown option', ['recommend', 'OPP-1', '--tops', '3', '--as', '{rep}']],
    ['one argument too many', ['confirm', 'a', 'b', '--as', '{rep}']],
    ['a count that is none', ['recommend', 'OPP-1', '--top', 'many', '--as', '{rep}']],
    ['a day that is none', ['measures', '--from', '2026-02-30', '--as', '{rep}']],
    [
      'a period that ends before it begins',
      ['measures', '--from', '2026-03-01', '--to', '2026-02-01', '--as', '{rep}'],
    ],
    ['a dimension that is none', ['attribution', 'report', '--by', 'colour', '--as', '{rep}']],
    ['a model that is none', ['attribution', 'report', '--model', 'guess', '--as', '{rep}']],
    ['a period that is none', ['attribution', 'report', '--compare', 'tomorrow', '--as', '{rep}']],
    ['a figure that is none', ['attribution', 'deals', '--figure', 'size', '--as', '{rep}']],
    ['a place that is none', ['ask', 'Hello', '--in', 'shared:', '--as', '{rep}']],
    ['an amount that is none', ['conflicts', '--account', 'Globex', '--amount', 'lots', '--as', '{rep}']],
    [
      'a currency that is none',
      ['conflicts', '--account', 'Globex', '--amount', '1', '--currency', 'euros', '--as', '{rep}'],
    ],
    ['a status that is none', ['registrations', 'list', '--status', 'open', '--as', '{rep}']],
    ['a model that is none', ['attribution', 'paths', 'x.csv', '--model', 'guess']],
  ])('2 for %s: %j', async (_, argv) => {
    expectRefused(await run(...argv.map((word) => word.replace('{rep}', rep))), 2);
  });

  test('0 for help, which goes to standard output', async () => {
    for (const argv of [['--help'], ['ask', '--help'], ['registrations', 'submit', '--help']]) {
      const done = await run(...argv);
      expect(done).toMatchObject({ code: 0, err: '' });
      expect(done.out).toContain('Usage: cosell');
    }
  });
});

/** Nothing but one clear line, and that on standard error. */
function expectRefused(done: Awaited<ReturnType<typeof run>>, code: number): void {
  expect(done).toMatchObject({ code, out: '' });
  expect(done.err).toMatch(/^[^\n]{10,}\n$/);
}

function emailOf(actor: Awaited<ReturnType<typeof somebody>>): string {
  return actor.kind === 'outsider' ? '' : actor.email;
}

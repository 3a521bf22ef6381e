import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommandLine } from '../../src/cli/program.ts';
import type { Database } from '../../src/db/port.ts';
import { openTestDatabase } from '../setup/database.ts';
import { SAMPLE_NOW } from '../setup/sample.ts';
import { openReviewWorld, type ReviewWorld } from './review-world.ts';

let database: Database;
let world: ReviewWorld;
beforeAll(async () => {
  database = await openTestDatabase();
  world = await openReviewWorld(database);
});
afterAll(() => database.close());

async function run(line: string, typed?: string) {
  let out = '';
  let err = '';
  const stdin = Object.assign(new PassThrough(), { isTTY: typed !== undefined });
  stdin.end(typed ?? '');
  const code = await runCommandLine(line.split(' '), {
    output: {
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      isTerminal: typed !== undefined,
    },
    now: () => SAMPLE_NOW,
    stdin: stdin as unknown as NodeJS.ReadStream,
    config: () => world.app.config,
    open: async () => ({ ...world.app, close: async () => undefined }),
    openInMemory: () => Promise.reject(new Error('Not needed here.')),
    stopped: Promise.resolve(),
  });
  return { code, out, err };
}

const ids = async () =>
  (
    JSON.parse((await run('accounts review --as mara@us.example --json')).out) as {
      pairs: { record_id: string }[];
    }
  ).pairs.map((one) => one.record_id);

test('accounts review lists the queue as JSON, also to a rep, and to no partner', async () => {
  const { out } = await run('accounts review --as rick@us.example --json');
  expect(JSON.parse(out)).toMatchObject({
    total: 2,
    pairs: [
      {
        record_id: 'R-globex',
        account_id: 'A-globex-de',
        record: { name: 'Globex Turbines', country: 'CA' },
        open_amount: 90000,
        currency: 'EUR',
        against: ['CA against DE'],
      },
      { record_id: 'R-hooli', account: { status: 'customer' } },
    ],
  });
  expect(await run('accounts review --as ann@acme.example --json')).toMatchObject({ code: 1, out: '' });
});

test('accounts review decides one pair, says so with its history, and takes it back', async () => {
  const pair = '--partner acme --account A-hooli --as mara@us.example --json';
  const refused = await run(`accounts review --confirm R-hooli ${pair.replace('mara', 'rick')}`);
  expect(refused).toMatchObject({ code: 1, out: '' });
  const rejected = await run(`accounts review --reject R-hooli ${pair} --reason namesake`);
  expect(JSON.parse(rejected.out)).toMatchObject({
    verdict: 'not_same',
    history: [{ verdict: 'not_same', reason: 'namesake', by: 'Mara Voss' }],
  });
  expect(await ids()).toEqual(['R-globex']);
  expect(JSON.parse((await run(`accounts review --take-back R-hooli ${pair}`)).out).history).toHaveLength(2);
  expect(await ids()).toEqual(['R-globex', 'R-hooli']);
  expect(await run(`accounts review --confirm R-none ${pair}`)).toMatchObject({ code: 1, out: '' });
  expect(await run('accounts review --confirm R-hooli --as mara@us.example')).toMatchObject({ code: 2 });
});

test('accounts review walks through the queue on a terminal', async () => {
  const walked = await run('accounts review --as mara@us.example', 'what\nlater\ny\n');
  expect(walked.err).toContain('1/2  Globex Turbines, CA  (Acme Consulting)');
  expect(walked.err).toContain('against: CA against DE');
  expect(walked.out).toMatch(/^Put off.*\nConfirmed/);
  expect(await ids()).toEqual(['R-globex']);
  expect((await run('accounts review --as mara@us.example', 'q\n')).out).toBe('');
});

test('accounts wrong-match prepares what a click then does', async () => {
  const line = 'accounts wrong-match --partner acme --record R-umbra --account A-umbra';
  const { out } = await run(`${line} --as rick@us.example --reason divested --json`);
  const { proposal } = JSON.parse(out);
  expect(proposal.payload).toMatchObject({ verdict: 'doubted', reason: 'divested' });
  expect(await ids()).not.toContain('R-umbra');
  await run(`confirm ${proposal.id} --as rick@us.example`);
  expect(await ids()).toContain('R-umbra');
  expect(await run(`${line} --as ann@acme.example`)).toMatchObject({ code: 1, out: '' });
});

test('accounts review says what was learnt, and forgets it for a partner manager alone', async () => {
  expect((await run('accounts review --learnt --as rick@us.example')).out).toBe(
    'Nothing is learnt yet: matching uses the shipped weights.\n',
  );
  await world.app.services.accounts.link(world.app.access.system);
  expect((await run('accounts review --learnt --as rick@us.example')).out).toMatch(/^learnt from 1 decision/);
  expect(await run('accounts review --forget-learnt --as rick@us.example')).toMatchObject({ code: 1 });
  await run('accounts review --forget-learnt --as mara@us.example');
  await world.app.services.accounts.link(world.app.access.system);
  expect((await run('accounts review --learnt --as rick@us.example')).out).toMatch(/^Nothing is learnt/);
});

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCommandLine } from '../../../src/cli/program.ts';
import { NOW } from './two-companies.ts';

const OURS = `id,name,domain,country
O1,Acme Rockets Inc.,https://www.acme-rockets.com/about,US
O2,Zebra Foods GmbH,,Germany
own-row-3,Only Ours Ltd,only-ours.com,GB
O4,Someone,someone@gmail.com,
`;
const THEIRS = `id,name,domain,country
T1,ACME Rockets,sales@acme-rockets.com,US
T2,Zebra Foods,,DE
their-row-3,Only Theirs SA,only-theirs.fr,FR
`;
/** Found on neither standard stream of the partner, nor in any file that goes to it. */
// Long enough that masked points, which are random bytes, never hold one by chance.
const PRIVATE = /only-ours|only-theirs|onlyours|onlytheirs|own-row|their-row/i;

let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cosell-psi-'));
  writeFileSync(at('ours.csv'), OURS);
  writeFileSync(at('theirs.csv'), THEIRS);
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string) => join(folder, name);
const never = new Promise<void>(() => undefined);

/** Starts one command line; `seen` holds what it has written so far. */
function start(argv: readonly string[], options: { now?: Date; stopped?: Promise<void> } = {}) {
  const seen = { out: '', err: '' };
  const code = runCommandLine(['accounts', 'psi', ...argv], {
    output: {
      out: (text) => {
        seen.out += text;
      },
      err: (text) => {
        seen.err += text;
      },
      isTerminal: false,
    },
    now: () => options.now ?? NOW,
    stdin: process.stdin,
    config: refuse,
    open: refuse,
    openInMemory: refuse,
    stopped: options.stopped ?? never,
  });
  return { seen, code };
}

function refuse(): never {
  throw new Error('A private overlap needs no database and no settings.');
}

async function run(...argv: string[]) {
  const { seen, code } = start(argv);
  return { code: await code, ...seen };
}

async function agree(...more: string[]) {
  await run('identity', '--name', 'Acme', '--keys', at('us'));
  await run('identity', '--name', 'Globex', '--keys', at('them'));
  const partner = at('them/public.json');
  const written = await run(
    ...[
      'agree',
      '--with',
      partner,
      '--purpose',
      'joint selling',
      '--out',
      at('a.json'),
      '--keys',
      at('us'),
      ...more,
    ],
  );
  const signed = await run('sign', at('a.json'), '--keys', at('them'));
  expect([written.code, signed.code, signed.err]).toEqual([0, 0, '']);
}

const ours = (...argv: string[]) => run(...argv, '--keys', at('us'));
const theirs = (...argv: string[]) => run(...argv, '--keys', at('them'));
const shared = () => ['--agreement', at('a.json')];

/** Messages 1 to 4, each side in its session folder. */
async function exchange() {
  const results = [
    await ours('start', at('ours.csv'), ...shared(), '--session', at('s1'), '--out', at('1.psi')),
    await theirs(
      'answer',
      at('1.psi'),
      at('theirs.csv'),
      ...shared(),
      '--session',
      at('s2'),
      '--out',
      at('2.psi'),
    ),
    await ours('next', at('2.psi'), '--session', at('s1'), '--out', at('3.psi')),
    await theirs('next', at('3.psi'), '--session', at('s2'), '--out', at('4.psi')),
  ];
  expect(results.map((result) => result.code)).toEqual([0, 0, 0, 0]);
  return results;
}

const linesOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('by files', () => {
  test('both find their common rows, and each step says the next', async () => {
    await agree();
    const steps = await exchange();
    const first = await ours('next', at('4.psi'), '--session', at('s1'), '--out', at('5.psi'));
    const second = await theirs('next', at('5.psi'), '--session', at('s2'), '--hits', at('hits.jsonl'));
    for (const step of steps) expect(step.err).toMatch(/Next: send it to the partner, who runs 'cosell/);
    expect(linesOf(first.out)).toEqual([
      { id: 'O1', keys: ['domain', 'name_country'] },
      { id: 'O2', keys: ['name_country'] },
      {
        summary: {
          mode: 'list',
          common_keys: 3,
          common_rows: 2,
          rows: 4,
          rows_without_keys: 1,
          keys: 5,
          partner_keys_at_most: 100,
        },
      },
    ]);
    expect(linesOf(readFileSync(at('hits.jsonl'), 'utf8'))).toEqual([
      { id: 'T1', keys: ['domain', 'name_country'] },
      { id: 'T2', keys: ['name_country'] },
    ]);
    expect(linesOf(second.out)).toMatchObject([{ summary: { common_rows: 2, rows: 3 } }]);
    expect(statSync(at('hits.jsonl')).mode & 0o777).toBe(0o600);
  });

  test('secrets are in files of the owner alone, in no message, output or log, and gone at the end', async () => {
    await agree();
    const results = await exchange();
    const secrets = ['s1', 's2'].map((session) => readFileSync(at(`${session}/secret`), 'utf8'));
    const keys = ['us', 'them'].map(
      (home) => JSON.parse(readFileSync(at(`${home}/identity.json`), 'utf8')).private_key,
    );
    for (const name of ['s1/secret', 's1/state.json', 'us/identity.json', 'us/runs.jsonl']) {
      expect([name, statSync(at(name)).mode & 0o777]).toEqual([name, 0o600]);
    }
    results.push(await ours('next', at('4.psi'), '--session', at('s1'), '--out', at('5.psi')));
    results.push(await theirs('next', at('5.psi'), '--session', at('s2')));
    expect([existsSync(at('s1')), existsSync(at('s2'))]).toEqual([false, false]);
    const files = ['1.psi', '2.psi', '3.psi', '4.psi', '5.psi', 'a.json', 'us/runs.jsonl', 'them/runs.jsonl'];
    const everything = files.map((name) => readFileSync(at(name), 'latin1')).join('');
    expect(everything).not.toMatch(PRIVATE);
    expect(results.map((result) => result.out + result.err).join('')).not.toMatch(PRIVATE);
    for (const secret of [...secrets, ...keys]) {
      expect(secret).toMatch(/^[0-9a-f]{64}$/);
      const raw = Buffer.from(secret, 'hex').toString('latin1');
      const said = everything + results.map((result) => result.out + result.err).join('');
      expect([said.includes(secret), said.includes(raw)]).toEqual([false, false]);
    }
  });

  test('a message that is refused leaves the session as it was', async () => {
    await agree();
    await exchange();
    const wrong = await ours('next', at('2.psi'), '--session', at('s1'), '--out', at('5.psi'));
    expect(wrong).toEqual({
      code: 1,
      out: '',
      err: 'This is message 2 of a run and the session waits for message 4.\n',
    });
    expect(existsSync(at('5.psi'))).toBe(false);
    expect((await ours('next', at('4.psi'), '--session', at('s1'), '--out', at('5.psi'))).code).toBe(0);
    const over = await ours('next', at('4.psi'), '--session', at('s1'), '--out', at('6.psi'));
    expect(over).toMatchObject({ code: 1, err: expect.stringContaining('There is no session') });
  });

  test('a second run too soon is refused with when it may be', async () => {
    await agree();
    await exchange();
    const again = await ours(
      'start',
      at('ours.csv'),
      ...shared(),
      '--session',
      at('s3'),
      '--out',
      at('x.psi'),
    );
    expect(again).toMatchObject({
      code: 1,
      err: expect.stringContaining('wait until 2026-03-03T09:00:00.000Z'),
    });
    expect(existsSync(at('s3'))).toBe(false);
  });

  test('a session that will not go on can be destroyed', async () => {
    await agree();
    await ours('start', at('ours.csv'), ...shared(), '--session', at('s1'), '--out', at('1.psi'));
    expect(readdirSync(at('s1')).sort()).toEqual(['agreement.json', 'secret', 'state.json']);
    expect((await run('stop', '--session', at('s1'))).code).toBe(0);
    expect(existsSync(at('s1'))).toBe(false);
  });

  test('files that are there are not overwritten, and secrets stay out of a checkout', async () => {
    await agree();
    const start = (session: string) =>
      ours('start', at('ours.csv'), ...shared(), '--session', session, '--out', at('a.json'));
    expect((await start(at('s1'))).err).toMatch(/is there already/);
    mkdirSync(at('checkout/.git'), { recursive: true });
    const inside = await ours(
      ...['start', at('ours.csv'), ...shared(), '--session', at('checkout/s1'), '--out', at('1.psi')],
    );
    expect(inside).toMatchObject({ code: 1, err: expect.stringContaining('under version control') });
    const identity = await run('identity', '--name', 'Acme', '--keys', at('checkout/keys'));
    expect(identity).toMatchObject({ code: 1, err: expect.stringContaining('under version control') });
  });

  test('in mode count neither side learns a row, and few are not counted', async () => {
    await agree('--mode', 'count');
    await exchange();
    const first = await ours('next', at('4.psi'), '--session', at('s1'), '--out', at('5.psi'));
    const second = await theirs('next', at('5.psi'), '--session', at('s2'));
    for (const result of [first, second]) {
      expect(linesOf(result.out)).toMatchObject([
        { summary: { mode: 'count', common_keys: 'fewer than 5' } },
      ]);
      expect(result.out).not.toMatch(/common_rows|[OT]\d/);
    }
  });
});

describe('over HTTP', () => {
  async function serve(stopped = never) {
    const server = start(
      ['serve', ...shared(), '--list', at('theirs.csv'), '--port', '0', '--keys', at('them')],
      { stopped },
    );
    const url = () => /http:\S+/.exec(server.seen.err)?.[0];
    for (let tries = 0; tries < 400 && !url(); tries++)
      await new Promise((resolve) => setTimeout(resolve, 10));
    return { ...server, url: url() ?? '' };
  }

  test('both find their common rows, and the server ends by itself', async () => {
    await agree();
    const server = await serve();
    const before = readdirSync(folder).sort();
    const first = await ours('join', server.url, ...shared(), '--list', at('ours.csv'));
    expect([first.code, await server.code]).toEqual([0, 0]);
    expect(linesOf(first.out).slice(0, 2)).toEqual([
      { id: 'O1', keys: ['domain', 'name_country'] },
      { id: 'O2', keys: ['name_country'] },
    ]);
    expect(
      linesOf(server.seen.out)
        .slice(0, 2)
        .map((row) => row.id),
    ).toEqual(['T1', 'T2']);
    expect(first.out + first.err + server.seen.out).not.toMatch(/only-|theirs\.fr/);
    // Nothing of the session is written: only the log of runs is new.
    expect(readdirSync(folder).sort()).toEqual(before);
    expect(readdirSync(at('us')).sort()).toEqual(['identity.json', 'public.json', 'runs.jsonl']);
  });

  test('strangers are refused and disturb nothing', async () => {
    await agree();
    const server = await serve();
    const post = (path: string, body: Buffer) =>
      new Promise<number>((resolve) => {
        const sent = request(`${server.url}${path}`, { method: 'POST' }, (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        });
        sent.on('error', () => resolve(0));
        sent.end(body);
      });
    expect(await post('/psi', Buffer.from('{}\n'))).toBe(409);
    expect(await post('/other', Buffer.from('x'))).toBe(404);
    expect(await post('/psi', Buffer.alloc(100_000))).not.toBe(200);
    const first = await ours('join', server.url, ...shared(), '--list', at('ours.csv'));
    expect([first.code, await server.code]).toEqual([0, 0]);
  });

  test('a server that is stopped, and a partner that does not answer, are said in one line', async () => {
    await agree();
    let stop = () => {};
    const server = await serve(
      new Promise((resolve) => {
        stop = resolve;
      }),
    );
    stop();
    expect(await server.code).toBe(1);
    expect(server.seen.err).toMatch(/Stopped before the run was over/);
    const first = await ours('join', server.url, ...shared(), '--list', at('ours.csv'));
    expect(first).toMatchObject({ code: 1, out: '', err: expect.stringContaining('does not answer') });
  });
});

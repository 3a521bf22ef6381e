import { expect, test } from 'vitest';
import { runCommandLine } from '../../src/cli/program.ts';

test('bench matching prints one document of figures, and progress elsewhere', async () => {
  const { code, out, err } = await run('bench', 'matching', '--most', '500', '--json');
  expect(code).toBe(0);
  const document = JSON.parse(out);
  expect(document).toMatchObject({ machine: { node: process.version }, benches: [{ name: 'matching' }] });
  const { rows } = document.benches[0];
  expect(
    rows.map((row: { method: string; left: number; right: number }) => [row.method, row.left, row.right]),
  ).toEqual([
    ['cosell', 500, 50],
    ['fuzzball', 500, 50],
    ['minisearch', 500, 50],
  ]);
  for (const row of rows) {
    expect(row).toMatchObject({ growth: null, timesFuzzballSpeed: expect.any(Number) });
    for (const figure of [row.rowsASecond, row.rowsASecondACore, row.peakMb])
      expect(figure).toBeGreaterThan(0);
    expect(row.f1).toBeGreaterThan(0.5);
    expect(row.f1).toBeLessThanOrEqual(1);
  }
  expect(rows[0].matchPrecision).toBeGreaterThan(0.9);
  expect(err).toContain('matching: cosell: 500 x 50\n');
});

test('bench psi finds exactly what both lists hold', async () => {
  const { code, out } = await run('bench', 'psi', '--most', '50', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out).benches[0].rows).toMatchObject([{ first: 50, second: 50, exact: true }]);
});

test('bench attribution gives away every conversion exactly', async () => {
  const { code, out } = await run('bench', 'attribution', '--most', '300', '--json');
  expect(code).toBe(0);
  const { rows } = JSON.parse(out).benches[0];
  expect(rows.map((row: { model: string }) => row.model)).toEqual([
    'plain last touch',
    'last',
    'markov',
    'shapley',
    'first, last, linear, even, position, markov',
  ]);
  for (const row of rows) expect(row).toMatchObject({ paths: 300, exact: true, addsUp: true });
});

test('a bench that nobody knows is wrong use, and the answer names those there are', async () => {
  expect(await run('bench', 'speed')).toEqual({
    code: 2,
    out: '',
    err: "There is no bench 'speed'; there are matching, lookup, psi, attribution, conflicts, playbook, recommend.\n",
  });
});

/** Runs one command line that needs neither database nor settings. */
async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' };
  const unused = () => {
    throw new Error('A bench opens no database of a person');
  };
  const code = await runCommandLine(argv, {
    output: {
      out: (text) => {
        written.out += text;
      },
      err: (text) => {
        written.err += text;
      },
      isTerminal: false,
    },
    now: () => new Date(0),
    stdin: process.stdin,
    config: unused,
    open: unused,
    openInMemory: unused,
    stopped: new Promise(() => undefined),
  });
  return { code, ...written };
}

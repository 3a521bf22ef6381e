import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPglite } from '../../src/db/pglite.ts';
import type { Database } from '../../src/db/port.ts';

const folder = mkdtempSync(join(tmpdir(), 'cosell-lock-'));
let first: Database;

beforeAll(async () => {
  // A dump that cannot be loaded is the first to have the folder: its lock must not stay behind.
  await expect(openPglite({ folder, loadDataDir: new Blob(['not a dump']) })).rejects.toThrow();
  rmSync(join(folder, 'pgdata'), { recursive: true, force: true });
  first = await openPglite({ folder });
  await first.bootstrap(`create table notes (note text); insert into notes values ('kept')`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('keeps a second opening of one folder out, and says what to do', async () => {
  await expect(openPglite({ folder })).rejects.toMatchObject({
    name: 'AppError',
    code: 'locked',
    message: expect.stringMatching(/in use .* --data/),
  });
});

it('keeps another process out', async () => {
  const adapter = fileURLToPath(new URL('../../src/db/pglite.ts', import.meta.url));
  const script = `import(${JSON.stringify(adapter)})
    .then(({ openPglite }) => openPglite({ folder: ${JSON.stringify(folder)} }))
    .then(() => 'opened', (error) => error.code)
    .then((outcome) => { process.stdout.write(outcome); process.exit(0); });`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', '--eval', script]);
  expect(stdout).toBe('locked');
});

it('lets the next one in after the first has closed, with all that was written', async () => {
  await first.close();
  const second = await openPglite({ folder });
  await expect(
    second.bootstrap(`do $$ begin assert (select count(*) from notes) = 1; end $$`),
  ).resolves.toBeUndefined();
  await second.close();
});

import { closeSync, openSync, writeSync } from 'node:fs';
import type { AccountRecord } from '../../src/accounts/matching/types.ts';
import { readAccountList } from '../../src/accounts/read-account-list.ts';
import { matchFiles } from '../../src/cli/commands/match.ts';
import type { Library } from './link-with-library.ts';
import { measureCost } from './measure.ts';

/** Lines are written so many at a time. */
const BATCH = 5_000;

/**
 * Links two CSV files by one method and writes its links as JSON lines, as `accounts match` does. Run as a process by the bench:
 * `link-files.ts METHOD LEFT RIGHT OUT` prints what it cost.
 */
async function linkFiles(method: 'cosell' | Library, files: { left: string; right: string; out: string }) {
  const lines: string[] = [];
  const out = openSync(files.out, 'w');
  const write = (line: string) => {
    lines.push(line);
    if (lines.length >= BATCH) writeSync(out, lines.splice(0).join(''));
  };
  if (method === 'cosell') await matchFiles({ left: files.left, right: files.right, write });
  else await linkByLibrary(method, files, write);
  writeSync(out, lines.join(''));
  closeSync(out);
}

async function linkByLibrary(
  library: Library,
  files: { left: string; right: string },
  write: (line: string) => void,
): Promise<void> {
  const { createLibraryLinker } = await import('./link-with-library.ts');
  const right: AccountRecord[] = [];
  for await (const account of readAccountList(files.right)) right.push(account);
  const link = createLibraryLinker(library, right);
  for await (const row of readAccountList(files.left)) {
    const found = link(row);
    if (found) write(`${JSON.stringify(found)}\n`);
  }
}

if (process.argv[1] === import.meta.filename) {
  const [method = 'cosell', left = '', right = '', out = ''] = process.argv.slice(2);
  const cost = await measureCost(() => linkFiles(method as 'cosell' | Library, { left, right, out }));
  process.stdout.write(JSON.stringify(cost));
}

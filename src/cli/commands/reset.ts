import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { lockFolder } from '../../db/folder-lock.ts';
import { AppError } from '../../errors.ts';
import { type Output, writeJson } from '../output.ts';

/** Empties the embedded database after asking; `yes` answers beforehand. A server's database is never touched. */
export async function resetFolder(
  parts: { output: Output; stdin: NodeJS.ReadStream },
  request: { folder: string; yes: boolean; json: boolean },
): Promise<number> {
  const { folder } = request;
  if (!existsSync(join(folder, 'pgdata'))) {
    if (request.json) writeJson(parts.output, { folder, emptied: false });
    else parts.output.out(`There is no database in '${folder}'.\n`);
    return 0;
  }
  const unlock = await lockFolder(folder);
  try {
    if (!request.yes && !(await confirmReset(parts, folder))) {
      parts.output.err('Nothing was deleted.\n');
      return 1;
    }
    rmSync(join(folder, 'pgdata'), { recursive: true });
  } finally {
    await unlock();
  }
  if (request.json) writeJson(parts.output, { folder, emptied: true });
  else parts.output.out(`The database in '${folder}' is empty.\n`);
  return 0;
}

async function confirmReset(
  parts: { output: Output; stdin: NodeJS.ReadStream },
  folder: string,
): Promise<boolean> {
  if (!parts.stdin.isTTY) {
    throw new AppError('bad_input', `To empty '${folder}' without a terminal, add --yes.`);
  }
  const lines = createInterface({ input: parts.stdin, output: process.stderr });
  const reply = await lines.question(`Delete everything in '${folder}'? Type yes: `);
  lines.close();
  return reply.trim().toLowerCase() === 'yes';
}

import { lock } from 'proper-lockfile';
import { AppError } from '../errors.ts';

/** Keeps a second process off an embedded database's folder; the lock of a process that died goes stale by itself. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  try {
    return await lock(folder, { stale: 15_000, update: 5_000, lockfilePath: `${folder}/in-use.lock` });
  } catch (cause) {
    if (cause instanceof Error && (cause as Error & { code?: string }).code === 'ELOCKED') {
      throw new AppError(
        'locked',
        `The database in '${folder}' is in use by another cosell process. Stop it, or choose another folder with --data.`,
        { cause },
      );
    }
    throw cause;
  }
}

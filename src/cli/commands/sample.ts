import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateWorld } from '../../../evals/worlds/generate.ts';
import type { App } from '../../app.ts';

/** The seed of the company that demo and first start show. */
export const SAMPLE_SEED = 7;

/** Makes the sample company's folder, imports it, and leaves no files behind. */
export async function loadSampleCompany(app: App): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cosell-sample-'));
  try {
    const company = join(folder, 'company');
    await generateWorld({ seed: SAMPLE_SEED, folder: company });
    await app.importCompany({ folder: company });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

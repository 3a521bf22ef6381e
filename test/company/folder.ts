import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Access } from '../../src/access/access.ts';
import { importFolder } from '../../src/company/import-folder.ts';
import type { ImportReport } from '../../src/company/report.ts';

/** Files of a company folder by name; text as it is, or bytes. */
export type Files = Readonly<Record<string, string | Buffer>>;

/** Writes the files into a folder that exists for one import. */
export async function importFiles(access: Access, files: Files, dryRun = false): Promise<ImportReport> {
  const folder = mkdtempSync(join(tmpdir(), 'cosell-folder-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
    return await importFolder({ access, folder, dryRun });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A partner, an account and an opportunity that other rows can refer to. */
export const SMALL_COMPANY: Files = {
  'company.yaml': 'name: Testing Ltd\ncurrency: USD\nrates: { EUR: 1.1 }\n',
  'accounts.csv':
    'account_id,name,domain,status\nA1,Globex Corporation,globex.example,customer\nA2,Initrode,,prospect\n',
  'partners.csv':
    'partner_id,name,status\nborealis,Borealis Partners,active\nkestrel,Kestrel Technology,active\n',
  'opportunities.csv':
    'opportunity_id,account_id,name,stage,amount,currency\nO1,A1,Globex rollout,proposal,1000.50,EUR\n',
};

/** What was refused, as `file:line column why`. */
export function refusals(report: ImportReport): string[] {
  return report.problems.map((one) => `${one.file}:${one.line} ${one.column}: ${one.why}`);
}

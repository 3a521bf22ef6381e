import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { columnsOf, type FileName, toCsv } from './csv.ts';
import { type PartnerRecord, shapeOfList, withOwnColumns } from './partner-lists.ts';
import type { PlaybookFile } from './playbook-pages.ts';

export type Tables = Readonly<Record<Exclude<FileName, 'partner_accounts.csv'>, readonly object[]>>;

/** Empties the folder and writes all of a company into it. Gives the rows of each file. */
export function writeFolder(
  folder: string,
  company: {
    readonly settings: string;
    readonly tables: Tables;
    readonly records: readonly PartnerRecord[];
    readonly pages: readonly PlaybookFile[];
  },
): Record<string, number> {
  rmSync(folder, { recursive: true, force: true });
  const rows: Record<string, number> = {};
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('company.yaml', company.settings);
  for (const [file, table] of Object.entries(company.tables)) {
    write(file, toCsv(columnsOf(file as FileName), table));
    rows[file] = table.length;
  }
  const partnerIds = [...new Set(company.records.map((one) => one.partnerId))];
  partnerIds.forEach((partnerId, at) => {
    const shape = shapeOfList(at);
    const records = company.records.filter((one) => one.partnerId === partnerId);
    const text = toCsv(shape.columns, records.map(withOwnColumns));
    write(`partner_accounts/${partnerId}.csv`, shape.byteOrderMark ? `\uFEFF${text}` : text);
    rows[`partner_accounts/${partnerId}.csv`] = records.length;
  });
  for (const page of company.pages) write(join('playbook', page.path), page.text);
  return rows;
}

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import type { Access } from '../access/access.ts';
import { AppError } from '../errors.ts';
import { FILE_FORMATS } from './format.ts';
import { loadFiles, type SourceFile } from './load-file.ts';
import type { RowTerms } from './read-row.ts';
import type { ImportReport } from './report.ts';
import { type CompanySettings, companySettingsSchema, defaultSettings } from './settings.ts';

/** Work that rests on the rows: matching, protections, the ledger, the playbook. */
export interface ImportStep {
  readonly label: string;
  run(report: ImportReport): Promise<void>;
}

export interface ImportFolderOptions {
  readonly access: Access;
  readonly folder: string;
  readonly dryRun?: boolean;
  readonly onProgress?: (progress: { file: string; rows: number; share: number }) => void;
  readonly afterImport?: readonly ImportStep[];
}

/**
 * Reads a company folder into the database, one transaction a file; the same folder again changes nothing. Bad rows are
 * left out and reported. Throws `not_found` or `bad_input` for a folder, settings or file that can't be read at all.
 */
export async function importFolder(options: ImportFolderOptions): Promise<ImportReport> {
  const { access, folder, dryRun = false } = options;
  const started = performance.now();
  const report: ImportReport = { folder, files: [], problems: [], warnings: [], ms: 0 };
  const names = listFolder(folder);
  const settings = readSettings(folder);
  const tasks = FILE_FORMATS.map((format) => ({
    format,
    files: sourcesOf(folder, names, format.file),
  })).filter((task) => task.files.length > 0);
  if (tasks.length === 0 && !settings && !names.includes('playbook')) {
    throw new AppError(
      'bad_input',
      `'${folder}' holds no file of a company folder, such as company.yaml or accounts.csv.`,
    );
  }
  reportUnknownFiles(names, report);
  let changed = settings !== null && !dryRun && (await saveSettings(access, settings));
  const terms = await readTerms(access, settings);
  for (const [i, task] of tasks.entries()) {
    const onRows = (file: string, rows: number) =>
      options.onProgress?.({ file, rows, share: i / tasks.length });
    const moved = await loadFiles(access, { ...task, terms, report, dryRun, onRows });
    if (moved && task.format.table === 'registrations' && !dryRun) await recordMoves(access);
    changed ||= moved;
  }
  if (!dryRun) {
    if (changed) await bumpDataVersion(access);
    for (const step of options.afterImport ?? []) {
      options.onProgress?.({ file: step.label, rows: 0, share: 1 });
      await step.run(report);
    }
    await bumpDataVersion(access);
  }
  report.ms = Math.round(performance.now() - started);
  return report;
}

function listFolder(folder: string): string[] {
  try {
    if (!statSync(folder).isDirectory())
      throw new AppError('bad_input', `'${folder}' is a file: name the folder it is in.`);
    return readdirSync(folder).sort();
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('not_found', `The folder '${folder}' cannot be read.`, { cause });
  }
}

function readSettings(folder: string): CompanySettings | null {
  const path = ['company.yaml', 'company.yml']
    .map((name) => join(folder, name))
    .find((one) => existsSync(one));
  if (!path) return null;
  let document: unknown;
  try {
    document = parseYaml(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new AppError(
      'bad_input',
      `${basename(path)} is not valid YAML: ${(cause as Error).message.split('\n')[0]}`,
      { cause },
    );
  }
  const parsed = companySettingsSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError(
    'bad_input',
    `${basename(path)}: ${issue?.path.join('.') || 'the file'}: ${issue?.message}`,
  );
}

function sourcesOf(folder: string, names: readonly string[], file: string): SourceFile[] {
  const sources: SourceFile[] = [];
  if (names.includes(`${file}.csv`)) sources.push({ name: `${file}.csv`, path: join(folder, `${file}.csv`) });
  if (file === 'partner_accounts' && names.includes(file)) {
    for (const name of readdirSync(join(folder, file)).sort()) {
      if (!name.endsWith('.csv')) continue;
      sources.push({
        name: `${file}/${name}`,
        path: join(folder, file, name),
        partnerId: basename(name, '.csv'),
      });
    }
  }
  return sources;
}

function reportUnknownFiles(names: readonly string[], report: ImportReport): void {
  const known = new Set([
    'company.yaml',
    'company.yml',
    'playbook',
    'partner_accounts',
    ...FILE_FORMATS.map((format) => `${format.file}.csv`),
  ]);
  for (const name of names) {
    if (!known.has(name) && name.endsWith('.csv'))
      report.warnings.push(`${name}: not a file of the format; it was passed over.`);
  }
}

async function saveSettings(access: Access, settings: CompanySettings): Promise<boolean> {
  return access.open(access.system, async (connection) => {
    const rows = await connection.query(
      `insert into company (name, settings)
       values ($1, $2::jsonb)
       on conflict (only_one) do update set name = excluded.name, settings = excluded.settings
       where company.settings is distinct from excluded.settings
       returning name`,
      [settings.name, JSON.stringify(settings)],
    );
    return rows.length > 0;
  });
}

/** The settings of this folder, else those imported before, else the defaults. */
async function readTerms(access: Access, settings: CompanySettings | null): Promise<RowTerms> {
  const stored = await access.open(access.system, (connection) =>
    connection.query<{ settings: unknown }>('select settings from company'),
  );
  const valid = settings ?? (stored[0] ? companySettingsSchema.parse(stored[0].settings) : defaultSettings());
  return {
    currency: valid.currency,
    knownCurrencies: new Set([valid.currency, ...Object.keys(valid.rates)]),
  };
}

/** Brings each registration's history up to the state that was imported. */
async function recordMoves(access: Access): Promise<void> {
  await access.open(access.system, (connection) =>
    connection.query(
      `insert into registration_moves (registration_id, partner_id, from_status, to_status, moved_at, moved_by, surface)
       select r.registration_id, r.partner_id, m.to_status, r.status,
         coalesce(r.decided_on::timestamptz, r.submitted_on, now()), coalesce(r.submitted_by, 'import'), 'import'
       from registrations r
       left join lateral (
         select to_status
         from registration_moves h
         where h.registration_id = r.registration_id
         order by h.move_id desc
         limit 1) m on true
       where m.to_status is distinct from r.status
       order by r.registration_id`,
    ),
  );
}

async function bumpDataVersion(access: Access): Promise<void> {
  await access.open(access.system, (connection) =>
    connection.query('update data_version set version = version + 1'),
  );
}

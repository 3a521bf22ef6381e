import type { Access, ScopedConnection } from '../access/access.ts';
import type { FileFormat } from './format.ts';
import { type CsvFault, type CsvRecord, readCsv } from './read-csv.ts';
import { type CheckedRow, isFault, type RowTerms, readRow } from './read-row.ts';
import {
  judgeParents,
  type ParentLine,
  type ParentVerdict,
  type References,
  readReferences,
} from './references.ts';
import type { FileReport, ImportReport } from './report.ts';

/** A CSV file of the folder; `partnerId` fills that column where a partner's own file lacks it. */
export interface SourceFile {
  readonly name: string;
  readonly path: string;
  readonly partnerId?: string;
}

export interface LoadTask {
  readonly format: FileFormat;
  readonly files: readonly SourceFile[];
  readonly terms: RowTerms;
  readonly report: ImportReport;
  readonly dryRun: boolean;
  readonly onRows: (file: string, rows: number) => void;
}

const BATCH = 2_000;

/** Thrown to undo a dry run's transaction. */
class DryRunEnd extends Error {}

/**
 * Loads the files of one format in one transaction. They are read twice: first for keys that stand twice and for parents,
 * then row by row into the table. Returns whether anything changed.
 */
export async function loadFiles(access: Access, task: LoadTask): Promise<boolean> {
  let changed = false;
  try {
    await access.open(access.system, async (connection) => {
      const survey = await surveyFiles(connection, task);
      const references = await readReferences(connection, task.format);
      for (const file of task.files) {
        const counts = await loadFile(connection, { ...task, file, survey, references });
        changed ||= counts.added + counts.changed > 0;
      }
      if (task.dryRun) throw new DryRunEnd();
    });
  } catch (error) {
    if (!(error instanceof DryRunEnd)) throw error;
  }
  return changed;
}

interface Survey {
  /** For a key that stands more than once: the place of its last good row. */
  readonly lastOf: ReadonlyMap<string, string>;
  readonly parents: ParentVerdict;
}

async function surveyFiles(connection: ScopedConnection, task: LoadTask): Promise<Survey> {
  const seen = new Set<number>();
  const lastOf = new Map<string, string>();
  const lines = new Map<string, ParentLine>();
  const named = new Set<string>();
  for (const file of task.files) {
    for await (const read of readRecords(file)) {
      if (!('record' in read)) continue;
      if (task.format.table === 'accounts') named.add(read.record.account_id?.trim() ?? '');
      const row = readRow(task.format, read.record, task.terms);
      if (isFault(row)) continue;
      const fingerprint = fingerprintOf(row.key);
      if (seen.has(fingerprint)) lastOf.set(row.key, `${file.name}:${read.line}`);
      seen.add(fingerprint);
      if (task.format.table === 'accounts') {
        const accountId = String(row.cells.account_id);
        lines.delete(accountId);
        lines.set(accountId, { accountId, parentId: row.cells.parent_account_id as string | null });
      }
    }
  }
  const stored = task.format.table === 'accounts' ? await readStoredParents(connection) : new Map();
  return { lastOf, parents: judgeParents([...lines.values()], { stored, named }) };
}

async function readStoredParents(connection: ScopedConnection): Promise<Map<string, string | null>> {
  const rows = await connection.query<{ accountId: string; parentId: string | null }>(
    `select account_id as "accountId", parent_account_id as "parentId"
     from accounts
     order by account_id`,
  );
  return new Map(rows.map((row) => [row.accountId, row.parentId]));
}

interface FileTask extends LoadTask {
  readonly file: SourceFile;
  readonly survey: Survey;
  readonly references: References;
}

async function loadFile(connection: ScopedConnection, task: FileTask): Promise<FileReport> {
  const counts: FileReport = {
    file: task.file.name,
    read: 0,
    added: 0,
    changed: 0,
    unchanged: 0,
    refused: 0,
  };
  task.report.files.push(counts);
  let batch: Placed[] = [];
  for await (const read of readRecords(task.file)) {
    counts.read += 1;
    const placed = placeRow(task, read, counts);
    if (placed) batch.push(placed);
    if (batch.length >= BATCH) {
      await writeBatch(connection, task, { batch, counts });
      batch = [];
    }
    if (counts.read % BATCH === 0) task.onRows(task.file.name, counts.read);
  }
  await writeBatch(connection, task, { batch, counts });
  task.onRows(task.file.name, counts.read);
  return counts;
}

interface Placed {
  readonly row: CheckedRow;
  readonly line: number;
}

/** The row to write, or null where it is refused or replaced by a later one. */
function placeRow(task: FileTask, read: CsvRecord | CsvFault, counts: FileReport): Placed | null {
  const refuse = (fault: { column: string; value: string; why: string }) => {
    counts.refused += 1;
    task.report.problems.push({ file: task.file.name, line: read.line, ...fault });
    return null;
  };
  if (!('record' in read)) return refuse({ column: '', value: '', why: read.why });
  const row = readRow(task.format, read.record, task.terms);
  if (isFault(row)) return refuse(row);
  const fault = task.references.check(row);
  if (fault) return refuse(fault);
  const last = task.survey.lastOf.get(row.key);
  const here = `${task.file.name}:${read.line}`;
  if (last !== undefined && last !== here) {
    counts.unchanged += 1;
    if (!task.format.repeats)
      task.report.warnings.push(
        `${here}: the key '${printKey(row.key)}' stands again at ${last}, which counts.`,
      );
    return null;
  }
  if (task.format.table !== 'accounts') return { row, line: read.line };
  const parentId = String(row.cells.parent_account_id);
  const badParent = task.survey.parents.refused.get(row.key);
  if (badParent) return refuse({ column: 'parent_account_id', value: parentId, why: badParent });
  if (task.survey.parents.orphaned.has(row.key)) {
    task.report.warnings.push(`${here}: its parent '${parentId}' was left out, so it stands without one.`);
    return { row: { ...row, cells: { ...row.cells, parent_account_id: null } }, line: read.line };
  }
  return { row, line: read.line };
}

async function writeBatch(
  connection: ScopedConnection,
  task: FileTask,
  work: { batch: readonly Placed[]; counts: FileReport },
): Promise<void> {
  const { batch, counts } = work;
  if (batch.length === 0) return;
  try {
    const written = await connection.savepoint(() => upsert(connection, task.format, batch));
    count(counts, batch.length, written);
  } catch (error) {
    if (!isRefusedByTable(error)) throw error;
    for (const one of batch) await writeAlone(connection, task, { one, counts });
  }
}

/** Where the table refuses a batch, each row is tried alone, so that one bad row leaves the others in. */
async function writeAlone(
  connection: ScopedConnection,
  task: FileTask,
  work: { one: Placed; counts: FileReport },
): Promise<void> {
  const { one, counts } = work;
  try {
    count(counts, 1, await connection.savepoint(() => upsert(connection, task.format, [one])));
  } catch (error) {
    if (!isRefusedByTable(error)) throw error;
    counts.refused += 1;
    task.report.problems.push({
      file: task.file.name,
      line: one.line,
      column: '',
      value: printKey(one.row.key),
      why: 'contradicts another row or a rule of the table (is an id or Slack user used twice?)',
    });
  }
}

/** Integrity violations, class 23, and unusable values, class 22. */
function isRefusedByTable(error: unknown): boolean {
  return /^2[23]/.test((error as { code?: string }).code ?? '');
}

function count(counts: FileReport, rows: number, written: readonly boolean[]): void {
  const added = written.filter(Boolean).length;
  counts.added += added;
  counts.changed += written.length - added;
  counts.unchanged += rows - written.length;
}

/** Writes rows whose source changed; true for each that is new. */
async function upsert(
  connection: ScopedConnection,
  format: FileFormat,
  batch: readonly Placed[],
): Promise<boolean[]> {
  const rows = await connection.query<{ added: boolean }>(upsertStatement(format), [
    JSON.stringify(batch.map((one) => one.row.cells)),
  ]);
  return rows.map((row) => row.added);
}

const TYPES: Readonly<Record<string, string>> = {
  text: 'text',
  enum: 'text',
  list: 'text[]',
  enum_list: 'text[]',
  day: 'date',
  instant: 'timestamptz',
  integer: 'integer',
  number: 'double precision',
  boolean: 'boolean',
  money: 'bigint',
};

/** Made of the format's own names alone; what a file says is bound. */
function upsertStatement(format: FileFormat): string {
  const columns = [...format.columns.map((one) => one.column), 'extra', 'source_hash'];
  const typed = [
    ...format.columns.map((one) => `"${one.column}" ${TYPES[one.cell.kind]}`),
    'extra jsonb',
    'source_hash text',
  ];
  const names = columns.map((name) => `"${name}"`);
  const rest = columns.filter((name) => !format.key.includes(name));
  return `insert into ${format.table} as stored (${names.join(', ')})
    select ${names.map((name) => `r.${name}`).join(', ')}
    from jsonb_to_recordset($1::jsonb) as r(${typed.join(', ')})
    on conflict (${format.key.join(', ')}) do update set
      ${rest.map((name) => `"${name}" = excluded."${name}"`).join(', ')}
    where stored.source_hash is distinct from excluded.source_hash
    returning (xmax = 0) as added`;
}

async function* readRecords(file: SourceFile): AsyncGenerator<CsvRecord | CsvFault> {
  for await (const read of readCsv(file.path, file.name)) {
    if (file.partnerId !== undefined && 'record' in read && !('partner_id' in read.record)) {
      yield { ...read, record: { ...read.record, partner_id: file.partnerId } };
    } else yield read;
  }
}

function printKey(key: string): string {
  return key.split('\u001f').join(', ');
}

/** 53 bits of a string (cyrb53), enough to notice a key that may stand twice; the key itself then decides. */
function fingerprintOf(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}

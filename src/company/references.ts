import type { ScopedConnection } from '../access/access.ts';
import type { FileFormat } from './format.ts';
import type { CheckedRow, RowFault } from './read-row.ts';

type Referred = 'accounts' | 'opportunities' | 'partners';

const KEYS: Readonly<Record<Referred, string>> = {
  accounts: 'select account_id as id from accounts order by 1',
  opportunities: 'select opportunity_id as id from opportunities order by 1',
  partners: 'select partner_id as id from partners order by 1',
};

/** What rows may refer to: keys in the database, read once for each file. */
export interface References {
  /** The first reference of a row that leads nowhere. */
  check(row: CheckedRow): RowFault | null;
}

export async function readReferences(connection: ScopedConnection, format: FileFormat): Promise<References> {
  const wanted = new Set(format.columns.flatMap((column) => column.refersTo ?? []));
  const known = new Map<Referred, Set<string>>();
  for (const table of wanted) {
    const rows = await connection.query<{ id: string }>(KEYS[table]);
    known.set(table, new Set(rows.map((row) => row.id)));
  }
  return {
    check(row) {
      for (const column of format.columns) {
        const id = row.cells[column.column];
        if (!column.refersTo || id === null || id === undefined) continue;
        if (!known.get(column.refersTo)?.has(String(id))) {
          return { column: column.name, value: String(id), why: `is in no row of ${column.refersTo}` };
        }
      }
      return null;
    },
  };
}

/** Parents within one list: a parent must exist, and no row may close a ring. */
export interface ParentLine {
  readonly accountId: string;
  readonly parentId: string | null;
}

/** What must not be kept of the parents in a list. */
export interface ParentVerdict {
  /** Rows to refuse, with the reason. */
  readonly refused: ReadonlyMap<string, string>;
  /** Rows that stay without their parent, since its own row was refused. */
  readonly orphaned: ReadonlySet<string>;
}

/**
 * Judges the parents of a list's good rows: the row that closes a ring and a row whose parent stands nowhere are refused.
 * `named` are the ids of all rows, good and bad: a parent whose row was refused exists, and its children stay without it.
 */
export function judgeParents(
  lines: readonly ParentLine[],
  known: { readonly stored: ReadonlyMap<string, string | null>; readonly named: ReadonlySet<string> },
): ParentVerdict {
  const refused = new Map<string, string>();
  const parents = new Map(known.stored);
  for (const line of lines) {
    const nowhere =
      line.parentId !== null && !known.stored.has(line.parentId) && !known.named.has(line.parentId);
    if (nowhere) refused.set(line.accountId, 'is in no row of accounts');
    else if (line.parentId !== null && closesRing(line, parents))
      refused.set(line.accountId, 'closes a ring of parents');
    else parents.set(line.accountId, line.parentId);
  }
  const good = new Set(lines.map((line) => line.accountId).filter((id) => !refused.has(id)));
  const stands = (id: string) => known.stored.has(id) || good.has(id);
  const orphans = lines.filter(
    (line) => line.parentId !== null && good.has(line.accountId) && !stands(line.parentId),
  );
  return { refused, orphaned: new Set(orphans.map((line) => line.accountId)) };
}

function closesRing(line: ParentLine, parents: ReadonlyMap<string, string | null>): boolean {
  const seen = new Set<string>();
  for (
    let at = line.parentId;
    at !== null && at !== undefined && !seen.has(at);
    at = parents.get(at) ?? null
  ) {
    if (at === line.accountId) return true;
    seen.add(at);
  }
  return false;
}

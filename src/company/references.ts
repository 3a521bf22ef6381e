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

/**
 * The rows whose parent can't stand, with the reason. A row that refers to a refused new row is refused with it; the row
 * that closes a ring is the later one.
 */
export function findBadParents(
  lines: readonly ParentLine[],
  stored: ReadonlyMap<string, string | null>,
): Map<string, string> {
  const bad = new Map<string, string>();
  const parents = new Map(stored);
  const placed = new Set(stored.keys());
  const inFile = new Set(lines.map((line) => line.accountId));
  for (const line of lines) {
    if (line.parentId !== null && closesRing(line, parents))
      bad.set(line.accountId, 'closes a ring of parents');
    else parents.set(line.accountId, line.parentId);
  }
  for (let changed = true; changed; ) {
    changed = false;
    for (const line of lines) {
      if (line.parentId === null || bad.has(line.accountId)) continue;
      const exists = placed.has(line.parentId) || (inFile.has(line.parentId) && !bad.has(line.parentId));
      if (exists) continue;
      bad.set(line.accountId, 'is in no row of accounts');
      changed = true;
    }
  }
  return bad;
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

import { isBoundByDomain, isSameRow } from './decide.ts';
import type { WeighedPair, WeighedRow } from './link-lists.ts';

/** Which row has each account, and which account each row. Rows that share an account by right have one and hold none. */
export interface Assignment {
  readonly holderOf: ReadonlyMap<WeighedPair['record'], string>;
  readonly accountOf: ReadonlyMap<string, WeighedPair['record']>;
}

/** A row that wants an account. */
export interface Wish {
  readonly left: string;
  readonly pair: WeighedPair;
}

/** Several rows may be one account where a field says so or the rows are alike. */
export function mayShareAccount(pair: WeighedPair): boolean {
  return isBoundByDomain(pair) || isSameRow(pair);
}

/**
 * Gives each account to the row that fits it best among those that want it: a row asks for its best account first, and for
 * the next one when a better row has that (deferred acceptance, Gale and Shapley 1962). Of equal rows the first by id has it,
 * so the order of rows changes nothing.
 */
export function assignRows(rows: readonly WeighedRow<WeighedPair>[]): Assignment {
  const holders = new Map<WeighedPair['record'], { row: number; pair: WeighedPair }>();
  const accountOf = new Map<string, WeighedPair['record']>();
  const asked = new Int32Array(rows.length);
  const waiting = rows.map((_, row) => row);
  for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
    const left = rows[row]?.left ?? '';
    const pair = rows[row]?.compared[asked[row] ?? 0];
    if (!pair) {
      accountOf.delete(left);
      continue;
    }
    asked[row] = (asked[row] ?? 0) + 1;
    const holder = holders.get(pair.record);
    if (holder && isAhead({ left: rows[holder.row]?.left ?? '', pair: holder.pair }, { left, pair })) {
      if (mayShareAccount(pair)) accountOf.set(left, pair.record);
      else waiting.push(row);
      continue;
    }
    holders.set(pair.record, { row, pair });
    accountOf.set(left, pair.record);
    if (holder && !mayShareAccount(holder.pair)) waiting.push(holder.row);
  }
  const holderOf = new Map([...holders].map(([account, { row }]) => [account, rows[row]?.left ?? '']));
  return { holderOf, accountOf };
}

/** True where the other row fits an account better; of equal rows, where its id comes first. */
export function isAhead(other: Wish, own: Wish): boolean {
  const lead = other.pair.logOdds - own.pair.logOdds;
  return lead > 0 || (lead === 0 && other.left < own.left);
}

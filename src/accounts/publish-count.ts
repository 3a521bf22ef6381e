/** The least group that a number may stand for where only counts are shared. */
const LEAST = 5;

const UNSAID = { accounts: null, records: null } as const;

/** How many accounts two lists have in common, as it may be said to one side. */
export interface PublishedCount {
  readonly accounts: number | null;
  readonly records: number | null;
  /** `few`: fewer than 5. `all`: every row of the reader's own is among them, so that a number would name each. */
  readonly said: 'exact' | 'few' | 'all';
  /** The accounts that the number stood for when it was published; null where the rows themselves are shared. */
  readonly counted: readonly string[] | null;
}

/**
 * The number to say. Where rows are shared it is the count as it is. Where only counts are, fewer than 5 are 'few', and a
 * number that was published stays until at least 5 accounts have joined or left since: who watches it while one account
 * comes or goes learns nothing of that account.
 */
export function publishCount(
  now: { accounts: readonly string[]; records: number; isWhole: boolean },
  terms: { onlyCounts: boolean; before: PublishedCount | null },
): PublishedCount {
  const accounts = now.accounts.length;
  if (!terms.onlyCounts) return { accounts, records: now.records, said: 'exact', counted: null };
  const before = terms.before?.counted ? terms.before : null;
  if (before && countChanges(before.counted ?? [], now.accounts) < LEAST) {
    return now.isWhole && before.said === 'exact' ? { ...before, ...UNSAID, said: 'all' } : before;
  }
  if (accounts < LEAST) return { ...UNSAID, said: 'few', counted: now.accounts };
  if (now.isWhole) return { ...UNSAID, said: 'all', counted: now.accounts };
  return { accounts, records: now.records, said: 'exact', counted: now.accounts };
}

function countChanges(before: readonly string[], after: readonly string[]): number {
  const [old, young] = [new Set(before), new Set(after)];
  return before.filter((id) => !young.has(id)).length + after.filter((id) => !old.has(id)).length;
}

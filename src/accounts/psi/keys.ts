import { loadNameLexicon } from '../matching/name-lexicon.ts';
import { createProfiler } from '../matching/profile.ts';
import type { AccountRecord } from '../matching/types.ts';

/** What two companies may compare by: a registrable domain, or a normalised name with its country. */
export const KEY_KINDS = ['domain', 'name_country'] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

/** Which of our own rows stand behind a key. */
export interface KeyOwners {
  readonly kind: KeyKind;
  readonly rows: readonly string[];
}

/** The distinct keys of a list. */
export interface KeyedList {
  /** By key: `d:acme.com`, `n:acme|us`. */
  readonly keys: ReadonlyMap<string, KeyOwners>;
  readonly rows: number;
  /** Rows that give no key of the agreed kinds, and so can't be found. */
  readonly rowsWithoutKeys: number;
}

/**
 * Reads the agreed kinds of key from accounts as the matcher normalises them. A name counts only together with a country, as
 * itself and by its aliases; personal mail hosts and site builders are no domains of a company.
 */
export async function collectKeys(
  accounts: AsyncIterable<AccountRecord> | Iterable<AccountRecord>,
  kinds: readonly KeyKind[],
): Promise<KeyedList> {
  const profile = createProfiler(loadNameLexicon());
  const keys = new Map<string, { kind: KeyKind; rows: string[] }>();
  let [rows, rowsWithoutKeys] = [0, 0];
  for await (const account of accounts) {
    const found = keysOf(profile(account)).filter(({ kind }) => kinds.includes(kind));
    rows += 1;
    if (found.length === 0) rowsWithoutKeys += 1;
    for (const { key, kind } of found) {
      const owners = keys.get(key) ?? { kind, rows: [] };
      keys.set(key, owners);
      if (!owners.rows.includes(account.id)) owners.rows.push(account.id);
    }
  }
  return { keys, rows, rowsWithoutKeys };
}

function keysOf(profile: ReturnType<ReturnType<typeof createProfiler>>): { key: string; kind: KeyKind }[] {
  const country = /^[A-Z]{2}$/.test(profile.country ?? '') ? profile.country?.toLowerCase() : undefined;
  const names = country ? [...new Set(profile.names.map((name) => name.key))] : [];
  return [
    ...profile.domains.map((domain) => ({ key: `d:${domain}`, kind: 'domain' as const })),
    ...names.map((name) => ({ key: `n:${name}|${country}`, kind: 'name_country' as const })),
  ];
}

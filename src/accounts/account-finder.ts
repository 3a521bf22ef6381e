import type { Access, ScopedConnection } from '../access/access.ts';
import type { Scope, SystemScope } from '../access/types.ts';
import type { CompanyService } from '../company/service.ts';
import type { Mention } from '../names.ts';
import * as keyStore from './account-key-store.ts';
import * as accountStore from './account-store.ts';
import {
  type AccountQuery,
  buildDirectory,
  type Directory,
  findInDirectory,
  renewDirectory,
} from './directory.ts';
import { keepAccountKeys, renewStaleKeys } from './keep-account-keys.ts';
import { loadMatchResources, type MatchResources } from './matching/match-index.ts';
import { createPartReader, type PartReader } from './part-directory.ts';
import type { AccountCandidate } from './types.ts';

/** Finds accounts by what people write. */
export interface AccountFinder {
  findMany(
    scope: Scope | SystemScope,
    queries: readonly AccountQuery[],
    limit?: number,
  ): Promise<AccountCandidate[][]>;
  findMentions(scope: Scope, text: string): Promise<Mention[]>;
  /** Brings the keys of all accounts up to date, so that nobody who asks has to wait for it. */
  keepKeys(): Promise<void>;
}

/**
 * Reading a query's part of the accounts takes as long as loading so many of them (8 ms against 0.1 ms an account, both on the
 * embedded database).
 */
const ACCOUNTS_A_QUERY = 80;

/**
 * A process that goes on asking about an unchanged list of this length at most has it loaded: among 60,000 accounts on the embedded
 * database a question takes a tenth of the time then, and 290 MB. A command that asks once never waits for that.
 */
const MOST_LOADED = 100_000;
const ASKED_BEFORE_LOADING = 20;

/**
 * A finder that reads what a query may mean by keys in the database, or loads the list where that is less work: for many queries
 * at once, for lists that are not long and asked about again and again, and for partners. How common a word is among accounts that a partner may not see would tell of
 * them, so a partner's questions are answered from the accounts that it sees, and from nothing else.
 */
export function createAccountFinder(parts: { access: Access; company: CompanyService }): AccountFinder {
  const { access } = parts;
  const directoryOf = createDirectories(parts);
  let reader: PartReader | null = null;
  let asked = 0;
  let checked: Promise<void> | null = null;

  const keepKeys = async () => {
    checked ??= access.open(access.system, renewStaleKeys).catch((error: unknown) => {
      checked = null;
      throw error;
    });
    await checked;
    const changed = await access.open(access.system, (connection) =>
      keepAccountKeys(connection, directoryOf.resources()),
    );
    if (!changed) return;
    directoryOf.outdate();
    asked = 0;
  };
  /** Reads by keys, once those are up to date; `read` gives null where they are not. */
  const readKept = async <T>(
    scope: Scope | SystemScope,
    read: (connection: ScopedConnection, reader: PartReader) => Promise<T | null>,
  ): Promise<T> => {
    if (checked === null) await keepKeys();
    reader ??= createPartReader(directoryOf.resources());
    for (const from = reader; ; await keepKeys()) {
      const found = await access.open(scope, (connection) => read(connection, from));
      if (found !== null) return found;
    }
  };
  const mayReadKeys = (scope: Scope | SystemScope) => scope.role !== 'partner' && scope.role !== 'public';
  /** Whether the whole list is to be loaded for these questions; brings keys up to date before it says so. */
  const isWorthLoading = async (scope: Scope | SystemScope, queries: number) => {
    if (!mayReadKeys(scope)) return true;
    const accounts = await readKept(scope, keyStore.countKeyedAccounts);
    asked += queries;
    if (accounts <= queries * ACCOUNTS_A_QUERY) return true;
    return accounts <= MOST_LOADED && asked > ASKED_BEFORE_LOADING;
  };

  return {
    keepKeys,
    async findMany(scope, queries, limit = 5) {
      if (queries.length === 0) return [];
      if (await isWorthLoading(scope, queries.length)) {
        const directory = await directoryOf(scope);
        return queries.map((query) => findInDirectory(directory, query).slice(0, limit));
      }
      return readKept(scope, async (connection, from) => {
        const found: AccountCandidate[][] = [];
        for (const query of queries) {
          const part = await from.readPart(connection, query);
          if (!part) return null;
          found.push(findInDirectory(part, query).slice(0, limit));
        }
        return found;
      });
    },
    async findMentions(scope, text) {
      if (await isWorthLoading(scope, 1)) return (await directoryOf(scope)).names.findMentions(text);
      const names = await readKept(scope, (connection, from) => from.readNames(connection, text));
      return names.findMentions(text);
    },
  };
}

/** Key of the system's own directory; no audience is called so. */
const SYSTEM_KEY = 'system';

/** The directories of audiences, each brought up to date when it is asked for. */
function createDirectories({ access, company }: { access: Access; company: CompanyService }) {
  // One directory for each audience: what one reader may see never helps to find a name for another.
  const directories = new Map<string, Directory>();
  let loaded: MatchResources | null = null;
  const resources = () => {
    loaded ??= loadMatchResources();
    return loaded;
  };
  const directoryOf = async (scope: Scope | SystemScope): Promise<Directory> => {
    const key = 'key' in scope ? scope.key : SYSTEM_KEY;
    const version = await company.dataVersion(scope);
    const known = directories.get(key);
    if (known?.version === version) return known;
    const accounts = await access.open(scope, accountStore.listAccounts);
    const directory =
      (known && renewDirectory(known, version, accounts)) ?? buildDirectory(version, accounts, resources());
    directories.set(key, directory);
    return directory;
  };
  return Object.assign(directoryOf, {
    resources,
    /** Has every directory brought up to date when it is next asked for, whatever version the data say they have. */
    outdate() {
      for (const [key, known] of directories) directories.set(key, { ...known, version: -1 });
    },
  });
}

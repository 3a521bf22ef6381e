import type { ScopedConnection } from '../access/access.ts';
import * as keyStore from './account-key-store.ts';
import { keyNames, keyOf } from './account-keys.ts';
import { hashRoomFiles } from './link-basis.ts';
import * as linkStateStore from './link-state-store.ts';
import type { MatchResources } from './matching/match-index.ts';
import { createProfiler } from './matching/profile.ts';

const ACCOUNTS_AT_ONCE = 2_000;

/** What keys rest on: with another version of one of these they may be others, and a million accounts take minutes to be keyed. */
export const KEY_FILES =
  /^account-keys\.ts$|^matching\/(?:resources\/|(?:country-names|domains|fold|name-index|name-lexicon|normalise|placeholders|profile|round-count|share-class|spelling|split-aliases)\.ts$)/;
export const FILES_BESIDE = ['../names.ts', '../near-words.ts'];

/** Has the keys of all accounts made anew where another version of the program made those that there are. */
export async function renewStaleKeys(connection: ScopedConnection): Promise<void> {
  const state = { list: 'account keys', state: hashRoomFiles(KEY_FILES, FILES_BESIDE) };
  if (await linkStateStore.isLinkState(connection, state)) return;
  await keyStore.lockAccountKeys(connection);
  await keyStore.forgetAccountKeys(connection);
  await linkStateStore.putLinkState(connection, state);
}

/** Makes the keys of all accounts that changed since keys were last made, and says whether there were any. Costs work for those alone. */
export async function keepAccountKeys(
  connection: ScopedConnection,
  resources: MatchResources,
): Promise<boolean> {
  await keyStore.lockAccountKeys(connection);
  const changes = await keyStore.listAccountChanges(connection);
  if (changes.length === 0) return false;
  const accountIds = [...new Set(changes.flatMap((change) => change.accountIds))];
  const counts = createKeyCounts();
  const parts = { profileOf: createProfiler(resources.lexicon), weights: resources.rarity };
  for (let from = 0; from < accountIds.length; from += ACCOUNTS_AT_ONCE) {
    const ids = accountIds.slice(from, from + ACCOUNTS_AT_ONCE);
    for (const keys of await keyStore.takeAccountNames(connection, ids)) counts.add(keys, -1);
    const accounts = await keyStore.listAccountsById(connection, ids);
    const keyed = accounts.map((account) => keyNames(account, parts));
    for (const { names, words } of keyed) {
      for (const { keys } of names) counts.add(keys, 1);
      counts.learn(words);
    }
    await keyStore.putAccountNames(
      connection,
      keyed.flatMap((one) => one.names),
    );
  }
  await keyStore.settleAccountNames(connection);
  await keyStore.addToKeyCounts(connection, counts.changes, counts.words);
  await keyStore.dropAccountChanges(connection, changes);
  return true;
}

function createKeyCounts() {
  const changes = new Map<number, number>();
  const words = new Map<number, string>();
  return {
    changes,
    words,
    add(keys: readonly number[], names: 1 | -1) {
      for (const key of keys) changes.set(key, (changes.get(key) ?? 0) + names);
    },
    learn(known: readonly string[]) {
      for (const word of known) words.set(keyOf('called', word), word);
    },
  };
}

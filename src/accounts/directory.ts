import { createNameIndex, type NamedEntry, type NameIndex } from '../names.ts';
import type * as accountStore from './account-store.ts';
import { createMatchIndex, type MatchIndex, type MatchResources } from './matching/match-index.ts';
import { splitNameAndDomain } from './matching/split-name.ts';
import type { AccountRecord } from './matching/types.ts';
import type { AccountCandidate } from './types.ts';

/** What a text says of the account that it means. */
export interface AccountQuery {
  readonly text: string;
  readonly domain?: string | null;
  readonly country?: string | null;
}

/** The accounts that one audience may see, as they were at one version of the data. */
export interface Directory {
  readonly version: number;
  readonly byId: ReadonlyMap<string, accountStore.AccountRow>;
  readonly names: NameIndex;
  readonly matches: MatchIndex;
}

/** What a query is looked up in: a whole directory, or as much of one as the query may mean. */
export interface SearchedAccounts {
  readonly byId: ReadonlyMap<string, accountStore.AccountRow>;
  readonly names: NameIndex;
  readonly matches: Pick<MatchIndex, 'find'>;
}

/** A name that is only part of an account's counts as meant where nothing else comes near it. */
const CLEAR_MENTION = 0.75;
const CLEAR_LEAD = 0.1;
/** The least share of a text that a name in it takes, so that the text means the name. */
export const LEAST_MENTION = 0.6;

export function buildDirectory(
  version: number,
  accounts: readonly accountStore.AccountRow[],
  resources: MatchResources,
): Directory {
  return {
    version,
    byId: new Map(accounts.map((account) => [account.accountId, account])),
    names: createNameIndex(accounts.map(toNamed)),
    matches: createMatchIndex(accounts.map(toRecord), resources),
  };
}

/** Past this share of changed accounts, building anew is no more work. */
const MOST_CHANGED = 0.2;

/**
 * The directory of a later version, made of the known one: only what changed is indexed anew. Null where too much did. The known
 * one is not to be used after that.
 */
export function renewDirectory(
  known: Directory,
  version: number,
  accounts: readonly accountStore.AccountRow[],
): Directory | null {
  const byId = new Map(accounts.map((account) => [account.accountId, account]));
  const gone = [...known.byId.keys()].filter((id) => !byId.has(id));
  const changed = accounts.filter((account) => !isSameAccount(known.byId.get(account.accountId), account));
  if (gone.length + changed.length > MOST_CHANGED * accounts.length) return null;
  for (const id of gone) known.matches.remove(id);
  for (const account of changed) known.matches.add(toRecord(account));
  const names = gone.length + changed.length === 0 ? known.names : createNameIndex(accounts.map(toNamed));
  return { version, byId, names, matches: known.matches };
}

function isSameAccount(known: accountStore.AccountRow | undefined, now: accountStore.AccountRow): boolean {
  return (
    known !== undefined &&
    known.name === now.name &&
    known.domain === now.domain &&
    known.country === now.country &&
    known.status === now.status &&
    known.alsoKnownAs.join('\n') === now.alsoKnownAs.join('\n')
  );
}

export function toNamed(account: accountStore.AccountRow): NamedEntry {
  return { id: account.accountId, names: [account.name, ...account.alsoKnownAs] };
}

export function toRecord(account: accountStore.AccountRow): AccountRecord {
  const { accountId, name, domain, country, alsoKnownAs } = account;
  return { id: accountId, name, domain, country, aliases: alsoKnownAs };
}

/** The accounts that a query may mean, best first. */
export function findInDirectory(directory: SearchedAccounts, query: AccountQuery): AccountCandidate[] {
  const exact = directory.byId.get(query.text.trim());
  if (exact) return [candidate(exact, { score: 1, decision: 'match', matchedBy: 'id' })];
  const split = splitNameAndDomain(query.text);
  const domain = query.domain ?? split.domain ?? null;
  const found = directory.matches
    .find({ name: split.name, domain, country: query.country ?? null }, 8)
    .map((link) => ({
      id: link.right,
      score: link.score,
      decision: link.decision,
      matchedBy: link.explanation,
    }));
  const named = mentionsAsCandidates(directory, split.name);
  const merged = new Map<string, (typeof found)[number]>();
  for (const one of [...found, ...named]) {
    const other = merged.get(one.id);
    if (!other || rank(one) > rank(other)) merged.set(one.id, one);
  }
  return [...merged.values()]
    .sort((a, b) => rank(b) - rank(a) || (a.id < b.id ? -1 : 1))
    .flatMap((one) => {
      const account = directory.byId.get(one.id);
      return account ? [candidate(account, one)] : [];
    });
}

/** A shortened name is a match where one account alone is called so; else a person should say which. */
function mentionsAsCandidates(directory: SearchedAccounts, text: string) {
  const least = text.trim().length * LEAST_MENTION;
  const mention = directory.names.findMentions(text).find((one) => one.text.length >= least);
  if (!mention) return [];
  const [best, second] = mention.candidates;
  const clear = !!best && best.score >= CLEAR_MENTION && best.score - (second?.score ?? 0) >= CLEAR_LEAD;
  return mention.candidates.map((one, i) => ({
    id: one.id,
    score: one.score,
    decision: clear && i === 0 ? ('match' as const) : ('review' as const),
    matchedBy: one.score >= 0.99 ? 'same name' : `name begins like '${mention.text}'`,
  }));
}

function rank(one: { score: number; decision: 'match' | 'review' }): number {
  return one.score + (one.decision === 'match' ? 1 : 0);
}

function candidate(
  account: accountStore.AccountRow,
  found: Pick<AccountCandidate, 'score' | 'decision' | 'matchedBy'>,
): AccountCandidate {
  const { accountId, name, domain, country, status } = account;
  return { accountId, name, domain, country, status, ...found };
}

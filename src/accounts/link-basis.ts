import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { ScopedConnection } from '../access/access.ts';
import type { AccountRow } from './account-store.ts';
import * as linkStateStore from './link-state-store.ts';

/** What links rest on beside the list that is linked. */
export interface LinkBasis {
  /** Names what a comparison rests on: the matcher, the weights and what our accounts say to it. */
  readonly matching: string;
  /** Names all of our accounts' columns: what is shown of a link rests on them too. */
  readonly accounts: string;
}

export async function readLinkBasis(
  connection: ScopedConnection,
  rested: { accounts: readonly AccountRow[]; weightsVersion: string },
): Promise<LinkBasis> {
  const fields = rested.accounts.map((a) => [a.accountId, a.name, a.domain, a.country, a.alsoKnownAs]);
  return {
    matching: hashOf([hashRoomFiles(/./), rested.weightsVersion, fields]),
    accounts: await linkStateStore.hashAccounts(connection),
  };
}

export function hashOf(said: unknown): string {
  return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 32);
}

/**
 * Names the matcher by its own files, some 10 ms: a version that people have to raise by hand would one day leave links that
 * the newer matcher would not make. `which` says of a file's path in the room whether it counts;
 * `beside` are paths of others, from the room.
 */
export function hashRoomFiles(which: RegExp, beside: readonly string[] = []): string {
  const room = new URL('./', import.meta.url);
  const files = readdirSync(room, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:ts|js|json)$/.test(file) && which.test(file))
    .sort();
  const hash = createHash('sha256');
  for (const file of [...files, ...beside]) hash.update(file).update(readFileSync(new URL(file, room)));
  return hash.digest('hex');
}

import type { ScopedConnection } from '../access/access.ts';
import type { AccountRow } from './account-store.ts';
import { type DecidedPair, learnChanges } from './matching/adjust-weights.ts';
import { createListEngine } from './matching/link-lists.ts';
import { loadMatchWeights } from './matching/score.ts';
import { keepMatchDecisions, listDecidedRecords } from './review-store.ts';
import { type CurrentWeights, keepMatchWeights, readMatchWeights } from './weight-store.ts';

/** Other accounts beside the decided ones, so that words are as common as they are here; more changes no bin worth its time. */
const SAMPLE = 5000;

/**
 * Learns the weights anew from all decisions since they were last put back, and keeps them where they changed. Gives the weights
 * that matching is to use from now on.
 */
export async function learnFromDecisions(
  connection: ScopedConnection,
  accounts: readonly AccountRow[],
  today: string,
): Promise<CurrentWeights> {
  await keepMatchDecisions(connection, null);
  const current = await readMatchWeights(connection);
  const decided = await listDecidedRecords(connection);
  if (decided.length === 0 && current.decisions === 0) return current;
  const pairs = collectEvidence(decided, accounts);
  const changes = learnChanges(pairs);
  const same = JSON.stringify(changes) === JSON.stringify(current.changes);
  if (same && pairs.length === current.decisions) return current;
  await keepMatchWeights(connection, {
    changes,
    decisions: pairs.length,
    at: new Date(`${today}T00:00:00Z`),
  });
  return readMatchWeights(connection);
}

/** What the decided pairs show, compared as matching compares them under the shipped weights. */
function collectEvidence(
  decided: Awaited<ReturnType<typeof listDecidedRecords>>,
  accounts: readonly AccountRow[],
): DecidedPair[] {
  const wanted = new Set(decided.map((one) => one.accountId));
  const stride = Math.max(1, Math.ceil(accounts.length / SAMPLE));
  const engine = createListEngine(
    accounts
      .filter((account, i) => wanted.has(account.accountId) || i % stride === 0)
      .map(({ accountId, alsoKnownAs, ...rest }) => ({ id: accountId, aliases: alsoKnownAs, ...rest })),
    loadMatchWeights(),
  );
  return decided.flatMap(({ name, domain, country, accountId, same }) => {
    const found = engine
      .compare(engine.profile({ name, domain, country }))
      .find((one) => engine.idOf(one.record) === accountId);
    return found ? [{ evidence: found.evidence, logOdds: found.logOdds, same }] : [];
  });
}

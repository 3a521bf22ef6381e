import type { WeighedName } from './align-words.ts';
import { leavesDoubt } from './doubt.ts';
import { binEvidence, compareNames, type Evidence, type FieldRelations, type NamePair } from './evidence.ts';
import { compareFields } from './fields.ts';
import type { NameIndex } from './name-index.ts';
import type { Profile, ProfiledName } from './profile.ts';
import { type MatchWeights, sumEvidence } from './score.ts';

/** Two records compared by the pair of their names that speaks most for them. */
export interface Comparison {
  readonly record: number;
  readonly logOdds: number;
  readonly evidence: Evidence;
  readonly names: NamePair & { readonly isDoubtful: boolean };
  readonly fields: FieldRelations;
  /** Null where none is common to both. */
  readonly sharedDomain: string | null;
  readonly left: ProfiledName;
  readonly right: ProfiledName;
}

/** A name with the rarity of its terms in this index and the background. */
export function weighName(index: NameIndex, name: ProfiledName): WeighedName {
  return {
    name,
    rarity: name.terms.map((term) =>
      index.weights.inList(term, index.termCounts[index.termIds.get(term) ?? -1] ?? 0, index.nameCount),
    ),
  };
}

/** Compares a query with one record of the index; null where one of them has no name. */
export function compareProfiles(
  task: { index: NameIndex; weights: MatchWeights; listSize: number },
  query: { profile: Profile; names: readonly WeighedName[] },
  record: number,
): Comparison | null {
  const other = task.index.records[record];
  if (!other) return null;
  const fields = compareFields(
    query.profile,
    other,
    (domain) => task.index.byDomain.get(domain)?.length ?? 0,
  );
  const sharedDomain = query.profile.domains.find((domain) => other.domains.includes(domain)) ?? null;
  let best: Comparison | null = null;
  for (const left of query.names) {
    for (const right of other.names) {
      const weighed = weighName(task.index, right);
      const names = compareNames(left, weighed);
      const evidence = binEvidence(left, weighed, names, fields);
      const logOdds = sumEvidence(task.weights, evidence, task.listSize);
      if (best && best.logOdds >= logOdds) continue;
      const isDoubtful = leavesDoubt({ a: left, b: weighed, names, fields });
      best = {
        record,
        logOdds,
        evidence,
        names: { ...names, isDoubtful },
        fields,
        sharedDomain,
        left: left.name,
        right,
      };
    }
  }
  return best;
}

import type { ScopedConnection } from '../access/access.ts';
import { hashOf } from './link-basis.ts';
import * as linkStateStore from './link-state-store.ts';
import type { PartnerRecordRow } from './list-store.ts';
import { explainComparison } from './matching/explain.ts';
import { compareRows, createListEngine, type WeighedPair, type WeighedRow } from './matching/link-lists.ts';
import type { MatchEngine } from './matching/match-index.ts';
import type { MatchWeights } from './matching/score.ts';
import type { AccountRecord } from './matching/types.ts';

/** A comparison as it is kept, by the account's id. */
export interface KeptPair extends WeighedPair {
  readonly record: string;
  readonly explanation: string;
}

/** Compares records with our accounts. */
export type RecordComparer = (records: readonly PartnerRecordRow[]) => WeighedRow<KeptPair>[];

/** A comparer whose index is made when the first record has to be compared. */
export function createRecordComparer(
  accounts: readonly AccountRecord[],
  weights: MatchWeights,
): RecordComparer {
  let engine: MatchEngine | null = null;
  return (records) => {
    if (records.length === 0) return [];
    engine ??= createListEngine(accounts, weights);
    const { idOf } = engine;
    const rows = records.map((r) => ({ id: r.recordId, name: r.name, domain: r.domain, country: r.country }));
    return compareRows(engine, rows).map(({ left, compared }) => ({
      left,
      compared: compared.map((one) => ({
        record: idOf(one.record),
        logOdds: one.logOdds,
        fields: one.fields,
        names: one.names,
        explanation: explainComparison(one, one.sharedDomain).explanation,
      })),
    }));
  };
}

/**
 * The comparisons of a partner's records, in their order. Only records that changed since they were last compared are compared
 * anew; where our accounts, the weights or the matcher moved, that is all of them.
 */
export async function compareRecords(
  connection: ScopedConnection,
  task: {
    partnerId: string;
    records: readonly PartnerRecordRow[];
    matching: string;
    compare: RecordComparer;
  },
): Promise<WeighedRow<KeptPair>[]> {
  const { partnerId, records, matching } = task;
  const kept = await linkStateStore.listCandidates(connection, partnerId);
  const known = new Map(kept.map((row) => [row.recordId, row]));
  const prints = new Map(
    records.map((r) => [r.recordId, hashOf([matching, r.name, r.domain, r.country])] as const),
  );
  const moved = records.filter((r) => known.get(r.recordId)?.print !== prints.get(r.recordId));
  const fresh = task.compare(moved);
  await linkStateStore.putCandidates(connection, {
    partnerId,
    rows: fresh.map((row) => ({
      recordId: row.left,
      print: prints.get(row.left) ?? '',
      compared: row.compared.map(packPair),
    })),
  });
  const freshOf = new Map(fresh.map((row) => [row.left, row]));
  return records.map(
    ({ recordId }) =>
      freshOf.get(recordId) ?? {
        left: recordId,
        compared: known.get(recordId)?.compared.map(unpackPair) ?? [],
      },
  );
}

function packPair(pair: KeptPair): linkStateStore.PackedPair {
  const { record, logOdds, fields, names, explanation } = pair;
  return [
    record,
    logOdds,
    fields.domain,
    fields.country,
    names.sameness,
    names.isUnit,
    names.isDoubtful,
    explanation,
  ];
}

function unpackPair(packed: linkStateStore.PackedPair): KeptPair {
  const [record, logOdds, domain, country, sameness, isUnit, isDoubtful, explanation] = packed;
  const judged = { fields: { domain, country }, names: { sameness, isUnit, isDoubtful } };
  return { record, logOdds, ...judged, explanation } as KeptPair;
}

import { createHash } from 'node:crypto';
import type { ScopedConnection } from '../access/access.ts';
import { applyChanges, type WeightChange } from './matching/adjust-weights.ts';
import { loadMatchWeights, type MatchWeights } from './matching/score.ts';

/** The weights that matching uses for this company. */
export interface CurrentWeights {
  readonly weights: MatchWeights;
  /** Names exactly these weights: what was linked under another version is to be linked anew. */
  readonly version: string;
  readonly changes: readonly WeightChange[];
  /** How many of the company's own decisions they rest on; 0 for the shipped ones. */
  readonly decisions: number;
}

interface WeightsRow extends Record<string, unknown> {
  readonly changes: readonly WeightChange[];
  readonly decisions: number;
}

/** The shipped weights, with what the company's own decisions taught since, where it was learnt on these same weights. */
export async function readMatchWeights(connection: ScopedConnection): Promise<CurrentWeights> {
  const shipped = loadMatchWeights();
  const [row] = await connection.query<WeightsRow & { learntOn: string }>(
    `select learnt_on as "learntOn", changes, decisions
     from match_weights
     order by weights_id desc
     limit 1`,
  );
  const known = row?.learntOn === hashWeights(shipped) ? row : { changes: [], decisions: 0 };
  const weights = applyChanges(shipped, known.changes);
  return { weights, version: hashWeights(weights), changes: known.changes, decisions: known.decisions };
}

/** Keeps what was learnt; no changes on no decisions puts the shipped weights back. */
export async function keepMatchWeights(
  connection: ScopedConnection,
  learnt: { changes: readonly WeightChange[]; decisions: number; at: Date },
): Promise<void> {
  await connection.query(
    `insert into match_weights (learnt_on, changes, decisions, learnt_at)
     values ($1, $2::jsonb, $3, $4)`,
    [
      hashWeights(loadMatchWeights()),
      JSON.stringify(learnt.changes),
      learnt.decisions,
      learnt.at.toISOString(),
    ],
  );
}

function hashWeights(weights: MatchWeights): string {
  return createHash('sha256').update(JSON.stringify(weights)).digest('hex').slice(0, 16);
}

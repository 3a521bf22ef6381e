import type { Focus } from '../../tools/define.ts';
import type { Access } from '../access/access.ts';
import type { Scope } from '../access/types.ts';
import type { Answer } from './types.ts';

/** How many earlier turns of a thread a model is shown. */
const REMEMBERED_TURNS = 6;

/** An earlier turn of the same thread, as this audience saw it. */
export interface RememberedTurn {
  readonly question: string;
  readonly text: string;
  readonly focus: Focus;
  readonly last: { readonly tool: string; readonly input: Readonly<Record<string, unknown>> } | null;
}

export interface TurnStep {
  readonly kind: 'model' | 'tool' | 'grounding' | 'error' | 'proposal';
  readonly name: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly ms: number;
}

export interface FinishedTurn {
  readonly answer: Answer;
  readonly question: string;
  readonly focus: Focus;
  readonly last: RememberedTurn['last'];
  readonly steps: readonly TurnStep[];
  readonly startedAt: Date;
  readonly endedAt: Date;
}

export interface Memory {
  /** Earlier turns of this thread *and audience*, oldest first: what other readers saw is not remembered for these. */
  recall(scope: Scope, thread: string): Promise<RememberedTurn[]>;
  /** Tokens that the configured model has read and written since midnight UTC, for this person and for everybody. */
  spentOn(scope: Scope, at: Date): Promise<{ person: number; everybody: number }>;
  /** Keeps the turn with its steps, so that every answer can be explained. */
  keep(scope: Scope, turn: FinishedTurn): Promise<void>;
}

/** Memory in the database, so that any process can go on with a thread. */
export function createMemory(access: Access): Memory {
  return {
    async recall(scope, thread) {
      const rows = await access.open(access.system, (connection) =>
        connection.query<{ question: string; answer: Omit<RememberedTurn, 'question'> }>(
          `select question, answer
           from turns
           where thread = $1
             and audience = $2
             and answer is not null
           order by started_at desc, turn_id
           limit $3`,
          [thread, scope.key, REMEMBERED_TURNS],
        ),
      );
      return rows.reverse().map((row) => ({ question: row.question, ...row.answer }));
    },
    async spentOn(scope, at) {
      const [row] = await access.open(access.system, (connection) =>
        connection.query<{ person: number; everybody: number }>(
          `select coalesce(sum(s.tokens) filter (where t.actor = $1), 0)::bigint as person,
             coalesce(sum(s.tokens), 0)::bigint as everybody
           from turns t
           cross join lateral (
             select coalesce((x.detail->>'input_tokens')::bigint, 0)
               + coalesce((x.detail->>'output_tokens')::bigint, 0) as tokens
             from turn_steps x
             where x.turn_id = t.turn_id
               and x.kind = 'model'
           ) s
           where t.started_at >= $2
             and t.mode = 'full'`,
          [nameActor(scope), `${at.toISOString().slice(0, 10)}T00:00:00Z`],
        ),
      );
      return row ?? { person: 0, everybody: 0 };
    },
    keep: (scope, turn) =>
      access.open(access.system, async (connection) => {
        const { answer } = turn;
        await connection.query(
          `insert into turns (turn_id, thread, audience, partner_id, actor, question, answer, started_at, ended_at,
             model, mode)
           values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9, $10, $11)`,
          [
            answer.turnId,
            answer.thread,
            scope.key,
            scope.role === 'partner' && scope.partnerIds.length === 1 ? scope.partnerIds[0] : null,
            nameActor(scope),
            turn.question,
            JSON.stringify({ text: answer.text, focus: turn.focus, last: turn.last }),
            turn.startedAt.toISOString(),
            turn.endedAt.toISOString(),
            answer.model,
            answer.mode,
          ],
        );
        await connection.query(
          `insert into turn_steps (turn_id, step, kind, name, detail, ms)
           select $1, s.step, s.kind, s.name, s.detail, s.ms
           from jsonb_to_recordset($2::jsonb) as s(step integer, kind text, name text, detail jsonb, ms integer)`,
          [answer.turnId, JSON.stringify(turn.steps.map((step, i) => ({ step: i, ...step })))],
        );
      }),
  };
}

function nameActor(scope: Scope): string {
  return scope.actor.kind === 'outsider' ? scope.actor.id : scope.actor.email;
}

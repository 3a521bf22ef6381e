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
  readonly kind: 'model' | 'tool' | 'grounding' | 'error';
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
            scope.actor.kind === 'outsider' ? scope.actor.id : scope.actor.email,
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

import type { Access } from '../../access/access.ts';
import { isRefusal, refuseInWords } from '../../access/refusals.ts';
import type { Scope, SystemScope } from '../../access/types.ts';
import { AppError } from '../../errors.ts';

export type Verdict = 'good' | 'bad';

/** What a person thought of an answer, with what an eval needs to ask again. */
export interface RatedAnswer {
  readonly turn: string;
  readonly verdict: Verdict;
  readonly person: string;
  readonly said_at: string;
  readonly audience: string;
  readonly model: string | null;
  readonly mode: string | null;
  readonly question: string;
  readonly answer: string;
}

/** What people thought of answers. */
export interface Feedback {
  /** Keeps the person's last word on an answer. Throws `not_found` for one that they may not read. */
  rate(scope: Scope, rating: { turnId: string; verdict: Verdict }): Promise<void>;
  /** All of them, the oldest first, for those who decide and the operator. Throws `not_allowed` for others. */
  list(scope: Scope | SystemScope): Promise<readonly RatedAnswer[]>;
}

const UNKNOWN = 'There is no such answer for you to rate.';

export function createFeedback({ access, now }: { access: Access; now: () => Date }): Feedback {
  return {
    async rate(scope, { turnId, verdict }) {
      await checkReadable(access, scope, turnId);
      const { actor } = scope;
      await access.open(access.system, (connection) =>
        connection.query(
          `insert into answer_feedback (turn_id, person, verdict, said_at)
           values ($1, $2, $3, $4)
           on conflict (turn_id, person) do update set
             verdict = excluded.verdict,
             said_at = excluded.said_at`,
          [turnId, actor.kind === 'outsider' ? actor.id : actor.email, verdict, now().toISOString()],
        ),
      );
    },
    list: (scope) =>
      refuseInWords('Partner managers see what people thought of answers.', () =>
        access.open(scope, (connection) =>
          connection.query<RatedAnswer & Record<string, unknown>>(
            `select f.turn_id as turn, f.verdict, f.person, f.said_at, t.audience, t.model, t.mode, t.question,
               t.answer ->> 'text' as answer
             from answer_feedback f
             join turns t on t.turn_id = f.turn_id
             order by f.said_at, f.turn_id, f.person`,
          ),
        ),
      ),
  };
}

/** Under the rater's own scope: an answer to others is not there. */
async function checkReadable(access: Access, scope: Scope, turnId: string): Promise<void> {
  try {
    const rows = await access.open(scope, (connection) =>
      connection.query('select turn_id from turns where turn_id = $1', [turnId]),
    );
    if (rows.length > 0) return;
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
  throw new AppError('not_found', UNKNOWN);
}

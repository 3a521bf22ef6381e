import type { Access, ScopedConnection } from '../access/access.ts';
import type { Scope } from '../access/types.ts';
import type { IsoDate } from '../dates.ts';

export type QuestionOutcome = 'answered' | 'closest' | 'nothing';

export interface KeptQuestion {
  readonly askedOn: IsoDate;
  /** The asker's firm; null for our own people. */
  readonly partner: string | null;
  readonly question: string;
  readonly outcome: QuestionOutcome;
}

/** A year of questions is enough to see what a page is for. */
const KEPT_DAYS = 365;

/**
 * Keeps what was asked and what came of it, without the person. Strangers' questions are not kept. In the program's own
 * scope: no reader may write here, and only partner managers read.
 */
export async function keepQuestion(
  access: Access,
  scope: Scope,
  asked: { on: IsoDate; question: string; outcome: QuestionOutcome; paths: readonly string[] },
): Promise<void> {
  const { actor } = scope;
  if (actor.kind === 'outsider') return;
  await access.open(access.system, (connection) =>
    connection.query(
      `with gone as (
         delete from playbook_questions
         where asked_on < $1::date - $6::integer)
       insert into playbook_questions (asked_on, partner_id, question, outcome, paths)
       select $1::date, $2::text, $3, $4, $5::text[]
       where $2::text is null or exists (select from partners where partner_id = $2::text)`,
      [
        asked.on,
        actor.kind === 'partner' ? actor.partnerId : null,
        asked.question.trim(),
        asked.outcome,
        [...new Set(asked.paths)],
        KEPT_DAYS,
      ],
    ),
  );
}

/** How many questions are kept, from which day on, and those that found no answer, the latest first. */
export async function listUnanswered(
  connection: ScopedConnection,
): Promise<{ questions: number; since: IsoDate | null; unanswered: KeptQuestion[] }> {
  const [total] = await connection.query<{ questions: number; since: string | null }>(
    'select count(*)::integer as questions, min(asked_on) as since from playbook_questions',
  );
  const rows = await connection.query<{
    asked_on: string;
    partner: string | null;
    question: string;
    outcome: QuestionOutcome;
  }>(
    `select q.asked_on, p.name as partner, q.question, q.outcome
     from playbook_questions q
     left join partners p on p.partner_id = q.partner_id
     where q.outcome <> 'answered'
     order by q.asked_on desc, q.question_id desc
     limit 5000`,
  );
  return {
    questions: total?.questions ?? 0,
    since: total?.since ?? null,
    unanswered: rows.map((row) => ({
      askedOn: row.asked_on,
      partner: row.partner,
      question: row.question,
      outcome: row.outcome,
    })),
  };
}

/** The pages that no kept question was answered from, by path. */
export function listUnreached(connection: ScopedConnection): Promise<{ path: string; title: string }[]> {
  return connection.query<{ path: string; title: string }>(
    `select g.path, g.title
     from playbook_pages g
     where not exists (select from playbook_questions q where g.path = any (q.paths))
     order by g.path`,
  );
}

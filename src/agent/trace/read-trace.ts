import type { Access } from '../../access/access.ts';
import type { Scope, SystemScope } from '../../access/types.ts';

/** One turn as the log has it. What people wrote and what tools were asked in words is left out, but for its length. */
export interface TurnTrace {
  readonly turn: string;
  readonly thread: string;
  readonly audience: string;
  readonly partner_id: string | null;
  readonly actor: string;
  readonly question_length: number;
  readonly answer_length: number;
  readonly model: string | null;
  readonly mode: string | null;
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly steps: readonly TraceStep[];
}

export interface TraceStep {
  readonly step: number;
  readonly kind: string;
  readonly name: string;
  readonly ms: number;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface TraceReader {
  /** The turn of this id; null where there is none that this scope may read. */
  find(scope: Scope | SystemScope, turnId: string): Promise<TurnTrace | null>;
  /** Turns that began in [from, to), oldest first, a page at a time. */
  list(scope: Scope | SystemScope, days: { from: string; to: string }): AsyncIterable<TurnTrace>;
}

const PAGE = 200;

interface Row extends Record<string, unknown> {
  readonly turn: string;
  readonly steps: readonly (TraceStep & { readonly proposal: Readonly<Record<string, unknown>> | null })[];
}

/** Reads the log under the reader's own scope: who may not decide gets no rows, by row security. */
export function createTraceReader(access: Access): TraceReader {
  const read = (scope: Scope | SystemScope, where: string, bound: unknown[]) =>
    access.open(scope, (connection) => connection.query<Row>(`${SELECT}\n${where}`, bound));
  return {
    async find(scope, turnId) {
      const [row] = await read(scope, 'where t.turn_id = $1', [turnId]);
      return row && row.steps.length > 0 ? shape(row) : null;
    },
    async *list(scope, days) {
      let after: readonly [string, string] = [`${days.from}T00:00:00Z`, ''];
      for (;;) {
        const rows = await read(
          scope,
          `where (t.started_at, t.turn_id) > ($1::timestamptz, $2)
             and t.started_at >= $3::timestamptz
             and t.started_at < $4::timestamptz
             and exists (select from turn_steps x where x.turn_id = t.turn_id)
           order by t.started_at, t.turn_id
           limit ${PAGE}`,
          [...after, `${days.from}T00:00:00Z`, `${days.to}T00:00:00Z`],
        );
        for (const row of rows) yield shape(row);
        const last = rows.at(-1);
        if (rows.length < PAGE || !last) return;
        after = [String(last.started_at), last.turn];
      }
    },
  };
}

const SELECT = `select t.turn_id as turn, t.thread, t.audience, t.partner_id, t.actor,
    length(t.question) as question_length, coalesce(length(t.answer->>'text'), 0) as answer_length,
    t.model, t.mode, t.started_at, t.ended_at,
    coalesce((
      select jsonb_agg(jsonb_build_object(
          'step', s.step, 'kind', s.kind, 'name', s.name, 'ms', s.ms, 'detail', s.detail,
          'proposal', case when p.proposal_id is null then null else jsonb_build_object(
            'state', p.state, 'settled_by', p.settled_by, 'settled_at', p.settled_at) end)
        order by s.step)
      from turn_steps s
      left join proposals p on s.kind = 'proposal' and p.proposal_id = s.detail->>'proposal_id'
      where s.turn_id = t.turn_id
    ), '[]'::jsonb) as steps
  from turns t`;

function shape(row: Row): TurnTrace {
  const steps = row.steps.map(({ proposal, ...step }) => ({
    ...step,
    detail: proposal ? { ...redact(step), click: proposal } : redact(step),
  }));
  const sum = (key: string) =>
    steps.reduce((total, one) => total + Number((one.detail as Record<string, unknown>)[key] ?? 0), 0);
  const turn = { ...row, steps, input_tokens: sum('input_tokens'), output_tokens: sum('output_tokens') };
  return turn as unknown as TurnTrace;
}

/** Ids, dates and choices of a call are kept; words that people or models wrote are replaced by their length. */
function redact(step: TraceStep): Record<string, unknown> {
  const { input, ...rest } = step.detail;
  if (typeof input !== 'object' || input === null) return rest;
  const kept = Object.entries(input).map(([key, given]) => [key, redactText(key, given)]);
  return { ...rest, input: Object.fromEntries(kept) };
}

function redactText(key: string, given: unknown): unknown {
  if (typeof given !== 'string') return typeof given === 'object' && given !== null ? '[left out]' : given;
  const plain = /(?:_id|_ids)$|^(?:from|to|on|by|status|decision|change|kind|currency|archetype|tier)$/.test(
    key,
  );
  return plain && /^[\w-]{1,64}$/.test(given) ? given : `[${given.length} characters]`;
}

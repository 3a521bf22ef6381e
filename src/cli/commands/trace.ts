import type { Scope, SystemScope } from '../../access/types.ts';
import type { Feedback } from '../../agent/trace/feedback.ts';
import type { TraceReader, TurnTrace } from '../../agent/trace/read-trace.ts';
import { AppError } from '../../errors.ts';
import { type Output, writeJson } from '../output.ts';
import { writeTable } from './answer-text.ts';

/** One turn of the log: what the assistant did, for whom, with which model, at what cost. Throws `not_found`. */
export async function showTrace(
  parts: { readonly traces: TraceReader; readonly scope: Scope | SystemScope; readonly output: Output },
  request: { readonly turn: string; readonly json: boolean },
): Promise<number> {
  const trace = await parts.traces.find(parts.scope, request.turn);
  if (!trace) throw new AppError('not_found', `There is no turn '${request.turn}' that can be shown here.`);
  if (request.json) writeJson(parts.output, trace);
  else parts.output.out(describeTrace(trace));
  return 0;
}

/** Every turn of [from, to), a JSON line each, oldest first. */
export async function exportTraces(
  parts: { readonly traces: TraceReader; readonly scope: Scope | SystemScope; readonly output: Output },
  days: { readonly from: string; readonly to: string },
): Promise<number> {
  for await (const trace of parts.traces.list(parts.scope, days)) {
    parts.output.out(`${JSON.stringify(trace)}\n`);
  }
  return 0;
}

/** Every answer that people rated, a JSON line each, oldest first: what an eval asks again. */
export async function exportRated(parts: {
  readonly feedback: Feedback;
  readonly scope: Scope | SystemScope;
  readonly output: Output;
}): Promise<number> {
  for (const rated of await parts.feedback.list(parts.scope)) {
    parts.output.out(`${JSON.stringify(rated)}\n`);
  }
  return 0;
}

function describeTrace(trace: TurnTrace): string {
  const head = [
    `${trace.turn} by ${trace.actor}, read by ${trace.audience}, ${trace.started_at}`,
    `${trace.model ?? 'no model'} (${trace.mode ?? '?'}), ${trace.input_tokens} tokens in, ${trace.output_tokens} out`,
  ];
  const rows = trace.steps.map((one) => [
    String(one.step),
    one.kind,
    one.name,
    `${one.ms} ms`,
    JSON.stringify(one.detail),
  ]);
  return `${head.join('\n')}\n${writeTable(['', 'kind', 'name', 'time', 'detail'], rows)}\n`;
}

import type { Actor, Audience } from '../../access/types.ts';
import type { Answer, Assistant } from '../../agent/types.ts';
import { saveCharts } from '../../charts/save-charts.ts';
import { renderAnswer } from '../../surfaces/slack/render/blocks.ts';
import { type Case, type Output, runCases, writeJson } from '../output.ts';
import { readPlace, writePlace } from '../place.ts';
import { writeAnswer } from './answer-text.ts';

export interface AskParts {
  readonly assistant: Assistant;
  readonly identify: (email: string) => Promise<Actor>;
  readonly newThread: () => string;
  readonly output: Output;
}

/** One turn from the terminal. */
export async function ask(
  parts: AskParts,
  request: {
    text: string;
    as: string;
    place: string;
    thread: string | undefined;
    json: boolean;
    charts?: string | undefined;
  },
): Promise<number> {
  const audience = readPlace(request.place);
  const actor = await parts.identify(request.as);
  const thread = request.thread ?? parts.newThread();
  const answer = await parts.assistant.answer({ text: request.text, actor, audience, thread });
  if (request.json) writeJson(parts.output, answerJson(answer, audience));
  else parts.output.out(writeAnswer(answer));
  const charts = answer.cards.flatMap((card) => (card.kind === 'chart' ? [card.chart] : []));
  if (request.charts !== undefined) {
    for (const path of saveCharts(charts, request.charts)) parts.output.err(`Drew ${path}\n`);
  }
  return 0;
}

/** Many turns or conversations, a JSON line each. */
export async function askCases(
  parts: AskParts,
  lines: string,
  defaults: { as: string | undefined; place: string },
): Promise<number> {
  await runCases(lines, { output: parts.output, answer: (one) => answerCase(parts, one, defaults) });
  return 0;
}

async function answerCase(
  parts: AskParts,
  one: Case,
  defaults: { as: string | undefined; place: string },
): Promise<object> {
  const audience = readPlace(String(one.in ?? defaults.place));
  const actor = await parts.identify(String(one.as ?? defaults.as ?? ''));
  const thread = typeof one.thread === 'string' ? one.thread : parts.newThread();
  const turns = Array.isArray(one.turns) ? one.turns.map(String) : null;
  if (!turns) {
    return answerJson(
      await parts.assistant.answer({ text: String(one.text ?? ''), actor, audience, thread }),
      audience,
    );
  }
  const answers: object[] = [];
  for (const text of turns) {
    answers.push(answerJson(await parts.assistant.answer({ text, actor, audience, thread }), audience));
  }
  return { turns: answers };
}

/** The document of `ask --json`. */
export function answerJson(answer: Answer, audience: Audience): object {
  return {
    answer: answer.text,
    model: answer.model,
    mode: answer.mode,
    ms: answer.ms,
    scope: { role: answer.scope.role, place: writePlace(audience), partners: answer.scope.partnerIds },
    tools: answer.tools,
    cards: answer.cards,
    citations: answer.citations,
    proposals: answer.proposals,
    abstained: answer.abstained,
    thread: answer.thread,
    turn: answer.turnId,
    blocks: renderAnswer(answer).blocks,
  };
}

import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage, type BaseMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { createAgent, createMiddleware } from 'langchain';
import type { ToolDefinition } from '../../tools/define.ts';
import { AppError } from '../errors.ts';
import type { TurnLimits } from './limits.ts';
import type { RememberedTurn } from './memory.ts';
import type { guardModel } from './model-guard.ts';
import type { ToolRunner } from './tool-runner.ts';
import { type TurnFacts, writeTurnFacts } from './turn-facts.ts';
import type { Question } from './types.ts';

/** What a turn's conversation is made of. */
export interface Conversation {
  readonly question: Question;
  readonly facts: TurnFacts;
  readonly history: readonly RememberedTurn[];
  readonly tools: readonly ToolDefinition[];
  readonly runner: ToolRunner;
  readonly guard: ReturnType<typeof guardModel>;
  readonly model: BaseChatModel;
  readonly limits: TurnLimits;
  readonly systemPrompt: string;
}

/** What a model said, with all that led to it. */
export interface Spoken {
  readonly words: string;
  readonly messages: readonly BaseMessage[];
}

/**
 * Lets the model work until it answers in words; '' where it came to no words within the limits. With a correction it goes on
 * from what it said. Throws `expired` where the person stopped it.
 */
export async function converse(
  talk: Conversation,
  round: { readonly deadline: AbortSignal; readonly spoken?: Spoken; readonly correction?: string },
): Promise<Spoken> {
  const agent = createAgent({
    model: talk.model,
    tools: talk.tools.map(declareTool),
    systemPrompt: talk.systemPrompt,
    middleware: [talk.guard, runTools(talk.runner)],
  });
  const { deadline } = round;
  const signal = talk.question.signal ? AbortSignal.any([deadline, talk.question.signal]) : deadline;
  let messages: BaseMessage[] = round.spoken
    ? [...round.spoken.messages, new HumanMessage(round.correction ?? '')]
    : writeMessages(talk);
  try {
    // Streamed, so that a long answer is not cut by an idle connection; the last state holds the whole conversation.
    const states = await agent.stream(
      { messages },
      { signal, recursionLimit: 100, streamMode: ['values', 'messages'] },
    );
    for await (const [mode, state] of states) {
      if (mode === 'values') messages = (state as { messages: BaseMessage[] }).messages;
    }
    const last = messages.at(-1);
    // A streamed reply is a chunk, which is an 'ai' message and no AIMessage.
    return { words: last?.type === 'ai' ? last.text.trim() : '', messages };
  } catch (error) {
    if (talk.question.signal?.aborted) throw new AppError('expired', 'Stopped.', { cause: error });
    if (deadline.aborted) return { words: '', messages };
    throw error;
  }
}

function writeMessages(talk: Conversation): BaseMessage[] {
  const past = talk.history.flatMap((turn) => [new HumanMessage(turn.question), new AIMessage(turn.text)]);
  const question = talk.question.text.slice(0, talk.limits.questionLength);
  return [...past, new HumanMessage(writeTurnFacts(talk.facts)), new HumanMessage(question)];
}

/** What the model learns of a tool. It is never run by the library: the runner does, see runTools. */
function declareTool(definition: ToolDefinition) {
  return tool(() => '', {
    name: definition.name,
    description: definition.description,
    schema: definition.input,
  });
}

/** Takes every tool call away from the library, whose own handling shows models stack traces and repeats writes. */
function runTools(runner: ToolRunner) {
  return createMiddleware({
    name: 'run-tools',
    wrapToolCall: async (request) => {
      const { name, args, id } = request.toolCall;
      return new ToolMessage({ content: await runner.run({ name, args }), tool_call_id: id ?? name, name });
    },
  });
}

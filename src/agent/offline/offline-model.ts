import {
  BaseChatModel,
  type BaseChatModelParams,
  type BindToolsInput,
} from '@langchain/core/language_models/chat_models';
import { AIMessage, type BaseMessage } from '@langchain/core/messages';
import type { ChatResult } from '@langchain/core/outputs';
import { readTurnFacts } from '../turn-facts.ts';
import { nextStep } from './plan.ts';
import type { Exchange, Sight, ToolReply } from './sight.ts';
import { createUnderstanding, type Understand } from './understand.ts';

/**
 * The model that needs no key and no network: it reads the question, asks tools for the facts that are still missing,
 * and writes the answer from what they said. It plans by missing facts and not by step, so that it can take over a turn
 * that another model began. It reads no clock and rolls no dice: the same turn gives the same words.
 */
export class OfflineModel extends BaseChatModel {
  private readonly toolNames: readonly string[];
  private readonly understand: Understand;

  constructor(
    made: { readonly toolNames?: readonly string[]; readonly understand?: Understand } = {},
    params: BaseChatModelParams = {},
  ) {
    super(params);
    this.toolNames = made.toolNames ?? [];
    this.understand = made.understand ?? createUnderstanding();
  }

  override _llmType(): string {
    return 'cosell-offline';
  }

  override bindTools(tools: BindToolsInput[]): OfflineModel {
    return new OfflineModel({
      toolNames: tools.map((tool) => (tool as { name: string }).name),
      understand: this.understand,
    });
  }

  override async _generate(messages: BaseMessage[]): Promise<ChatResult> {
    const step = nextStep(readSight(messages, this.toolNames), this.understand);
    const turn = messages.length;
    const message = new AIMessage(
      'text' in step
        ? step.text
        : {
            content: '',
            tool_calls: step.calls.map((call, i) => ({
              id: `call_${turn}_${i}`,
              name: call.name,
              args: { ...call.args },
            })),
          },
    );
    return { generations: [{ text: message.text, message }] };
  }
}

/** This turn's part of the conversation: all that follows the last block of turn facts. */
function readSight(messages: readonly BaseMessage[], toolNames: readonly string[]): Sight {
  const at = messages.findLastIndex(
    (message) => message.type === 'human' && readTurnFacts(message.text) !== null,
  );
  const facts = at >= 0 ? readTurnFacts(messages[at]?.text ?? '') : null;
  const question = messages.slice(at + 1).find((message) => message.type === 'human');
  if (!facts || !question) throw new Error('The offline model was called without the facts of a turn.');
  return {
    question: question.text,
    facts,
    before: readBefore(messages.slice(0, at)),
    tools: new Set(toolNames),
    results: readReplies(messages.slice(at + 1)),
  };
}

/** The question before this turn's and its answer, where the thread has them. */
function readBefore(messages: readonly BaseMessage[]): Exchange | null {
  const answer = messages.at(-1);
  const question = messages.at(-2);
  if (answer?.type !== 'ai' || question?.type !== 'human') return null;
  return { question: question.text, answer: answer.text };
}

function readReplies(messages: readonly BaseMessage[]): ToolReply[] {
  const calls = new Map<string, { name: string; args: Record<string, unknown> }>();
  const replies: ToolReply[] = [];
  for (const message of messages) {
    if (message.type === 'ai') {
      for (const call of (message as AIMessage).tool_calls ?? [])
        calls.set(call.id ?? '', { name: call.name, args: call.args });
    }
    if (message.type !== 'tool') continue;
    const call = calls.get((message as unknown as { tool_call_id: string }).tool_call_id);
    if (call) replies.push({ ...call, output: parseOutput(message.text) });
  }
  return replies;
}

function parseOutput(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return { error: 'The tool gave no readable answer.' };
  }
}

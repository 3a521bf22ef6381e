import {
  AIMessage,
  type BaseMessage,
  HumanMessage,
  SystemMessage,
  ToolMessage,
} from '@langchain/core/messages';
import { OfflineModel } from '../../src/agent/offline/offline-model.ts';
import type { ChatRequest, ScriptedReply } from './scripted-endpoint.ts';

/** A script that plans as the offline model does, so that a real wire lies between it and the turn. */
export async function planAsModel(request: ChatRequest): Promise<ScriptedReply> {
  const model = new OfflineModel({ toolNames: (request.tools ?? []).map((tool) => tool.function.name) });
  const reply = await model.invoke(request.messages.map(toMessage));
  const calls = (reply as AIMessage).tool_calls ?? [];
  if (calls.length > 0) return { calls: calls.map((call) => ({ name: call.name, args: call.args })) };
  return { text: reply.text };
}

function toMessage(message: ChatRequest['messages'][number]): BaseMessage {
  const content = message.content ?? '';
  switch (message.role) {
    case 'system':
      return new SystemMessage(content);
    case 'tool':
      return new ToolMessage({ content, tool_call_id: message.tool_call_id ?? '' });
    case 'assistant':
      return new AIMessage({
        content,
        tool_calls: (message.tool_calls ?? []).map((call) => ({
          id: call.id,
          name: call.function.name,
          args: JSON.parse(call.function.arguments) as Record<string, unknown>,
        })),
      });
    default:
      return new HumanMessage(content);
  }
}

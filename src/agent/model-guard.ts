import { setTimeout as delay } from 'node:timers/promises';
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage, AIMessageChunk } from '@langchain/core/messages';
import { createMiddleware } from 'langchain';
import type { Log } from '../log.ts';
import type { TurnStep } from './memory.ts';

/** After so many failures in a row the configured model is left alone for a while. */
const FAILURES_TO_OPEN = 3;
const OPEN_MS = 60_000;

/** A busy endpoint that asks for more patience than this is left to the next turn. */
const LONGEST_WAIT_MS = 3_000;

/** Remembers across turns whether the configured model is worth a try. */
export interface Breaker {
  isOpen(): boolean;
  succeeded(): void;
  failed(): void;
}

/** `nowMs` is a steady clock in milliseconds. */
export function createBreaker(nowMs: () => number): Breaker {
  let failures = 0;
  let openUntil = 0;
  return {
    isOpen: () => nowMs() < openUntil,
    succeeded() {
      failures = 0;
    },
    failed() {
      failures += 1;
      if (failures >= FAILURES_TO_OPEN) openUntil = nowMs() + OPEN_MS;
    },
  };
}

/** Which model answered, for the trace and for 'basic mode'. */
export interface ModelUse {
  fellBack: boolean;
  calls: number;
  inputTokens: number;
  /** Calls or tokens ran out before the model came to an answer. */
  exhausted: boolean;
}

/**
 * Guards each call of the model: a failure or an unusable reply is tried once more, then the offline model takes over
 * and stays for the rest of the turn. A call whose arguments were cut off is never run.
 */
export function guardModel(options: {
  offline: BaseChatModel;
  configured: boolean;
  breaker: Breaker;
  use: ModelUse;
  maxCalls: number;
  maxInputTokens: number;
  log: Log;
  onStep: (step: TurnStep) => void;
}) {
  const { offline, breaker, use, log, onStep } = options;
  const timed = async (name: string, work: () => unknown): Promise<AIMessage> => {
    const started = performance.now();
    use.calls += 1;
    const reply = (await work()) as AIMessage;
    // Servers that give every reply one id would have the second replace the first in the conversation.
    reply.id = `reply_${use.calls}`;
    use.inputTokens += (reply.usage_metadata as { input_tokens: number } | undefined)?.input_tokens ?? 0;
    onStep({
      kind: 'model',
      name,
      detail: describeReply(reply),
      ms: Math.round(performance.now() - started),
    });
    return reply;
  };
  return createMiddleware({
    name: 'model-guard',
    wrapModelCall: async (request, handler) => {
      // Past the limit the turn ends without words; what the tools brought is still shown.
      if (use.calls >= options.maxCalls || use.inputTokens >= options.maxInputTokens) {
        use.exhausted = true;
        return new AIMessage('');
      }
      const runOffline = () => timed('offline', () => handler({ ...request, model: offline }));
      if (!options.configured || use.fellBack) return runOffline();
      for (let attempt = 0; attempt < 2 && !breaker.isOpen(); attempt++) {
        try {
          const reply = await timed('configured', () => handler(request));
          if (isUsable(reply)) {
            breaker.succeeded();
            return reply;
          }
          breaker.failed();
          onStep({ kind: 'error', name: 'unusable reply', detail: {}, ms: 0 });
        } catch (error) {
          if (request.runtime.signal?.aborted) throw error;
          breaker.failed();
          log.warn({ reason: describeFailure(error) }, 'the configured model failed');
          onStep({ kind: 'error', name: 'model failed', detail: { reason: describeFailure(error) }, ms: 0 });
          const waitMs = readRetryAfterMs(error);
          if (waitMs === null ? !isWorthAnotherTry(error) : waitMs > LONGEST_WAIT_MS) break;
          if (waitMs) await delay(waitMs, undefined, { signal: request.runtime.signal });
        }
      }
      use.fellBack = true;
      return runOffline();
    },
  });
}

/** What a busy endpoint asks to wait; null where it did not say. */
function readRetryAfterMs(error: unknown): number | null {
  const { status, headers } = error as { status?: number; headers?: unknown };
  if (status !== 429 || !(headers instanceof Headers)) return null;
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : null;
}

/** Whether a reply can be acted on: no cut-off or unparsable calls, and either calls or words. */
function isUsable(reply: AIMessage): boolean {
  if ((reply.invalid_tool_calls?.length ?? 0) > 0) return false;
  if (reply instanceof AIMessageChunk && reply.tool_call_chunks?.some((chunk) => !isWholeJson(chunk.args)))
    return false;
  if (reply.response_metadata.finish_reason === 'length') return false;
  return (reply.tool_calls?.length ?? 0) > 0 || reply.text.trim() !== '';
}

/** Streamed arguments are repaired by the library before they reach us, so the raw text is what counts. */
function isWholeJson(text: string | undefined): boolean {
  if (!text) return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isWorthAnotherTry(error: unknown): boolean {
  const status = (error as { status?: number }).status;
  return status === undefined ? !/timeout/i.test(String(error)) : status >= 500;
}

/** The kind of failure, without addresses, keys or the provider's own words. */
function describeFailure(error: unknown): string {
  const status = (error as { status?: number }).status;
  return status === undefined ? ((error as Error).name ?? 'failure') : `status ${status}`;
}

function describeReply(reply: AIMessage): Record<string, unknown> {
  const usage = reply.usage_metadata as { input_tokens: number; output_tokens: number } | undefined;
  return {
    tool_calls: (reply.tool_calls ?? []).map((call) => call.name),
    ...(usage ? { input_tokens: usage.input_tokens, output_tokens: usage.output_tokens } : {}),
  };
}

import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { ChatOpenAI } from '@langchain/openai';
import type { ModelConfig } from '../config.ts';

/** The longest that one call of a model may take. */
const CALL_TIMEOUT_MS = 20_000;

/**
 * A chat model behind any OpenAI-compatible address. `streaming` stays unset: with it, `invoke` fetches a tokeniser from
 * the internet. Retries are left to the guard, which turns to the offline model instead of waiting.
 */
export function createConfiguredModel(config: ModelConfig, timeoutMs = CALL_TIMEOUT_MS): BaseChatModel {
  return new ChatOpenAI({
    model: config.name,
    apiKey: config.apiKey,
    maxRetries: 0,
    timeout: timeoutMs,
    ...(config.baseUrl ? { configuration: { baseURL: config.baseUrl } } : {}),
  });
}

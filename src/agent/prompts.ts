import { readFileSync } from 'node:fs';

const PROMPTS = new URL('../../prompts/', import.meta.url);

/** The constant part of what a model is told; it holds no fact of a turn, so that a provider can cache it. */
export function readAssistantPrompt(): string {
  return readFileSync(new URL('assistant.md', PROMPTS), 'utf8');
}

import type { App } from '@slack/bolt';
import { answerOnce } from '../answering.ts';
import { eventKeys, readIncoming } from '../incoming.ts';
import { readText } from '../read-text.ts';
import { messageKey, type Surface } from '../surface.ts';

/** Somebody writes to the app alone: every message is a question. */
export function listenToDirectMessages(app: App, surface: Surface): void {
  app.message(async ({ message, body }) => {
    const incoming = readIncoming(message);
    if (incoming?.channelType !== 'im') return;
    await answerOnce(surface, {
      ...incoming,
      text: readText(incoming.text, surface.home.botUserId),
      keys: [messageKey(surface.home, incoming), ...eventKeys(body)],
    });
  });
}

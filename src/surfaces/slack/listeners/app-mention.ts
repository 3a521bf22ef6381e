import type { App } from '@slack/bolt';
import { answerOnce } from '../answering.ts';
import { eventKeys, readIncoming } from '../incoming.ts';
import { readText } from '../read-text.ts';
import { messageKey, type Surface } from '../surface.ts';

/** Somebody mentions the app in a channel: answer in the thread of that message. */
export function listenToMentions(app: App, surface: Surface): void {
  app.event('app_mention', async ({ event, body }) => {
    const incoming = readIncoming(event);
    if (!incoming) return;
    await answerOnce(surface, {
      ...incoming,
      text: readText(incoming.text, surface.home.botUserId),
      keys: [messageKey(surface.home, incoming), ...eventKeys(body)],
    });
  });
}

import type { App } from '@slack/bolt';
import { answerOnce } from '../answering.ts';
import { eventKeys, type Incoming, readIncoming } from '../incoming.ts';
import { addressesAnother, mentions, readText } from '../read-text.ts';
import { messageKey, nameThread, type Surface } from '../surface.ts';

/**
 * A message in a room: answered where it goes on with a thread that the app speaks in, unless it is addressed to
 * somebody else. A mention comes here as well as by its own event, and is taken once.
 */
export function listenToThreadReplies(app: App, surface: Surface): void {
  app.message(async ({ message, body }) => {
    const incoming = readIncoming(message);
    if (!incoming || incoming.channelType === 'im') return;
    if (!(await isForUs(surface, incoming))) return;
    await answerOnce(surface, {
      ...incoming,
      text: readText(incoming.text, surface.home.botUserId),
      keys: [messageKey(surface.home, incoming), ...eventKeys(body)],
    });
  });
}

async function isForUs(surface: Surface, incoming: Incoming): Promise<boolean> {
  const { botUserId } = surface.home;
  if (mentions(incoming.text, botUserId)) return true;
  if (!incoming.isReply || addressesAnother(incoming.text, botUserId)) return false;
  return surface.events.hasJoined(nameThread(surface.home, incoming));
}

import type { App } from '@slack/bolt';
import { eventKeys } from '../incoming.ts';
import { setSessionStatus } from '../session-status.ts';
import { nameThread, type Surface } from '../surface.ts';

/** Somebody presses Stop. Slack itself ends nothing: model and tools are stopped here, in whatever process they run. */
export function listenToStops(app: App, surface: Surface): void {
  app.event('agent_session_stopped', async ({ event, body }) => {
    const place = { channelId: event.channel, threadTs: event.thread_ts };
    // Once: a repeat that comes minutes later would stop the next question.
    await surface.events.once(eventKeys(body), async () => {
      const { actor, audience } = await surface.audiences.look({ ...place, userId: event.user });
      if (actor.kind === 'outsider' && audience.place !== 'dm') return;
      await surface.events.stop(nameThread(surface.home, place));
      await setSessionStatus(surface, place, 'active');
    });
  });
}

import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Surface } from '../surface.ts';

const ROOM_EVENTS = [
  'channel_shared',
  'channel_unshared',
  'channel_id_changed',
  'member_joined_channel',
  'member_left_channel',
] as const;

const id = z.union([z.string(), z.object({ id: z.string() }).transform((whole) => whole.id)]).optional();
const change = z.object({
  channel: id,
  user: id,
  old_channel_id: id,
  new_channel_id: id,
});

/** Rooms and people change: what is known of them is asked anew. */
export function listenToChanges(app: App, surface: Surface): void {
  for (const name of [...ROOM_EVENTS, 'user_change']) {
    app.event(name, async ({ event }) => {
      const parsed = change.safeParse(event);
      if (!parsed.success) return;
      const { channel, old_channel_id: before, new_channel_id: after, user } = parsed.data;
      for (const room of [channel, before, after]) if (room) surface.directory.forgetRoom(room);
      if (user) surface.directory.forgetPerson(user);
    });
  }
}

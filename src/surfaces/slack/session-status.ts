import type { Surface } from './surface.ts';

/** What Slack shows of a conversation with an agent: at work, waiting for a click, or free. */
export type SessionStatus = 'processing' | 'suspended' | 'active';

/**
 * Tells Slack how the conversation stands. Never throws: a workspace where the app is not declared an agent refuses, and
 * the answer does not depend on it.
 */
export async function setSessionStatus(
  surface: Surface,
  place: { channelId: string; threadTs: string },
  status: SessionStatus,
): Promise<void> {
  try {
    await surface.client.apiCall('agents.sessions.setStatus', {
      channel_id: place.channelId,
      thread_ts: place.threadTs,
      status,
    });
  } catch (error) {
    surface.log.debug({ err: error, status }, 'slack took no session status');
  }
}

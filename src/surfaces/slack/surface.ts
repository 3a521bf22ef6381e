import type { webApi } from '@slack/bolt';
import type { Access } from '../../access/access.ts';
import type { Feedback } from '../../agent/trace/feedback.ts';
import type { Assistant } from '../../agent/types.ts';
import type { Log } from '../../log.ts';
import type { Services } from '../../services.ts';
import type { Audiences } from './audience.ts';
import type { Directory, Home } from './directory.ts';
import type { TakenEvents } from './taken-events.ts';

/** What every listener is handed. */
export interface Surface {
  /**
   * The installing workspace's client. Bolt's own `client` argument adds the team of the envelope to each call, which
   * for a click by another firm's person is that firm's.
   */
  readonly client: webApi.WebClient;
  readonly home: Home;
  readonly assistant: Assistant;
  /** Each call takes the scope of the person who is looked up anew, so that what they may not see is not read. */
  readonly services: SurfaceServices;
  readonly access: Pick<Access, 'grant'>;
  readonly feedback: Feedback;
  readonly audiences: Audiences;
  readonly directory: Directory;
  readonly events: TakenEvents;
  readonly log: Log;
  readonly linkHosts: readonly string[];
  readonly pace: Pace;
}

/** What the Home tab and the forms read. */
export type SurfaceServices = Pick<
  Services,
  | 'worklist'
  | 'preferences'
  | 'company'
  | 'partners'
  | 'registrations'
  | 'accounts'
  | 'recommendations'
  | 'matchReviews'
>;

/** How often a waiting person is told what is going on. */
export interface Pace {
  /** An answer that is there sooner comes without a progress line before it. */
  readonly firstProgressMs: number;
  /** A channel takes about one message a second. */
  readonly betweenProgressMs: number;
}

export const PACE: Pace = { firstProgressMs: 800, betweenProgressMs: 1_100 };

/** Names a conversation in memory and queue: one installation, so its own team, whatever the envelope's is. */
export function nameThread(home: Home, place: { channelId: string; threadTs: string }): string {
  return `${home.teamId}|${place.channelId}|${place.threadTs}`;
}

/** Names a message, under which its mention and its plain copy are one. */
export function messageKey(home: Home, place: { channelId: string; ts: string }): string {
  return `message|${home.teamId}|${place.channelId}|${place.ts}`;
}

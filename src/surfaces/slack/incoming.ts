import { z } from 'zod';

const message = z.object({
  channel: z.string(),
  channel_type: z.string().optional(),
  ts: z.string(),
  thread_ts: z.string().optional(),
  user: z.string(),
  text: z.string().default(''),
  subtype: z.enum(['file_share', 'thread_broadcast']).optional(),
  bot_id: z.never().optional(),
  edited: z.never().optional(),
  hidden: z.literal(false).optional(),
});

/** A message that a person wrote just now. */
export interface Incoming {
  readonly channelId: string;
  /** `im`, `mpim`, `channel` or `group`; null in mentions, which Slack sends without one. */
  readonly channelType: string | null;
  readonly ts: string;
  /** The message that the conversation hangs from, itself for a new one. */
  readonly threadTs: string;
  readonly isReply: boolean;
  readonly userId: string;
  readonly text: string;
}

/** Reads a `message` or `app_mention` event. Null for what no person asks by: bots, edits, deletions, joins, workflows. */
export function readIncoming(event: unknown): Incoming | null {
  const parsed = message.safeParse(event);
  if (!parsed.success) return null;
  const { channel, channel_type: channelType, ts, thread_ts: threadTs, user, text } = parsed.data;
  return {
    channelId: channel,
    channelType: channelType ?? null,
    ts,
    threadTs: threadTs ?? ts,
    isReply: threadTs !== undefined && threadTs !== ts,
    userId: user,
    text,
  };
}

/** The id under which Slack repeats an envelope; none where it is missing. */
export function eventKeys(body: unknown): string[] {
  const parsed = z.object({ event_id: z.string() }).safeParse(body);
  return parsed.success ? [`event|${parsed.data.event_id}`] : [];
}

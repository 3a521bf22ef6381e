import { setTimeout as sleep } from 'node:timers/promises';
import { webApi } from '@slack/bolt';
import type { Rendered } from './render/blocks.ts';
import { section } from './render/pieces.ts';

const ATTEMPTS = 4;
const LONGEST_WAIT_S = 30;

/** Errors of Slack's that say that the blocks themselves were not taken; the plain text may be. */
const BLOCK_ERRORS = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'invalid_attachments',
]);

export interface Target {
  readonly channelId: string;
  readonly threadTs?: string;
}

/** Posts a message that nothing is unfurled in; waits where Slack says to. Gives its `ts`. */
export async function post(client: webApi.WebClient, target: Target, rendered: Rendered): Promise<string> {
  const reply = await sendBlocks(rendered, (content) =>
    client.chat.postMessage({
      channel: target.channelId,
      ...(target.threadTs ? { thread_ts: target.threadTs } : {}),
      ...content,
      unfurl_links: false,
      unfurl_media: false,
    }),
  );
  return reply.ts ?? '';
}

/** Puts a message in the place of an earlier one. */
export async function replace(
  client: webApi.WebClient,
  place: { channelId: string; ts: string },
  rendered: Rendered,
): Promise<void> {
  await sendBlocks(rendered, (content) =>
    client.chat.update({ channel: place.channelId, ts: place.ts, ...content }),
  );
}

/** Tells one person alone something that may be lost: a refusal or an offer, never the only copy of an answer. */
export async function whisper(
  client: webApi.WebClient,
  target: Target & { userId: string },
  rendered: Rendered,
): Promise<void> {
  await waitingOutLimits(() =>
    client.chat.postEphemeral({
      channel: target.channelId,
      user: target.userId,
      ...(target.threadTs ? { thread_ts: target.threadTs } : {}),
      ...rendered,
    }),
  );
}

/** Tells one person in their direct message with the app. */
export async function tellAlone(client: webApi.WebClient, userId: string, rendered: Rendered): Promise<void> {
  const opened = await waitingOutLimits(() => client.conversations.open({ users: userId }));
  await post(client, { channelId: opened.channel?.id ?? '' }, rendered);
}

/** Calls again where Slack said when to; any other failure is the caller's. */
export async function waitingOutLimits<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof webApi.WebAPIRateLimitedError) || attempt === ATTEMPTS) throw error;
      await sleep(Math.min(error.retryAfter, LONGEST_WAIT_S) * 1_000);
    }
  }
}

/** Slack's own name for what it refused; undefined for anything else that went wrong. */
function slackErrorOf(error: unknown): string | undefined {
  return error instanceof webApi.WebAPIPlatformError ? error.data.error : undefined;
}

async function sendBlocks<T>(rendered: Rendered, send: (content: Rendered) => Promise<T>): Promise<T> {
  try {
    return await waitingOutLimits(() => send(rendered));
  } catch (error) {
    if (!BLOCK_ERRORS.has(slackErrorOf(error) ?? '')) throw error;
    return waitingOutLimits(() => send({ text: rendered.text, blocks: [section(rendered.text)] }));
  }
}

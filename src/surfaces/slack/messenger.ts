import { webApi } from '@slack/bolt';
import { z } from 'zod';
import type { Access } from '../../access/access.ts';
import type { Log } from '../../log.ts';
import type { Message, Messenger, Recipient } from '../../schedule/types.ts';
import { askHome, CLIENT_OPTIONS } from './app.ts';
import { type Audiences, createAudiences, type SlackIdentity } from './audience.ts';
import { createBoltLogger } from './bolt-logger.ts';
import { createDirectory } from './directory.ts';
import { renderOwnMessage } from './render/own-message.ts';
import { waitingOutLimits } from './sending.ts';

/** Marks a message in Slack as one of ours of that key, which people do not see. */
const EVENT_TYPE = 'cosell_notice';

/** How far back in a direct message an earlier attempt is looked for: pages of so many messages. */
const PAGES = 5;
const PAGE_LENGTH = 200;

const historyReply = z.object({
  messages: z.array(
    z.object({
      user: z.string().optional(),
      metadata: z
        .object({ event_type: z.string(), event_payload: z.object({ key: z.string().optional() }) })
        .partial()
        .optional(),
    }),
  ),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

export interface SlackMessengerParts {
  readonly access: Access;
  readonly identity: SlackIdentity;
  readonly log: Log;
  readonly botToken: string;
  /** `fetch` here is the seam for tests and proxies. */
  readonly clientOptions?: webApi.WebClientOptions;
}

interface Connected {
  readonly client: webApi.WebClient;
  readonly audiences: Audiences;
  readonly botUserId: string;
}

/**
 * The way to people by direct messages of the app. Connects at the first message; where Slack is away, each message fails
 * and is tried again. A message goes only to whom Slack and the company's lists take for the very recipient.
 */
export function createSlackMessenger(parts: SlackMessengerParts): Messenger {
  let connecting: Promise<Connected> | undefined;
  const connected = (): Promise<Connected> => {
    connecting ??= connect(parts).catch((error: unknown) => {
      connecting = undefined;
      throw error;
    });
    return connecting;
  };
  return {
    async notify(to, message) {
      const slack = await connected();
      const channelId = await findPlace(parts, slack, to);
      if (channelId === null) return 'unreachable';
      await say(slack.client, channelId, message);
      return 'delivered';
    },
    async hasArrived(to, message) {
      const slack = await connected();
      const channelId = await findPlace(parts, slack, to);
      return channelId !== null && isIn(slack, channelId, message.key);
    },
  };
}

async function connect(parts: SlackMessengerParts): Promise<Connected> {
  const { log, identity } = parts;
  const client = new webApi.WebClient(parts.botToken, {
    ...CLIENT_OPTIONS,
    ...parts.clientOptions,
    logger: createBoltLogger(log),
  });
  const { home } = await askHome(client);
  const directory = createDirectory({ client, home, now: () => performance.now(), log });
  return { client, audiences: createAudiences({ directory, identity }), botUserId: home.botUserId };
}

/** The direct message with the recipient; null where nobody in Slack is surely that person of that firm. */
async function findPlace(
  { access }: SlackMessengerParts,
  { client, audiences }: Connected,
  to: Recipient,
): Promise<string | null> {
  const userId = (await readListedUser(access, to)) ?? (await lookUpUser(client, to.recipient));
  if (userId === null) return null;
  const { actor } = await audiences.lookAlone(userId, { fresh: true });
  const meant =
    to.audience === 'partner'
      ? actor.kind === 'partner' && actor.partnerId === to.partnerId
      : actor.kind === 'staff' && actor.email.toLowerCase() === to.recipient.toLowerCase();
  if (!meant) return null;
  const reply = await unlessRefused(() =>
    waitingOutLimits(() => client.conversations.open({ users: userId })),
  );
  return reply?.channel?.id ?? null;
}

/** The Slack user that the company's own lists name for the person. */
async function readListedUser(access: Access, to: Recipient): Promise<string | null> {
  const rows = await access.open(access.system, (connection) =>
    to.audience === 'partner'
      ? connection.query<{ userId: string }>(
          `select slack_user_id as "userId"
           from partner_people
           where lower(email) = lower($1)
             and partner_id = $2
             and slack_user_id <> ''`,
          [to.recipient, to.partnerId],
        )
      : connection.query<{ userId: string }>(
          `select slack_user_id as "userId"
           from people
           where lower(email) = lower($1)
             and slack_user_id <> ''`,
          [to.recipient],
        ),
  );
  return rows[0]?.userId ?? null;
}

async function lookUpUser(client: webApi.WebClient, email: string): Promise<string | null> {
  const reply = await unlessRefused(() => waitingOutLimits(() => client.users.lookupByEmail({ email })));
  return reply?.user?.id ?? null;
}

/** Null where Slack understood the question and says no: the person is not there or takes no messages. */
async function unlessRefused<T>(call: () => Promise<T>): Promise<T | null> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof webApi.WebAPIPlatformError) return null;
    throw error;
  }
}

async function say(client: webApi.WebClient, channelId: string, message: Message): Promise<void> {
  await waitingOutLimits(() =>
    client.chat.postMessage({
      channel: channelId,
      ...renderOwnMessage(message.lines),
      metadata: { event_type: EVENT_TYPE, event_payload: { key: message.key } },
      unfurl_links: false,
      unfurl_media: false,
    }),
  );
}

async function isIn({ client, botUserId }: Connected, channelId: string, key: string): Promise<boolean> {
  let cursor = '';
  for (let page = 0; page < PAGES; page++) {
    const reply = historyReply.parse(
      await waitingOutLimits(() =>
        client.conversations.history({
          channel: channelId,
          include_all_metadata: true,
          limit: PAGE_LENGTH,
          ...(cursor ? { cursor } : {}),
        }),
      ),
    );
    const found = reply.messages.some(
      ({ user, metadata }) =>
        user === botUserId && metadata?.event_type === EVENT_TYPE && metadata.event_payload?.key === key,
    );
    if (found) return true;
    cursor = reply.response_metadata?.next_cursor ?? '';
    if (!cursor) break;
  }
  return false;
}

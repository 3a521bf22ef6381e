import { App, type Receiver, webApi } from '@slack/bolt';
import type { Access } from '../../access/access.ts';
import type { Feedback } from '../../agent/trace/feedback.ts';
import type { Assistant } from '../../agent/types.ts';
import { AppError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { createAudiences, type SlackIdentity } from './audience.ts';
import { createBoltLogger } from './bolt-logger.ts';
import { createDirectory, type Home } from './directory.ts';
import { listenToStops } from './listeners/agent-session-stopped.ts';
import { listenToHome } from './listeners/app-home-opened.ts';
import { listenToMentions } from './listeners/app-mention.ts';
import { listenToQuestions } from './listeners/ask-question.ts';
import { listenToChanges } from './listeners/changes.ts';
import { listenToDealChecks } from './listeners/check-deal.ts';
import { listenToChoosing } from './listeners/choose-option.ts';
import { listenToConfirming } from './listeners/confirm-proposal.ts';
import { listenToDirectMessages } from './listeners/direct-message.ts';
import { listenToDismissing } from './listeners/dismiss-proposal.ts';
import { listenToForms } from './listeners/forms.ts';
import { listenToLinks } from './listeners/open-link.ts';
import { listenToPrivateAnswers } from './listeners/private-answer.ts';
import { listenToRatings } from './listeners/rate-answer.ts';
import { listenToCommand } from './listeners/slash-command.ts';
import { listenToThreadReplies } from './listeners/thread-reply.ts';
import { listenToWrongMatches } from './listeners/wrong-match.ts';
import { PACE, type Pace, type Surface, type SurfaceServices } from './surface.ts';
import type { TakenEvents } from './taken-events.ts';

const CLEAN_UP_EVERY_MS = 60 * 60_000;

/** A client that answers or fails within seconds: the defaults try for half an hour and stand still at each 429. */
export const CLIENT_OPTIONS: webApi.WebClientOptions = {
  timeout: 10_000,
  rejectRateLimitedCalls: true,
  retryConfig: { retries: 2, minTimeout: 300, maxTimeout: 2_000 },
};

export interface SlackConfig {
  readonly botToken: string;
  /** With one: Socket Mode, which needs no address that Slack can reach. Without: HTTP, checked by the signing secret. */
  readonly appToken?: string | undefined;
  readonly signingSecret?: string | undefined;
  readonly port: number;
  readonly linkHosts: readonly string[];
}

export interface SlackParts {
  readonly assistant: Assistant;
  readonly services: SurfaceServices;
  readonly access: Pick<Access, 'grant'>;
  readonly feedback: Feedback;
  readonly identity: SlackIdentity;
  readonly events: TakenEvents;
  readonly log: Log;
  readonly config: SlackConfig;
  /** `fetch` here is the seam for tests and proxies. */
  readonly clientOptions?: webApi.WebClientOptions;
  /** Instead of Socket Mode or HTTP. */
  readonly receiver?: Receiver;
  readonly pace?: Pace;
}

export interface SlackApp {
  readonly bolt: App;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Builds the Slack surface: asks Slack whose app this is, then lays every listener. Throws `unavailable` where Slack does
 * not say, since without it nobody can be told from strangers, and `bad_input` where a secret is missing.
 */
export async function createSlackApp(parts: SlackParts): Promise<SlackApp> {
  const { config, log } = parts;
  const options = { ...CLIENT_OPTIONS, ...parts.clientOptions, logger: createBoltLogger(log) };
  const client = new webApi.WebClient(config.botToken, options);
  const { home, botId } = await askHome(client);
  const directory = createDirectory({ client, home, now: () => performance.now(), log });
  const surface: Surface = {
    client,
    home,
    directory,
    audiences: createAudiences({ directory, identity: parts.identity }),
    assistant: parts.assistant,
    services: parts.services,
    access: parts.access,
    feedback: parts.feedback,
    events: parts.events,
    log,
    linkHosts: config.linkHosts,
    pace: parts.pace ?? PACE,
  };
  const bolt = new App({
    token: config.botToken,
    botId,
    botUserId: home.botUserId,
    tokenVerificationEnabled: false,
    convoStore: false,
    logger: createBoltLogger(log),
    clientOptions: options,
    ...chooseDelivery(parts),
  });
  layListeners(bolt, surface);
  bolt.error(async (error) => log.error({ err: error }, 'a Slack listener failed'));
  return withUpkeep(bolt, surface);
}

function layListeners(bolt: App, surface: Surface): void {
  listenToMentions(bolt, surface);
  listenToDirectMessages(bolt, surface);
  listenToThreadReplies(bolt, surface);
  listenToConfirming(bolt, surface);
  listenToChoosing(bolt, surface);
  listenToWrongMatches(bolt, surface);
  listenToDismissing(bolt, surface);
  listenToPrivateAnswers(bolt, surface);
  listenToLinks(bolt);
  listenToHome(bolt, surface);
  listenToQuestions(bolt, surface);
  listenToForms(bolt, surface);
  listenToRatings(bolt, surface);
  listenToDealChecks(bolt, surface);
  listenToStops(bolt, surface);
  listenToCommand(bolt, surface);
  listenToChanges(bolt, surface);
}

function chooseDelivery({ receiver, config }: SlackParts): ConstructorParameters<typeof App>[0] & object {
  if (receiver) return { receiver };
  if (config.appToken) return { socketMode: true, appToken: config.appToken };
  if (config.signingSecret) return { signingSecret: config.signingSecret, port: config.port };
  throw new AppError(
    'bad_input',
    'Slack needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) beside SLACK_BOT_TOKEN.',
  );
}

/** Whose app the token is. Throws `unavailable` where Slack does not say. */
export async function askHome(client: webApi.WebClient): Promise<{ home: Home; botId: string }> {
  try {
    const reply = await client.auth.test();
    if (!reply.team_id || !reply.user_id || !reply.bot_id) throw new Error('Slack named no bot.');
    return {
      home: { teamId: reply.team_id, enterpriseId: reply.enterprise_id ?? null, botUserId: reply.user_id },
      botId: reply.bot_id,
    };
  } catch (error) {
    throw new AppError(
      'unavailable',
      'Slack did not accept SLACK_BOT_TOKEN: check the token and the network.',
      {
        cause: error,
      },
    );
  }
}

function withUpkeep(bolt: App, surface: Surface): SlackApp {
  let timer: NodeJS.Timeout | undefined;
  const cleanUp = () =>
    surface.events
      .forgetOld()
      .catch((error) => surface.log.warn({ err: error }, 'old events were not deleted'));
  return {
    bolt,
    async start() {
      await bolt.start();
      timer = setInterval(cleanUp, CLEAN_UP_EVERY_MS);
      timer.unref();
      await cleanUp();
    },
    async stop() {
      clearInterval(timer);
      await bolt.stop();
    },
  };
}

import type { Access } from '../../access/access.ts';
import type { Identity } from '../../access/identity.ts';
import type { Feedback } from '../../agent/trace/feedback.ts';
import type { Assistant } from '../../agent/types.ts';
import type { Log } from '../../log.ts';
import { createSlackApp, type SlackParts } from '../slack/app.ts';
import type { SurfaceServices } from '../slack/surface.ts';
import { createTakenEvents } from '../slack/taken-events.ts';
import { knowMadeUpIds, readSeed } from './company-seed.ts';
import { readManifest } from './manifest.ts';
import { servePlayground } from './server.ts';
import { listPeople, takeSnapshot } from './snapshot.ts';
import { watchAssistant } from './traces.ts';
import { createWorkspace } from './workspace/workspace.ts';

/** Shown to nobody: the workspace inside the process takes any token, and no other place is ever asked. */
const BOT_TOKEN = 'xoxb-playground';

/** Changes that come within this time are told as one. */
const ANNOUNCE_AFTER_MS = 30;

export interface PlaygroundParts {
  readonly access: Access;
  readonly identity: Identity;
  readonly assistant: Assistant;
  readonly services: SurfaceServices;
  readonly feedback: Feedback;
  readonly log: Log;
  readonly linkHosts: readonly string[];
  /** The configured model's name; null for the offline one. */
  readonly model: string | null;
  readonly token: string;
  /** 0 takes any free one. */
  readonly port: number;
  readonly now: () => number;
}

export interface Playground {
  /** What a person opens in a browser. */
  readonly address: string;
  /** The way to its Slack, for messages that the program sends of its own accord. */
  readonly slack: {
    readonly botToken: string;
    readonly clientOptions: NonNullable<SlackParts['clientOptions']>;
  };
  readonly identity: ReturnType<typeof knowMadeUpIds>;
  stop(): Promise<void>;
}

/**
 * Starts the page over a Slack inside the process, driven by the very listeners that answer in the real one. The people are
 * those of the company's lists as they stand now. Throws `unavailable` where the port is taken.
 */
export async function startPlayground(parts: PlaygroundParts): Promise<Playground> {
  const { access, log } = parts;
  const seed = await readSeed(access);
  const manifest = readManifest();
  const announcer = createAnnouncer();
  const workspace = createWorkspace({ seed, now: parts.now, changed: announcer.changed });
  const traces = watchAssistant(parts.assistant, announcer.changed);
  const identity = knowMadeUpIds(parts.identity, seed);
  const clientOptions = { fetch: workspace.fetch as typeof fetch };
  const app = await createSlackApp({
    assistant: traces.assistant,
    services: parts.services,
    feedback: parts.feedback,
    access,
    identity,
    events: createTakenEvents(access),
    log,
    config: { botToken: BOT_TOKEN, port: 0, linkHosts: parts.linkHosts },
    clientOptions,
    receiver: {
      init: (bolt) => workspace.listen(bolt),
      start: async () => undefined,
      stop: async () => undefined,
    },
  });
  await app.start();
  const server = await servePlayground({
    workspace,
    see: (userId) =>
      workspace.state.members.has(userId) && userId !== workspace.state.bot.id
        ? takeSnapshot({ state: workspace.state, traces, manifest }, userId)
        : null,
    people: () => listPeople(workspace.state),
    model: parts.model ?? 'offline (basic mode)',
    log,
    token: parts.token,
    port: parts.port,
  }).catch(async (error: unknown) => {
    await app.stop();
    throw error;
  });
  announcer.tell(server.announce);
  return {
    address: server.address,
    slack: { botToken: BOT_TOKEN, clientOptions },
    identity,
    async stop() {
      announcer.stop();
      await server.close();
      await app.stop();
    },
  };
}

/** Gathers changes, so that a stream of them is told at most every few hundredths of a second. */
function createAnnouncer(): { changed(): void; tell(announce: () => void): void; stop(): void } {
  let announce: () => void = () => undefined;
  let timer: NodeJS.Timeout | undefined;
  return {
    changed() {
      timer ??= setTimeout(() => {
        timer = undefined;
        announce();
      }, ANNOUNCE_AFTER_MS);
    },
    tell(wanted) {
      announce = wanted;
    },
    stop: () => clearTimeout(timer),
  };
}

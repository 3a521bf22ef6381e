import type { Actor } from '../../access/types.ts';
import type { App } from '../../app.ts';
import { type Hourly, repeatHourly } from '../../schedule/hourly.ts';
import type { Messenger } from '../../schedule/types.ts';
import { type Playground, startPlayground } from '../../surfaces/playground/start.ts';
import { createSlackMessenger } from '../../surfaces/slack/messenger.ts';
import { startSlack } from '../../surfaces/slack/start.ts';
import type { Output } from '../output.ts';
import { chat } from './chat.ts';
import { loadSampleCompany } from './sample.ts';

interface StartParts {
  readonly app: App;
  readonly output: Output;
  readonly stdin: NodeJS.ReadStream;
  readonly now: () => Date;
  readonly newThread: () => string;
  /** Opens the playground's page; nobody else can know it. */
  readonly newToken: () => string;
  readonly identify: (email: string) => Promise<Actor>;
  readonly stopped: Promise<void>;
}

interface StartRequest {
  /** Chats in the terminal as this person instead. */
  readonly as: string | undefined;
  readonly place: string;
  /** Of the playground's page. */
  readonly port: number;
}

/** A surface that serves until the program is asked to stop, and how the program says something there of its own accord. */
interface Serving {
  readonly messenger: Messenger | null;
  /** The playground is looked at whenever somebody has time. */
  readonly anyHour?: boolean;
  readonly serve: () => Promise<void>;
}

/**
 * Every configured surface: Slack where it is set up, else the playground's page; a chat in the terminal for who asks by
 * email. Beside it, at the start and each hour, the work that time asks for; what of it is under way at the end is
 * finished first.
 */
export async function start(parts: StartParts, request: StartRequest): Promise<number> {
  await ensureCompany(parts.app, parts.output);
  const serving = await openSurface(parts, request);
  const upkeep = startUpkeep(parts.app, serving);
  try {
    await serving.serve();
    return 0;
  } finally {
    await upkeep.stop();
  }
}

function openSurface(parts: StartParts, request: StartRequest): Promise<Serving> {
  if (request.as !== undefined) return openChat(parts, { as: request.as, place: request.place });
  return parts.app.config.slack
    ? openSlack(parts, parts.app.config.slack)
    : openPlayground(parts, request.port);
}

async function openChat(parts: StartParts, request: { as: string; place: string }): Promise<Serving> {
  const { app, output, identify, newThread, stdin } = parts;
  const terminal = { assistant: app.assistant, identify, newThread, output, input: stdin };
  return { messenger: findMessenger(app), serve: async () => void (await chat(terminal, request)) };
}

async function openSlack(
  { app, output, stopped }: StartParts,
  settings: NonNullable<App['config']['slack']>,
): Promise<Serving> {
  return {
    messenger: findMessenger(app),
    async serve() {
      const slack = await startSlack(app, settings);
      output.err(
        `Slack is connected (${settings.appToken ? 'Socket Mode' : `HTTP, port ${settings.port}`}).\n`,
      );
      await stopped;
      await slack.stop();
    },
  };
}

async function openPlayground(parts: StartParts, port: number): Promise<Serving> {
  const { app, output, stopped } = parts;
  const playground = await startPlayground({
    ...app,
    linkHosts: app.config.linkHosts,
    model: app.config.model?.name ?? null,
    token: parts.newToken(),
    port,
    now: () => parts.now().getTime(),
  });
  output.err(
    `The playground is open, on this machine alone. Whoever has the address acts there as anybody on the lists:\n`,
  );
  output.out(`${playground.address}\n`);
  return {
    messenger: messageInPlayground(app, playground),
    anyHour: true,
    serve: () => stopped.then(playground.stop),
  };
}

function startUpkeep(app: App, { messenger, anyHour = false }: Serving): Hourly {
  return repeatHourly({
    work: (signal) => app.schedule.runDue({ again: false, messenger, anyHour, signal }),
    log: app.log,
  });
}

/** The configured way to people; null where there is none, and messages wait to be listed by `cosell upkeep`. */
export function findMessenger(app: App): Messenger | null {
  const { access, identity, log, config } = app;
  return config.slack
    ? createSlackMessenger({ access, identity, log, botToken: config.slack.botToken })
    : null;
}

/** What the program says of its own accord comes as a direct message of the playground's. */
function messageInPlayground({ access, log }: App, { slack, identity }: Playground): Messenger {
  return createSlackMessenger({ access, identity, log, ...slack });
}

/** The sample company, where nothing was imported yet. */
async function ensureCompany(app: App, output: Output): Promise<void> {
  const people = await app.access.open(app.access.system, (connection) =>
    connection.query('select email from people limit 1'),
  );
  if (people.length > 0) return;
  output.err('No company was imported yet: loading the sample company.\n');
  await loadSampleCompany(app);
}

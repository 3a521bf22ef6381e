import type { Actor } from '../../access/types.ts';
import type { App } from '../../app.ts';
import { AppError } from '../../errors.ts';
import { type Hourly, repeatHourly } from '../../schedule/hourly.ts';
import type { Messenger } from '../../schedule/types.ts';
import { createSlackMessenger } from '../../surfaces/slack/messenger.ts';
import { startSlack } from '../../surfaces/slack/start.ts';
import type { Output } from '../output.ts';
import { chat } from './chat.ts';
import { loadSampleCompany } from './sample.ts';

interface StartParts {
  readonly app: App;
  readonly output: Output;
  readonly stdin: NodeJS.ReadStream;
  readonly newThread: () => string;
  readonly identify: (email: string) => Promise<Actor>;
  readonly stopped: Promise<void>;
}

/**
 * Every configured surface: Slack where it is set up, else a chat where there is a terminal. Beside it, at the start and each
 * hour, the work that time asks for; what of it is under way at the end is finished first.
 */
export async function start(
  parts: StartParts,
  request: { as: string | undefined; place: string },
): Promise<number> {
  await ensureCompany(parts.app, parts.output);
  checkSurfaces(parts);
  const upkeep = startUpkeep(parts.app);
  try {
    return await serve(parts, request);
  } finally {
    await upkeep.stop();
  }
}

function checkSurfaces({ app, stdin }: StartParts): void {
  if (app.config.slack || stdin.isTTY) return;
  throw new AppError(
    'bad_input',
    'No surface is configured: set SLACK_BOT_TOKEN, or start in a terminal for a chat.',
  );
}

/** Messages go by Slack where it is configured, and wait to be listed by `cosell upkeep` elsewhere. */
function startUpkeep(app: App): Hourly {
  const messenger = findMessenger(app);
  return repeatHourly({
    work: (signal) => app.schedule.runDue({ again: false, messenger, signal }),
    log: app.log,
  });
}

/** The configured way to people; null where there is none. */
export function findMessenger(app: App): Messenger | null {
  const { access, identity, log, config } = app;
  return config.slack
    ? createSlackMessenger({ access, identity, log, botToken: config.slack.botToken })
    : null;
}

async function serve(parts: StartParts, request: { as: string | undefined; place: string }): Promise<number> {
  const { app, output } = parts;
  if (app.config.slack) {
    const slack = await startSlack(app, app.config.slack);
    output.err(
      `Slack is connected (${app.config.slack.appToken ? 'Socket Mode' : `HTTP, port ${app.config.slack.port}`}).\n`,
    );
    await parts.stopped;
    await slack.stop();
    return 0;
  }
  const as = request.as ?? (await firstPerson(app));
  return chat(
    {
      assistant: app.assistant,
      identify: parts.identify,
      newThread: parts.newThread,
      output,
      input: parts.stdin,
    },
    { as, place: request.place },
  );
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

async function firstPerson(app: App): Promise<string> {
  const [person] = await app.access.open(app.access.system, (connection) =>
    connection.query<{ email: string }>(`select email from people order by role <> 'rep', email limit 1`),
  );
  if (!person)
    throw new AppError('not_found', 'The company has no people yet: import a folder with people.csv.');
  return person.email;
}

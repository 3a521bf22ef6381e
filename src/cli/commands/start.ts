import type { Actor } from '../../access/types.ts';
import type { App } from '../../app.ts';
import { AppError } from '../../errors.ts';
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

/** Every configured surface: Slack where it is set up, else a chat where there is a terminal. */
export async function start(
  parts: StartParts,
  request: { as: string | undefined; place: string },
): Promise<number> {
  const { app, output } = parts;
  await ensureCompany(app, output);
  if (app.config.slack) {
    const slack = await startSlack(app, app.config.slack);
    output.err(
      `Slack is connected (${app.config.slack.appToken ? 'Socket Mode' : `HTTP, port ${app.config.slack.port}`}).\n`,
    );
    await parts.stopped;
    await slack.stop();
    return 0;
  }
  if (!parts.stdin.isTTY) {
    throw new AppError(
      'bad_input',
      'No surface is configured: set SLACK_BOT_TOKEN, or start in a terminal for a chat.',
    );
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

import type { Access } from '../../access/access.ts';
import type { Feedback } from '../../agent/trace/feedback.ts';
import type { Assistant } from '../../agent/types.ts';
import type { Log } from '../../log.ts';
import { createSlackApp, type SlackApp, type SlackConfig } from './app.ts';
import type { SlackIdentity } from './audience.ts';
import type { SurfaceServices } from './surface.ts';
import { createTakenEvents } from './taken-events.ts';

/** Connects the program to its Slack workspace and listens until it is stopped. Throws as `createSlackApp` does. */
export async function startSlack(
  program: {
    assistant: Assistant;
    services: SurfaceServices;
    feedback: Feedback;
    identity: SlackIdentity;
    access: Access;
    log: Log;
    config: { linkHosts: readonly string[] };
  },
  settings: Omit<SlackConfig, 'linkHosts'>,
): Promise<SlackApp> {
  const slack = await createSlackApp({
    assistant: program.assistant,
    services: program.services,
    feedback: program.feedback,
    access: program.access,
    identity: program.identity,
    events: createTakenEvents(program.access),
    log: program.log,
    config: { ...settings, linkHosts: program.config.linkHosts },
  });
  await slack.start();
  return slack;
}

import { describe, expect, it } from 'vitest';
import type { Access } from '../../src/access/access.ts';
import type { Identity } from '../../src/access/identity.ts';
import type { Feedback } from '../../src/agent/trace/feedback.ts';
import type { Assistant } from '../../src/agent/types.ts';
import { createLog } from '../../src/log.ts';
import { createSlackApp, type SlackConfig } from '../../src/surfaces/slack/app.ts';
import type { SurfaceServices } from '../../src/surfaces/slack/surface.ts';
import type { TakenEvents } from '../../src/surfaces/slack/taken-events.ts';
import { createFakeSlack, type FakeSlack } from './fake/fake-slack.ts';
import { createOffice } from './office.ts';

function connect(slack: FakeSlack, config: Partial<SlackConfig>) {
  return createSlackApp({
    assistant: {} as Assistant,
    services: {} as SurfaceServices,
    access: {} as Access,
    feedback: {} as Feedback,
    identity: {} as Identity,
    events: {} as TakenEvents,
    log: createLog('silent'),
    config: { botToken: 'xoxb-unused', port: 0, linkHosts: [], ...config },
    clientOptions: { fetch: slack.fetch!, retryConfig: { retries: 0 } },
  });
}

describe('the Slack surface', () => {
  it('does not start where Slack does not say whose app it is', async () => {
    const slack = createFakeSlack(createOffice());
    slack.fail('auth.test', { error: 'invalid_auth' });
    await expect(connect(slack, { signingSecret: 's' })).rejects.toMatchObject({
      code: 'unavailable',
      message: 'Slack did not accept SLACK_BOT_TOKEN: check the token and the network.',
    });
  });

  it('does not start without a way for events to come in', async () => {
    await expect(connect(createFakeSlack(createOffice()), {})).rejects.toMatchObject({ code: 'bad_input' });
  });

  it.each([{ signingSecret: 's' }, { appToken: 'xapp-unused' }])('is built for %j', async (config) => {
    await expect(connect(createFakeSlack(createOffice()), config)).resolves.toBeDefined();
  });
});

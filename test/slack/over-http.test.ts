import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HTTPReceiver } from '@slack/bolt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAccess } from '../../src/access/access.ts';
import type { Database } from '../../src/db/port.ts';
import { createLog } from '../../src/log.ts';
import { createBoltLogger } from '../../src/surfaces/slack/bolt-logger.ts';
import { openTestDatabase } from '../setup/database.ts';
import { envelope } from './fake/payloads.ts';
import { fillCompany, type Office, openOffice } from './office.ts';

const SECRET = 'signing-secret-of-this-test';

let database: Database;
let office: Office;
let address: string;
let close: () => Promise<void>;

beforeAll(async () => {
  database = await openTestDatabase();
  await fillCompany(createAccess(database));
  const receiver = new HTTPReceiver({ signingSecret: SECRET, logger: createBoltLogger(createLog('silent')) });
  office = await openOffice(database, { receiver });
  office.world.directWith('U_RITA');
  const server = createServer(receiver.requestListener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  close = () => new Promise((resolve) => server.close(() => resolve()));
});
afterAll(async () => {
  await close();
  await database.close();
});

function send(body: string, look: { secret?: string; ageS?: number; type?: string } = {}): Promise<Response> {
  const timestamp = String(Math.floor(Date.now() / 1_000) - (look.ageS ?? 0));
  const signature = createHmac('sha256', look.secret ?? SECRET)
    .update(`v0:${timestamp}:${body}`)
    .digest('hex');
  return fetch(address, {
    method: 'POST',
    body,
    headers: {
      'content-type': look.type ?? 'application/json',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    },
  });
}

function question(ts: string): string {
  const event = {
    type: 'message',
    channel: 'D_U_RITA',
    channel_type: 'im',
    user: 'U_RITA',
    text: 'who?',
    ts,
  };
  return JSON.stringify(envelope(office.slack.state, event, `Ev${ts}`));
}

describe('over HTTP', () => {
  it('Slack’s signed request is acknowledged and then answered', async () => {
    const reply = await send(question('1.000001'));
    expect(reply.status).toBe(200);
    await expect.poll(() => office.slack.answers('U_RITA', 'D_U_RITA').length).toBe(1);
    expect(office.assistant.questions).toHaveLength(1);
  });

  it.each([
    ['signed with another secret', { secret: 'guessed' }],
    ['ten minutes old', { ageS: 600 }],
  ])('a request %s is refused and nobody is asked', async (_, look) => {
    const before = office.assistant.questions.length;
    const reply = await send(question('1.000002'), look);
    expect(reply.status).toBe(401);
    expect(office.assistant.questions).toHaveLength(before);
  });

  it('an address is confirmed', async () => {
    const reply = await send(JSON.stringify({ type: 'url_verification', challenge: 'c1' }));
    expect(await reply.json()).toEqual({ challenge: 'c1' });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Access, createAccess } from '../../src/access/access.ts';
import { createIdentity } from '../../src/access/identity.ts';
import type { Database } from '../../src/db/port.ts';
import { createLog } from '../../src/log.ts';
import type { Recipient } from '../../src/schedule/types.ts';
import { createSlackMessenger } from '../../src/surfaces/slack/messenger.ts';
import { openTestDatabase } from '../setup/database.ts';
import { insertPartnerPerson } from '../setup/rows.ts';
import { createFakeSlack, type FakeSlack } from '../slack/fake/fake-slack.ts';
import { createOffice, fillCompany } from '../slack/office.ts';

const MESSAGE = {
  key: 'cosell-notice-1',
  lines: ['Your registration R is protected until <!channel> 30 September.', 'And another.'],
};

let database: Database;
let access: Access;

beforeAll(async () => {
  database = await openTestDatabase();
  access = createAccess(database);
  await fillCompany(access);
  const bo = { email: 'bo@borealis.example', partner_id: 'borealis', slack_user_id: 'U_BO' };
  await insertPartnerPerson(access, bo);
  // On Borealis's list, but the account is of Kestrel's workspace and on Kestrel's list as well.
  const kai = { email: 'kai@kestrel.example', slack_user_id: 'U_KAI' };
  await insertPartnerPerson(access, { ...kai, partner_id: 'kestrel' });
  await insertPartnerPerson(access, { email: 'unlisted@borealis.example', partner_id: 'borealis' });
});
afterAll(() => database.close());

function connect(slack: FakeSlack) {
  return createSlackMessenger({
    access,
    identity: createIdentity(access),
    log: createLog('silent'),
    botToken: 'xoxb-unused',
    clientOptions: { fetch: slack.fetch!, retryConfig: { retries: 0 } },
  });
}

const ours = (recipient: string): Recipient => ({ recipient, audience: 'internal', partnerId: 'borealis' });
const theirs = (recipient: string, partnerId = 'borealis'): Recipient => ({
  recipient,
  audience: 'partner',
  partnerId,
});

describe('a message in Slack', () => {
  it.each([
    { name: 'a colleague found by email', to: ours('rita@northwind.example'), reader: 'U_RITA' },
    { name: 'a colleague by the listed user', to: ours('Max@northwind.example'), reader: 'U_MAX' },
    { name: "a partner's guest", to: theirs('gus@borealis.example'), reader: 'U_GUS' },
    { name: "a partner's person of another workspace", to: theirs('bo@borealis.example'), reader: 'U_BO' },
  ])('reaches $name alone, as text that does nothing', async ({ to, reader }) => {
    const slack = createFakeSlack(createOffice());
    expect(await connect(slack).notify(to, MESSAGE)).toBe('delivered');
    expect(slack.state.messages.map((one) => [one.channelId, one.unfurls])).toEqual([[`D_${reader}`, false]]);
    expect(slack.state.messages[0]?.text).not.toContain('<!channel>');
    expect(slack.state.complaints).toEqual([]);
  });

  it.each([
    { name: 'somebody whom Slack does not know', to: ours('nobody@northwind.example') },
    { name: "a person of the partner's whom Slack does not know", to: theirs('unlisted@borealis.example') },
    { name: 'a person of another partner', to: theirs('kai@kestrel.example') },
    { name: "a partner's guest, of our own facts", to: ours('gus@borealis.example') },
    { name: "a colleague, of a partner's message", to: theirs('rita@northwind.example') },
  ])('does not go to $name', async ({ to }) => {
    const slack = createFakeSlack(createOffice());
    expect(await connect(slack).notify(to, MESSAGE)).toBe('unreachable');
    expect(slack.state.messages).toEqual([]);
  });

  it('is known to have arrived by its key, and no other is', async () => {
    const slack = createFakeSlack(createOffice());
    const messenger = connect(slack);
    const to = ours('rita@northwind.example');
    expect(await messenger.hasArrived(to, MESSAGE)).toBe(false);
    await messenger.notify(to, MESSAGE);
    expect(await messenger.hasArrived(to, MESSAGE)).toBe(true);
    expect(await messenger.hasArrived(to, { ...MESSAGE, key: 'cosell-notice-2' })).toBe(false);
  });

  it('fails, and goes out later, where Slack is away', async () => {
    const slack = createFakeSlack(createOffice());
    const messenger = connect(slack);
    const to = ours('rita@northwind.example');
    slack.fail('auth.test', { error: 'fatal_error' });
    await expect(messenger.notify(to, MESSAGE)).rejects.toMatchObject({ code: 'unavailable' });
    slack.fail('chat.postMessage', { error: 'fatal_error' });
    await expect(messenger.notify(to, MESSAGE)).rejects.toThrow();
    expect(await messenger.notify(to, MESSAGE)).toBe('delivered');
  });
});

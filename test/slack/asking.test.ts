import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAccess } from '../../src/access/access.ts';
import type { Database } from '../../src/db/port.ts';
import { openTestDatabase } from '../setup/database.ts';
import { fillCompany, forgetEvents, type Office, openOffice } from './office.ts';

let database: Database;
let office: Office;

beforeAll(async () => {
  database = await openTestDatabase();
  await fillCompany(createAccess(database));
});
afterAll(() => database.close());

beforeEach(async () => {
  await forgetEvents(database);
  office = await openOffice(database);
});
afterEach(() => {
  expect(office.slack.state.complaints).toEqual([]);
  expect(office.slack.state.messages.filter((message) => message.unfurls)).toEqual([]);
});

const MENTION = '<@U_COSELL> who should we bring into Globex?';

describe('a question in a channel', () => {
  it('of our own people is answered in its thread under the rep’s own scope', async () => {
    const { slack, assistant } = office;
    const asked = await slack.say('U_RITA', 'C_SALES', MENTION);
    expect(assistant.questions).toMatchObject([
      {
        text: 'who should we bring into Globex?',
        actor: { kind: 'staff', email: 'rita@northwind.example', role: 'rep' },
        audience: { place: 'internal' },
        thread: `T_HOME|C_SALES|${asked.ts}`,
      },
    ]);
    expect(slack.answers('U_NEW', 'C_SALES')).toMatchObject([
      { text: 'Answered for internal.', threadTs: asked.ts },
    ]);
  });

  it('shared with a partner gets the safe answer there and offers the rep alone the full one', async () => {
    const { slack, assistant } = office;
    await slack.say('U_RITA', 'C_BOREALIS', MENTION);
    expect(assistant.questions[0]?.audience).toEqual({ place: 'shared', partnerIds: ['borealis'] });
    expect(slack.answers('U_BO', 'C_BOREALIS').map((one) => one.text)).toEqual([
      'Answered for partner:borealis.',
    ]);
    const [, offer] = slack.answers('U_RITA', 'C_BOREALIS');
    expect(offer).toMatchObject({ onlyFor: 'U_RITA' });

    await slack.click('U_RITA', offer!, 'private_answer');
    expect(assistant.questions[1]).toMatchObject({
      text: 'who should we bring into Globex?',
      audience: { place: 'dm' },
    });
    const privately = slack.answers('U_RITA', 'D_U_RITA');
    expect(privately.map((one) => one.text)).toEqual([
      'You asked: who should we bring into Globex?',
      'Answered for internal.',
    ]);
    expect(slack.answers('U_BO', 'C_BOREALIS')).toHaveLength(1);
  });

  it('asked by the partner there is the partner’s, and offers nothing', async () => {
    const { slack, assistant } = office;
    await slack.say('U_BO', 'C_BOREALIS', MENTION);
    expect(assistant.questions[0]).toMatchObject({
      actor: { kind: 'partner', partnerId: 'borealis', email: 'slack:T_BOREALIS:U_BO' },
      audience: { place: 'shared', partnerIds: ['borealis'] },
    });
    expect(slack.answers('U_BO', 'C_BOREALIS')).toHaveLength(1);
    expect(slack.calls('chat.postEphemeral')).toEqual([]);
  });

  it('shared with two partners is read by both', async () => {
    await office.slack.say('U_RITA', 'C_BOTH', MENTION);
    expect(office.assistant.questions[0]?.audience).toEqual({
      place: 'shared',
      partnerIds: ['borealis', 'kestrel'],
    });
  });

  it('that a known guest reads is shared with the guest’s firm, and one that an unknown guest reads is external', async () => {
    const { slack, assistant, world } = office;
    world.addChannel('C_GUS', ['U_RITA', 'U_GUS']);
    world.addChannel('C_GUEST', ['U_RITA', 'U_GUEST']);
    await slack.say('U_RITA', 'C_GUS', MENTION);
    await slack.say('U_RITA', 'C_GUEST', MENTION);
    expect(assistant.questions.map((one) => one.audience)).toEqual([
      { place: 'shared', partnerIds: ['borealis'] },
      { place: 'external' },
    ]);
  });

  it.each([
    ['an invitation is pending', { sharing: 'pending', teamIds: ['T_BOREALIS'] }],
    ['an unknown firm shares it', { sharing: 'external', teamIds: ['T_EVIL'] }],
    [
      'an unknown firm shares it beside a partner',
      { sharing: 'external', teamIds: ['T_BOREALIS', 'T_EVIL'] },
    ],
    ['it is shared and Slack names no firm', { sharing: 'external', teamIds: [] }],
  ] as const)('is external where %s', async (_, look) => {
    office.world.addChannel('C_ODD', ['U_RITA'], { ...look, teamIds: [...look.teamIds] });
    await office.slack.say('U_RITA', 'C_ODD', MENTION);
    expect(office.assistant.questions[0]?.audience).toEqual({ place: 'external' });
  });

  it('is internal where only our own organisation shares it', async () => {
    office.world.addChannel('C_ORG', ['U_RITA'], { sharing: 'organisation' });
    await office.slack.say('U_RITA', 'C_ORG', MENTION);
    expect(office.assistant.questions[0]?.audience).toEqual({ place: 'internal' });
  });

  it.each(['users.info', 'conversations.info', 'conversations.members'])(
    'is external while %s fails',
    async (method) => {
      office.slack.fail(method, { error: 'internal_error', times: 100 });
      await office.slack.say('U_RITA', 'C_SALES', MENTION);
      expect(office.assistant.questions[0]?.audience).toEqual({ place: 'external' });
      expect(office.slack.answers('U_NEW', 'C_SALES')).toMatchObject([{ text: 'Answered for public.' }]);
    },
  );

  it('that more people read than can be looked up is external', async () => {
    const many = Array.from({ length: 250 }, (_, i) => office.world.addUser(`U_${i}`).id);
    office.world.addChannel('C_MANY', ['U_RITA', ...many]);
    await office.slack.say('U_RITA', 'C_MANY', MENTION);
    expect(office.assistant.questions[0]?.audience).toEqual({ place: 'external' });
  });

  it('that is shared while the answer is made is answered again for those who read it now', async () => {
    const { slack, assistant, world } = office;
    assistant.script = (question) => {
      const sales = world.channels.get('C_SALES');
      if (sales && assistant.questions.length === 1) {
        sales.sharing = 'external';
        sales.teamIds = ['T_BOREALIS'];
        sales.members.add('U_BO');
      }
      return question.audience.place === 'internal' ? { text: 'a secret' } : {};
    };
    await slack.say('U_RITA', 'C_SALES', MENTION);
    expect(slack.answers('U_BO', 'C_SALES').map((one) => one.text)).toEqual([
      'Answered for partner:borealis.',
    ]);
    expect(JSON.stringify(slack.state.calls)).not.toContain('a secret');
  });

  it('goes on without a mention in a thread that the app has answered in, and in no other', async () => {
    const { slack, assistant } = office;
    const asked = await slack.say('U_RITA', 'C_SALES', MENTION);
    await slack.say('U_RITA', 'C_SALES', 'and for Initech?', { thread: asked.ts });
    await slack.say('U_MAX', 'C_SALES', '<@U_RITA> shall we?', { thread: asked.ts });
    const other = await slack.say('U_MAX', 'C_SALES', 'lunch?');
    await slack.say('U_MAX', 'C_SALES', 'yes', { thread: other.ts });
    expect(assistant.questions.map((one) => [one.text, one.thread])).toEqual([
      ['who should we bring into Globex?', `T_HOME|C_SALES|${asked.ts}`],
      ['and for Initech?', `T_HOME|C_SALES|${asked.ts}`],
    ]);
  });
});

describe('a direct message', () => {
  it('of a rep is answered in a thread of its own', async () => {
    const { slack, assistant, world } = office;
    world.directWith('U_RITA');
    const asked = await slack.say('U_RITA', 'D_U_RITA', 'who for Globex?');
    expect(assistant.questions).toMatchObject([
      { audience: { place: 'dm' }, thread: `T_HOME|D_U_RITA|${asked.ts}` },
    ]);
    expect(slack.answers('U_RITA', 'D_U_RITA')).toMatchObject([
      { text: 'Answered for internal.', threadTs: asked.ts },
    ]);
  });

  it.each([
    ['U_GUS', { kind: 'partner', partnerId: 'borealis', email: 'gus@borealis.example' }],
    ['U_KAI', { kind: 'partner', partnerId: 'kestrel' }],
    ['U_MAX', { kind: 'staff', role: 'partner_manager' }],
    ['U_EVE', { kind: 'outsider', id: 'slack:T_EVIL:U_EVE' }],
    ['U_GUEST', { kind: 'outsider', id: 'slack:T_HOME:U_GUEST' }],
    ['U_NEW', { kind: 'outsider', id: 'slack:T_HOME:U_NEW' }],
  ])('of %s comes from whom the lists say', async (userId, actor) => {
    office.world.directWith(userId);
    await office.slack.say(userId, `D_${userId}`, 'hello?');
    expect(office.assistant.questions[0]).toMatchObject({ actor, audience: { place: 'dm' } });
  });

  it('of somebody whom Slack does not describe comes from a stranger', async () => {
    office.world.directWith('U_RITA');
    office.slack.fail('users.info', { error: 'user_not_found', times: 10 });
    await office.slack.say('U_RITA', 'D_U_RITA', 'hello?');
    expect(office.assistant.questions[0]?.actor).toEqual({ kind: 'outsider', id: 'slack:unknown:U_RITA' });
  });

  it('without a question gets a word of help and costs no turn', async () => {
    await office.slack.say('U_RITA', 'C_SALES', '<@U_COSELL>');
    expect(office.assistant.questions).toEqual([]);
    expect(office.slack.answers('U_RITA', 'C_SALES')[0]?.text).toMatch(/^Ask me/);
  });
});

describe('what nobody asked', () => {
  it.each([
    ['an edit', { subtype: 'message_changed', message: { text: 'x' } }],
    ['a deletion', { subtype: 'message_deleted' }],
    ['a bot', { bot_id: 'B_OTHER', user: 'U_RITA', text: 'hi' }],
    ['a bot of the old kind', { subtype: 'bot_message', bot_id: 'B_OTHER', text: 'hi' }],
    ['the app itself', { user: 'U_COSELL', text: 'hi' }],
    [
      'a mention that was edited in',
      { user: 'U_RITA', text: MENTION, edited: { user: 'U_RITA', ts: '2.0' } },
    ],
    ['a workflow', { text: MENTION }],
  ])('such as by %s is left alone', async (_, look) => {
    office.world.directWith('U_RITA');
    const event = { channel: 'D_U_RITA', channel_type: 'im', ts: '1.0', event_ts: '1.0', ...look };
    await office.slack.send({ type: 'message', ...event });
    await office.slack.send({ type: 'app_mention', ...event, text: MENTION });
    expect(office.assistant.questions.filter((one) => one.text === 'hi' || one.text === 'x')).toEqual([]);
    expect(office.slack.calls('chat.postMessage')).toHaveLength(0);
  });
});

it('a command is answered in a direct message, and nobody in the channel sees it', async () => {
  const { slack, assistant } = office;
  const acks = await slack.command('U_RITA', 'C_BOREALIS', 'who for Globex &amp; Co?');
  expect(acks).toEqual([{ response_type: 'ephemeral', text: 'I answer you in a direct message.' }]);
  expect(assistant.questions).toMatchObject([{ text: 'who for Globex & Co?', audience: { place: 'dm' } }]);
  expect(slack.answers('U_BO', 'C_BOREALIS')).toEqual([]);
  expect(slack.answers('U_RITA', 'D_U_RITA')).toHaveLength(2);
});

it('the Home tab is made for who opened it', async () => {
  await office.slack.send({ type: 'app_home_opened', user: 'U_RITA', channel: 'D_U_RITA', tab: 'home' });
  await office.slack.send({ type: 'app_home_opened', user: 'U_EVE', channel: 'D_U_EVE', tab: 'home' });
  await office.slack.send({ type: 'app_home_opened', user: 'U_MAX', channel: 'D_U_MAX', tab: 'messages' });
  const homes = [...office.slack.state.homes].map(([userId, blocks]) => [userId, JSON.stringify(blocks)]);
  expect(homes).toEqual([
    ['U_RITA', expect.stringContaining('Hello Rita Rep')],
    ['U_EVE', expect.not.stringContaining('Rita')],
  ]);
});

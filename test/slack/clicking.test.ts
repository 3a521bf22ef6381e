import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAccess } from '../../src/access/access.ts';
import type { Database } from '../../src/db/port.ts';
import { AppError } from '../../src/errors.ts';
import { openTestDatabase } from '../setup/database.ts';
import type { FakeMessage } from './fake/state.ts';
import { fillCompany, forgetEvents, type Office, openOffice } from './office.ts';
import { aProposal } from './scripted-assistant.ts';

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
  office.assistant.script = () => ({
    proposals: [aProposal(), aProposal({ id: 'prop_2', summary: 'The other.' })],
  });
});
afterEach(() => expect(office.slack.state.complaints).toEqual([]));

async function prepare(channelId = 'C_SALES'): Promise<FakeMessage> {
  await office.slack.say('U_RITA', channelId, '<@U_COSELL> ask for an intro');
  const [card] = office.slack.answers('U_RITA', channelId);
  if (!card) throw new Error('Nothing was prepared.');
  return card;
}

describe('a click on a prepared step', () => {
  it('settles it under the clicker’s own identity, and its outcome takes the place of its buttons', async () => {
    const { slack, assistant } = office;
    const card = await prepare();
    expect(slack.state.statuses.get(`C_SALES|${card.threadTs}`)).toBe('suspended');
    await slack.click('U_MAX', card, 'confirm_proposal');
    expect(assistant.clicks).toEqual([
      {
        choice: 'confirm',
        proposalId: 'prop_1',
        actor: {
          kind: 'staff',
          email: 'max@northwind.example',
          name: 'Max Manager',
          role: 'partner_manager',
        },
        audience: { place: 'internal' },
        surface: 'slack',
      },
    ]);
    const [settled] = slack.answers('U_NEW', 'C_SALES');
    expect(JSON.stringify(settled?.blocks)).toContain('*Confirmed* by Max Manager. Done as prepared.');
    expect(buttonsOf(settled)).toEqual(['prop_2', 'prop_2']);
    await slack.click('U_RITA', settled!, 'dismiss_proposal');
    expect(assistant.clicks[1]).toMatchObject({ choice: 'dismiss', proposalId: 'prop_2' });
    expect(buttonsOf(slack.answers('U_NEW', 'C_SALES')[0])).toEqual([]);
    expect(slack.state.statuses.get(`C_SALES|${card.threadTs}`)).toBe('active');
  });

  it('delivered twice counts once', async () => {
    const card = await prepare();
    await office.slack.click('U_RITA', card, 'confirm_proposal', { times: 3 });
    expect(office.assistant.clicks).toHaveLength(1);
  });

  it('by somebody who may not is refused to them alone, and the card stays', async () => {
    const { slack, assistant } = office;
    const card = await prepare('C_BOREALIS');
    await slack.click('U_BO', card, 'confirm_proposal');
    expect(assistant.clicks[0]).toMatchObject({
      actor: { kind: 'partner', partnerId: 'borealis' },
      audience: { place: 'shared', partnerIds: ['borealis'] },
    });
    expect(slack.answers('U_BO', 'C_BOREALIS').at(-1)).toMatchObject({
      onlyFor: 'U_BO',
      text: 'This step is for somebody else to confirm.',
    });
    expect(buttonsOf(slack.answers('U_RITA', 'C_BOREALIS')[0])).toHaveLength(4);
    expect(JSON.stringify(slack.answers('U_RITA', 'C_BOREALIS'))).not.toContain('somebody else');
  });

  it('that comes late is told so', async () => {
    const { slack, assistant } = office;
    const card = await prepare();
    assistant.settle = () => {
      throw new AppError('expired', 'This step has expired. Ask for it again.');
    };
    await slack.click('U_RITA', card, 'confirm_proposal');
    expect(slack.answers('U_RITA', 'C_SALES').at(-1)).toMatchObject({
      onlyFor: 'U_RITA',
      text: 'This step has expired. Ask for it again.',
    });
  });

  it('is made by a stranger where Slack does not say who clicked', async () => {
    const { slack, assistant } = office;
    const card = await prepare();
    slack.fail('users.info', { error: 'internal_error', times: 10 });
    await slack.click('U_RITA', card, 'confirm_proposal');
    expect(assistant.clicks[0]).toMatchObject({
      actor: { kind: 'outsider' },
      audience: { place: 'external' },
    });
  });

  it('says nothing of a fault but its id', async () => {
    const { slack, assistant } = office;
    const card = await prepare();
    assistant.settle = () => {
      throw new Error('relation "proposals" does not exist');
    };
    await slack.click('U_RITA', card, 'confirm_proposal');
    expect(slack.answers('U_RITA', 'C_SALES').at(-1)?.text).toMatch(
      /^Something broke on my side.* id [0-9a-f]{8}\.$/,
    );
    expect(JSON.stringify(slack.state.calls)).not.toContain('relation');
  });

  it('that was carried out is told even where the card can’t be changed', async () => {
    const { slack } = office;
    const card = await prepare();
    slack.fail('chat.update', { error: 'edit_window_closed', times: 5 });
    await slack.click('U_RITA', card, 'confirm_proposal');
    expect(slack.answers('U_NEW', 'C_SALES').at(-1)).toMatchObject({
      text: '*Confirmed* by Rita Rep. Done as prepared.',
      threadTs: card.threadTs,
    });
  });
});

describe('the offer of a full answer', () => {
  it('serves nobody but who asked', async () => {
    const { slack, assistant } = office;
    office.assistant.script = () => ({});
    await slack.say('U_RITA', 'C_BOREALIS', '<@U_COSELL> who competes?');
    const offer = slack.answers('U_RITA', 'C_BOREALIS').at(-1);
    await slack.click('U_BO', offer!, 'private_answer');
    expect(assistant.questions).toHaveLength(1);
    expect(slack.answers('U_BO', 'C_BOREALIS').at(-1)).toMatchObject({
      onlyFor: 'U_BO',
      text: 'I can’t find your question any more. Ask me in a direct message.',
    });
  });

  it('asks under the identity of the click and its own room, not of the offer’s', async () => {
    const { slack, assistant } = office;
    office.assistant.script = () => ({});
    const asked = await slack.say('U_RITA', 'C_BOREALIS', '<@U_COSELL> who competes?');
    const offer = slack.answers('U_RITA', 'C_BOREALIS').at(-1);
    await slack.click('U_RITA', offer!, 'private_answer', { times: 2 });
    expect(assistant.questions).toHaveLength(2);
    expect(assistant.questions[1]?.thread).not.toContain(asked.ts);
  });
});

/** The values of the buttons that are still there. */
function buttonsOf(message: FakeMessage | undefined): unknown[] {
  return (message?.blocks ?? [])
    .filter((block) => block.type === 'actions')
    .flatMap((block) => (block.elements as { value: string }[]).map((element) => element.value));
}

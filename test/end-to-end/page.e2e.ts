import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { type PlaygroundServer, servePlayground } from '../../src/surfaces/playground/server.ts';
import { listPeople, takeSnapshot } from '../../src/surfaces/playground/snapshot.ts';
import { BOT_ID } from '../../src/surfaces/playground/workspace/state.ts';
import type { Json } from '../../src/surfaces/playground/workspace/types.ts';
import { createWorkspace, type Workspace } from '../../src/surfaces/playground/workspace/workspace.ts';
import { type Desk, openBrowser, openDesk } from './browser.ts';

const HOSTILE = '<img src=x onerror=alert(1)><script>alert(2)</script> &lt;b&gt;';
const plain = (text: string) => ({ type: 'plain_text', text });
const option = (value: string) => ({ text: plain(value), value });
const button = (action_id: string, words: string) => ({
  type: 'button',
  action_id,
  text: plain(words),
  value: '1',
});

const FORM = {
  type: 'modal',
  callback_id: 'form',
  title: plain('Register a deal'),
  submit: plain('Send'),
  blocks: [
    {
      type: 'input',
      block_id: 'account',
      label: plain('Account'),
      dispatch_action: true,
      element: {
        type: 'plain_text_input',
        action_id: 'name',
        dispatch_action_config: { trigger_actions_on: ['on_character_entered'] },
      },
    },
    {
      type: 'input',
      block_id: 'product',
      label: plain('Product'),
      element: {
        type: 'static_select',
        action_id: 'pick',
        options: [option('Platform'), option('Security')],
      },
    },
    {
      type: 'input',
      block_id: 'kind',
      label: plain('Kind'),
      element: { type: 'radio_buttons', action_id: 'pick', options: [option('resale'), option('referral')] },
    },
    {
      type: 'input',
      block_id: 'amount',
      label: plain('Amount'),
      hint: plain('In USD'),
      element: { type: 'number_input', action_id: 'number', is_decimal_allowed: false },
    },
    {
      type: 'input',
      block_id: 'rest',
      label: plain('Anything else'),
      optional: true,
      element: {
        type: 'checkboxes',
        action_id: 'boxes',
        options: [option('urgent'), option('competitor is in')],
      },
    },
  ],
};

const TEAM = {
  id: 'C1',
  kind: 'channel' as const,
  name: 'team',
  about: 'Internal: our own people read it',
  memberIds: new Set(['U1', 'U2', BOT_ID]),
  teamIds: [],
};

let browser: Browser;
let workspace: Workspace;
let server: PlaygroundServer;
let desk: Desk;
/** What the listeners were told. */
let told: Json[];
/** What the listeners do with it. */
let react: (body: Json) => Promise<unknown>;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  told = [];
  react = async () => undefined;
  const member = (id: string, name: string) => ({
    ...{ id, name, teamId: 'T1', email: `${id}@example.test`, title: 'rep', firm: '', bot: false },
  });
  workspace = createWorkspace({
    seed: { homeTeamId: 'T1', members: [member('U1', 'Rita'), member('U2', 'Max')], places: [TEAM] },
    now: Date.now,
    changed: () => setTimeout(() => server.announce()),
  });
  workspace.listen({
    async processEvent({ body, ack }) {
      told.push(body);
      await ack(await react(body));
    },
  });
  const traces = { assistant: {} as never, of: () => [] };
  const manifest = { prompts: [{ title: 'Idea', message: 'An idea' }], shortcuts: [] };
  server = await servePlayground({
    workspace,
    see: (userId) => takeSnapshot({ state: workspace.state, traces, manifest }, userId),
    people: () => listPeople(workspace.state),
    model: 'none',
    log: createLog('silent'),
    token: 'token',
    port: 0,
  });
  desk = await openDesk(browser, server.address);
});
afterEach(async () => {
  expect(desk.errors).toEqual([]);
  expect(await desk.findAccessibilityFaults()).toEqual([]);
  await desk.page.close();
  await server.close();
});

const call = (method: string, args: Json) =>
  workspace.fetch(`https://slack.com/api/${method}`, {
    body: new URLSearchParams(
      Object.entries(args).map(([name, one]) => [name, typeof one === 'string' ? one : JSON.stringify(one)]),
    ).toString(),
  });

async function say(blocks: readonly Json[]): Promise<void> {
  workspace.state.places.get('D1') ?? (await call('conversations.open', { users: 'U1' }));
  await call('chat.postMessage', { channel: 'D1', text: 'words', blocks });
  await desk.page.locator('.message.bot').last().waitFor();
}

describe('the page draws', () => {
  test('every block that the program sends, with others’ words in it as words', async () => {
    const words = {
      type: 'mrkdwn',
      text: `*bold* ${HOSTILE.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}`,
    };
    await say([
      { type: 'header', text: plain(HOSTILE) },
      { type: 'section', text: words, fields: [words, plain(HOSTILE)], accessory: button('one', HOSTILE) },
      { type: 'context', elements: [words] },
      { type: 'divider' },
      {
        type: 'actions',
        elements: [
          button('two', 'Go'),
          { type: 'static_select', action_id: 'menu', options: [option('A'), option('B')] },
        ],
      },
      { type: 'table', rows: [[{ type: 'raw_text', text: 'Head' }], [{ type: 'raw_text', text: HOSTILE }]] },
      { type: 'markdown', text: `# Title\n- **bold** ${HOSTILE}` },
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: HOSTILE, style: { bold: true } },
              { type: 'link', url: 'javascript:alert(1)', text: 'link' },
            ],
          },
        ],
      },
      { type: 'image', image_url: 'https://elsewhere.example/x.png', alt_text: HOSTILE },
      { type: 'card', title: words, body: words, actions: [button('three', 'On the card')] },
      {
        type: 'container',
        title: plain(HOSTILE),
        is_collapsible: true,
        child_blocks: [{ type: 'section', text: plain(HOSTILE) }],
      },
      { type: 'plan', title: HOSTILE, tasks: [{ type: 'task_card', title: HOSTILE, status: 'complete' }] },
      { type: 'alert', text: plain(HOSTILE) },
      {
        type: 'context_actions',
        elements: [
          {
            type: 'feedback_buttons',
            action_id: 'rate',
            positive_button: { text: plain('Good'), value: 'good' },
            negative_button: { text: plain('Bad'), value: 'bad' },
          },
        ],
      },
    ]);
    const log = desk.page.locator('#log');
    expect(await log.locator('[data-fault]').count()).toBe(0);
    expect(await log.locator('img, script, a, [onerror]').count()).toBe(0);
    expect(await log.locator('h3').textContent()).toBe(HOSTILE);
    expect(await log.locator('td').textContent()).toBe(HOSTILE);
    expect(await log.locator('strong', { hasText: /^bold$/ }).count()).toBe(6);
    await desk.page.getByRole('button', { name: 'Good' }).click();
    await expect
      .poll(() => told.at(-1)?.actions)
      .toMatchObject([{ type: 'feedback_buttons', action_id: 'rate', value: 'good' }]);
    await desk.page.locator('[data-action-id=menu]').selectOption({ label: 'B' });
    await expect
      .poll(() => told.at(-1)?.actions)
      .toMatchObject([{ action_id: 'menu', selected_option: { value: 'B' } }]);
  });

  test('a block that it does not know as a fault that can be seen', async () => {
    await say([{ type: 'hologram' }]);
    expect(await desk.page.locator('[data-fault]').textContent()).toContain('block hologram');
  });

  test('a whisper for one person alone', async () => {
    await desk.enter('#team');
    await call('chat.postMessage', { channel: 'C1', text: 'for all' });
    await call('chat.postEphemeral', { channel: 'C1', user: 'U1', text: 'for Rita' });
    await desk.page.getByText('Only you can see this').waitFor();
    await desk.become('Max');
    await desk.page.locator('#log', { hasText: 'for all' }).waitFor();
    expect(await desk.page.locator('#log').textContent()).not.toContain('for Rita');
  });
});

describe('a form', () => {
  /** A click on a message's button opens it, as it does in Slack. */
  async function openForm(): Promise<void> {
    react = async (body) => {
      if (body.type === 'block_actions' && body.trigger_id && body.message)
        await call('views.open', { trigger_id: body.trigger_id, view: FORM });
      return undefined;
    };
    await say([{ type: 'actions', elements: [button('open', 'Open the form')] }]);
    await desk.page.getByRole('button', { name: 'Open the form' }).click();
    await desk.page.getByRole('dialog').waitFor();
  }

  test('shows its faults at the field, keeps what was typed, and sends all of it', async () => {
    await openForm();
    expect(await desk.findAccessibilityFaults()).toEqual([]);
    const dialog = desk.page.getByRole('dialog');
    await dialog.getByLabel('Account').fill('Globex');
    await expect.poll(() => told.at(-1)?.actions).toMatchObject([{ action_id: 'name', value: 'Globex' }]);
    await dialog.getByLabel('Product').selectOption({ label: 'Security' });
    await dialog.getByLabel('referral').check();
    await dialog.getByLabel('Amount').fill('-5');
    await dialog.getByLabel('urgent').check();
    react = async () => ({ response_action: 'errors', errors: { amount: 'More than nothing, please.' } });
    await dialog.getByRole('button', { name: 'Send' }).click();
    await dialog.getByRole('alert').waitFor();
    expect(await dialog.getByRole('alert').textContent()).toBe('More than nothing, please.');
    expect(await dialog.getByLabel('Account').inputValue()).toBe('Globex');
    expect(await desk.findAccessibilityFaults()).toEqual([]);

    react = async () => undefined;
    await dialog.getByLabel('Amount').fill('5000');
    await dialog.getByRole('button', { name: 'Send' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(told.at(-1)).toMatchObject({
      type: 'view_submission',
      user: { id: 'U1' },
      view: {
        callback_id: 'form',
        state: {
          values: {
            account: { name: { value: 'Globex' } },
            product: { pick: { selected_option: { value: 'Security' } } },
            kind: { pick: { selected_option: { value: 'referral' } } },
            amount: { number: { value: '5000' } },
            rest: { boxes: { selected_options: [{ value: 'urgent' }] } },
          },
        },
      },
    });
  });

  test('keeps what was typed where the program draws it anew, and closes by Escape', async () => {
    await openForm();
    const dialog = desk.page.getByRole('dialog');
    await dialog.getByLabel('Account').fill('Globex');
    const id = await dialog.getAttribute('data-view-id');
    const blocks = [{ type: 'section', text: plain('Free as far as you may see.') }, ...FORM.blocks];
    await call('views.update', { view_id: String(id), view: { ...FORM, blocks } });
    await dialog.getByText('Free as far as you may see.').waitFor();
    expect(await dialog.getByLabel('Account').inputValue()).toBe('Globex');
    await desk.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });
});

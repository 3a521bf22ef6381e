import { webApi } from '@slack/bolt';
import { beforeEach, describe, expect, it } from 'vitest';
import { METHODS } from '../../src/surfaces/playground/workspace/methods.ts';
import { BOT_ID, seenBy } from '../../src/surfaces/playground/workspace/state.ts';
import type { Json, Member, Place } from '../../src/surfaces/playground/workspace/types.ts';
import { createWorkspace, type Workspace } from '../../src/surfaces/playground/workspace/workspace.ts';

const member = (id: string, teamId: string): Member => ({
  ...{ id, teamId, name: id, email: `${id.toLowerCase()}@example.test`, title: 'rep', firm: '', bot: false },
});
const SHARED: Place = {
  id: 'C_SHARED',
  kind: 'channel',
  name: 'shared',
  about: 'Shared with a partner',
  memberIds: new Set(['U_REP', 'U_PARTNER', BOT_ID]),
  teamIds: ['T_PARTNER'],
};

let workspace: Workspace;
let told: Json[];
/** What the app acknowledges with. */
let answer: (body: Json) => unknown;
/** The clock, in milliseconds. */
let now: number;

beforeEach(() => {
  told = [];
  answer = () => undefined;
  now = Date.parse('2026-06-30T09:00:00Z');
  workspace = createWorkspace({
    seed: {
      homeTeamId: 'T_HOME',
      members: [member('U_REP', 'T_HOME'), member('U_PARTNER', 'T_PARTNER')],
      places: [SHARED],
    },
    now: () => now,
    changed: () => undefined,
  });
  workspace.listen({
    async processEvent({ body, ack }) {
      told.push(body);
      await ack(answer(body));
    },
  });
});

/** Slack's own client over the workspace: what it sends is what the program sends. */
const client = () =>
  new webApi.WebClient('xoxb-unused', {
    fetch: workspace.fetch as typeof fetch,
    retryConfig: { retries: 0 },
    logger: {
      debug() {},
      info() {},
      warn() {},
      error() {},
      setLevel() {},
      getLevel: () => webApi.LogLevel.ERROR,
      setName() {},
    },
  });

const seen = (userId: string, channelId = SHARED.id) =>
  seenBy(workspace.state, userId, workspace.state.places.get(channelId)!).map((message) => message.text);

describe('the Slack inside the playground', () => {
  it('has only methods that Slack’s own client has', () => {
    const known = client() as unknown as Record<string, unknown>;
    const unknown = Object.keys(METHODS).filter((name) => {
      const found = name
        .split('.')
        .reduce<unknown>((at, part) => (at as Record<string, unknown>)?.[part], known);
      return typeof found !== 'function';
    });
    // Newer than the client, which reaches it by `apiCall`.
    expect(unknown.filter((name) => !name.startsWith('agents.sessions.'))).toEqual([]);
  });

  it('tells of a mention twice, as Slack does, in an envelope of the sender’s own workspace', async () => {
    await workspace.say({
      userId: 'U_PARTNER',
      channelId: SHARED.id,
      threadTs: null,
      text: '@Cosell is <b>Globex</b> free & open?',
    });
    expect(told.map((body) => [(body.event as Json).type, body.team_id])).toEqual([
      ['app_mention', 'T_PARTNER'],
      ['message', 'T_PARTNER'],
    ]);
    expect(told.map((body) => (body.event as Json).text)).toEqual([
      `<@${BOT_ID}> is &lt;b&gt;Globex&lt;/b&gt; free &amp; open?`,
      `<@${BOT_ID}> is &lt;b&gt;Globex&lt;/b&gt; free &amp; open?`,
    ]);
  });

  it('lets nobody write, read or click where they are not', async () => {
    const direct = (await client().conversations.open({ users: 'U_REP' })).channel?.id ?? '';
    const posted = await client().chat.postMessage({ channel: direct, text: 'for the rep' });
    expect(seen('U_REP', direct)).toEqual(['for the rep']);
    expect(seen('U_PARTNER', direct)).toEqual([]);
    const partner = { userId: 'U_PARTNER', channelId: direct };
    await expect(workspace.say({ ...partner, threadTs: null, text: 'hi' })).rejects.toThrow('not_in_channel');
    await expect(
      workspace.use(
        { channelId: direct, ts: posted.ts ?? '' },
        { userId: 'U_PARTNER', element: {}, values: {} },
      ),
    ).rejects.toThrow('message_not_found');
    expect(told).toEqual([]);
  });

  it('shows an ephemeral message to one person, who alone can click on it', async () => {
    const whispered = await client().chat.postEphemeral({
      channel: SHARED.id,
      user: 'U_REP',
      text: 'between us',
    });
    expect([seen('U_REP'), seen('U_PARTNER')]).toEqual([['between us'], []]);
    const on = { channelId: SHARED.id, ts: whispered.message_ts ?? '' };
    const element = { type: 'button', action_id: 'go', block_id: 'b0', value: '1' };
    await workspace.use(on, { userId: 'U_REP', element, values: {} });
    expect(told.at(-1)).toMatchObject({ container: { is_ephemeral: true }, actions: [{ action_id: 'go' }] });
    expect(told.at(-1)).not.toHaveProperty('message');
    await expect(workspace.use(on, { userId: 'U_PARTNER', element, values: {} })).rejects.toThrow(
      'message_not_found',
    );
  });

  it('describes a shared room and an outsider as Slack does: by team, with no email', async () => {
    const room = (await client().conversations.info({ channel: SHARED.id })).channel;
    expect(room).toMatchObject({ is_ext_shared: true, connected_team_ids: ['T_PARTNER', 'T_HOME'] });
    const outsider = (await client().users.info({ user: 'U_PARTNER' })).user;
    expect(outsider).toMatchObject({ team_id: 'T_PARTNER', is_stranger: false });
    expect(outsider?.profile?.email).toBeUndefined();
    await expect(client().users.lookupByEmail({ email: 'u_partner@example.test' })).rejects.toThrow(
      'users_not_found',
    );
  });

  it('streams, and shows a file with its alt text once its bytes have come', async () => {
    const direct = (await client().conversations.open({ users: 'U_REP' })).channel?.id ?? '';
    const root = await client().chat.postMessage({ channel: direct, text: 'root' });
    const streamer = client().chatStream({
      channel: direct,
      thread_ts: root.ts ?? '',
      recipient_user_id: 'U_REP',
      recipient_team_id: 'T_HOME',
    });
    await streamer.append({
      chunks: [{ type: 'task_update', id: '1', title: 'Looking', status: 'in_progress' }],
    });
    await streamer.stop({ blocks: [{ type: 'divider' }] });
    const streamed = workspace.state.messages.at(-1);
    expect(streamed).toMatchObject({
      threadTs: root.ts,
      stream: { open: false, chunks: [{ title: 'Looking' }] },
      blocks: [{ type: 'divider' }],
    });
    await client().files.uploadV2({
      channel_id: direct,
      thread_ts: root.ts ?? '',
      file_uploads: [
        { file: Buffer.from('PNG'), filename: 'chart.png', title: 'Chart', alt_text: 'Sourced: 5' },
      ],
    });
    const [file] = workspace.state.messages.at(-1)?.files ?? [];
    expect({ ...file, bytes: Buffer.from(file?.bytes ?? []).toString() }).toMatchObject({
      title: 'Chart',
      altText: 'Sourced: 5',
      bytes: 'PNG',
    });
  });

  it('opens a modal for whom the trigger belongs to, once and for a short time', async () => {
    const view = { type: 'modal' as const, title: { type: 'plain_text' as const, text: 'Form' }, blocks: [] };
    await workspace.say({ userId: 'U_REP', channelId: SHARED.id, threadTs: null, text: '/cosell form' });
    const trigger_id = String(told.at(-1)?.trigger_id);
    await client().views.open({ trigger_id, view });
    expect([...workspace.state.modals.keys()]).toEqual(['U_REP']);
    await expect(client().views.open({ trigger_id, view })).rejects.toThrow('invalid_trigger_id');
    await workspace.say({ userId: 'U_REP', channelId: SHARED.id, threadTs: null, text: '/cosell form' });
    now += 60_000;
    await expect(client().views.open({ trigger_id: String(told.at(-1)?.trigger_id), view })).rejects.toThrow(
      'expired_trigger_id',
    );
  });

  it('gives the faults of a form back, closes one that was taken, and follows an update', async () => {
    const view = { type: 'modal' as const, title: { type: 'plain_text' as const, text: 'Form' }, blocks: [] };
    const open = async () => {
      await workspace.say({ userId: 'U_REP', channelId: SHARED.id, threadTs: null, text: '/cosell form' });
      return (
        (await client().views.open({ trigger_id: String(told.at(-1)?.trigger_id), view })).view?.id ?? ''
      );
    };
    const viewId = await open();
    answer = () => ({ response_action: 'errors', errors: { amount: 'Too low.' } });
    expect(await workspace.submit({ userId: 'U_REP', viewId, values: {} })).toEqual({ amount: 'Too low.' });
    answer = () => ({ response_action: 'update', view: { ...view, callback_id: 'second' } });
    expect(await workspace.submit({ userId: 'U_REP', viewId, values: {} })).toEqual({});
    expect(workspace.state.modals.get('U_REP')?.at(-1)?.content.callback_id).toBe('second');
    await expect(workspace.submit({ userId: 'U_PARTNER', viewId, values: {} })).rejects.toThrow(
      'view_not_found',
    );
    answer = () => undefined;
    expect(await workspace.submit({ userId: 'U_REP', viewId, values: { a: { b: { value: 'c' } } } })).toEqual(
      {},
    );
    expect(workspace.state.modals.get('U_REP')).toEqual([]);
    expect(told.at(-1)).toMatchObject({ view: { state: { values: { a: { b: { value: 'c' } } } } } });
  });

  it('answers a command by its response address, and refuses any address that is not its own', async () => {
    answer = () => ({ response_type: 'ephemeral', text: 'Working on it.' });
    await workspace.say({ userId: 'U_REP', channelId: SHARED.id, threadTs: null, text: '/cosell who?' });
    expect(told.at(-1)).toMatchObject({ command: '/cosell', text: 'who?', user_id: 'U_REP' });
    await workspace.fetch(told.at(-1)?.response_url, { body: JSON.stringify({ text: 'Done.' }) });
    expect([seen('U_REP'), seen('U_PARTNER')]).toEqual([['Working on it.', 'Done.'], []]);
    const elsewhere = await workspace.fetch('https://example.com/api/auth.test', { body: '' });
    expect(await elsewhere.json()).toEqual({ ok: false, error: 'unknown_method' });
  });

  it('never gives two messages one time stamp, and keeps them in order', async () => {
    const posted = [];
    for (let i = 0; i < 50; i++)
      posted.push((await client().chat.postMessage({ channel: SHARED.id, text: String(i) })).ts ?? '');
    expect(new Set(posted).size).toBe(50);
    expect([...posted].sort()).toEqual(posted);
  });
});

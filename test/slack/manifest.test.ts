import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { METHODS } from './fake/methods.ts';

const ROOT = new URL('../../', import.meta.url);
const SURFACE = new URL('src/surfaces/slack/', ROOT);
const manifest = JSON.parse(readFileSync(new URL('slack-manifest.json', ROOT), 'utf8'));
const source = readdirSync(SURFACE, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(new URL(name, SURFACE), 'utf8'))
  .join('\n');

/** The scopes that each method needs for a bot (docs.slack.dev, reference of methods). */
const SCOPES: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'users.info': ['users:read', 'users:read.email'],
  'users.lookupByEmail': ['users:read.email'],
  'conversations.info': ['channels:read', 'groups:read', 'im:read', 'mpim:read'],
  'conversations.members': ['channels:read', 'groups:read', 'im:read', 'mpim:read'],
  'conversations.open': ['im:write'],
  'conversations.history': ['im:history'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history', 'mpim:history'],
  'chat.postMessage': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.startStream': ['chat:write'],
  'chat.appendStream': ['chat:write'],
  'chat.stopStream': ['chat:write'],
  'agents.sessions.setStatus': ['assistant:write', 'chat:write'],
  'files.getUploadURLExternal': ['files:write'],
  'files.completeUploadExternal': ['files:write'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
};

/** The scopes that each event needs. */
const EVENT_SCOPES: Readonly<Record<string, readonly string[]>> = {
  app_mention: ['app_mentions:read'],
  'message.im': ['im:history'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.mpim': ['mpim:history'],
  app_home_opened: [],
  agent_session_stopped: ['assistant:write'],
  channel_shared: ['channels:read', 'groups:read'],
  channel_unshared: ['channels:read', 'groups:read'],
  channel_id_changed: ['channels:read', 'groups:read'],
  member_joined_channel: ['channels:read', 'groups:read'],
  member_left_channel: ['channels:read', 'groups:read'],
  user_change: ['users:read'],
};

describe('the manifest', () => {
  it('subscribes to exactly the events that the code listens to', () => {
    const byName = [...source.matchAll(/app\.event\('([a-z_]+)'/g)].map((match) => match[1]);
    const listed = [...(/ROOM_EVENTS = \[([^\]]*)\]/.exec(source)?.[1] ?? '').matchAll(/'([a-z_]+)'/g)].map(
      (match) => match[1],
    );
    expect(byName.length).toBeGreaterThan(2);
    expect(listed.length).toBeGreaterThan(4);
    const messages = ['message.channels', 'message.groups', 'message.im', 'message.mpim'];
    expect(manifest.settings.event_subscriptions.bot_events).toEqual(
      [...byName, ...listed, 'user_change', ...messages].sort(),
    );
  });

  it('asks for exactly the scopes that its methods, events and command need', () => {
    const called = [...source.matchAll(/client\.((?:[a-z]\w*\.)*[a-z]\w*)\(/gi)]
      .map((match) => match[1] ?? '')
      // The client's own name for the two calls of an upload.
      .flatMap((name) =>
        name === 'files.uploadV2' ? ['files.getUploadURLExternal', 'files.completeUploadExternal'] : [name],
      )
      .filter((name) => name.includes('.'));
    const named = [...source.matchAll(/(?:apiCall|call)\(\s*'([a-z.A-Z]+)'/g)].map((match) => match[1] ?? '');
    const methods = new Set([
      ...called,
      ...named,
      'chat.startStream',
      'chat.appendStream',
      'chat.stopStream',
    ]);
    expect([...methods].sort()).toEqual(Object.keys(SCOPES).sort());
    expect(Object.keys(METHODS).sort()).toEqual(Object.keys(SCOPES).sort());
    const events: string[] = manifest.settings.event_subscriptions.bot_events;
    const needed = [
      ...Object.values(SCOPES),
      ...events.map((name) => EVENT_SCOPES[name] ?? [`unknown: ${name}`]),
    ].flat();
    expect(manifest.oauth_config.scopes.bot).toEqual([...new Set([...needed, 'commands'])].sort());
  });

  it('declares the commands that the code answers, with ids instead of names', () => {
    const commands = [...source.matchAll(/app\.command\('([^']+)'/g)].map((match) => match[1]);
    const declared: { command: string; should_escape: boolean }[] = manifest.features.slash_commands;
    expect(declared.map((one) => one.command)).toEqual(commands);
    expect(declared.every((one) => one.should_escape)).toBe(true);
  });

  it('declares the shortcuts that the code answers, and no other', () => {
    const answered = [
      ...source.matchAll(/app\.shortcut<MessageShortcut>\(\{[^}]*callback_id: '([a-z_]+)'/g),
    ].map((match) => match[1]);
    const declared: { type: string; name: string; callback_id: string; description: string }[] =
      manifest.features.shortcuts;
    expect(answered.length).toBeGreaterThan(0);
    expect(declared.map((one) => one.callback_id)).toEqual(answered);
    for (const one of declared) {
      expect(one.type).toBe('message');
      expect(one.name.length).toBeLessThanOrEqual(24);
      expect(one.description.length).toBeLessThanOrEqual(150);
    }
  });

  it('lets people write to the app and click, as an agent, within Slack’s limits', () => {
    const { agent_view: view, app_home: home } = manifest.features;
    expect(view.agent_description.length).toBeLessThanOrEqual(300);
    expect(view.suggested_prompts.length).toBeLessThanOrEqual(4);
    expect(home).toEqual({
      home_tab_enabled: true,
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    });
    expect(manifest.settings).toMatchObject({
      interactivity: { is_enabled: true },
      token_rotation_enabled: false,
      org_deploy_enabled: false,
    });
    expect(manifest.display_information.description.length).toBeLessThanOrEqual(140);
  });
});

import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../../src/log.ts';
import { type PlaygroundServer, servePlayground } from '../../src/surfaces/playground/server.ts';
import { createWorkspace } from '../../src/surfaces/playground/workspace/workspace.ts';

const TOKEN = 'a-token-of-the-test';
let server: PlaygroundServer;
let port: number;
/** What the listeners were told. */
const told: unknown[] = [];

beforeAll(async () => {
  const workspace = createWorkspace({
    seed: {
      homeTeamId: 'T1',
      members: [
        { id: 'U1', teamId: 'T1', name: 'Rita', email: 'rita@example.test', title: '', firm: '', bot: false },
      ],
      places: [],
    },
    now: Date.now,
    changed: () => undefined,
  });
  workspace.listen({ processEvent: async ({ body }) => void told.push(body) });
  server = await servePlayground({
    workspace,
    see: (userId) => (userId === 'U1' ? { person: userId } : null),
    people: () => [{ id: 'U1' }],
    model: 'none',
    log: createLog('silent'),
    token: TOKEN,
    port: 0,
  });
  port = Number(new URL(server.address).port);
});
afterAll(() => server.close());

interface Asked {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** A request with exactly these headers, as no browser and no `fetch` would let one write. */
function ask({ path, method = 'GET', headers = {}, body }: Asked) {
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>(
    (resolve, reject) => {
      const sent = request(
        { host: '127.0.0.1', port, path, method, headers: { host: `127.0.0.1:${port}`, ...headers } },
        (reply) => {
          let text = '';
          reply.setEncoding('utf8');
          reply.on('data', (chunk: string) => {
            text += chunk;
          });
          reply.on('end', () => resolve({ status: reply.statusCode ?? 0, headers: reply.headers, text }));
        },
      );
      sent.on('error', reject);
      sent.end(body);
    },
  );
}

const known = () => ({ cookie: `cosell_playground_${port}=${TOKEN}` });
const own = () => ({ ...known(), origin: `http://127.0.0.1:${port}`, 'content-type': 'application/json' });
const home = JSON.stringify({ act: 'home', userId: 'U1' });

describe('the playground’s server', () => {
  it('prints an address on loopback with a token', () => {
    expect(server.address).toBe(`http://127.0.0.1:${port}/?token=${TOKEN}`);
  });

  it('shows nothing without the token, whatever is asked for', async () => {
    for (const path of [
      '/',
      '/main.js',
      '/people',
      '/seen?as=U1',
      '/changes',
      '/files/F1?as=U1',
      '/?token=wrong',
      '/favicon.ico',
    ])
      expect((await ask({ path })).status).toBe(401);
    expect(
      (await ask({ path: '/people', headers: { cookie: `cosell_playground_${port}=wrong` } })).status,
    ).toBe(401);
  });

  it('takes the token once by address, and then by a cookie that no other page can send or read', async () => {
    const first = await ask({ path: `/?token=${TOKEN}` });
    expect(first.status).toBe(200);
    expect(first.headers['set-cookie']).toEqual([
      `cosell_playground_${port}=${TOKEN}; Path=/; HttpOnly; SameSite=Strict`,
    ]);
    expect((await ask({ path: '/people', headers: known() })).status).toBe(200);
  });

  it('answers to no host name but a loopback one with its port, even with the token', async () => {
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1',
      `127.0.0.1.evil.example:${port}`,
      `127.0.0.1:${port + 1}`,
    ])
      expect((await ask({ path: `/?token=${TOKEN}`, headers: { ...known(), host } })).status).toBe(403);
    expect((await ask({ path: '/', headers: { ...known(), host: `localhost:${port}` } })).status).toBe(200);
  });

  it('does nothing that another page asks for', async () => {
    const sent = { path: '/act', method: 'POST', body: home };
    for (const origin of [
      'http://evil.example',
      'null',
      `https://127.0.0.1:${port}`,
      `http://127.0.0.1:${port + 1}`,
    ])
      expect((await ask({ ...sent, headers: { ...own(), origin } })).status).toBe(403);
    expect((await ask({ ...sent, headers: known() })).status).toBe(403);
    expect((await ask({ ...sent, headers: { ...own(), 'content-type': 'text/plain' } })).status).toBe(400);
    expect(told).toEqual([]);
    expect((await ask({ ...sent, headers: own() })).status).toBe(200);
    expect(told).toHaveLength(1);
  });

  it('refuses what it does not know, and says so', async () => {
    const post = (body: string) => ask({ path: '/act', method: 'POST', headers: own(), body });
    expect((await post('{}')).status).toBe(400);
    expect((await post('no json')).status).toBe(400);
    expect(
      (
        await post(
          JSON.stringify({
            act: 'say',
            userId: 'U1',
            channelId: 'D1',
            threadTs: null,
            text: 'x'.repeat(300_000),
          }),
        )
      ).status,
    ).toBe(400);
    const away = await post(
      JSON.stringify({ act: 'say', userId: 'U1', channelId: 'C_NONE', threadTs: null, text: 'hi' }),
    );
    expect([away.status, away.text]).toEqual([409, '{"error":"channel_not_found"}']);
    expect((await ask({ path: '/act', method: 'DELETE', headers: own() })).status).toBe(405);
    expect((await ask({ path: '/seen?as=U_NOBODY', headers: known() })).status).toBe(404);
  });

  it('serves the files of the page and none beside them', async () => {
    for (const path of [
      '/server.ts',
      '/../server.ts',
      '/%2e%2e/server.ts',
      '/tsconfig.json',
      '/shapes.d.ts',
      '/constructor',
      '/__proto__',
    ])
      expect((await ask({ path, headers: known() })).status).toBe(404);
  });

  it('forbids the page to load or run anything from elsewhere, on every answer', async () => {
    for (const asked of [
      { path: '/', headers: known() },
      { path: '/people' },
      { path: '/none', headers: known() },
    ]) {
      const { headers } = await ask(asked);
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/);
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'DENY',
      });
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it('loads every file that the page names', async () => {
    const { text } = await ask({ path: '/', headers: known() });
    const files = [...text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((match) => match[1] ?? '');
    expect(files.length).toBeGreaterThan(2);
    const seen = new Set<string>();
    while (files.length > 0) {
      const path = files.pop() ?? '';
      if (seen.has(path)) continue;
      seen.add(path);
      const file = await ask({ path, headers: known() });
      expect([path, file.status]).toEqual([path, 200]);
      for (const match of file.text.matchAll(/from '\.(\/[\w-]+\.js)'/g)) files.push(match[1] ?? '');
    }
    expect(seen.size).toBeGreaterThan(12);
  });
});

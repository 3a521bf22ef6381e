import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { AppError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { createGuard, HEADERS } from './guard.ts';
import { perform, readAct } from './requests.ts';
import { Refusal } from './workspace/refusal.ts';
import type { Json } from './workspace/types.ts';
import type { Workspace } from './workspace/workspace.ts';

const HOST = '127.0.0.1';
const MOST_BODY_BYTES = 200_000;
const PAGE = new URL('./page/', import.meta.url);

/** The files of the page, and no others: a path is looked up here and never in the file system. */
const ASSETS: readonly string[] = [
  'index.html',
  'style.css',
  'blocks.css',
  'behind.js',
  'blocks.js',
  'cards.js',
  'composer.js',
  'controls.js',
  'dom.js',
  'elements.js',
  'main.js',
  'menus.js',
  'messages.js',
  'mrkdwn.js',
  'rich-text.js',
  'server.js',
  'tables.js',
  'text.js',
  'views.js',
];

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

export interface PlaygroundServer {
  /** With the token, for a person to open. */
  readonly address: string;
  /** Tells open pages that there is something new. */
  announce(): void;
  close(): Promise<void>;
}

interface ServerParts {
  readonly workspace: Workspace;
  /** What a person sees; null for an id that nobody has. */
  readonly see: (userId: string) => Json | null;
  readonly people: () => Json[];
  readonly model: string;
  readonly log: Log;
  readonly token: string;
  /** 0 takes any free one. */
  readonly port: number;
}

/** Serves the page and what it needs on loopback. Throws `unavailable` where the port is taken. */
export async function servePlayground(parts: ServerParts): Promise<PlaygroundServer> {
  const guard = createGuard(parts.token);
  const listeners = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      parts.log.error({ err: error }, 'a request of the playground failed');
      if (!response.headersSent) sendJson(response, 500, { error: 'Something broke; see the log.' });
    });
  });
  await listen(server, parts.port);
  const { port } = server.address() as AddressInfo;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, content] of Object.entries(HEADERS)) response.setHeader(name, content);
    const refused = guard.check(request, port);
    if (refused) {
      sendText(response, refused.status, refused.why);
      return;
    }
    const cookie = guard.admit(request, port);
    if (cookie) response.setHeader('set-cookie', cookie);
    const url = new URL(request.url ?? '/', `http://${HOST}`);
    if (request.method === 'POST' && url.pathname === '/act') await act(request, response);
    else if (request.method === 'GET') answerGet(url, response);
    else sendText(response, 405, 'Not allowed.');
  }

  function answerGet(url: URL, response: ServerResponse): void {
    const { pathname } = url;
    if (pathname === '/people') sendJson(response, 200, { people: parts.people(), model: parts.model });
    else if (pathname === '/seen') sendSeen(url, response);
    else if (pathname === '/changes') listenToChanges(response);
    else if (pathname === '/favicon.ico') response.writeHead(204).end();
    else if (pathname.startsWith('/files/')) sendFile(url, response);
    else sendAsset(pathname.slice(1) || 'index.html', response);
  }

  function sendSeen(url: URL, response: ServerResponse): void {
    const seen = parts.see(url.searchParams.get('as') ?? '');
    if (seen) sendJson(response, 200, seen);
    else sendText(response, 404, 'Nobody has that id.');
  }

  function listenToChanges(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('retry: 1000\n\ndata: open\n\n');
    listeners.add(response);
    response.on('close', () => listeners.delete(response));
  }

  /** A picture that was posted where the asking person reads; pictures are the only files there are. */
  function sendFile(url: URL, response: ServerResponse): void {
    const { state } = parts.workspace;
    const id = url.pathname.slice('/files/'.length);
    const as = url.searchParams.get('as') ?? '';
    const shown = state.messages.find((message) => message.files.some((file) => file.id === id));
    const reads = shown && state.places.get(shown.channelId)?.memberIds.has(as);
    const file = reads ? shown.files.find((one) => one.id === id) : undefined;
    if (!file?.bytes) {
      sendText(response, 404, 'No such file.');
      return;
    }
    response.writeHead(200, { 'content-type': 'image/png' });
    response.end(file.bytes);
  }

  async function act(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const wanted = readAct(await readJson(request));
    if (!wanted) {
      sendJson(response, 400, { error: 'That is nothing that this page does.' });
      return;
    }
    try {
      sendJson(response, 200, await perform(parts.workspace, wanted));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      sendJson(response, 409, { error: error.message });
    }
  }

  return {
    address: `http://${HOST}:${port}/?token=${parts.token}`,
    announce: () => {
      for (const listener of listeners) listener.write('data: changed\n\n');
    },
    async close() {
      for (const listener of listeners) listener.end();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(
        taken
          ? new AppError('unavailable', `The port ${port} is taken: name another one with --port.`, {
              cause: error,
            })
          : error,
      );
    });
    server.listen(port, HOST, resolve);
  });
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    // Read to the end all the same: a sender that is cut off does not hear why.
    if (bytes <= MOST_BODY_BYTES) chunks.push(chunk as Buffer);
  }
  if (bytes > MOST_BODY_BYTES) return null;
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    // Not JSON: refused by the caller as anything else that is no act.
    return null;
  }
}

function sendAsset(name: string, response: ServerResponse): void {
  const type = TYPES[extname(name)];
  if (!type || !ASSETS.includes(name)) {
    sendText(response, 404, 'No such page.');
    return;
  }
  response.writeHead(200, { 'content-type': type });
  response.end(readFileSync(new URL(name, PAGE)));
}

function sendText(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${words}\n`);
}

function sendJson(response: ServerResponse, status: number, body: Json): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

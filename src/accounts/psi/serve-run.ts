import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError, isAppError } from '../../errors.ts';
import { maxMessageBytes } from './messages.ts';
import type { Outcome } from './outcome.ts';
import { maxAgreedBytes, type Session, takeMessage } from './protocol.ts';
import { readBody } from './read-body.ts';

export interface ServeOptions {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  /** How long to wait for the partner's next message. */
  readonly waitMs: number;
  /** Settles when the person asks the program to stop. */
  readonly stopped: Promise<void>;
}

export interface ServedRun {
  readonly url: string;
  /** The result of the one run. The server has ended when it settles. */
  readonly outcome: Promise<Outcome>;
}

/** Where messages are posted to. */
export const RUN_PATH = '/psi';

/**
 * Answers the partner's messages as the second party, over HTTP, for one run. State stays in memory. A message that is refused
 * changes nothing: the partner, or a stranger, is told why in a line and the server waits on. The outcome rejects with `expired` when
 * nobody goes on in time, and `unavailable` when it is stopped.
 */
export async function serveRun(session: Session, options: ServeOptions): Promise<ServedRun> {
  const server = createServer();
  server.maxConnections = 8;
  const outcome = new Promise<Outcome>((resolve, reject) => {
    const giveUp = () =>
      reject(new AppError('expired', 'The partner sent nothing in time: agree on an hour and start again.'));
    let timer = setTimeout(giveUp, options.waitMs);
    void options.stopped.then(() => reject(new AppError('unavailable', 'Stopped before the run was over.')));
    const take = createTaker(session, {
      onTaken: () => {
        clearTimeout(timer);
        timer = setTimeout(giveUp, options.waitMs);
      },
      onOutcome: resolve,
    });
    server.on('request', (request, response) => void answer(request, response, take).catch(reject));
    server.on('error', reject);
    server.on('close', () => clearTimeout(timer));
  }).finally(() => closeServer(server));
  // The caller awaits it later; until then a failure is not unhandled.
  outcome.catch(() => undefined);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new AppError('unavailable', `Port ${options.port} of ${options.host} can't be used.`, { cause }),
      ),
    );
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return { url: `http://${host}:${port}`, outcome };
}

interface Taker {
  readonly maxBytes: () => number;
  /** The reply to a message, and what to do once it is sent. */
  readonly take: (bytes: Uint8Array) => Promise<{ reply: Uint8Array; done: () => void }>;
}

function createTaker(
  session: Session,
  events: { onTaken: () => void; onOutcome: (outcome: Outcome) => void },
): Taker {
  let current = session;
  let isBusy = false;
  return {
    maxBytes: () => (current.state.awaits === 1 ? maxMessageBytes(0) : maxAgreedBytes(session.ground)),
    async take(bytes) {
      if (isBusy) throw new AppError('conflict', 'A message is being answered: wait for it.');
      isBusy = true;
      try {
        const step = await takeMessage(current, bytes);
        current = { ...current, state: step.state };
        events.onTaken();
        const { outcome } = step;
        return { reply: step.reply ?? new Uint8Array(0), done: () => outcome && events.onOutcome(outcome) };
      } finally {
        isBusy = false;
      }
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, taker: Taker): Promise<void> {
  try {
    if (request.method !== 'POST' || request.url !== RUN_PATH) {
      throw new AppError('not_found', `Messages are posted to ${RUN_PATH}.`);
    }
    const { reply, done } = await taker.take(await readBody(request, taker.maxBytes()));
    response.writeHead(200, { 'content-type': 'application/octet-stream' });
    response.end(reply, done);
  } catch (error) {
    if (!isAppError(error)) throw error;
    response.writeHead(error.code === 'not_found' ? 404 : 409, {
      'content-type': 'application/json',
      connection: 'close',
    });
    response.end(JSON.stringify({ error: { code: error.code, message: error.message } }));
  }
}

function closeServer(server: Server): void {
  server.close();
  server.closeIdleConnections();
  // A stranger's open connection must not keep the program alive.
  setTimeout(() => server.closeAllConnections(), 1_000).unref();
}

import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { AppError } from '../../errors.ts';
import type { Outcome } from './outcome.ts';
import { maxAgreedBytes, openRun, type Session, takeMessage } from './protocol.ts';
import { readBody } from './read-body.ts';
import { RUN_PATH } from './serve-run.ts';

/** The partner masks our points while we wait: two minutes at a million keys on two cores. */
const ANSWER_MS = 15 * 60_000;
const MOST_REFUSAL_BYTES = 10_000;

/**
 * Runs a session as the first party against a partner that serves. State stays in memory. Throws what `takeMessage` throws,
 * `not_allowed` with the partner's own line where it refuses, `unavailable` where it can't be reached. Where only the last message
 * fails, we know the result and the partner does not: `warn` says so.
 */
export async function joinRun(
  url: string,
  session: Session,
  { warn }: { warn: (line: string) => void },
): Promise<Outcome> {
  const target = toTarget(url);
  const maxBytes = maxAgreedBytes(session.ground);
  let step = openRun(session.state, session.ground);
  while (step.reply && !step.outcome) {
    const answered = await post(target, step.reply, maxBytes);
    step = await takeMessage({ ...session, state: step.state }, answered);
  }
  if (!step.reply || !step.outcome) throw new Error('A run of the first party ends with its own message.');
  await post(target, step.reply, maxBytes).catch((error: Error) =>
    warn(`The partner did not get the last message and does not know the result: ${error.message}`),
  );
  return step.outcome;
}

function toTarget(text: string): URL {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new AppError('bad_input', `'${text}' is no address such as https://psi.example.com.`);
  }
  const url = new URL(text);
  return new URL(`${url.pathname.replace(/\/$/, '')}${RUN_PATH}`, url);
}

async function post(target: URL, bytes: Uint8Array, maxBytes: number): Promise<Buffer> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const send = target.protocol === 'https:' ? requestHttps : requestHttp;
    const request = send(target, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', 'content-length': bytes.length },
      timeout: ANSWER_MS,
    });
    request.once('response', resolve);
    request.once('timeout', () => request.destroy(new Error('timeout')));
    request.once('error', (cause) =>
      reject(
        new AppError('unavailable', `${target.host} does not answer: ask whether it serves.`, { cause }),
      ),
    );
    request.end(bytes);
  });
  if (response.statusCode === 200) return readBody(response, maxBytes);
  const refusal = await readBody(response, MOST_REFUSAL_BYTES);
  throw new AppError('not_allowed', `The partner refuses: ${readRefusal(refusal)}`);
}

/** The partner's line without what could steer a terminal. */
function readRefusal(body: Buffer): string {
  const message = /"message":"((?:[^"\\]|\\.)*)"/.exec(body.toString('utf8'))?.[1] ?? 'it does not say why.';
  return message.replace(/[\p{C}\\]/gu, '').slice(0, 300);
}

import type { IncomingMessage } from 'node:http';
import { AppError } from '../../errors.ts';

/** The body of a request or response. Throws `limit_reached` as soon as it is longer than it may be, `unavailable` where it breaks off. */
export async function readBody(stream: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLong = () =>
    new AppError('limit_reached', `A message of more than ${maxBytes} bytes is not taken.`);
  if (Number(stream.headers['content-length'] ?? 0) > maxBytes) throw tooLong();
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > maxBytes) throw tooLong();
      pieces.push(piece);
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('unavailable', 'The connection broke off: start the run again.', { cause });
  }
  return Buffer.concat(pieces);
}

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { toCanonicalJson } from './canonical-json.ts';
import { POINT_BYTES } from './curve.ts';
import { type Identity, isSignedBy } from './identity.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** Everything that a message says besides its points. */
const headerSchema = z.strictObject({
  protocol: z.literal('cosell-psi/1'),
  step: z.int().min(1).max(5),
  from: z.union([z.literal(0), z.literal(1)]),
  /** Hash of the terms. */
  agreement: hash,
  /** Random, chosen by the party that starts, the same in the five messages of a run. */
  run: z.string().regex(/^[0-9a-f]{32}$/),
  /** Hash of the message that this one answers; zeros in the first. */
  previous: hash,
  /** Points of the list that this message is about, with the padding. */
  size: z.int().min(1),
  /** SHA-256 of points that a later message will show. */
  commitment: hash.nullable(),
  /** SHA-256 of the points that follow. */
  body: hash.nullable(),
});

const signedSchema = headerSchema.extend({ signature: z.string().regex(/^[0-9a-f]{128}$/) });

export type MessageHeader = z.infer<typeof headerSchema>;

export interface Message extends MessageHeader {
  readonly signature: string;
  /** Points of 32 bytes, one behind the other; empty where none follow. */
  readonly points: Uint8Array;
}

const MOST_HEADER_BYTES = 2_048;
const NO_POINTS = new Uint8Array(0);

/** The largest message about a list of so many points. */
export function maxMessageBytes(points: number): number {
  return MOST_HEADER_BYTES + points * POINT_BYTES;
}

/** The bytes of a message: a line of JSON, then the points. */
export function encodeMessage(
  header: Omit<MessageHeader, 'protocol' | 'body'>,
  { points, identity }: { points: Uint8Array | null; identity: Identity },
): Buffer {
  const complete = headerSchema.parse({
    protocol: 'cosell-psi/1',
    ...header,
    body: points ? hashBytes(points) : null,
  });
  const signed = toCanonicalJson({ ...complete, signature: identity.sign(toSigned(complete)) });
  return Buffer.concat([Buffer.from(`${signed}\n`), points ?? NO_POINTS]);
}

/**
 * Reads a message of the owner of a public key. Throws `not_allowed` for bytes that `encodeMessage` would not have written:
 * another shape, another order of fields, blanks, a body that is not the one signed for, a wrong signature.
 */
export function decodeMessage(bytes: Uint8Array, publicKey: string): Message {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = buffer.subarray(0, MOST_HEADER_BYTES).indexOf(10);
  const parsed = end === -1 ? null : parseHeader(buffer.toString('utf8', 0, end));
  if (!parsed) throw new AppError('not_allowed', 'That is no message of a private overlap.');
  const points = buffer.subarray(end + 1);
  const { signature, ...header } = parsed;
  if (!isSignedBy(publicKey, toSigned(header), signature)) {
    throw new AppError('not_allowed', 'The message is not signed by the partner of the agreement.');
  }
  const expected = header.body === null ? 0 : header.size * POINT_BYTES;
  if (points.length !== expected || (header.body !== null && hashBytes(points) !== header.body)) {
    throw new AppError('not_allowed', 'The message was changed or cut on its way: ask for it again.');
  }
  return { ...header, signature, points };
}

/** SHA-256 in hex. */
export function hashBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function parseHeader(line: string): z.infer<typeof signedSchema> | null {
  try {
    const parsed = signedSchema.safeParse(JSON.parse(line));
    // One way to write a header: no room is left to carry anything else.
    return parsed.success && toCanonicalJson(parsed.data) === line ? parsed.data : null;
  } catch {
    return null;
  }
}

function toSigned(header: MessageHeader): string {
  return `cosell-psi message\n${toCanonicalJson(header)}`;
}

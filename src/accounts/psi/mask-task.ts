import { createMask, isPoint, POINT_BYTES } from './curve.ts';

/** What one thread does: mask keys, mask points again, or only check points. */
export interface MaskTask {
  /** Null: the points are checked and come back as they are. */
  readonly secret: Uint8Array | null;
  readonly session: string;
  /** Keys of our own, or 32-byte points of the other side, one behind the other. */
  readonly input: readonly string[] | Uint8Array;
}

/** The masked points in the order of the input, or null where one of its points is none of the curve. */
export function runMaskTask({ secret, session, input }: MaskTask): Uint8Array | null {
  if (!(input instanceof Uint8Array)) {
    if (!secret) throw new Error('Keys are masked by a secret.');
    return Buffer.concat(input.map(createMask(secret, session).maskKey));
  }
  const mask = secret ? createMask(secret, session).maskPoint : checkPoint;
  const output = new Uint8Array(input.length);
  for (let at = 0; at < input.length; at += POINT_BYTES) {
    const masked = mask(input.subarray(at, at + POINT_BYTES));
    if (!masked) return null;
    output.set(masked, at);
  }
  return output;
}

function checkPoint(x: Uint8Array): Uint8Array | null {
  return isPoint(x) ? x : null;
}

import { createECDH, createHash, ECDH, type Hash } from 'node:crypto';

/** A point travels as its x coordinate: the sign of y does not matter, since masking gives x alone. */
export const POINT_BYTES = 32;

const CURVE = 'prime256v1';
/** Half of all x coordinates are on the curve, so a key that needs more tries than this does not exist. */
const MOST_TRIES = 256;

/** Multiplies points of P-256 by one secret scalar; masks of two owners commute. */
export interface Mask {
  /** A key hashed to the curve and masked. */
  maskKey(key: string): Buffer;
  /** A point masked again, or null for bytes that are no point of the curve. */
  maskPoint(x: Uint8Array): Buffer | null;
}

/** A fresh scalar, uniform in 1 to n - 1, 32 bytes. */
export function createSecret(): Buffer {
  const ecdh = createECDH(CURVE);
  ecdh.generateKeys();
  return toFixedLength(ecdh.getPrivateKey());
}

/** A mask by a secret for the keys of one session: the same key is another point in every session. */
export function createMask(secret: Uint8Array, session: string): Mask {
  const ecdh = createECDH(CURVE);
  ecdh.setPrivateKey(secret);
  const compressed = Buffer.alloc(1 + POINT_BYTES, 2);
  const multiply = (x: Uint8Array) => {
    compressed.set(x, 1);
    return multiplyPoint(ecdh, compressed);
  };
  const started = createHash('sha256').update(`cosell-psi/1 hash to P-256\0${session}\0`);
  return {
    maskKey(key) {
      // Try and increment: the number of tries depends on the key, so the time of one key must not be observable.
      for (let count = 0; count < MOST_TRIES; count++) {
        const masked = multiply(hashTry(started, key, count));
        if (masked) return masked;
      }
      throw new Error('No point of the curve was found for a key.');
    },
    maskPoint: (x) => multiply(x),
  };
}

/** A uniformly random point, which nobody can tell from a masked key. */
export function createRandomPoint(): Buffer {
  const ecdh = createECDH(CURVE);
  ecdh.generateKeys();
  return ecdh.getPublicKey(null, 'compressed').subarray(1);
}

/** Whether 32 bytes are the x coordinate of a point of the curve. */
export function isPoint(x: Uint8Array): boolean {
  const compressed = Buffer.alloc(1 + POINT_BYTES, 2);
  compressed.set(x, 1);
  return refuseNoPoint(() => ECDH.convertKey(compressed, CURVE)) !== null;
}

/** The candidate x of one try. Keys hold their kind (`d:`, `n:`) and no NUL, so that no two inputs run together. */
function hashTry(started: Hash, key: string, count: number): Buffer {
  return started.copy().update(`${key}\0${count}`).digest();
}

function multiplyPoint(ecdh: ECDH, compressed: Buffer): Buffer | null {
  const product = refuseNoPoint(() => ecdh.computeSecret(compressed));
  return product && toFixedLength(product);
}

/**
 * OpenSSL solves for y, which fails for an x off the curve or not below p. The curve's order is prime (cofactor 1), so no small
 * subgroup is left to check, and infinity has no x.
 */
function refuseNoPoint<Result>(work: () => Result): Result | null {
  try {
    return work();
  } catch (error) {
    const code = (error as { code?: string }).code ?? '';
    if (code === 'ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY' || code.startsWith('ERR_OSSL_EC')) return null;
    if ((error as Error).message === 'Failed to convert Buffer to EC_POINT') return null;
    throw error;
  }
}

function toFixedLength(bytes: Buffer): Buffer {
  return bytes.length === POINT_BYTES
    ? bytes
    : Buffer.concat([Buffer.alloc(POINT_BYTES - bytes.length), bytes]);
}

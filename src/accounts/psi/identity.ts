import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
} from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../errors.ts';

const hex32 = z.string().regex(/^[0-9a-f]{64}$/);
/** Names and purposes are shown in a terminal: no control characters. */
export const plainText = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\p{C}]+$/u, 'has characters that cannot be shown');

export const publicIdentitySchema = z.strictObject({ name: plainText, public_key: hex32 });
const identitySchema = publicIdentitySchema.extend({ private_key: hex32 });

/** What the other company gets of us: a name and an Ed25519 key, 32 bytes in hex. */
export type PublicIdentity = z.infer<typeof publicIdentitySchema>;

/** A company that signs agreements and messages. Its private key never leaves this object. */
export interface Identity {
  readonly public: PublicIdentity;
  sign(text: string): string;
}

const PRIVATE_FILE = 'identity.json';

/**
 * Makes a company's identity in a folder: `identity.json` (mode 0600) and `public.json`, which goes to partners. Throws
 * `conflict` where there is one already, and `not_allowed` for a folder under version control.
 */
export function writeIdentity(folder: string, name: string): PublicIdentity {
  refuseRepository(folder);
  const path = join(folder, PRIVATE_FILE);
  if (existsSync(path)) {
    throw new AppError('conflict', `There is an identity in '${folder}' already: partners know you by it.`);
  }
  const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const known = publicIdentitySchema.safeParse({ name, public_key: toHex(jwk.x) });
  if (!known.success)
    throw new AppError('bad_input', 'Name the company in 1 to 200 plain characters: --name.');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writePrivately(path, `${JSON.stringify({ ...known.data, private_key: toHex(jwk.d) })}\n`);
  writeFileSync(join(folder, 'public.json'), `${JSON.stringify(known.data, null, 2)}\n`);
  return known.data;
}

/** The identity in a folder. Throws `not_found` for none, `not_allowed` for one that others on the machine can read. */
export function readIdentity(folder: string): Identity {
  const path = join(folder, PRIVATE_FILE);
  if (!existsSync(path)) {
    throw new AppError(
      'not_found',
      `There is no identity in '${folder}': make one with 'cosell accounts psi identity --name "Your company"'.`,
    );
  }
  if ((statSync(path).mode & 0o077) !== 0) {
    throw new AppError('not_allowed', `Others can read '${path}': run chmod 600 on it.`);
  }
  const parsed = identitySchema.safeParse(readJsonFile(path));
  if (!parsed.success) throw new AppError('not_allowed', `'${path}' is no identity file.`);
  const { private_key, ...known } = parsed.data;
  const key = createPrivateKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: toBase64Url(known.public_key), d: toBase64Url(private_key) },
    format: 'jwk',
  });
  return { public: known, sign: (text) => sign(null, Buffer.from(text), key).toString('hex') };
}

/** Whether a text was signed by the owner of a public key; false for a key that is none. */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  try {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: toBase64Url(publicKey) };
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    return verify(null, Buffer.from(text), key, Buffer.from(signature, 'hex'));
  } catch {
    return false;
  }
}

/** Sixteen hex digits in fours, short enough to be compared over the telephone. */
export function fingerprintOf(publicKey: string): string {
  const digest = createHash('sha256').update(Buffer.from(publicKey, 'hex')).digest('hex');
  return (digest.slice(0, 16).match(/.{4}/g) ?? []).join(' ');
}

/** A JSON file of at most a megabyte. Throws `not_found` for none and `not_allowed` for one that is no JSON. */
export function readJsonFile(path: string): unknown {
  if (!existsSync(path)) throw new AppError('not_found', `The file '${path}' cannot be read.`);
  if (statSync(path).size > 1_000_000) throw new AppError('not_allowed', `'${path}' is too large.`);
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new AppError('not_allowed', `'${path}' is not valid JSON.`, { cause });
  }
}

/** Writes a file that only its owner can read, also where it was there before with another mode. */
export function writePrivately(path: string, bytes: string | Uint8Array): void {
  writeFileSync(path, bytes, { mode: 0o600 });
  chmodSync(path, 0o600);
}

/** Secrets in a checkout end up in a commit. */
export function refuseRepository(folder: string): void {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) {
      throw new AppError('not_allowed', `'${folder}' is under version control: choose a folder outside.`);
    }
    if (dirname(at) === at) return;
  }
}

function toHex(base64Url: string | undefined): string {
  return Buffer.from(base64Url ?? '', 'base64url').toString('hex');
}

function toBase64Url(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64url');
}

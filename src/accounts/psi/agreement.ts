import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { NORMS_VERSION } from '../matching/normalise.ts';
import { toCanonicalJson } from './canonical-json.ts';
import {
  type Identity,
  isSignedBy,
  type PublicIdentity,
  plainText,
  publicIdentitySchema,
} from './identity.ts';
import { KEY_KINDS } from './keys.ts';

/** More keys than this nobody should compare in one run: a message of 64 MB. */
export const MOST_KEYS = 2_000_000;

const partySchema = publicIdentitySchema.extend({ max_keys: z.int().min(1).max(MOST_KEYS) });

const termsSchema = z.strictObject({
  format: z.literal('cosell-psi-agreement/1'),
  /** Random; keys are other points in every session, so that two of them can't be laid side by side. */
  session: z.string().regex(/^[0-9a-f]{32}$/),
  purpose: plainText,
  /** `list`: both learn which of their own rows are common. `count`: both learn how many keys are. */
  mode: z.enum(['list', 'count']),
  kinds: z
    .array(z.enum(KEY_KINDS))
    .min(1)
    .refine((kinds) => new Set(kinds).size === kinds.length, 'names a kind twice'),
  norms_version: z.int(),
  parties: z.tuple([partySchema, partySchema]),
  limits: z.strictObject({
    /** Runs with this partner in `period_days`, whatever the agreement. */
    runs: z.int().min(1).max(1_000),
    period_days: z.int().min(1).max(366),
    min_interval_hours: z.number().min(0).max(8_784),
    /** How many times as long as in the last run the partner's list may be. */
    growth: z.number().min(1).max(1_000),
  }),
  expires_at: z.iso.datetime(),
});

const signatureSchema = z.string().regex(/^[0-9a-f]{128}$/);

const agreementSchema = z.strictObject({
  terms: termsSchema,
  /** In the order of the parties; null until that party has signed. */
  signatures: z.tuple([signatureSchema.nullable(), signatureSchema.nullable()]),
});

export type AgreementTerms = z.infer<typeof termsSchema>;
export type Agreement = z.infer<typeof agreementSchema>;
/** Which of the two parties. */
export type PartyIndex = 0 | 1;

export interface AgreementOffer {
  readonly partner: PublicIdentity;
  readonly purpose: string;
  readonly mode: AgreementTerms['mode'];
  readonly kinds: readonly string[];
  readonly maxKeys: number;
  readonly partnerMaxKeys: number;
  readonly limits: AgreementTerms['limits'];
  readonly expiresAt: string;
}

/** Terms with a fresh session, signed by us alone. Throws `bad_input` for terms that can't be. */
export function proposeAgreement(identity: Identity, offer: AgreementOffer): Agreement {
  const parsed = termsSchema.safeParse({
    format: 'cosell-psi-agreement/1',
    session: randomBytes(16).toString('hex'),
    purpose: offer.purpose,
    mode: offer.mode,
    kinds: offer.kinds,
    norms_version: NORMS_VERSION,
    parties: [
      { ...identity.public, max_keys: offer.maxKeys },
      { ...offer.partner, max_keys: offer.partnerMaxKeys },
    ],
    limits: offer.limits,
    expires_at: offer.expiresAt,
  });
  if (!parsed.success)
    throw new AppError('bad_input', `The agreement can't be: ${describeIssue(parsed.error)}.`);
  return signAgreement({ terms: parsed.data, signatures: [null, null] }, identity);
}

/** An agreement from a file. Throws `not_allowed` for a document that is none. */
export function parseAgreement(document: unknown): Agreement {
  const parsed = agreementSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  throw new AppError('not_allowed', `That is no agreement: ${describeIssue(parsed.error)}.`);
}

/**
 * The agreement with our signature added. Throws `not_allowed` where we are no party of it, or where the other side's
 * signature is missing or wrong though it is its proposal.
 */
export function signAgreement(agreement: Agreement, identity: Identity): Agreement {
  const own = findSelf(agreement, identity.public);
  const theirs = agreement.signatures[1 - own] ?? null;
  if (own === 1 || theirs !== null) requireSignature(agreement, own === 0 ? 1 : 0);
  const signature = identity.sign(toSigned(agreement.terms));
  return {
    terms: agreement.terms,
    signatures: own === 0 ? [signature, theirs] : [theirs, signature],
  };
}

/**
 * Which party we are, of an agreement under which a session may go on at a time. Throws `not_allowed` for one that is not ours,
 * not signed by both or made for other norms, `expired` for one that has run out.
 */
export function checkAgreement(agreement: Agreement, identity: PublicIdentity, now: Date): PartyIndex {
  const own = findSelf(agreement, identity);
  requireSignature(agreement, 0);
  requireSignature(agreement, 1);
  const { terms } = agreement;
  if (terms.norms_version !== NORMS_VERSION) {
    throw new AppError(
      'not_allowed',
      `The agreement is for version ${terms.norms_version} of the normalised names and this program has ${NORMS_VERSION}: update the older program, then agree anew.`,
    );
  }
  if (now.toISOString() >= new Date(terms.expires_at).toISOString()) {
    throw new AppError('expired', `The agreement ran out on ${terms.expires_at}: agree anew.`);
  }
  return own;
}

/** SHA-256 of the terms, in hex: stands in every message. */
export function hashTerms(terms: AgreementTerms): string {
  return createHash('sha256').update(toCanonicalJson(terms)).digest('hex');
}

function findSelf(agreement: Agreement, self: PublicIdentity): PartyIndex {
  const keys = agreement.terms.parties.map((party) => party.public_key);
  const own = keys.indexOf(self.public_key);
  if (own === -1 || keys[0] === keys[1]) {
    throw new AppError('not_allowed', `${self.name} with this identity is no party of the agreement.`);
  }
  return own === 0 ? 0 : 1;
}

function requireSignature(agreement: Agreement, index: PartyIndex): void {
  const { name, public_key } = agreement.terms.parties[index];
  const signature = agreement.signatures[index];
  if (signature === null) {
    throw new AppError(
      'not_allowed',
      `${name} has not signed the agreement: it does so with 'cosell accounts psi sign', and sends it back.`,
    );
  }
  if (!isSignedBy(public_key, toSigned(agreement.terms), signature)) {
    throw new AppError('not_allowed', `The agreement was changed after ${name} signed it: agree anew.`);
  }
}

function toSigned(terms: AgreementTerms): string {
  return `cosell-psi agreement\n${toCanonicalJson(terms)}`;
}

function describeIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue ? `${issue.path.join('.') || 'the document'}: ${issue.message}` : 'it has another shape';
}

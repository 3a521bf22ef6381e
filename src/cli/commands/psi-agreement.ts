import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Agreement,
  type AgreementTerms,
  hashTerms,
  parseAgreement,
  proposeAgreement,
  signAgreement,
} from '../../accounts/psi/agreement.ts';
import {
  fingerprintOf,
  publicIdentitySchema,
  readIdentity,
  readJsonFile,
  writeIdentity,
} from '../../accounts/psi/identity.ts';
import { AppError } from '../../errors.ts';
import { type Output, writeJson } from '../output.ts';

interface AgreementCommand {
  /** Folder of the identity. */
  readonly folder: string;
  readonly json: boolean;
  readonly output: Output;
}

const DAY_MS = 86_400_000;

/** Makes an identity and says what the partner gets. */
export function makeIdentity({
  folder,
  name,
  json,
  output,
}: AgreementCommand & { readonly name: string }): void {
  const known = writeIdentity(folder, name);
  const publicFile = join(folder, 'public.json');
  const fingerprint = fingerprintOf(known.public_key);
  if (json) {
    writeJson(output, { ...known, fingerprint, public_file: publicFile });
    return;
  }
  output.out(
    `${known.name}: fingerprint ${fingerprint}\nNext: send ${publicFile} to the partner, and read the fingerprint to them over the telephone.\n`,
  );
}

/** Writes an agreement with our signature. */
export function agreeOverlap(
  command: AgreementCommand & {
    readonly with: string;
    readonly purpose: string;
    readonly out: string;
    readonly mode: string;
    readonly kinds: string;
    readonly maxKeys: number;
    readonly partnerMaxKeys?: number;
    readonly days: number;
    readonly runs: number;
    readonly periodDays: number;
    readonly minHours: number;
    readonly growth: number;
    readonly now: Date;
  },
): void {
  const partner = publicIdentitySchema.safeParse(readJsonFile(command.with));
  if (!partner.success)
    throw new AppError('not_allowed', `'${command.with}' is no public.json of a partner.`);
  requireNew(command.out);
  const agreement = proposeAgreement(readIdentity(command.folder), {
    partner: partner.data,
    purpose: command.purpose,
    mode: command.mode as AgreementTerms['mode'],
    kinds: command.kinds.split(',').map((kind) => kind.trim()),
    maxKeys: command.maxKeys,
    partnerMaxKeys: command.partnerMaxKeys ?? command.maxKeys,
    limits: {
      runs: command.runs,
      period_days: command.periodDays,
      min_interval_hours: command.minHours,
      growth: command.growth,
    },
    expiresAt: new Date(command.now.getTime() + command.days * DAY_MS).toISOString(),
  });
  write(command.out, agreement);
  const next = `send ${command.out} to ${partner.data.name}, who signs it with 'cosell accounts psi sign' and sends it back.`;
  say(command, agreement, next);
}

/** Adds our signature to a partner's agreement, and prints what was signed. */
export function signOverlap(command: AgreementCommand & { readonly path: string }): void {
  const agreement = signAgreement(parseAgreement(readJsonFile(command.path)), readIdentity(command.folder));
  write(command.path, agreement);
  say(
    command,
    agreement,
    `check the partner's fingerprint over the telephone, send ${command.path} back, and agree who starts: 'cosell accounts psi start', or 'join' against the other's 'serve'.`,
  );
}

/** An agreement from a file. Throws `not_found` and `not_allowed`. */
export function readAgreement(path: string): Agreement {
  return parseAgreement(readJsonFile(path));
}

/** Throws `conflict` for a file that would be overwritten. */
export function requireNew(path: string): void {
  if (existsSync(path)) throw new AppError('conflict', `'${path}' is there already: name a new file.`);
}

function write(path: string, agreement: Agreement): void {
  writeFileSync(path, `${JSON.stringify(agreement, null, 2)}\n`);
}

function say({ json, output }: AgreementCommand, { terms }: Agreement, next: string): void {
  if (json) {
    writeJson(output, { terms, hash: hashTerms(terms), next });
    return;
  }
  const { limits } = terms;
  const lines = [
    ...terms.parties.map(
      (party) =>
        `party    ${party.name}, fingerprint ${fingerprintOf(party.public_key)}, at most ${party.max_keys} keys`,
    ),
    `purpose  ${terms.purpose}`,
    `compared ${terms.kinds.join(', ')}, normalised names version ${terms.norms_version}`,
    `result   ${terms.mode === 'list' ? 'each side learns which of its own rows are common' : 'both sides learn how many keys are common'}`,
    `limits   ${limits.runs} runs in ${limits.period_days} days, ${limits.min_interval_hours} hours apart, lists at most ${limits.growth} times as long as the last`,
    `until    ${terms.expires_at}`,
    `Next: ${next}`,
  ];
  output.out(`${lines.join('\n')}\n`);
}

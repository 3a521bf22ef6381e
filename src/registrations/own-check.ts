import type { Access } from '../access/access.ts';
import type { Scope } from '../access/types.ts';
import type { IsoDate } from '../dates.ts';
import { AppError, isAppError } from '../errors.ts';
import { createNameIndex, nameWords } from '../names.ts';
import type { ConflictCase, ConflictTerms, RegistrationFact } from './conflict-case.ts';
import { findConflicts } from './conflicts.ts';
import type { FindAccounts } from './find-account.ts';
import { type OwnRows, readOwnRows } from './own-store.ts';
import { expiredDay } from './protection.ts';
import { sayDay } from './rules/wording.ts';
import type { ConflictCheck, ConflictSubject, Finding } from './types.ts';

export interface OwnCheckContext {
  readonly access: Access;
  readonly findAccounts: FindAccounts;
  readonly terms: (on: IsoDate) => ConflictTerms;
  readonly today: IsoDate;
}

const OFFER =
  'This says only what your own rows show. Submit a registration, and you are told whether it can be protected.';
const SAME_NAME = 0.75;

/**
 * A partner's own question about an account, answered from the rows of its own firm alone: what anybody else has
 * registered, sold or reserved changes no byte of the answer. Throws `not_allowed` where more than one firm reads.
 */
export async function checkOwn(
  context: OwnCheckContext,
  scope: Scope,
  subjects: readonly ConflictSubject[],
): Promise<(ConflictCheck | AppError)[]> {
  const rows = scope.partnerIds.length === 1 ? await context.access.open(scope, readOwnRows) : null;
  if (!rows) throw new AppError('not_allowed', 'This can be asked in a direct message only.');
  const checks: (ConflictCheck | AppError)[] = [];
  for (const subject of subjects) {
    try {
      checks.push(await checkSubject(context, scope, { subject, rows }));
    } catch (error) {
      if (!isAppError(error)) throw error;
      checks.push(error);
    }
  }
  return checks;
}

async function checkSubject(
  context: OwnCheckContext,
  scope: Scope,
  asked: { subject: ConflictSubject; rows: OwnRows },
): Promise<ConflictCheck> {
  const { subject, rows } = asked;
  if (subject.partner && ![rows.partner.partnerId, rows.partner.name].includes(subject.partner)) {
    throw new AppError('not_found', `There is no partner '${subject.partner}' that can be shown here.`);
  }
  const registration = findOwnRegistration(subject, rows);
  const text = subject.account?.trim() || registration?.accountName;
  if (!text) throw new AppError('bad_input', 'Say which account the check is about.');
  const query = { text, domain: subject.accountDomain ?? null, country: subject.country ?? null };
  const [[shared] = []] = await context.findAccounts(scope, [query], 1);
  const visible = shared?.decision === 'match' ? shared : null;
  const terms = context.terms(subject.on ?? context.today);
  const names = visible ? [text, visible.name] : [text];
  const about = assembleOwnCase({
    ...asked,
    registration,
    names,
    country: subject.country ?? visible?.country ?? null,
  });
  return {
    account: visible
      ? { account_id: visible.accountId, name: visible.name, matched_by: visible.matchedBy }
      : { account_id: null, name: text, matched_by: 'as written' },
    findings: findConflicts(about, withoutOthers(terms)).map((one) => speakToPartner(one, about, terms)),
    offer: OFFER,
  };
}

/** Whom accounts and territories are reserved for is not the partner's to know; the programme's numbers are. */
function withoutOthers(terms: ConflictTerms): ConflictTerms {
  return { ...terms, rules: { ...terms.rules, named_accounts: [], exclusive_territories: [] } };
}

function findOwnRegistration(subject: ConflictSubject, rows: OwnRows): RegistrationFact | null {
  if (!subject.registrationId) return null;
  const own = rows.registrations.find((one) => one.registrationId === subject.registrationId);
  if (!own) {
    throw new AppError(
      'not_found',
      `There is no registration '${subject.registrationId}' that can be shown here.`,
    );
  }
  return own;
}

/** A place holder: the partner's rows carry no account of ours. */
const ASKED = 'asked';

function assembleOwnCase(asked: {
  subject: ConflictSubject;
  rows: OwnRows;
  registration: RegistrationFact | null;
  names: readonly string[];
  country: string | null;
}): ConflictCase {
  const { subject, rows, registration, names } = asked;
  const same = new Set(findSameAccount(rows, { names, domain: subject.accountDomain ?? null }));
  if (registration) same.add(registration.registrationId);
  const registrations = rows.registrations.map((one) => ({
    ...one,
    accountId: same.has(one.registrationId) ? ASKED : null,
  }));
  return {
    account: { accountId: ASKED, name: names.at(-1) ?? '', country: asked.country, parentAccountId: null },
    relatives: [],
    product: subject.product?.trim() || registration?.product || null,
    kind: subject.kind ?? registration?.kind ?? 'resale',
    partner: {
      ...rows.partner,
      claims: registrations,
      certificates: [],
      openCoSells: 0,
      overlapWithheld: null,
    },
    opportunity: null,
    registration,
    amount: subject.amount ?? registration?.amount ?? null,
    registrations,
    opportunities: [],
    roles: [],
    subscriptions: [],
    offers: [],
    partners: new Map([[rows.partner.partnerId, rows.partner]]),
    integrations: new Set(),
  };
}

/** The partner's own registrations under that name or domain, however either was spelled. */
function findSameAccount(
  rows: OwnRows,
  account: { names: readonly string[]; domain: string | null },
): string[] {
  const index = createNameIndex(
    rows.registrations.map((one) => ({ id: one.registrationId, names: [one.accountName] })),
  );
  const byName = account.names
    .flatMap((name) => index.findMentions(name).filter((mention) => isWhole(name, mention)))
    .flatMap((mention) => mention.candidates)
    .filter((candidate) => candidate.score >= SAME_NAME)
    .map((candidate) => candidate.id);
  const domains = [account.domain, ...account.names].map(plainDomain);
  const byDomain = rows.registrations
    .filter((one) => one.accountDomain !== null && domains.includes(plainDomain(one.accountDomain)))
    .map((one) => one.registrationId);
  const written = new Set(account.names.map((name) => name.trim().toLowerCase()));
  const asWritten = rows.registrations
    .filter((one) => written.has(one.accountName.trim().toLowerCase()))
    .map((one) => one.registrationId);
  return [...byName, ...byDomain, ...asWritten];
}

/** 'Globex Logistics' holds the name of a registration of Globex and is another company; legal forms make no other one. */
function isWhole(name: string, mention: { readonly start: number; readonly end: number }): boolean {
  const rest = `${name.slice(0, mention.start)} ${name.slice(mention.end)}`;
  // Legal forms count as such behind a first word alone.
  return nameWords(`x ${rest}`).length <= 1;
}

function plainDomain(domain: string | null): string {
  return (domain ?? '')
    .trim()
    .toLowerCase()
    .replace(/^www\./, '');
}

/** The same facts in words that claim nothing of the account, and without ids that are not the partner's. */
function speakToPartner(finding: Finding, about: ConflictCase, terms: ConflictTerms): Finding {
  const { account_id: _ours, ...subjects } = finding.subjects;
  if (finding.code !== 'registration_expired') return { ...finding, subjects };
  const own = about.registrations.find((one) => one.registrationId === subjects.registration_id);
  const until = own ? expiredDay(own, terms.rules, terms.today) : null;
  return {
    ...finding,
    subjects,
    why: `Your registration ${String(subjects.registration_id)} of ${about.account.name} expired${until ? ` on ${sayDay(until)}` : ''}.`,
    remedy: 'You can submit a new one.',
  };
}

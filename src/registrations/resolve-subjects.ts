import type { Access } from '../access/access.ts';
import type { Scope } from '../access/types.ts';
import { AppError, isAppError } from '../errors.ts';
import type { AccountFact, RegistrationFact } from './conflict-case.ts';
import * as store from './conflict-store.ts';
import { chooseAccount, type FindAccounts } from './find-account.ts';
import type { ConflictSubject } from './types.ts';

/** A subject with everything that it names found. */
export interface Resolved {
  readonly account: AccountFact;
  readonly matchedBy: string;
  readonly subject: ConflictSubject;
  readonly partnerId: string | null;
  readonly registration: RegistrationFact | null;
}

/** Finds what each subject names. The accounts room opens transactions of its own, so none is open around it. */
export async function resolveSubjects(
  dependencies: { access: Access; findAccounts: FindAccounts },
  scope: Scope,
  subjects: readonly ConflictSubject[],
): Promise<{ roster: store.Roster; resolved: (Resolved | AppError)[] }> {
  const { access, findAccounts } = dependencies;
  const known = await access.open(scope, async (connection) => {
    const roster = await store.readRoster(connection);
    const registrations = await store.readRegistrations(
      connection,
      distinct(subjects.flatMap((s) => s.registrationId ?? [])),
    );
    const deals = await store.readOpportunities(
      connection,
      distinct(subjects.flatMap((s) => s.opportunityId ?? [])),
    );
    const accounts = await store.readAccounts(
      connection,
      distinct([
        ...subjects.flatMap((s) => s.account?.trim() ?? []),
        ...registrations.flatMap((one) => one.accountId ?? []),
        ...deals.map((deal) => deal.accountId),
      ]),
    );
    const unspelled = subjects.filter((s) => !s.accountDomain && !s.country);
    const names = distinct(unspelled.flatMap((s) => s.account?.trim().toLowerCase() ?? []));
    return {
      roster,
      named: await store.findByExactName(connection, names),
      registrations: byId(registrations, 'registrationId'),
      deals: byId(deals, 'opportunityId'),
      accounts: byId(accounts, 'accountId'),
    };
  });
  const spelled = await findSpellings(
    { findAccounts, scope, named: known.named },
    subjects.filter((s) => !known.accounts.has(s.account?.trim() ?? '')),
  );
  const missing = distinct(
    [...spelled.values()].flatMap((one) => (isAppError(one) ? [] : one.accountId)),
  ).filter((id) => !known.accounts.has(id));
  const more = await access.open(scope, (connection) => store.readAccounts(connection, missing));
  const accounts = new Map([...known.accounts, ...byId(more, 'accountId')]);
  return {
    roster: known.roster,
    resolved: subjects.map((subject) => resolveSubject(subject, { ...known, accounts, spelled })),
  };
}

interface Known {
  readonly roster: store.Roster;
  readonly registrations: ReadonlyMap<string, RegistrationFact>;
  readonly deals: ReadonlyMap<string, { readonly accountId: string }>;
  readonly accounts: ReadonlyMap<string, AccountFact>;
  readonly spelled: ReadonlyMap<string, Spelled>;
}

type Spelled = ReturnType<typeof chooseAccount> | AppError;

function resolveSubject(subject: ConflictSubject, known: Known): Resolved | AppError {
  const registration = subject.registrationId ? known.registrations.get(subject.registrationId) : null;
  if (registration === undefined) return nothingCalled('registration', subject.registrationId);
  const deal = subject.opportunityId ? known.deals.get(subject.opportunityId) : null;
  if (deal === undefined) return nothingCalled('opportunity', subject.opportunityId);
  const partnerId = findPartner(subject.partner, known.roster) ?? registration?.partnerId ?? null;
  if (blankToNull(subject.partner) !== null && findPartner(subject.partner, known.roster) === null) {
    return nothingCalled('partner', subject.partner);
  }
  const named = findNamedAccount(subject, { registration, deal, known });
  if (isAppError(named)) return named;
  const account = known.accounts.get(named.accountId);
  if (!account) return nothingCalled('account', subject.account);
  return { account, matchedBy: named.matchedBy, subject, partnerId, registration };
}

function findNamedAccount(
  subject: ConflictSubject,
  context: { registration: RegistrationFact | null; deal: { accountId: string } | null; known: Known },
): Spelled {
  const { registration, deal, known } = context;
  const text = blankToNull(subject.account);
  if (text !== null && known.accounts.has(text)) return { accountId: text, matchedBy: 'id' };
  const spelled = text === null ? null : (known.spelled.get(spellingKey(subject)) ?? null);
  // What the check names otherwise settles a spelling that leaves a doubt.
  const doubtful = spelled === null || isAppError(spelled) || spelled.matchedBy.startsWith('perhaps');
  if (doubtful && registration?.accountId) {
    return { accountId: registration.accountId, matchedBy: 'the registration' };
  }
  if (doubtful && deal) return { accountId: deal.accountId, matchedBy: 'the opportunity' };
  return spelled ?? new AppError('bad_input', 'Say which account the check is about.');
}

async function findSpellings(
  finder: { findAccounts: FindAccounts; scope: Scope; named: ReadonlyMap<string, string> },
  subjects: readonly ConflictSubject[],
): Promise<Map<string, Spelled>> {
  const spelled = new Map<string, Spelled>();
  const unknown = new Map<string, { text: string; domain: string | null; country: string | null }>();
  for (const subject of subjects) {
    const text = blankToNull(subject.account);
    const key = spellingKey(subject);
    if (text === null || spelled.has(key) || unknown.has(key)) continue;
    const query = { text, domain: subject.accountDomain ?? null, country: subject.country ?? null };
    // Looking a spelling up takes over a millisecond each; a name or domain that one account bears needs none of it.
    const bearer = query.domain || query.country ? undefined : finder.named.get(text.toLowerCase());
    if (bearer !== undefined) spelled.set(key, { accountId: bearer, matchedBy: 'same name or domain' });
    else unknown.set(key, query);
  }
  const found = await finder.findAccounts(finder.scope, [...unknown.values()], 5);
  for (const [i, [key, query]] of [...unknown].entries()) {
    spelled.set(key, chooseOrFail(found[i] ?? [], query.text));
  }
  return spelled;
}

function chooseOrFail(candidates: Parameters<typeof chooseAccount>[0], text: string): Spelled {
  try {
    return chooseAccount(candidates, text);
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
}

function findPartner(text: string | null | undefined, roster: store.Roster): string | null {
  const wanted = blankToNull(text);
  if (wanted === null) return null;
  if (roster.partners.has(wanted)) return wanted;
  const named = [...roster.partners.values()].filter((p) => p.name.toLowerCase() === wanted.toLowerCase());
  return named.length === 1 ? (named[0]?.partnerId ?? null) : null;
}

function nothingCalled(kind: string, text: string | null | undefined): AppError {
  return new AppError('not_found', `There is no ${kind} '${text ?? ''}' that can be shown here.`);
}

function spellingKey(subject: ConflictSubject): string {
  return [subject.account?.trim(), subject.accountDomain, subject.country].join('\n');
}

function byId<K extends string, T extends Readonly<Record<K, string>>>(
  rows: readonly T[],
  key: K,
): Map<string, T> {
  return new Map(rows.map((row) => [row[key], row]));
}

/** Text that says nothing is no text. */
export function blankToNull(text: string | null | undefined): string | null {
  return text?.trim() || null;
}

/** Each id once, in order; without the empty one. */
export function distinct(ids: readonly string[]): string[] {
  return [...new Set(ids)].filter(Boolean).sort();
}

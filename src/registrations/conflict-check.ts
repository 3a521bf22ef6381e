import type { Access } from '../access/access.ts';
import type { Scope } from '../access/types.ts';
import { createRegions } from '../company/regions.ts';
import type { CompanyService } from '../company/service.ts';
import type { CompanySettings } from '../company/settings.ts';
import type { IsoDate } from '../dates.ts';
import { AppError, isAppError } from '../errors.ts';
import type { ConflictCase, ConflictTerms } from './conflict-case.ts';
import type { ConflictCode } from './conflict-codes.ts';
import * as store from './conflict-store.ts';
import { findConflicts } from './conflicts.ts';
import type { FindAccounts } from './find-account.ts';
import { checkOwn } from './own-check.ts';
import { blankToNull, distinct, type Resolved, resolveSubjects } from './resolve-subjects.ts';
import type { ConflictCheck, ConflictSubject, Finding } from './types.ts';

/** The passage of the playbook that states a rule, as far as this reader may read it; null where there is none. */
export type CiteRule = (scope: Scope, code: ConflictCode) => Promise<Finding['rule']>;

export interface ConflictChecker {
  /** The findings of one subject. Throws `not_found`, `ambiguous` or `bad_input` in words. */
  check(scope: Scope, subject: ConflictSubject): Promise<ConflictCheck>;
  /** The same for many at once, in the order given; a subject that fails gives its error in its place. */
  checkMany(scope: Scope, subjects: readonly ConflictSubject[]): Promise<(ConflictCheck | AppError)[]>;
}

export interface CheckDependencies {
  readonly access: Access;
  readonly company: CompanyService;
  readonly findAccounts: FindAccounts;
  readonly citeRule: CiteRule;
}

/** Cases whose rows are read together; ten queries a batch. */
const BATCH = 500;

/** The conflict check over the company's own rows; for a partner's question, over that partner's rows alone. */
export function createConflictChecker(dependencies: CheckDependencies): ConflictChecker {
  const checkMany: ConflictChecker['checkMany'] = async (scope, subjects) => {
    if (subjects.length === 0) return [];
    const settings = await dependencies.company.settings();
    const today = await dependencies.company.today();
    const terms = termsByDay(settings);
    const checks =
      scope.partnerIds.length > 0 || scope.role === 'public'
        ? await checkOwn(
            { access: dependencies.access, findAccounts: dependencies.findAccounts, terms, today },
            scope,
            subjects,
          )
        : await checkAsStaff(dependencies, scope, { subjects, terms, today });
    return citeRules(dependencies, scope, checks);
  };
  return {
    checkMany,
    async check(scope, subject) {
      const [check] = await checkMany(scope, [subject]);
      if (!check) throw new AppError('internal', 'The check gave no answer.');
      if (isAppError(check)) throw check;
      return check;
    },
  };
}

interface Task {
  readonly subjects: readonly ConflictSubject[];
  readonly terms: (on: IsoDate) => ConflictTerms;
  readonly today: IsoDate;
}

async function checkAsStaff(
  dependencies: CheckDependencies,
  scope: Scope,
  task: Task,
): Promise<(ConflictCheck | AppError)[]> {
  const { access } = dependencies;
  const { roster, resolved } = await resolveSubjects(dependencies, scope, task.subjects);
  const found = resolved.filter((one): one is Resolved => !isAppError(one));
  const withheld = await access.open(access.system, (connection) =>
    store.listWithheldPairs(
      connection,
      found.flatMap((one) =>
        one.partnerId ? [{ partnerId: one.partnerId, accountId: one.account.accountId }] : [],
      ),
    ),
  );
  return access.open(scope, async (connection) => {
    const partnerIds = distinct(found.flatMap((one) => (one.partnerId ? [one.partnerId] : [])));
    const partnerBook = await store.readPartnerBook(connection, partnerIds);
    const checks: (ConflictCheck | AppError)[] = [];
    for (let from = 0; from < resolved.length; from += BATCH) {
      const batch = resolved.slice(from, from + BATCH);
      const books = { roster, partnerBook, withheld, ...(await readBatch(connection, batch)) };
      for (const one of batch) checks.push(isAppError(one) ? one : checkOne(one, books, task));
    }
    return checks;
  });
}

type Books = {
  roster: store.Roster;
  partnerBook: store.PartnerBook;
  withheld: ReadonlySet<string>;
} & Awaited<ReturnType<typeof readBatch>>;

async function readBatch(
  connection: Parameters<typeof store.readAccountBook>[0],
  batch: readonly (Resolved | AppError)[],
) {
  const found = batch.filter((one): one is Resolved => !isAppError(one));
  const opportunityIds = distinct(found.flatMap((one) => one.subject.opportunityId ?? []));
  const named = await store.readOpportunities(connection, opportunityIds);
  const accountIds = distinct([
    ...found.map((one) => one.account.accountId),
    ...named.map((deal) => deal.accountId),
  ]);
  return {
    named: new Map(named.map((deal) => [deal.opportunityId, deal])),
    book: await store.readAccountBook(connection, { accountIds, opportunityIds }),
  };
}

function checkOne(one: Resolved, books: Books, task: Task): ConflictCheck | AppError {
  try {
    const { account } = one;
    return {
      account: { account_id: account.accountId, name: account.name, matched_by: one.matchedBy },
      findings: findConflicts(assembleCase(one, books), task.terms(one.subject.on ?? task.today)),
    };
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
}

function assembleCase(one: Resolved, books: Books): ConflictCase {
  const { account, subject, registration } = one;
  const { book, roster } = books;
  const opportunity = (subject.opportunityId && books.named.get(subject.opportunityId)) || null;
  const parent = account.parentAccountId ? book.accounts.get(account.parentAccountId) : undefined;
  const relatives = [...(parent ? [parent] : []), ...(book.children.get(account.accountId) ?? [])];
  const opportunities = book.opportunities.get(account.accountId) ?? [];
  const deals = distinct([...opportunities.map((deal) => deal.opportunityId), subject.opportunityId ?? '']);
  const accountIds = distinct([account.accountId, opportunity?.accountId ?? '']);
  return {
    account,
    relatives,
    product: blankToNull(subject.product) ?? registration?.product ?? opportunity?.product ?? null,
    kind: subject.kind ?? registration?.kind ?? 'resale',
    partner: askingPartner(one, books),
    opportunity,
    registration,
    amount: subject.amount ?? registration?.amount ?? null,
    registrations: [account, ...relatives].flatMap((each) => book.registrations.get(each.accountId) ?? []),
    opportunities,
    roles: deals.flatMap((id) => book.roles.get(id) ?? []),
    subscriptions: accountIds.flatMap((id) => book.subscriptions.get(id) ?? []),
    offers: book.offers.get(account.accountId) ?? [],
    partners: roster.partners,
    integrations: roster.integrations,
  };
}

function askingPartner(one: Resolved, books: Books): ConflictCase['partner'] {
  const { partnerBook, roster, withheld } = books;
  const partner = one.partnerId ? roster.partners.get(one.partnerId) : undefined;
  if (!partner) return null;
  const { partnerId } = partner;
  return {
    ...partner,
    claims: partnerBook.claims.get(partnerId) ?? [],
    certificates: partnerBook.certificates.get(partnerId) ?? [],
    openCoSells: partnerBook.openCoSells.get(partnerId) ?? 0,
    overlapWithheld: withheld.has(`${partnerId}\n${one.account.accountId}`),
  };
}

async function citeRules(
  dependencies: CheckDependencies,
  scope: Scope,
  checks: readonly (ConflictCheck | AppError)[],
): Promise<(ConflictCheck | AppError)[]> {
  const rules = new Map<ConflictCode, Finding['rule']>();
  for (const check of checks) {
    for (const { code } of isAppError(check) ? [] : check.findings) {
      if (!rules.has(code)) rules.set(code, await dependencies.citeRule(scope, code));
    }
  }
  return checks.map((check) =>
    isAppError(check)
      ? check
      : { ...check, findings: check.findings.map((one) => ({ ...one, rule: rules.get(one.code) ?? null })) },
  );
}

/** The terms of each day asked for, made once. */
export function termsByDay(settings: CompanySettings): (on: IsoDate) => ConflictTerms {
  const regionHolds = readTerritories(settings);
  const { rules_of_engagement: rules, currency, rates } = settings;
  return (today) => ({ rules, today, currency, rates, regionHolds });
}

function readTerritories(settings: CompanySettings): ConflictTerms['regionHolds'] {
  const regions = createRegions(settings.regions);
  return (label, country) => {
    const [code] = regions.countriesOf(country);
    const held = regions.countriesOf(label);
    if (!code || held.includes(code) || label.trim().toLowerCase() === country.trim().toLowerCase())
      return true;
    // A label that stands for itself alone and is no country's code is one that nobody explained.
    const explained = held.length > 1 || held[0]?.length === 2;
    return explained && code.length === 2 ? false : null;
  };
}

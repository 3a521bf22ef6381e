import type { Access, ScopedConnection } from '../access/access.ts';
import type { Scope, SystemScope } from '../access/types.ts';
import type { AccountsService } from '../accounts/service.ts';
import type { CompanyService } from '../company/service.ts';
import type { RulesOfEngagement } from '../company/settings.ts';
import type { IsoDate } from '../dates.ts';
import { AppError, isAppError } from '../errors.ts';
import { moveWithin, readerOf, type Written } from './acting.ts';
import { createDecisionAdvice, type DecisionAdviser } from './advice/decision-advice.ts';
import { checkRegistrations } from './check-registrations.ts';
import { type CiteRule, type ConflictChecker, createConflictChecker } from './conflict-check.ts';
import { decideWithin, extendWithin } from './decide.ts';
import { dueDay } from './lifecycle.ts';
import { protectedDays, protectsOn } from './protection.ts';
import { listReasons, type ReasonCode, reasonFor } from './reasons.ts';
import { inWords, retryLostRaces } from './refusals.ts';
import { createHistoryReviews, type HistoryReviews } from './replay/history-reviews.ts';
import * as store from './store.ts';
import { countRefusal, findProbing, type Probing } from './submission-limits.ts';
import { keyOf, submitWithin } from './submit.ts';
import type {
  DecisionOrder,
  Finding,
  Occasion,
  RegistrationDraft,
  RegistrationFilter,
  RegistrationRow,
  RegistrationView,
} from './types.ts';
import { expireWithin, rebuildWithin } from './upkeep.ts';
import { type HistoryCheck, verifyHistoryWithin } from './verify-history.ts';

/** An occasion with the words for why. */
export interface ReasonedOccasion extends Occasion {
  readonly reason?: string | null;
}

/**
 * Deal registrations: what stands in the way, where each stands, and every move of its life. Who may read and write
 * which row is the database's to say; a refusal of its comes back as `not_allowed` or `not_found` in words.
 *
 * Each change exists twice: on its own, and `…Within` a transaction that is already open, for a confirmed proposal.
 */
export interface RegistrationsService extends ConflictChecker, HistoryReviews, DecisionAdviser {
  list(scope: Scope, filter: RegistrationFilter): Promise<RegistrationRow[]>;
  /** One registration with its history and findings. Throws `not_found`, whether it is missing or another's. */
  show(scope: Scope, registrationId: string): Promise<RegistrationView>;
  /** The reason to reject that findings suggest; null where they suggest none. */
  reasonFor(findings: readonly Pick<Finding, 'code' | 'severity'>[]): ReasonCode | null;

  /** The closed list of reasons to reject, with the words that the partner reads. */
  reasons(): readonly { readonly code: ReasonCode; readonly words: string }[];

  /** A partner for its own firm, our people on a partner's behalf. Repeated, it is one registration. */
  submit(scope: Scope, draft: RegistrationDraft, occasion: Occasion): Promise<Written>;
  /** Without the account, which is for the program to find after the commit: see the accounts room. */
  submitWithin(
    connection: ScopedConnection,
    scope: Scope,
    draft: RegistrationDraft,
    occasion: Occasion,
  ): Promise<Written>;
  /** For a `submitWithin` that threw, once its transaction is over: counts it where a limit was the reason. */
  noteRefusal(partnerId: string, error: unknown): Promise<void>;
  /** A partner manager's word. Throws `conflict` where another partner is protected, `bad_input` without a reason. */
  decide(scope: Scope, order: DecisionOrder, occasion: Occasion): Promise<Written>;
  decideWithin(
    connection: ScopedConnection,
    scope: Scope,
    order: DecisionOrder,
    occasion: Occasion,
  ): Promise<Written>;
  extend(scope: Scope, registrationId: string, occasion: Occasion): Promise<Written>;
  extendWithin(
    connection: ScopedConnection,
    scope: Scope,
    registrationId: string,
    occasion: Occasion,
  ): Promise<Written>;
  withdraw(scope: Scope, registrationId: string, occasion: ReasonedOccasion): Promise<Written>;
  withdrawWithin(
    connection: ScopedConnection,
    scope: Scope,
    registrationId: string,
    occasion: ReasonedOccasion,
  ): Promise<Written>;
  /** Answers the question on a returned registration; the clock goes on. */
  resubmit(scope: Scope, registrationId: string, occasion: ReasonedOccasion): Promise<Written>;
  resubmitWithin(
    connection: ScopedConnection,
    scope: Scope,
    registrationId: string,
    occasion: ReasonedOccasion,
  ): Promise<Written>;
  /** An approved registration whose deal was won or lost: its protection ends. */
  close(
    scope: Scope,
    closed: { registrationId: string; outcome: 'won' | 'lost' },
    occasion: ReasonedOccasion,
  ): Promise<Written>;

  /** After an import. Returns a warning for each approved registration that another partner's right shuts out. */
  rebuildProtections(system: SystemScope): Promise<readonly string[]>;
  /** Scheduled work, safe to repeat and to run in several processes: returns the registrations that ended. */
  expireDue(system: SystemScope): Promise<readonly string[]>;
  /** Whether every history that our people see is whole. Throws `not_allowed` for a partner. */
  verifyHistory(scope: Scope): Promise<HistoryCheck>;
  /** Partners that met a limit on submissions in the days that count; a partner reads of itself alone. */
  listProbing(scope: Scope): Promise<readonly Probing[]>;
}

export interface RegistrationsDependencies {
  readonly access: Access;
  readonly company: CompanyService;
  readonly accounts: Pick<AccountsService, 'findMany' | 'linkSubmission'>;
  readonly citeRule: CiteRule;
}

export function createRegistrationsService(dependencies: RegistrationsDependencies): RegistrationsService {
  const { access, company, accounts, citeRule } = dependencies;
  const checker = createConflictChecker({ access, company, citeRule, findAccounts: accounts.findMany });

  const write = (scope: Scope, change: (connection: ScopedConnection) => Promise<Written>) =>
    inWords(() => retryLostRaces(() => access.open(scope, change)));

  /** After the refused transaction: its own would take the note with it. */
  const noteRefusal = async (partnerId: string, error: unknown): Promise<void> => {
    if (!isAppError(error) || error.code !== 'limit_reached') return;
    const day = await company.today();
    await access.open(access.system, (connection) => countRefusal(connection, { partnerId, day }));
  };

  return {
    ...checker,
    ...createHistoryReviews({ access, company }),
    ...createDecisionAdvice({
      access,
      company,
      checker,
      list: (scope, filter) => inWords(() => listRows(dependencies, scope, filter)),
    }),
    reasonFor,
    reasons: listReasons,
    list: (scope, filter) => inWords(() => listRows(dependencies, scope, filter)),
    show: (scope, registrationId) => inWords(() => showOne(dependencies, checker, scope, registrationId)),

    async submit(scope, draft, occasion) {
      const submissionKey = keyOf(draft, await company.today());
      const written = await write(scope, (connection) =>
        submitWithin(connection, { scope, ...occasion }, { ...draft, submissionKey }),
      ).catch(async (error: unknown) => {
        await noteRefusal(draft.partnerId, error);
        throw error;
      });
      await accounts.linkSubmission(access.system, submissionKey);
      return written;
    },
    submitWithin: (connection, scope, draft, occasion) =>
      inWords(() => submitWithin(connection, { scope, ...occasion }, draft)),
    noteRefusal,
    decide: (scope, order, occasion) =>
      write(scope, (connection) => decideWithin(connection, { scope, ...occasion }, order)),
    decideWithin: (connection, scope, order, occasion) =>
      inWords(() => decideWithin(connection, { scope, ...occasion }, order)),
    extend: (scope, id, occasion) =>
      write(scope, (connection) => extendWithin(connection, { scope, ...occasion }, id)),
    extendWithin: (connection, scope, id, occasion) =>
      inWords(() => extendWithin(connection, { scope, ...occasion }, id)),
    withdraw: (scope, id, occasion) =>
      write(scope, (connection) => move(connection, scope, { id, to: 'withdrawn', occasion })),
    withdrawWithin: (connection, scope, id, occasion) =>
      inWords(() => move(connection, scope, { id, to: 'withdrawn', occasion })),
    resubmit: (scope, id, occasion) =>
      write(scope, (connection) => move(connection, scope, { id, to: 'submitted', occasion })),
    resubmitWithin: (connection, scope, id, occasion) =>
      inWords(() => move(connection, scope, { id, to: 'submitted', occasion })),
    close: (scope, { registrationId, outcome }, occasion) =>
      write(scope, (connection) => move(connection, scope, { id: registrationId, to: outcome, occasion })),

    async rebuildProtections(system) {
      const terms = await readTerms(company);
      return retryLostRaces(() => access.open(system, (connection) => rebuildWithin(connection, terms)));
    },
    async expireDue(system) {
      const terms = await readTerms(company);
      return retryLostRaces(() => access.open(system, (connection) => expireWithin(connection, terms)));
    },
    async listProbing(scope) {
      const { rules: terms, today } = await readTerms(company);
      return inWords(() => access.open(scope, (connection) => findProbing(connection, { today, terms })));
    },
    verifyHistory: (scope) => inWords(() => access.open(scope, verifyHistoryWithin)),
  };
}

function move(
  connection: ScopedConnection,
  scope: Scope,
  wanted: { id: string; to: 'withdrawn' | 'submitted' | 'won' | 'lost'; occasion: ReasonedOccasion },
): Promise<Written> {
  const { id, to, occasion } = wanted;
  return moveWithin(
    connection,
    { scope, ...occasion },
    { registrationId: id, to, reason: occasion.reason ?? null },
  );
}

async function readTerms(company: CompanyService): Promise<{ rules: RulesOfEngagement; today: IsoDate }> {
  return { rules: (await company.settings()).rules_of_engagement, today: await company.today() };
}

async function listRows(
  dependencies: RegistrationsDependencies,
  scope: Scope,
  filter: RegistrationFilter,
): Promise<RegistrationRow[]> {
  const terms = await readTerms(dependencies.company);
  const reader = readerOf(scope);
  return dependencies.access.open(scope, async (connection) => {
    const rows = await store.listRegistrations(connection, reader, filter);
    const waiting = rows.filter((row) => row.status === 'submitted').map((row) => row.registrationId);
    const moves = await store.listMoves(connection, reader, waiting);
    return describeRows(rows, moves, terms);
  });
}

async function showOne(
  dependencies: RegistrationsDependencies,
  checker: ConflictChecker,
  scope: Scope,
  registrationId: string,
): Promise<RegistrationView> {
  const terms = await readTerms(dependencies.company);
  const reader = readerOf(scope);
  const found = await dependencies.access.open(scope, async (connection) => {
    const row = await store.getRegistration(connection, reader, { registrationId, lock: false });
    if (!row) return null;
    return { row, moves: await store.listMoves(connection, reader, [row.registrationId]) };
  });
  const [registration] = found ? describeRows([found.row], found.moves, terms) : [];
  if (!found || !registration) {
    throw new AppError('not_found', `There is no registration '${registrationId}' that can be shown here.`);
  }
  const moves = found.moves.map(({ registrationId: _same, ...move }) => move);
  const [check] = await checkRegistrations(checker, scope, [registration]);
  return { registration, moves, findings: check?.findings ?? [], unchecked: check?.unchecked ?? null };
}

function describeRows(
  rows: readonly store.StoredRegistration[],
  moves: readonly store.StoredMove[],
  terms: { rules: RulesOfEngagement; today: IsoDate },
): RegistrationRow[] {
  const movesOf = new Map<string, store.StoredMove[]>();
  for (const move of moves) {
    const known = movesOf.get(move.registrationId);
    if (known) known.push(move);
    else movesOf.set(move.registrationId, [move]);
  }
  return rows.map((row) => {
    const due = dueDay({ ...row, moves: movesOf.get(row.registrationId) ?? [] }, terms.rules);
    const dated = { ...row, opportunityLost: null };
    return {
      ...row,
      decisionDueOn: due,
      overdue: due !== null && due < terms.today,
      protectedUntil:
        row.kind !== 'service' && protectsOn(dated, terms.rules, terms.today)
          ? protectedDays(dated, terms.rules).until
          : null,
    };
  });
}

import type { Access } from '../../access/access.ts';
import { refuseInWords } from '../../access/refusals.ts';
import type { Scope } from '../../access/types.ts';
import type { CompanyService } from '../../company/service.ts';
import { addDays, type IsoDate } from '../../dates.ts';
import { AppError } from '../../errors.ts';
import { checkRegistrations } from '../check-registrations.ts';
import type { ConflictChecker } from '../conflict-check.ts';
import { productKey } from '../protection.ts';
import type { RegistrationFilter, RegistrationRow } from '../types.ts';
import { adviseDecision } from './advise-decision.ts';
import { type EvidenceRow, readEvidence } from './evidence-store.ts';
import type { DecisionAdvice, RivalClaim, WorkEvidence } from './types.ts';

/** Advice for those who decide; others are refused with `not_allowed`. */
export interface DecisionAdviser {
  /**
   * What to do with each submitted registration that fits, the one due first at the top. Writes nothing. Throws
   * `not_found` where one is named and waits for no decision.
   */
  advise(scope: Scope, wanted: { readonly registrationId?: string }): Promise<DecisionAdvice[]>;
}

const REFUSED = 'Only our own people may ask what to decide on a registration.';

export function createDecisionAdvice(dependencies: {
  readonly access: Access;
  readonly company: CompanyService;
  readonly checker: Pick<ConflictChecker, 'checkMany'>;
  readonly list: (scope: Scope, filter: RegistrationFilter) => Promise<RegistrationRow[]>;
}): DecisionAdviser {
  const { access, company, checker, list } = dependencies;
  return {
    async advise(scope, { registrationId }) {
      const { rules_of_engagement: rules, products } = await company.settings();
      const today = await company.today();
      const [waiting, returned] = [
        await list(scope, { status: 'submitted' }),
        await list(scope, { status: 'returned' }),
      ];
      const subjects = waiting
        .filter(
          (one) =>
            registrationId === undefined || one.registrationId.toLowerCase() === registrationId.toLowerCase(),
        )
        .sort(byDueDay);
      if (registrationId !== undefined && subjects.length === 0) {
        throw new AppError('not_found', `No registration '${registrationId}' waits for a decision here.`);
      }
      const rivals = subjects.map((one) => findRivals(one, [...waiting, ...returned]));
      const window = { from: addDays(today, -rules.influence_window_days), to: today };
      const evidence = await refuseInWords(REFUSED, () =>
        access.open(scope, (connection) => readEvidence(connection, pairsOf(subjects, rivals), window)),
      );
      const checks = await checkRegistrations(checker, scope, subjects);
      return subjects.map((registration, at) =>
        adviseDecision({
          registration,
          findings: checks[at]?.findings ?? [],
          unchecked: checks[at]?.unchecked ?? null,
          evidence: evidenceOf(registration, evidence),
          claims: (rivals[at] ?? []).map((rival) => toClaim(rival, registration, evidence)),
          products,
          rules,
          today,
        }),
      );
    },
  };
}

/** Undecided claims of other partners on the same account and product, by receipt; delivery work contests no sale. */
function findRivals(about: RegistrationRow, open: readonly RegistrationRow[]): RegistrationRow[] {
  if (about.accountId === null) return [];
  return open
    .filter(
      (one) =>
        one.partnerId !== about.partnerId &&
        one.accountId === about.accountId &&
        productKey(one.product) === productKey(about.product) &&
        (one.kind === 'service') === (about.kind === 'service'),
    )
    .sort(byReceipt);
}

function toClaim(
  rival: RegistrationRow,
  about: RegistrationRow,
  evidence: readonly EvidenceRow[],
): RivalClaim {
  const { registrationId, partnerId, partnerName, submittedOn } = rival;
  const earlier = byReceipt(rival, about) < 0;
  return {
    registrationId,
    partnerId,
    partnerName,
    submittedOn,
    earlier,
    evidence: evidenceOf(rival, evidence),
  };
}

function pairsOf(subjects: readonly RegistrationRow[], rivals: readonly RegistrationRow[][]) {
  return [...subjects, ...rivals.flat()].flatMap(({ partnerId, accountId }) =>
    accountId === null ? [] : [{ partnerId, accountId }],
  );
}

function evidenceOf(registration: RegistrationRow, evidence: readonly EvidenceRow[]): WorkEvidence {
  const found = evidence.find(
    (one) => one.partnerId === registration.partnerId && one.accountId === registration.accountId,
  );
  return {
    touches: found?.touches ?? 0,
    participants: found?.participants ?? 0,
    lastTouchOn: found?.lastTouchOn ?? null,
    openDeals: found?.openDeals ?? 0,
    contacts: found?.contacts ?? 0,
  };
}

/** What came in first; of what came in at once, or on no recorded day, the lower id. */
function byReceipt(a: RegistrationRow, b: RegistrationRow): number {
  return compare(a.submittedOn ?? '~', b.submittedOn ?? '~') || compare(a.registrationId, b.registrationId);
}

function byDueDay(a: RegistrationRow, b: RegistrationRow): number {
  return compare(dueOf(a), dueOf(b)) || byReceipt(a, b);
}

function dueOf({ decisionDueOn }: RegistrationRow): IsoDate {
  return decisionDueOn ?? '9999-12-31';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

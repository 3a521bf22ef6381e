import type { RulesOfEngagement } from '../company/settings.ts';
import type { IsoDate } from '../dates.ts';
import type { RegistrationFact } from './conflict-case.ts';
import { productKey, protectedDays, protectsOn } from './protection.ts';

/** A row of the table that can't hold two partners' rights to one account and product at a time. */
export interface Protection {
  readonly registrationId: string;
  readonly partnerId: string;
  readonly accountId: string;
  readonly product: string;
  readonly from: IsoDate;
  readonly until: IsoDate;
}

/**
 * The protections that past records amount to: of two that overlap, the one decided first stands, and the other is
 * reported in words. Delivery work and registrations whose account nobody knows protect nothing.
 */
export function layProtections(
  registrations: readonly RegistrationFact[],
  terms: { rules: RulesOfEngagement; today: IsoDate },
): { readonly protections: readonly Protection[]; readonly warnings: readonly string[] } {
  const standing = new Map<string, Protection[]>();
  const protections: Protection[] = [];
  const warnings: string[] = [];
  for (const registration of [...registrations].sort(byDecision)) {
    const wanted = protectionOf(registration, terms);
    if (!wanted) continue;
    const key = `${wanted.accountId}\n${wanted.product}`;
    const others = standing.get(key) ?? [];
    const earlier = others.find((other) => other.partnerId !== wanted.partnerId && overlap(other, wanted));
    if (earlier) {
      warnings.push(
        `${wanted.registrationId} is approved, but protects nothing until ${earlier.until}: ${earlier.registrationId} of another partner has the same account and product.`,
      );
      continue;
    }
    standing.set(key, [...others, wanted]);
    protections.push(wanted);
  }
  return { protections, warnings };
}

function protectionOf(
  registration: RegistrationFact,
  terms: { rules: RulesOfEngagement; today: IsoDate },
): Protection | null {
  const { accountId, partnerId, registrationId } = registration;
  if (accountId === null || registration.kind === 'service') return null;
  if (!protectsOn(registration, terms.rules, terms.today)) return null;
  const { from, until } = protectedDays(registration, terms.rules);
  if (until === null) return null;
  return {
    registrationId,
    partnerId,
    accountId,
    product: productKey(registration.product),
    from: from ?? until,
    until,
  };
}

function overlap(left: Protection, right: Protection): boolean {
  return left.from <= right.until && right.from <= left.until;
}

/** The earlier decision first; of two on one day, the earlier receipt. */
function byDecision(left: RegistrationFact, right: RegistrationFact): number {
  const keyOf = (one: RegistrationFact) =>
    [one.decidedOn ?? '', one.submittedOn ?? '', one.registrationId].join('\n');
  const [a, b] = [keyOf(left), keyOf(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

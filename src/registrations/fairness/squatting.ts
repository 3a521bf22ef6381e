import type { IsoDate } from '../../dates.ts';
import { sameProduct } from '../protection.ts';
import type { PastDeal, Surroundings } from '../replay/facts-on-day.ts';
import { ranOut, type Standing } from '../replay/standing.ts';
import type { Squatting } from './types.ts';

/**
 * Squatting by partner: of the protections that came to their last day in the period, before today, those that were
 * never worked. Worked is a protection between whose first and last day a deal of it was opened, entered a stage or
 * closed, or its partner touched any deal of the account. A deal of it is the one linked to the registration, or one of the
 * account and product on which the partner has a role that it did not refuse. An extension is no work.
 */
export function findSquatting(
  standings: readonly Standing[],
  surroundings: Surroundings,
  days: { readonly today: IsoDate; readonly inPeriod: (day: IsoDate) => boolean },
): Squatting[] {
  const byPartner = new Map<string, Squatting>();
  for (const standing of standings) {
    const { registrationId, partnerId, partnerName, tier } = standing.life.registration;
    if (!ranOut(standing, days.today) || !days.inPeriod(standing.until ?? '')) continue;
    const known = byPartner.get(partnerId) ?? {
      partnerId,
      partnerName,
      tier,
      ranOut: 0,
      unworked: 0,
      registrationIds: [],
    };
    const unworked = !wasWorked(standing, surroundings);
    byPartner.set(partnerId, {
      ...known,
      ranOut: known.ranOut + 1,
      unworked: known.unworked + (unworked ? 1 : 0),
      registrationIds: [...known.registrationIds, ...(unworked ? [registrationId] : [])].sort(),
    });
  }
  return [...byPartner.values()].sort(
    (a, b) => b.unworked - a.unworked || b.ranOut - a.ranOut || (a.partnerId < b.partnerId ? -1 : 1),
  );
}

function wasWorked({ life, decidedOn, until }: Standing, surroundings: Surroundings): boolean {
  const { registration } = life;
  const during = (day: IsoDate | null) =>
    day !== null && (decidedOn === null || decidedOn <= day) && (until === null || day <= until);
  const deals = surroundings.deals.get(registration.accountId ?? '') ?? [];
  const touched = deals.some((deal) =>
    deal.touches.some((touch) => touch.partnerId === registration.partnerId && during(touch.on)),
  );
  const itsOwn = (deal: PastDeal) =>
    deal.opportunityId === registration.opportunityId ||
    (sameProduct(deal.product, registration.product) &&
      hasRole(surroundings, deal.opportunityId, registration.partnerId));
  return (
    touched ||
    deals
      .filter(itsOwn)
      .some(
        (deal) =>
          during(deal.createdOn) ||
          deal.stages.some((entered) => during(entered.on)) ||
          (deal.stage.startsWith('closed_') && during(deal.closeOn)),
      )
  );
}

/** Whether the partner has a role in the deal that it did not refuse. */
export function hasRole(surroundings: Surroundings, opportunityId: string, partnerId: string): boolean {
  return (surroundings.roles.get(opportunityId) ?? []).some(
    (role) => role.partnerId === partnerId && role.accepted !== false,
  );
}

import type { IsoDate } from '../../dates.ts';
import { sameProduct, submittedDay } from '../protection.ts';
import type { PastDeal, Surroundings } from '../replay/facts-on-day.ts';
import { isBorneOut } from '../replay/recommend.ts';
import type { Standing } from '../replay/standing.ts';
import type { Look } from '../replay/walk.ts';
import { hasRole } from './squatting.ts';
import type { AgainstFindings, FairnessReport, OverriddenClaim } from './types.ts';

type InPeriod = (day: IsoDate) => boolean;

/**
 * Where the direct team, or a decision, went against a partner's claim. A claim is overridden when, in the period, we
 * opened a deal of our own (no renewal) on its account and product on a later day than it came in, while it was
 * undecided or protected. A deal is our own when no partner sourced it and no registration is linked to it, and the claimant has
 * neither a role in it nor touched it. A decision goes against the findings of its day when it approved in the face of a
 * block, or rejected for a reason that a finding would give and none gave.
 */
export function findOverrides(
  past: { readonly standings: readonly Standing[]; readonly decisions: readonly Look[] },
  surroundings: Surroundings,
  inPeriod: InPeriod,
): FairnessReport['overrides'] {
  const rejections = past.decisions.filter((look) => look.was.outcome === 'rejected');
  const forOwnDeal = rejections.filter((look) => reasonOf(look) === 'active_direct_deal');
  return {
    claims: findOverriddenClaims(past.standings, surroundings, inPeriod),
    decisions: past.decisions.flatMap((look) => describeAgainst(look) ?? []),
    forOwnDeal: {
      rejected: forOwnDeal.length,
      borneOut: forOwnDeal.filter((look) => isBorneOut(reasonOf(look), look.was.findings)).length,
    },
    byJudgement: rejections.filter((look) => isBorneOut(reasonOf(look), look.was.findings) === null).length,
  };
}

function reasonOf(look: Look): string | null {
  return look.life.registration.reasonCode;
}

function findOverriddenClaims(
  standings: readonly Standing[],
  surroundings: Surroundings,
  inPeriod: InPeriod,
): OverriddenClaim[] {
  const linked = new Set(standings.flatMap(({ life }) => life.registration.opportunityId ?? []));
  return standings
    .flatMap((standing) => {
      const { registration } = standing.life;
      if (registration.kind === 'service') return [];
      return (surroundings.deals.get(registration.accountId ?? '') ?? [])
        .filter((deal) => !linked.has(deal.opportunityId) && isDirect(deal, surroundings))
        .filter((deal) => sameProduct(deal.product, registration.product))
        .filter((deal) => deal.createdOn !== null && inPeriod(deal.createdOn))
        .filter((deal) => !isInvolved(deal, registration.partnerId, surroundings))
        .flatMap((deal) => describeOverride(standing, deal) ?? []);
    })
    .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

function sortKey(one: OverriddenClaim): string {
  return [one.openedOn, one.opportunityId, one.registrationId].join('\n');
}

function isDirect(deal: PastDeal, surroundings: Surroundings): boolean {
  const roles = surroundings.roles.get(deal.opportunityId) ?? [];
  return deal.kind !== 'renewal' && !roles.some((one) => one.role === 'source' && one.accepted !== false);
}

function isInvolved(deal: PastDeal, partnerId: string, surroundings: Surroundings): boolean {
  return (
    hasRole(surroundings, deal.opportunityId, partnerId) ||
    deal.touches.some((touch) => touch.partnerId === partnerId)
  );
}

function describeOverride(standing: Standing, deal: PastDeal): OverriddenClaim | null {
  const { registration } = standing.life;
  const receivedOn = submittedDay(registration);
  const claim = deal.createdOn === null ? null : claimOn(standing, deal.createdOn);
  if (claim === null || receivedOn === null || deal.createdOn === null) return null;
  return {
    opportunityId: deal.opportunityId,
    opportunityName: deal.name,
    stage: deal.stage,
    openedOn: deal.createdOn,
    registrationId: registration.registrationId,
    partnerId: registration.partnerId,
    partnerName: registration.partnerName,
    receivedOn,
    claim,
  };
}

/** How the claim stood on a day after it came in; null where it did not, or not yet. */
function claimOn(standing: Standing, day: IsoDate): OverriddenClaim['claim'] | null {
  const { life, decidedOn, until, endedOn, protects } = standing;
  const receivedOn = submittedDay(life.registration);
  if (receivedOn === null || receivedOn >= day || (endedOn !== null && endedOn <= day)) return null;
  if (decidedOn === null || day < decidedOn) return 'undecided';
  return protects && until !== null && day <= until ? 'protected' : null;
}

function describeAgainst(look: Look): AgainstFindings | null {
  const { registrationId, partnerId, partnerName, accountId } = look.life.registration;
  const decision = look.was.outcome;
  // Where nothing could be checked, nothing speaks for or against.
  if (decision === null || accountId === null) return null;
  const [block] = look.was.findings.filter((one) => one.severity === 'block');
  const against =
    decision === 'approved' ? block !== undefined : isBorneOut(reasonOf(look), look.was.findings) === false;
  if (!against) return null;
  return {
    registrationId,
    partnerId,
    partnerName,
    decidedOn: look.on,
    decision,
    reasonCode: decision === 'rejected' ? reasonOf(look) : null,
    finding: decision === 'approved' ? (block ?? null) : null,
  };
}

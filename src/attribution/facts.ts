import { addDays, type IsoDate } from '../dates.ts';
import { splitAmount } from './models/allocate.ts';
import { creditShares } from './models/credit-shares.ts';
import { OWN_TEAM } from './models/deal-path.ts';
import type { AttributionWindows, LedgerEntry, OpportunityEvidence, SourceDecision } from './types.ts';

/** Touches that may make their partner the source. */
const SOURCING_TOUCHES = new Set(['referral', 'intro']);

interface Claim {
  readonly partnerIds: readonly string[];
  readonly evidence: readonly string[];
}

/**
 * Who sourced, influenced and delivered one opportunity, as measures.md defines it. A role ranks before a registration, a
 * registration before a touch; two claims of equal kind are disputed and count for neither until a person decides, whose
 * word ranks before all. Partners by id.
 */
export function attributeOpportunity(
  evidence: OpportunityEvidence,
  rules: { windows: AttributionWindows; today: IsoDate },
): LedgerEntry[] {
  const claim = evidence.decision
    ? decidedClaim(evidence.decision)
    : findSourceClaim(evidence, rules.windows);
  const source = claim?.partnerIds.length === 1 ? claim.partnerIds[0] : undefined;
  const disputed = new Set(claim && claim.partnerIds.length > 1 ? claim.partnerIds : []);
  const influence = findInfluence(evidence, rules);
  const delivered = findDelivery(evidence);
  const credits = splitAmount(evidence.amountMinor, shareByTouches(evidence, rules.today));
  const partnerIds = new Set([
    ...(claim?.partnerIds ?? []),
    ...influence.keys(),
    ...delivered,
    ...credits.keys(),
  ]);
  partnerIds.delete(OWN_TEAM);
  return [...partnerIds].sort().map((partnerId) => ({
    opportunityId: evidence.opportunityId,
    partnerId,
    outcome: evidence.outcome,
    sourced: partnerId === source,
    influenced: partnerId !== source && influence.has(partnerId),
    delivered: delivered.has(partnerId),
    disputed: disputed.has(partnerId),
    amountMinor: evidence.amountMinor,
    attributedMinor: credits.get(partnerId) ?? 0,
    createdOn: evidence.createdOn,
    closedOn: evidence.closedOn,
    evidence: [
      ...(claim?.partnerIds.includes(partnerId) ? claim.evidence : []),
      ...(influence.get(partnerId) ?? []),
    ].filter((id, i, all) => all.indexOf(id) === i),
  }));
}

function decidedClaim({ partnerId }: SourceDecision): Claim | null {
  return partnerId === null ? null : { partnerIds: [partnerId], evidence: ['decision'] };
}

/** The strongest kind of claim that anybody has; several partners where it is disputed. */
function findSourceClaim(evidence: OpportunityEvidence, windows: AttributionWindows): Claim | null {
  const roles = evidence.roles.filter((one) => one.role === 'source' && one.accepted !== false);
  if (roles.length > 0)
    return { partnerIds: distinct(roles.map((one) => one.partnerId)), evidence: ['role:source'] };
  const registrations = evidence.registrations.filter((one) => claimsTheSale(one, evidence.closedOn));
  if (registrations.length > 0) {
    return {
      partnerIds: distinct(registrations.map((one) => one.partnerId)),
      evidence: registrations.map((one) => one.registrationId),
    };
  }
  return findSourcingTouch(evidence, windows);
}

/** A service registration is for delivery and claims no sale. */
function claimsTheSale(
  registration: OpportunityEvidence['registrations'][number],
  closedOn: IsoDate | null,
): boolean {
  if (registration.kind === 'service') return false;
  if (registration.status !== 'approved' && registration.status !== 'won') return false;
  return closedOn === null || registration.decidedOn === null || registration.decidedOn <= closedOn;
}

function findSourcingTouch(evidence: OpportunityEvidence, windows: AttributionWindows): Claim | null {
  const { createdOn } = evidence;
  if (createdOn === null) return null;
  const from = addDays(createdOn, -windows.sourcedDays);
  const touches = evidence.touches.filter(
    (one) =>
      one.partnerId !== null &&
      SOURCING_TOUCHES.has(one.kind) &&
      one.occurredOn >= from &&
      one.occurredOn <= createdOn,
  );
  if (touches.length === 0) return null;
  const earliest = touches.map((one) => one.occurredOn).sort()[0];
  const first = touches.filter((one) => one.occurredOn === earliest);
  return {
    partnerIds: distinct(first.flatMap((one) => one.partnerId ?? [])),
    evidence: first.map((one) => one.touchpointId),
  };
}

/** Partners with a touch or an accepted role in the window, with the ids that show it. */
function findInfluence(
  evidence: OpportunityEvidence,
  rules: { windows: AttributionWindows; today: IsoDate },
): Map<string, string[]> {
  const until = evidence.closedOn ?? rules.today;
  const from = addDays(until, -rules.windows.influenceDays);
  const within = (day: IsoDate | null) => day === null || (day >= from && day <= until);
  const found = new Map<string, string[]>();
  const add = (partnerId: string, id: string) => found.set(partnerId, [...(found.get(partnerId) ?? []), id]);
  for (const touch of evidence.touches) {
    if (touch.partnerId !== null && within(touch.occurredOn)) add(touch.partnerId, touch.touchpointId);
  }
  for (const role of evidence.roles) {
    if (role.accepted === true && within(role.addedOn)) add(role.partnerId, `role:${role.role}`);
  }
  return found;
}

function findDelivery(evidence: OpportunityEvidence): Set<string> {
  return new Set([
    ...evidence.roles
      .filter((one) => one.role === 'deliver' && one.accepted !== false)
      .map((one) => one.partnerId),
    ...evidence.touches.flatMap((one) =>
      one.kind === 'implementation' && one.partnerId ? [one.partnerId] : [],
    ),
  ]);
}

function shareByTouches(evidence: OpportunityEvidence, today: IsoDate): Map<string, number> {
  const closedOn = evidence.closedOn ?? today;
  return creditShares('linear', {
    touches: evidence.touches.map((one) => ({
      channel: one.partnerId ?? OWN_TEAM,
      occurredOn: one.occurredOn,
      id: one.touchpointId,
    })),
    createdOn: evidence.createdOn ?? closedOn,
    closedOn,
    amountMinor: evidence.amountMinor,
  });
}

function distinct(ids: readonly string[]): string[] {
  return [...new Set(ids)].sort();
}

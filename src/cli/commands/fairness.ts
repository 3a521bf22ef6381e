import type { Scope } from '../../access/types.ts';
import { estimateShareInterval } from '../../insights/statistics/wilson.ts';
import type {
  Acceptance,
  AgainstFindings,
  FairnessReport,
  FairnessRequest,
  OverriddenClaim,
  Squatting,
} from '../../registrations/fairness/types.ts';
import type { RegistrationsService } from '../../registrations/service.ts';
import { type Output, writeJson } from '../output.ts';
import { writeTable } from './answer-text.ts';

/** How evenly partners and the direct team were treated; shares come with their Wilson 90% interval. */
export async function reportFairness(
  parts: { registrations: Pick<RegistrationsService, 'fairness'>; output: Output },
  request: FairnessRequest & { readonly scope: Scope; readonly json: boolean },
): Promise<number> {
  const { scope, json, ...asked } = request;
  const report = await parts.registrations.fairness(scope, asked);
  if (json) writeJson(parts.output, shapeFairness(report));
  else parts.output.out(`${describeFairness(report).join('\n')}\n`);
  return 0;
}

function describeFairness({ period, squatting, acceptance, overrides }: FairnessReport): string[] {
  const { all, bySize, byTier } = acceptance;
  const { claims, decisions, forOwnDeal, byJudgement } = overrides;
  return [
    `${period.from} to before ${period.to}`,
    '',
    ...(squatting.length === 0
      ? ['No protection ran out.']
      : ['Protections that ran out, and those never worked:', tabulateSquatting(squatting)]),
    '',
    'Approved, and median working days to the decision:',
    tabulateAcceptance([all, ...byTier, ...bySize]),
    '',
    ...(claims.length === 0
      ? ['No deal of our own was opened against an earlier claim of a partner.']
      : [`${claims.length} deals of our own opened against an earlier claim:`, tabulateClaims(claims)]),
    '',
    ...(decisions.length === 0
      ? ['No decision went against the findings of its day.']
      : [`${decisions.length} decisions against the findings of their day:`, tabulateAgainst(decisions)]),
    `Rejected for a deal of our own: ${forOwnDeal.rejected}, with such a deal on record: ${forOwnDeal.borneOut}.`,
    `Rejected by judgement, for a reason that no finding gives: ${byJudgement}.`,
  ];
}

function tabulateSquatting(squatting: readonly Squatting[]): string {
  return writeTable(
    ['Partner', 'Ran out', 'Never worked', 'Registrations'],
    squatting.map((one) => [
      one.partnerName,
      String(one.ranOut),
      String(one.unworked),
      one.registrationIds.join(', '),
    ]),
  );
}

function tabulateAcceptance(groups: readonly Acceptance[]): string {
  return writeTable(
    ['', 'Decided', 'Approved', 'Share', 'Days'],
    groups.map((one) => [
      one.label,
      String(one.decided),
      String(one.approved),
      describeShare(one),
      one.medianDays === null ? 'not enough data' : String(one.medianDays),
    ]),
  );
}

function describeShare(one: Acceptance): string {
  const interval = intervalOf(one);
  if (one.share === null || interval === null) return 'not enough data';
  return `${percent(one.share)} (90% interval ${percent(interval.low)} to ${percent(interval.high)})`;
}

function tabulateClaims(claims: readonly OverriddenClaim[]): string {
  return writeTable(
    ['Deal', 'Opened', 'Now', 'Registration', 'Partner', 'Received', 'Claim then'],
    claims.map((one) => [
      `${one.opportunityId} ${one.opportunityName}`,
      one.openedOn,
      one.stage,
      one.registrationId,
      one.partnerName,
      one.receivedOn,
      one.claim,
    ]),
  );
}

function tabulateAgainst(decisions: readonly AgainstFindings[]): string {
  return writeTable(
    ['Registration', 'Partner', 'Decided', 'Decision', 'Against'],
    decisions.map((one) => [
      one.registrationId,
      one.partnerName,
      one.decidedOn,
      one.decision,
      one.finding ? `${one.finding.code} stood in the way` : `no finding bears out ${one.reasonCode}`,
    ]),
  );
}

function intervalOf({ share, approved, decided }: Acceptance) {
  return share === null
    ? null
    : estimateShareInterval({ successes: approved, total: decided, confidence: 0.9 });
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

function shapeFairness({ period, squatting, acceptance, overrides }: FairnessReport) {
  return {
    period,
    squatting: squatting.map((one) => ({
      partner_id: one.partnerId,
      partner: one.partnerName,
      tier: one.tier,
      ran_out: one.ranOut,
      unworked: one.unworked,
      registration_ids: one.registrationIds,
    })),
    acceptance: {
      all: shapeAcceptance(acceptance.all),
      by_size: acceptance.bySize.map(shapeAcceptance),
      by_tier: acceptance.byTier.map(shapeAcceptance),
    },
    overrides: {
      claims: overrides.claims.map((one) => ({
        opportunity_id: one.opportunityId,
        opportunity: one.opportunityName,
        stage: one.stage,
        opened_on: one.openedOn,
        registration_id: one.registrationId,
        partner_id: one.partnerId,
        partner: one.partnerName,
        received_on: one.receivedOn,
        claim: one.claim,
      })),
      decisions: overrides.decisions.map((one) => ({
        registration_id: one.registrationId,
        partner_id: one.partnerId,
        partner: one.partnerName,
        decided_on: one.decidedOn,
        decision: one.decision,
        reason_code: one.reasonCode,
        finding: one.finding,
      })),
      for_own_deal: { rejected: overrides.forOwnDeal.rejected, borne_out: overrides.forOwnDeal.borneOut },
      by_judgement: overrides.byJudgement,
    },
  };
}

function shapeAcceptance(one: Acceptance) {
  return {
    group: one.label,
    decided: one.decided,
    approved: one.approved,
    share: one.share,
    interval: intervalOf(one),
    median_days: one.medianDays,
  };
}

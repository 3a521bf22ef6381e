import type { DecisionAdvice, WorkEvidence } from '../../registrations/advice/types.ts';
import { writeJson } from '../output.ts';
import type { RegistrationParts } from './registrations.ts';

/** What to decide on one registration, or on all that wait for a decision. */
export async function adviseDecisions(
  parts: RegistrationParts,
  request: { readonly id: string | undefined; readonly as: string; readonly json: boolean },
): Promise<number> {
  const scope = await parts.scopeOf(request.as);
  const wanted = request.id === undefined ? {} : { registrationId: request.id };
  const advice = await parts.registrations.advise(scope, wanted);
  if (request.json) writeJson(parts.output, { advice: advice.map(shapeAdvice) });
  else
    parts.output.out(advice.length === 0 ? 'No decision is waited for.\n' : advice.map(describe).join('\n'));
  return 0;
}

function shapeAdvice(one: DecisionAdvice) {
  return {
    registration_id: one.registration.registrationId,
    partner_id: one.registration.partnerId,
    decision: one.decision,
    reason_code: one.reasonCode,
    because: one.because,
    reply: one.reply,
    decision_due_on: one.registration.decisionDueOn,
    overdue: one.registration.overdue,
    findings: one.findings,
    unchecked: one.unchecked,
    evidence: shapeEvidence(one.evidence),
    claims: one.claims.map((claim) => ({
      registration_id: claim.registrationId,
      partner_id: claim.partnerId,
      submitted_on: claim.submittedOn,
      earlier: claim.earlier,
      evidence: shapeEvidence(claim.evidence),
    })),
  };
}

function shapeEvidence(evidence: WorkEvidence) {
  return {
    touches: evidence.touches,
    participants: evidence.participants,
    last_touch_on: evidence.lastTouchOn,
    open_deals: evidence.openDeals,
    contacts: evidence.contacts,
  };
}

function describe(one: DecisionAdvice): string {
  const { registration } = one;
  const what = [registration.accountName, registration.product]
    .filter(Boolean)
    .join(', ')
    .replace(/\s+/g, ' ');
  const due = registration.decisionDueOn ? `, due on ${registration.decisionDueOn}` : '';
  const code = one.reasonCode ? ` (${one.reasonCode})` : '';
  const lines = [
    `${registration.registrationId}  ${registration.partnerName}: ${what}${due}`,
    `  advice: ${one.decision}${code}`,
    ...one.because.map((text) => `  - ${text}`),
    ...(one.reply ? [`  the partner would read: ${one.reply}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

import type { Access } from '../../access/access.ts';
import type { Scope } from '../../access/types.ts';
import type { AttributionService } from '../../attribution/service.ts';
import { formatMoney, toDecimal } from '../../money.ts';
import { type Output, writeJson } from '../output.ts';
import { writeTable } from './answer-text.ts';

/** Deals whose source a person should name. */
export async function showSourceClaims(
  parts: { attribution: AttributionService; output: Output },
  request: { scope: Scope; json: boolean },
): Promise<number> {
  const claims = await parts.attribution.sourceClaims(request.scope);
  if (request.json) {
    writeJson(parts.output, {
      claims: claims.map((one) => ({
        opportunity_id: one.opportunityId,
        name: one.opportunityName,
        account: one.accountName,
        amount: toDecimal({ minor: one.amountMinor, currency: one.currency }),
        currency: one.currency,
        kind: one.kind,
        locked_on: one.lockedOn,
        claimants: one.claimants.map(({ partnerId, name, evidence }) => ({
          partner_id: partnerId,
          name,
          evidence,
        })),
      })),
    });
    return 0;
  }
  if (claims.length === 0) {
    parts.output.out('No deal waits for somebody to name its source.\n');
    return 0;
  }
  parts.output.out(
    `${writeTable(
      ['Deal', 'Account', 'Amount', 'Claim', 'By', 'Locked on'],
      claims.map((one) => [
        `${one.opportunityId} ${one.opportunityName}`,
        one.accountName,
        formatMoney({ minor: one.amountMinor, currency: one.currency }),
        one.kind,
        one.claimants.map((claimant) => `${claimant.name} (${claimant.evidence.join(', ')})`).join('; '),
        one.lockedOn ?? 'not known',
      ]),
    )}\nDecide with: cosell attribution decide OPPORTUNITY --source PARTNER --reason TEXT --as EMAIL\n`,
  );
  return 0;
}

/** Records who sourced a deal; throws `forbidden` for all but partner managers. */
export async function decideSource(
  parts: { access: Access; attribution: AttributionService; output: Output; now: () => Date },
  request: {
    scope: Scope;
    email: string;
    opportunityId: string;
    source: string;
    reason: string;
    json: boolean;
  },
): Promise<number> {
  const { access, attribution, output } = parts;
  const { scope, email, opportunityId } = request;
  const partnerId = request.source === 'none' ? null : request.source;
  await access.open(scope, (connection) =>
    attribution.decideSourceWithin(
      connection,
      { opportunityId, partnerId, reason: request.reason },
      { email, at: parts.now() },
    ),
  );
  await attribution.refresh(access.system, opportunityId);
  const history = await attribution.sourceDecisions(scope, opportunityId);
  if (request.json) {
    writeJson(output, {
      opportunity_id: opportunityId,
      decisions: history.map((one) => ({
        partner_id: one.partnerId,
        reason: one.reason,
        decided_by: one.decidedBy,
        decided_at: one.decidedAt,
      })),
    });
    return 0;
  }
  output.out(`${partnerId ?? 'No partner'} is recorded as the source of ${opportunityId}.\n`);
  for (const before of history.slice(1)) {
    output.out(
      `Before: ${before.partnerId ?? 'no partner'}, by ${before.decidedBy} on ${before.decidedAt.slice(0, 10)}: ${before.reason}\n`,
    );
  }
  return 0;
}

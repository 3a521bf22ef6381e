import { CONFLICT_CODES } from '../conflict-codes.ts';
import { isReasonCode, type ReasonCode, reasonFor } from '../reasons.ts';
import type { Finding } from '../types.ts';

type Weighed = Pick<Finding, 'code' | 'severity'>;

/** What the findings alone come to: a block rejects, a warning is a person's to weigh, the rest stands in no way. */
export interface Recommendation {
  readonly decision: 'approve' | 'weigh' | 'reject';
  readonly reason: ReasonCode | null;
}

export function recommendDecision(findings: readonly Weighed[]): Recommendation {
  const blocks = findings.filter((one) => one.severity === 'block');
  if (blocks.length > 0) return { decision: 'reject', reason: reasonFor(blocks) };
  return {
    decision: findings.some((one) => one.severity === 'warn') ? 'weigh' : 'approve',
    reason: reasonFor(findings),
  };
}

/**
 * Whether a recorded reason for a rejection is borne out by a finding; null for a reason that no finding can give, such
 * as a thin submission: that is a person's own judgement.
 */
export function isBorneOut(reason: string | null, findings: readonly Weighed[]): boolean | null {
  if (reason === null || !isReasonCode(reason)) return null;
  const gives = (one: Weighed) => reasonFor([one]) === reason;
  if (!CONFLICT_CODES.some((code) => gives({ code, severity: 'block' }))) return null;
  return findings.some(gives);
}

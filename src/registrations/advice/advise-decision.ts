import type { RulesOfEngagement } from '../../company/settings.ts';
import { addDays, type IsoDate } from '../../dates.ts';
import type { ConflictCode } from '../conflict-codes.ts';
import { type ReasonCode, reasonFor, replyTo } from '../reasons.ts';
import { sayDay } from '../rules/wording.ts';
import type { Finding, RegistrationRow } from '../types.ts';
import type { DecisionAdvice, RivalClaim, WorkEvidence } from './types.ts';

/** All that a decision stands on. */
export interface DecisionCase {
  readonly registration: RegistrationRow;
  readonly findings: readonly Finding[];
  readonly unchecked: string | null;
  readonly evidence: WorkEvidence;
  readonly claims: readonly RivalClaim[];
  /** The company's products; with one alone a registration need not name it. */
  readonly products: readonly string[];
  readonly rules: RulesOfEngagement;
  readonly today: IsoDate;
}

type Verdict = Pick<DecisionAdvice, 'decision' | 'reasonCode' | 'because' | 'reply'>;

/**
 * What the rules come to, in this order: a block rejects; what the submission leaves open is asked for; an early deal of
 * our own is rather worked together; what the partner can clear up is asked for; an earlier claim, or a warning that only
 * we can judge, is a person's to weigh; else nothing stands in the way.
 */
export function adviseDecision(facts: DecisionCase): DecisionAdvice {
  const { registration, findings, unchecked, evidence, claims } = facts;
  const verdict = judge(facts);
  const because = [...verdict.because, ...weighClaims(facts), describeEvidence(registration, evidence)];
  return { registration, findings, unchecked, evidence, claims, ...verdict, because };
}

function judge(facts: DecisionCase): Verdict {
  const { findings, registration } = facts;
  const blocks = findings.filter((one) => one.severity === 'block');
  if (blocks.length > 0) return reject(blocks, reasonFor(blocks) ?? 'not_eligible');
  const missing = findMissing(facts);
  if (missing.length > 0) return ask(missing);
  const early = findings.filter((one) => one.code === 'direct_deal_early');
  if (early.length > 0) return reject(early, 'active_direct_deal');
  const earlier = facts.claims.some((claim) => claim.earlier);
  const open = findings.flatMap((one) => QUESTIONS[one.code]?.(registration) ?? []);
  if (open.length > 0 && !earlier) {
    return { ...ask(open), because: asked(findings) };
  }
  const warnings = findings.filter((one) => one.severity === 'warn');
  if (warnings.length > 0 || earlier) {
    // Of the claims themselves more is said below.
    const because = warnings.filter((one) => one.code !== 'pending_with_other').map((one) => one.why);
    return { decision: 'weigh', reasonCode: null, because, reply: null };
  }
  return {
    decision: 'approve',
    reasonCode: null,
    because: ['Nothing stands in the way.', ...findings.map((one) => one.why)],
    reply: approvalOf(facts),
  };
}

function reject(because: readonly Finding[], reasonCode: ReasonCode): Verdict {
  const protectedUntil = because.find((one) => one.code === 'registered_by_other')?.until ?? null;
  return {
    decision: 'reject',
    reasonCode,
    because: because.map((one) => one.why),
    reply: replyTo(reasonCode, protectedUntil),
  };
}

function ask(questions: readonly string[]): Verdict {
  return {
    decision: 'return',
    reasonCode: null,
    because: ['The submission leaves open what a decision needs.'],
    reply: questions.join(' '),
  };
}

/** What a decision needs and the submission does not say, as questions to the partner. */
function findMissing({ registration, products, unchecked }: DecisionCase): string[] {
  const sale = registration.kind !== 'service';
  return [
    ...(sale && (unchecked !== null || registration.accountId === null)
      ? [`Which company is '${registration.accountName}': what is its full name, web domain and country?`]
      : []),
    ...(registration.product === null && products.length > 1
      ? [`Which product is it about: ${products.join(', ')}?`]
      : []),
    ...(sale && registration.amountMinor === null ? ['What amount do you expect?'] : []),
  ];
}

/** What a partner can clear up about a warning. The words hold nothing that the partner may not know. */
const QUESTIONS: Partial<Record<ConflictCode, (registration: RegistrationRow) => string[]>> = {
  existing_customer: ({ product }) => [
    `The customer uses ${product ?? 'this product'} already: what does this deal add?`,
  ],
  outside_territory: () => [
    'The account lies outside the regions that we have for you: what is your relationship with it?',
  ],
  not_certified: () => [
    'The deal needs a certificate that we do not have on record for you: who will do this work?',
  ],
};

function asked(findings: readonly Finding[]): string[] {
  return findings.filter((one) => QUESTIONS[one.code] !== undefined).map((one) => one.why);
}

function approvalOf({ registration, rules, today }: DecisionCase): string {
  if (registration.kind === 'service') return 'Approved as delivery work; it protects no sale.';
  return `Approved: protected until ${sayDay(addDays(today, rules.registration_protection_days))}.`;
}

/** Who came first, and whether the work on record speaks for the later one. */
function weighClaims({ claims, evidence, registration }: DecisionCase): string[] {
  return claims.map((claim) => {
    const when = claim.submittedOn ? ` on ${sayDay(claim.submittedOn.slice(0, 10))}` : '';
    const who = `${claim.partnerName} (${claim.registrationId})`;
    const work = describeEvidence({ partnerName: claim.partnerName }, claim.evidence);
    if (!claim.earlier) return `${who} asked for the same later${when} and comes second. ${work}`;
    const outweighs = weightOf(evidence) > weightOf(claim.evidence);
    const then = outweighs
      ? `The work on record speaks for ${registration.partnerName}: a person may let it outweigh the receipt, with a reason.`
      : 'Decide that one first.';
    return `${who} asked for the same earlier${when} and has the first claim. ${work} ${then}`;
  });
}

/** Touches and open deals are work done; knowing somebody is not. */
function weightOf(evidence: WorkEvidence): number {
  return evidence.touches + evidence.openDeals;
}

function describeEvidence(of: Pick<RegistrationRow, 'partnerName'>, evidence: WorkEvidence): string {
  const { touches, participants, lastTouchOn, openDeals, contacts } = evidence;
  const parts = [
    ...(touches > 0
      ? [
          `${count(touches, 'touch', 'touches')}${participants > 1 ? ` by ${participants} people` : ''}${lastTouchOn ? `, the last on ${sayDay(lastTouchOn)}` : ''}`,
        ]
      : []),
    ...(openDeals > 0 ? [`a part in ${count(openDeals, 'open deal', 'open deals')}`] : []),
    ...(contacts > 0 ? [`${count(contacts, 'person', 'people')} known there`] : []),
  ];
  return parts.length > 0
    ? `Work of ${of.partnerName} on record: ${parts.join('; ')}.`
    : `No work of ${of.partnerName} at this account is on record.`;
}

function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}

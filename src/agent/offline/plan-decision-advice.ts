import { countOf, errorOf } from './compose.ts';
import type { Planner } from './plan.ts';
import { planShownRegistration } from './plan-registrations.ts';
import { need } from './sight.ts';

interface AdviceOut {
  readonly registration_id: string;
  readonly account: string;
  readonly partner: string;
  readonly decision: 'approve' | 'reject' | 'return' | 'weigh';
  readonly reason_code: string | null;
  readonly because: readonly string[];
  readonly words_for_partner: string | null;
  readonly decision_due_on: string | null;
  readonly overdue: boolean;
}

/** What somebody who decides asks before deciding; a plain order to approve is none. */
export const ASKS_ADVICE =
  /^(?:(?:ok|and|so|hi|hey)[ ,]+)*(?:should|shall|would|do|does|can|could) (?:i|we|you)\b.{0,30}\b(?:approve|accept|reject|deny|decline|return)\b|\bwhat (?:should|shall|would|do) (?:i|we|you)\b.{0,30}\b(?:decide|do (?:with|about)|say to|answer)\b|\b(?:advice|advise|recommendation|your view|what do you think)\b.{0,40}\bregistration|\b(?:advice|advise|recommendation|your view|what do you think)\b.{0,12}\b(?:on|about|for)\b|\b(?:which|what) (?:registrations?|decisions?) (?:should|can|could) (?:i|we) (?:approve|reject|decide|make)\b/;

/** What to decide on one registration, or on all that wait, with the reasons; the click comes after. */
export const planDecisionAdvice: Planner = (sight, intent) => {
  const spokenOf = /\b(?:it|this|that|this one|that one)\b/i.test(intent.text);
  const id = intent.registrationId ?? (spokenOf ? sight.facts.focus?.registrations?.[0] : undefined);
  if (!sight.tools.has('advise_decision')) return planShownRegistration(sight, intent);
  const lookup = need(sight, { name: 'advise_decision', args: id ? { registration_id: id } : {} });
  if (lookup.state === 'wanted') return { calls: [lookup.call] };
  if (lookup.state !== 'known') return { text: 'Decisions are not something I can advise on here.' };
  const error = errorOf(lookup.found.output);
  if (error) return { text: error };
  const all = (lookup.found.output.advice ?? []) as unknown as AdviceOut[];
  const total = Number(lookup.found.output.total ?? all.length);
  const [only] = all;
  if (!only) return { text: 'No registration waits for a decision.' };
  if (id) return { text: describeOne(only) };
  const first = all.slice(0, 3).map(describeShortly).join(' ');
  const waits = total === 1 ? 'waits' : 'wait';
  return { text: `${countOf(total, 'registration')} ${waits} for a decision. ${first}` };
};

function describeOne(advice: AdviceOut): string {
  const ask =
    advice.decision === 'weigh' ? 'Tell me what you decide and I prepare it.' : NEXT[advice.decision];
  const words = advice.words_for_partner ? `${advice.partner} would read: “${advice.words_for_partner}”` : '';
  return [`${SAID[advice.decision](advice)}`, ...advice.because, words, ask].filter(Boolean).join(' ');
}

const SAID: Readonly<Record<AdviceOut['decision'], (advice: AdviceOut) => string>> = {
  approve: (one) => `I would approve ${one.registration_id} for ${one.account} by ${one.partner}.`,
  reject: (one) =>
    `I would reject ${one.registration_id} for ${one.account} by ${one.partner} (${one.reason_code ?? 'no reason'}).`,
  return: (one) =>
    `I would ask ${one.partner} for more before deciding ${one.registration_id} for ${one.account}.`,
  weigh: (one) =>
    `${one.registration_id} for ${one.account} by ${one.partner} is yours to weigh: no rule decides it.`,
};

const NEXT = {
  approve: "Say 'approve it' and I prepare it for your click.",
  reject: "Say 'reject it' and I prepare it for your click.",
  return: "Say 'return it' with your question and I prepare it for your click.",
} as const;

function describeShortly(advice: AdviceOut): string {
  const due = advice.overdue ? ' (overdue)' : '';
  const why = advice.because[0] ?? '';
  return `${advice.registration_id} for ${advice.account} by ${advice.partner}${due}: ${advice.decision}. ${why}`;
}

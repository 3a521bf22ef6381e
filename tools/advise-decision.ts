import { z } from 'zod';
import type { DecisionAdvice } from '../src/registrations/advice/types.ts';
import { defineTool, MANAGERS } from './define.ts';
import { registrationOutput, shapeRegistration } from './registration-shape.ts';

const SHOWN = 10;

const evidenceOutput = z.object({
  touches: z.number(),
  participants: z.number(),
  last_touch_on: z.string().nullable(),
  open_deals: z.number(),
  contacts: z.number(),
});

/** What to decide on submitted registrations, and why. */
export const adviseDecision = defineTool({
  name: 'advise_decision',
  label: 'Weighing the registration',
  description:
    'Says what to decide on a submitted registration (approve, reject with which reason, return with which question, or ' +
    'weigh), with the findings, other claims by receipt, the evidence of work and prepared words for the partner. ' +
    'Without an id: all that wait for a decision, the one due first at the top. Call draft_decision to prepare it.',
  effect: 'read',
  roles: MANAGERS,
  input: z.object({ registration_id: z.string().optional() }),
  output: z.object({
    advice: z.array(
      registrationOutput.extend({
        decision: z.enum(['approve', 'reject', 'return', 'weigh']),
        reason_code: z.string().nullable(),
        because: z.array(z.string()),
        words_for_partner: z.string().nullable(),
        evidence: evidenceOutput,
        claims: z.array(
          z.object({
            registration_id: z.string(),
            partner: z.string(),
            submitted_on: z.string().nullable(),
            earlier: z.boolean(),
            evidence: evidenceOutput,
          }),
        ),
      }),
    ),
    total: z.number(),
    has_more: z.boolean(),
  }),
  async run(input, { scope, services }) {
    const id = input.registration_id?.toUpperCase();
    const all = await services.registrations.advise(scope, id ? { registrationId: id } : {});
    const shown = all.slice(0, SHOWN);
    const output = {
      advice: shown.map(shapeAdvice),
      total: all.length,
      has_more: all.length > shown.length,
    };
    const focus = { registrations: shown.map((one) => one.registration.registrationId) };
    const [only] = all;
    if (!only) return { output };
    return { output, focus, cards: [id ? drawOne(only) : drawMany(shown, all.length)] };
  },
});

function shapeAdvice(one: DecisionAdvice) {
  return {
    ...shapeRegistration(one.registration),
    decision: one.decision,
    reason_code: one.reasonCode,
    because: [...one.because],
    words_for_partner: one.reply,
    evidence: shapeEvidence(one.evidence),
    claims: one.claims.map((claim) => ({
      registration_id: claim.registrationId,
      partner: claim.partnerName,
      submitted_on: claim.submittedOn?.slice(0, 10) ?? null,
      earlier: claim.earlier,
      evidence: shapeEvidence(claim.evidence),
    })),
  };
}

function shapeEvidence(evidence: DecisionAdvice['evidence']) {
  return {
    touches: evidence.touches,
    participants: evidence.participants,
    last_touch_on: evidence.lastTouchOn,
    open_deals: evidence.openDeals,
    contacts: evidence.contacts,
  };
}

function drawOne(one: DecisionAdvice) {
  const shaped = shapeRegistration(one.registration);
  return {
    kind: 'registration' as const,
    title: `${shaped.registration_id}: ${shaped.account}`,
    facts: [
      { label: 'Advice', text: sayAdvice(one) },
      { label: 'Partner', text: shaped.partner },
      { label: 'Product', text: shaped.product ?? 'not said' },
      { label: 'Amount', text: shaped.amount ?? 'not said' },
      { label: 'Submitted', text: shaped.submitted_on ?? 'not recorded' },
      { label: 'Decision due', text: sayDue(one) },
      ...one.because.map((text, at) => ({ label: at === 0 ? 'Because' : 'Also', text })),
      ...(one.reply ? [{ label: 'The partner would read', text: one.reply }] : []),
    ],
  };
}

function drawMany(shown: readonly DecisionAdvice[], total: number) {
  return {
    kind: 'table' as const,
    title: 'Decisions that are waited for',
    columns: ['Id', 'Account', 'Partner', 'Amount', 'Due', 'Advice', 'Because'],
    rows: shown.map((one) => {
      const shaped = shapeRegistration(one.registration);
      return [
        shaped.registration_id,
        shaped.account,
        shaped.partner,
        shaped.amount ?? '',
        sayDue(one),
        sayAdvice(one),
        one.because[0] ?? '',
      ];
    }),
    total,
    has_more: total > shown.length,
  };
}

function sayDue({ registration }: DecisionAdvice): string {
  return `${registration.decisionDueOn ?? 'no day'}${registration.overdue ? ' (overdue)' : ''}`;
}

function sayAdvice(one: DecisionAdvice): string {
  return one.reasonCode ? `${one.decision} (${one.reasonCode})` : one.decision;
}

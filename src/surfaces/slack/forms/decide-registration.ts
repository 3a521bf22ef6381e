import type { types } from '@slack/bolt';
import { AppError } from '../../../errors.ts';
import { formatMoney } from '../../../money.ts';
import type { DecisionAdvice } from '../../../registrations/advice/types.ts';
import type { RegistrationView } from '../../../registrations/types.ts';
import { renderCard } from '../render/cards.ts';
import { toInline } from '../render/escape.ts';
import { section } from '../render/pieces.ts';
import { carryOut } from './carry-out.ts';
import { type Choice, choiceField, radioField, textField } from './fields.ts';
import { FieldFaults, type Filler, type Form, type Typed } from './form.ts';

const MOST_FINDINGS = 10;

const DECISIONS: readonly Choice[] = [
  { value: 'approve', words: 'Approve' },
  { value: 'reject', words: 'Reject' },
  { value: 'return', words: 'Ask the partner for more' },
];

/** A partner manager's decision on a registration, with its reason; what is advised and what stands in the way is on it. */
export const decideRegistration: Form = {
  name: 'decide_registration',

  async draw(filler, { subject, typed }) {
    const { registrations } = filler.surface.services;
    const [advice] = await registrations.advise(filler.scope, { registrationId: subject });
    if (!advice) throw new AppError('not_found', 'No such registration waits for a decision here.');
    const view = await registrations.show(filler.scope, subject);
    const reasons = registrations.reasons();
    const advised = advice.decision === 'weigh' ? undefined : advice.decision;
    return {
      title: 'Decide',
      submit: 'Decide',
      blocks: [
        ...drawFacts(view),
        section(sayAdvice(advice)),
        ...drawFindings(view),
        radioField({ name: 'decision', label: 'Decision', choices: DECISIONS, at: advised, typed }),
        choiceField({
          name: 'reason_code',
          label: 'Reason to reject',
          hint: 'The partner reads these words',
          choices: reasons.map(({ code, words }) => ({ value: code, words })),
          at: advice.reasonCode ?? undefined,
          optional: true,
          typed,
        }),
        textField({
          name: 'reason',
          label: 'In your words',
          hint: 'The question where you ask for more; else for our own people',
          at: advice.decision === 'return' ? (advice.reply ?? undefined) : undefined,
          long: true,
          most: 1_000,
          optional: true,
          typed,
        }),
      ],
    };
  },

  submit(filler, { subject, typed }) {
    checkFields(typed);
    return decide(filler, subject, typed);
  },
};

function decide(filler: Filler, registrationId: string, typed: Typed): Promise<string> {
  const { decision } = typed;
  return carryOut(filler, 'draft_decision', {
    registration_id: registrationId,
    decision,
    ...(decision === 'reject' && typed.reason_code ? { reason_code: typed.reason_code } : {}),
    ...(typed.reason ? { reason: typed.reason } : {}),
  });
}

function checkFields(typed: Typed): void {
  const faults: Record<string, string> = {};
  if (!typed.decision) faults.decision = 'Choose what to do.';
  if (typed.decision === 'reject' && !typed.reason_code)
    faults.reason_code = 'Choose the reason: the partner is told it.';
  if (typed.decision === 'return' && !typed.reason) faults.reason = 'Write what you ask the partner.';
  if (Object.keys(faults).length > 0) throw new FieldFaults(faults);
}

function drawFacts({ registration: one }: RegistrationView): types.KnownBlock[] {
  const { amountMinor: minor, currency } = one;
  const facts = [
    { label: 'Registration', text: one.registrationId },
    { label: 'Partner', text: one.partnerName },
    { label: 'Account', text: one.accountName },
    { label: 'Product', text: one.product ?? 'not said' },
    {
      label: 'Amount',
      text: minor === null || currency === null ? 'not said' : formatMoney({ minor, currency }),
    },
    { label: 'Decision due', text: one.decisionDueOn ?? 'not known' },
  ];
  return renderCard({ kind: 'registration', title: `${one.partnerName}, ${one.accountName}`, facts }, []);
}

const ADVISED = {
  approve: 'to approve',
  reject: 'to reject',
  return: 'to ask the partner for more',
  weigh: 'to weigh it yourself',
} as const;

function sayAdvice(advice: DecisionAdvice): string {
  const because = advice.because.slice(0, 4).map((one) => `• ${toInline(one)}`);
  return [`*My advice is ${ADVISED[advice.decision]}.*`, ...because].join('\n');
}

function drawFindings({ findings, registration, unchecked }: RegistrationView): types.KnownBlock[] {
  if (findings.length === 0) return unchecked ? [section(toInline(unchecked))] : [];
  const account = { account_id: registration.accountId, name: registration.accountName, matched_by: '' };
  const check = { account, findings: findings.slice(0, MOST_FINDINGS) };
  return renderCard({ kind: 'conflicts', title: 'What stands in the way', check }, []);
}

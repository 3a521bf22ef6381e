import { z } from 'zod';
import { defineTool, MANAGERS } from './define.ts';

/** A decision on a registration, prepared for a partner manager's click. */
export const draftDecision = defineTool({
  name: 'draft_decision',
  label: 'Preparing the decision',
  description:
    'Prepares to approve, reject or return a submitted registration; a partner manager decides with a click. A rejection ' +
    'needs one of the listed reasons.',
  effect: 'draft',
  roles: MANAGERS,
  input: z.object({
    registration_id: z.string(),
    decision: z.enum(['approve', 'reject', 'return']),
    reason_code: z.string().optional(),
    reason: z.string().max(1000).optional(),
  }),
  output: z.object({
    registration_id: z.string(),
    partner: z.string(),
    account: z.string(),
    decision: z.string(),
    advice: z.string().nullable(),
    findings: z.array(z.object({ code: z.string(), severity: z.string(), why: z.string() })),
  }),
  async run(input, { scope, services }) {
    const id = input.registration_id.toUpperCase();
    const view = await services.registrations.show(scope, id);
    const { registration, findings } = view;
    const blocking = findings.filter((one) => one.severity === 'block');
    const code =
      input.reason_code ?? (input.decision === 'reject' ? services.registrations.reasonFor(findings) : null);
    const advice =
      input.decision === 'approve' && blocking.length > 0
        ? `The check advises against it: ${blocking.map((one) => one.why).join(' ')}`
        : null;
    return {
      output: {
        registration_id: id,
        partner: registration.partnerName,
        account: registration.accountName,
        decision: input.decision,
        advice,
        findings: findings.map(({ code: c, severity, why }) => ({ code: c, severity, why })),
      },
      draft: {
        action: 'decide_registration',
        summary: `${capitalise(input.decision)} ${id}: ${registration.partnerName}, ${registration.accountName}`,
        partnerId: registration.partnerId,
        confirmer: 'manager',
        payload: {
          registration_id: id,
          decision: input.decision,
          reason_code: code,
          reason: input.reason ?? null,
        },
      },
      focus: { registrations: [id] },
    };
  },
});

function capitalise(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

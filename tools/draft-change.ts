import { z } from 'zod';
import { defineTool, STAFF_AND_PARTNERS } from './define.ts';

/** A withdrawal or an extension, prepared for a click. */
export const draftChange = defineTool({
  name: 'draft_change',
  label: 'Preparing the change',
  description:
    'Prepares to withdraw or extend a registration; a person confirms with a click. A partner may withdraw its own; an ' +
    'extension is for a partner manager to confirm.',
  effect: 'draft',
  roles: STAFF_AND_PARTNERS,
  input: z.object({
    registration_id: z.string(),
    change: z.enum(['withdraw', 'extend', 'resubmit']),
    reason: z.string().max(1000).optional(),
  }),
  output: z.object({
    registration_id: z.string(),
    account: z.string(),
    status: z.string(),
    change: z.string(),
  }),
  async run(input, { scope, services }) {
    const id = input.registration_id.toUpperCase();
    const { registration } = await services.registrations.show(scope, id);
    return {
      output: {
        registration_id: id,
        account: registration.accountName,
        status: registration.status,
        change: input.change,
      },
      draft: {
        action: `${input.change}_registration`,
        summary: `${input.change.charAt(0).toUpperCase()}${input.change.slice(1)} ${id}: ${registration.accountName}`,
        partnerId: registration.partnerId,
        confirmer: scope.role === 'partner' ? 'partner' : 'manager',
        payload: { registration_id: id, reason: input.reason ?? null },
      },
      focus: { registrations: [id] },
    };
  },
});

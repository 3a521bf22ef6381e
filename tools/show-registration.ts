import { z } from 'zod';
import { defineTool, STAFF_AND_PARTNERS } from './define.ts';
import { registrationOutput, shapeRegistration } from './registration-shape.ts';

/** One registration with its history. */
export const showRegistration = defineTool({
  name: 'show_registration',
  label: 'Looking up the registration',
  description:
    'Shows one registration by its id: where it stands, its dates, its history and what stands in the way.',
  effect: 'read',
  roles: STAFF_AND_PARTNERS,
  input: z.object({ registration_id: z.string() }),
  output: registrationOutput.extend({
    reason: z.string().nullable(),
    moves: z.array(z.object({ to: z.string(), on: z.string() })),
    findings: z.array(
      z.object({ code: z.string(), severity: z.string(), why: z.string(), remedy: z.string() }),
    ),
  }),
  async run({ registration_id }, { scope, services }) {
    const view = await services.registrations.show(scope, registration_id.toUpperCase());
    const shaped = shapeRegistration(view.registration);
    const output = {
      ...shaped,
      reason: view.registration.reason,
      moves: view.moves.map((move) => ({ to: move.toStatus, on: move.movedAt.slice(0, 10) })),
      findings: view.findings.map(({ code, severity, why, remedy }) => ({ code, severity, why, remedy })),
    };
    return {
      output,
      cards: [
        {
          kind: 'registration',
          title: `${shaped.registration_id}: ${shaped.account}`,
          facts: [
            { label: 'Partner', text: shaped.partner },
            { label: 'Product', text: shaped.product ?? 'not said' },
            { label: 'Amount', text: shaped.amount ?? 'not said' },
            { label: 'Status', text: shaped.status },
            { label: 'Submitted', text: shaped.submitted_on ?? 'not yet' },
            { label: 'Protected until', text: shaped.expires_on ?? 'not protected' },
          ],
        },
      ],
      focus: { registrations: [shaped.registration_id] },
    };
  },
});

import { z } from 'zod';
import { defineTool, STAFF } from './define.ts';

/** An intro request to a partner's rep, prepared for a click. */
export const draftIntro = defineTool({
  name: 'draft_intro',
  label: 'Preparing an intro request',
  description:
    "Prepares a request to the partner's own rep for an introduction at an account; never to the prospect. A person sends " +
    'it with a click. Call recommend_partners first to know which partner.',
  effect: 'draft',
  roles: STAFF,
  input: z.object({ partner_id: z.string(), account_id: z.string(), opportunity_id: z.string().optional() }),
  output: z.object({ partner: z.string(), account: z.string(), addressed_to: z.string(), body: z.string() }),
  async run(input, { scope, services }) {
    const intro = await services.recommendations.draftIntro(scope, {
      partnerId: input.partner_id,
      accountId: input.account_id,
      opportunityId: input.opportunity_id ?? null,
    });
    return {
      output: {
        partner: intro.partnerName,
        account: intro.accountName,
        addressed_to: intro.addressedTo,
        body: intro.body,
      },
      draft: {
        action: 'request_intro',
        summary: `Ask ${intro.addressedTo} at ${intro.partnerName} for an introduction at ${intro.accountName}`,
        partnerId: intro.partnerId,
        confirmer: 'staff',
        payload: {
          partner_id: intro.partnerId,
          account_id: intro.accountId,
          opportunity_id: input.opportunity_id ?? null,
          addressed_to: intro.addressedTo,
          body: intro.body,
        },
      },
    };
  },
});

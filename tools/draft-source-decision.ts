import { z } from 'zod';
import { defineTool, MANAGERS } from './define.ts';

/** Who sourced a deal, prepared for a partner manager's click. */
export const draftSourceDecision = defineTool({
  name: 'draft_source_decision',
  label: 'Preparing the word on the source',
  description:
    'Prepares to record which partner sourced a deal, or that none did, where several claim it or a claim came late. A ' +
    'partner manager decides with a click; a reason is needed. To see what is claimed call list_report_deals with disputed.',
  effect: 'draft',
  roles: MANAGERS,
  input: z.object({
    opportunity_id: z.string(),
    partner_id: z.string().nullable().describe('null: no partner sourced it'),
    reason: z.string().min(1).max(1000),
  }),
  output: z.object({
    opportunity_id: z.string(),
    deal: z.string(),
    source: z.string().describe("the partner's name, or no partner"),
    claimants: z.array(z.string()).describe('who claims it now; empty where nothing is in doubt'),
    locked_on: z.string().nullable(),
    earlier: z.array(z.object({ source: z.string(), by: z.string(), on: z.string(), reason: z.string() })),
  }),
  async run({ opportunity_id, partner_id, reason }, { scope, services }) {
    const doubt = await services.attribution.sourceOf(scope, opportunity_id);
    const nameOf = async (id: string | null) =>
      id === null ? 'no partner' : (await services.partners.profile(scope, id)).partner.name;
    const source = await nameOf(partner_id);
    const earlier = await Promise.all(
      doubt.decisions.map(async (one) => ({
        source: await nameOf(one.partnerId),
        by: one.decidedBy,
        on: one.decidedAt.slice(0, 10),
        reason: one.reason,
      })),
    );
    return {
      output: {
        opportunity_id: doubt.opportunityId,
        deal: doubt.name,
        source,
        claimants: (doubt.claim?.claimants ?? []).map((one) => one.name),
        locked_on: doubt.claim?.lockedOn ?? null,
        earlier,
      },
      draft: {
        action: 'decide_source',
        summary: `Record ${source} as the source of ${doubt.opportunityId}, ${doubt.name}`,
        partnerId: partner_id,
        confirmer: 'manager',
        payload: { opportunity_id: doubt.opportunityId, partner_id, reason },
      },
      focus: { opportunity: { id: doubt.opportunityId, name: doubt.name } },
    };
  },
});

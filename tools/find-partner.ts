import { z } from 'zod';
import { defineTool, STAFF } from './define.ts';

/** Turns what people call a partner into its id. */
export const findPartner = defineTool({
  name: 'find_partner',
  label: 'Looking up the partner',
  description:
    'Finds the partners that a name or a whole sentence mentions. Call it before any tool that takes a partner_id. Not ' +
    'for accounts (find_account), and not to choose a partner for a deal (recommend_partners).',
  effect: 'read',
  roles: STAFF,
  input: z.object({
    text: z.string().min(1).max(2000).describe('the name as the person wrote it, or the whole question'),
  }),
  output: z.object({
    candidates: z.array(
      z.object({
        partner_id: z.string(),
        name: z.string(),
        score: z.number(),
        archetype: z.string().nullable(),
        tier: z.string().nullable(),
      }),
    ),
  }),
  async run({ text }, { scope, services }) {
    const found = await services.partners.find(scope, text);
    return {
      output: {
        candidates: found.map((one) => ({
          partner_id: one.partnerId,
          name: one.name,
          score: Math.round(one.score * 100) / 100,
          archetype: one.archetype,
          tier: one.tier,
        })),
      },
      ...(found.length > 0
        ? { focus: { partners: found.map((one) => ({ id: one.partnerId, name: one.name })) } }
        : {}),
    };
  },
});

import { z } from 'zod';
import { defineTool, STAFF } from './define.ts';

const SHOWN = 20;

/** Partners by what they are and can do. */
export const listPartners = defineTool({
  name: 'list_partners',
  label: 'Listing partners',
  description:
    'Lists partners by status, archetype, tier, country, competency or industry. Not a recommendation for a deal: for ' +
    'that call recommend_partners.',
  effect: 'read',
  roles: STAFF,
  input: z.object({
    status: z.enum(['recruit', 'onboarding', 'active', 'inactive']).optional(),
    archetype: z.enum(['influence', 'isv', 'si', 'msp', 'referral', 'reseller']).optional(),
    tier: z.string().optional(),
    country: z.string().optional().describe('ISO 3166 alpha-2'),
    competency: z.string().optional(),
    industry: z.string().optional(),
  }),
  output: z.object({
    partners: z.array(
      z.object({
        partner_id: z.string(),
        name: z.string(),
        archetype: z.string().nullable(),
        tier: z.string().nullable(),
        status: z.string(),
        regions: z.array(z.string()),
      }),
    ),
    total: z.number(),
    has_more: z.boolean(),
  }),
  async run(input, { scope, services }) {
    const given = Object.fromEntries(Object.entries(input).filter(([, text]) => text !== undefined));
    const all = await services.partners.list(scope, given);
    const partners = all.slice(0, SHOWN).map((one) => ({
      partner_id: one.partnerId,
      name: one.name,
      archetype: one.archetype,
      tier: one.tier,
      status: one.status,
      regions: [...one.regions],
    }));
    const hasMore = all.length > SHOWN;
    return {
      output: { partners, total: all.length, has_more: hasMore },
      ...(partners.length > 0
        ? {
            cards: [
              {
                kind: 'table' as const,
                title: 'Partners',
                columns: ['Partner', 'Archetype', 'Tier', 'Status', 'Regions'],
                rows: partners.map((p) => [
                  p.name,
                  p.archetype ?? '',
                  p.tier ?? '',
                  p.status,
                  p.regions.join(', '),
                ]),
                total: all.length,
                has_more: hasMore,
              },
            ],
            focus: { partners: partners.map((p) => ({ id: p.partner_id, name: p.name })) },
          }
        : {}),
    };
  },
});

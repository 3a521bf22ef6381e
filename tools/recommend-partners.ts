import { z } from 'zod';
import type { RecommendedPartnerJson } from '../src/agent/types.ts';
import { defineTool, STAFF } from './define.ts';

/** Which partners to bring into a deal, and why. */
export const recommendPartners = defineTool({
  name: 'recommend_partners',
  label: 'Weighing partners for this deal',
  description:
    'Ranks the partners that raise the odds of a deal or at an account, with reasons, the play, conflicts and who was left ' +
    'out. Use it for questions such as who should we bring in, who can get us into, which partner for.',
  effect: 'read',
  roles: STAFF,
  input: z.object({
    subject_id: z.string().describe('an opportunity_id, or an account_id where there is no deal yet'),
    top: z.number().int().min(1).max(10).optional(),
  }),
  output: z.object({
    subject: z.object({ opportunity_id: z.string().nullable(), account_id: z.string() }),
    verdict: z
      .enum(['bring', 'nobody', 'not_enough_data'])
      .optional()
      .describe('nobody: say so, and recommend none of the list'),
    why: z.string().optional(),
    partners: z.array(
      z.object({
        partner_id: z.string(),
        name: z.string(),
        rank: z.number(),
        play: z.string(),
        role: z.string(),
        lift: z.object({ estimate: z.number(), low: z.number(), high: z.number() }).nullable(),
        behind: z.string().optional().describe('why it does not stand first'),
        explored: z.boolean().optional().describe('shown to learn about it, not for its rank'),
        reasons: z.array(z.object({ signal: z.string(), text: z.string() })),
        conflicts: z.array(z.object({ code: z.string(), severity: z.string(), why: z.string() })),
        next: z.array(z.string()),
      }),
    ),
    left_out: z.array(z.object({ name: z.string(), why: z.string() })),
    lift_interval_percent: z.number(),
    coverage: z.string().describe('partial: some partners share no rows with us'),
  }),
  async run({ subject_id, top }, { scope, services }) {
    const found = await services.recommendations.recommend(scope, {
      subjectId: subject_id,
      ...(top ? { top } : {}),
    });
    await services.recommendationLoop.noteShown(scope, found);
    return {
      output: {
        ...found,
        partners: found.partners.map((one) => ({
          ...one,
          reasons: chooseReasons(one.reasons).map(({ signal, text }) => ({ signal, text })),
          conflicts: one.conflicts.map(({ code, severity, why }) => ({ code, severity, why })),
          next: one.next.map((step) => `${step.action}: ${step.text}`),
        })),
        lift_interval_percent: 90,
        left_out: found.left_out.slice(0, 10).map(({ name, why }) => ({ name, why })),
      },
      cards: [{ kind: 'recommendation', title: 'Partners for this deal', recommendation: found }],
      focus: { partners: found.partners.map((one) => ({ id: one.partner_id, name: one.name })) },
    };
  },
});

/** The weightiest, and all that carries no weight because it is said for the reader: favours owed, what is not shared. */
function chooseReasons(reasons: RecommendedPartnerJson['reasons']): RecommendedPartnerJson['reasons'] {
  return [
    ...reasons.filter((one) => one.weight !== 0).slice(0, 5),
    ...reasons.filter((one) => one.weight === 0),
  ];
}

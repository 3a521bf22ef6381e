import { z } from 'zod';
import { chartScorecard } from '../src/charts/chart-scorecard.ts';
import { describeScorecard, toScorecardFacts } from '../src/insights/describe-scorecard.ts';
import { formatMoney } from '../src/money.ts';
import { periodShape, toChartCard } from './attribution-shape.ts';
import { defineTool, STAFF_AND_PARTNERS } from './define.ts';

/** One partner on a page. */
export const showScorecard = defineTool({
  name: 'show_scorecard',
  label: 'Drawing up the scorecard',
  description:
    "One partner's scorecard for a period beside the period before: sourced, influenced and attributed revenue, win rate, " +
    'registrations, certificates, PSAT, time to value, ROPI, open deals, and what changed. Partners see their own, without ' +
    'credit, cost and return. For one measure, or for the whole programme, call report_measures.',
  effect: 'read',
  roles: STAFF_AND_PARTNERS,
  input: z.object({
    partner_id: z.string(),
    from: z.string().optional().describe('first day, YYYY-MM-DD, from find_period'),
    to: z.string().optional().describe('the first day after the period'),
  }),
  output: z.object({
    partner_id: z.string(),
    name: z.string(),
    tier: z.string().nullable(),
    period: periodShape,
    before: periodShape,
    unfinished: z.boolean().describe('true where the period is not over'),
    lines: z.array(
      z.object({
        label: z.string(),
        now: z.string(),
        before: z.string().nullable(),
        change: z.string().nullable(),
      }),
    ),
  }),
  async run({ partner_id, from, to }, { scope, services }) {
    const card = await services.scorecards.scorecard(scope, { partnerId: partner_id, from, to });
    const { partner, now, before, unfinished } = card;
    const lines = describeScorecard(card, (minor) => formatMoney({ minor, currency: card.currency }));
    return {
      output: {
        partner_id: partner.partnerId,
        name: partner.name,
        tier: partner.tier,
        period: now.period,
        before: before.period,
        unfinished,
        lines,
      },
      cards: [
        {
          kind: 'scorecard',
          title: `${partner.name}, ${now.period.label} against ${before.period.label}`,
          facts: toScorecardFacts(lines),
        },
        ...chartScorecard(card).map(toChartCard),
      ],
      focus: { partners: [{ id: partner.partnerId, name: partner.name }], period: now.period },
    };
  },
});

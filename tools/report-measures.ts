import { z } from 'zod';
import { chartMeasures } from '../src/charts/chart-measures.ts';
import { AppError } from '../src/errors.ts';
import { describePartner, describeProgramme } from '../src/insights/describe-measures.ts';
import { describeRowsBehind } from '../src/insights/describe-rows.ts';
import { ROWS_MEASURES } from '../src/insights/types.ts';
import { formatMoney } from '../src/money.ts';
import { toChartCard } from './attribution-shape.ts';
import { defineTool, STAFF } from './define.ts';

const fact = z.object({ label: z.string(), text: z.string() });

/** Win rate, lift, satisfaction, time to value, return and tier, of a partner or of the programme; and what they rest on. */
export const reportMeasures = defineTool({
  name: 'report_measures',
  label: 'Working out the measures',
  description:
    'Reports the measures of a partner or of the whole programme over a period: sourced and influenced revenue, win rate, ' +
    'lift, PSAT, time to value, ROPI, of a partner also the tier that follows from its contribution, and of the programme also ' +
    'attach rate, deal size and CLTV. Without dates: the last four complete fiscal quarters. Asked what a figure is ' +
    'made of, or which deals, customers, answers or costs are behind it, pass its name as rows.',
  effect: 'read',
  roles: STAFF,
  input: z.object({
    partner_id: z.string().optional(),
    from: z.string().optional().describe('first day, YYYY-MM-DD, from find_period'),
    to: z.string().optional().describe('the first day after the period'),
    rows: z.enum(ROWS_MEASURES).optional().describe('the figure whose rows are wanted'),
    page: z.number().int().positive().optional().describe('of the rows, from 1'),
    chart: z.boolean().optional().describe('true where a chart, graph or picture is asked for'),
  }),
  output: z.object({
    period: z.object({
      from: z.string(),
      to: z.string(),
      label: z.string(),
      note: z.string().nullable(),
    }),
    of: z.string(),
    facts: z.array(fact),
    rows: z
      .object({
        measure: z.string(),
        made_of: z.string(),
        rows: z.array(
          z.object({
            kind: z.string(),
            id: z.string(),
            name: z.string(),
            on: z.string().nullable(),
            amount: z.string().nullable(),
            counts_as: z.string(),
          }),
        ),
        total: z.number(),
        total_amount: z.string().nullable(),
        has_more: z.boolean(),
      })
      .nullable(),
  }),
  async run({ partner_id, from, to, rows, page, chart }, { scope, services }) {
    const request = { partnerId: partner_id, from, to };
    const report = await services.insights.measures(scope, request);
    const partner = partner_id ? report.partners[0] : undefined;
    if (partner_id && !partner)
      throw new AppError('not_found', `There are no measures of a partner '${partner_id}' to show here.`);
    const money = (minor: number) => formatMoney({ minor, currency: report.currency });
    const facts = partner ? describePartner(partner, money) : describeProgramme(report.company, money);
    const of = partner?.name ?? 'the programme';
    const behind = rows
      ? describeRowsBehind(await services.insights.rowsBehind(scope, { ...request, measure: rows, page }))
      : null;
    const title = `${of}, ${report.period.label}`;
    return {
      output: { period: report.period, of, facts, rows: behind?.told ?? null },
      cards: [
        behind ? behind.cardFor(title) : { kind: 'scorecard' as const, title, facts },
        ...(chart ? chartMeasures(report).map(toChartCard) : []),
      ],
      ...(partner
        ? { focus: { partners: [{ id: partner.partnerId, name: partner.name }], period: report.period } }
        : {}),
    };
  },
});

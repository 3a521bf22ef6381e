import { z } from 'zod';
import { chartMeasures } from '../src/charts/chart-measures.ts';
import { describePartner, describeProgramme } from '../src/insights/describe-measures.ts';
import { formatMoney } from '../src/money.ts';
import { toChartCard } from './attribution-shape.ts';
import { defineTool, STAFF } from './define.ts';

/** Win rate, satisfaction, time to value and return, of a partner or of the programme. */
export const reportMeasures = defineTool({
  name: 'report_measures',
  label: 'Working out the measures',
  description:
    'Reports the measures of a partner or of the whole programme over a period: sourced and influenced revenue, win rate, ' +
    'PSAT, time to value, ROPI, and of the programme also attach rate, deal size, lift and CLTV. Without dates: the last four complete fiscal quarters.',
  effect: 'read',
  roles: STAFF,
  input: z.object({
    partner_id: z.string().optional(),
    from: z.string().optional(),
    to: z.string().optional(),
    chart: z.boolean().optional().describe('true where a chart, graph or picture is asked for'),
  }),
  output: z.object({
    period: z.object({ from: z.string(), to: z.string(), label: z.string() }),
    of: z.string(),
    facts: z.array(z.object({ label: z.string(), text: z.string() })),
  }),
  async run({ partner_id, from, to, chart }, { scope, services }) {
    const report = await services.insights.measures(scope, { partnerId: partner_id, from, to });
    const partner = partner_id ? report.partners[0] : undefined;
    const money = (minor: number) => formatMoney({ minor, currency: report.currency });
    const facts = partner ? describePartner(partner, money) : describeProgramme(report.company, money);
    const of = partner?.name ?? 'the programme';
    return {
      output: { period: report.period, of, facts },
      cards: [
        { kind: 'scorecard', title: `${of}, ${report.period.label}`, facts },
        ...(chart ? chartMeasures(report).map(toChartCard) : []),
      ],
      ...(partner
        ? { focus: { partners: [{ id: partner.partnerId, name: partner.name }], period: report.period } }
        : {}),
    };
  },
});

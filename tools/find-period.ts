import { z } from 'zod';
import { readPeriod } from '../src/company/periods.ts';
import { defineTool, STAFF_AND_PARTNERS } from './define.ts';

/** Turns 'last quarter' into dates, by the company's fiscal calendar. */
export const findPeriod = defineTool({
  name: 'find_period',
  label: 'Working out the dates',
  description:
    "Turns words such as 'last quarter', 'Q2 FY26', 'since March' or 'past 90 days' into dates, by the company's fiscal " +
    'year. Call it before report_attribution or report_measures when a time is named; never work dates out yourself.',
  effect: 'read',
  roles: STAFF_AND_PARTNERS,
  input: z.object({
    text: z.string().min(1).max(2000).describe('the words that name the time, or the whole question'),
  }),
  output: z.object({
    period: z
      .object({
        from: z.string(),
        to: z.string().describe('the first day after the period'),
        label: z.string(),
      })
      .nullable(),
  }),
  async run({ text }, { services, today }) {
    const settings = await services.company.settings();
    const period = readPeriod(text, { today, fiscalYearStarts: settings.fiscal_year_starts });
    return { output: { period }, ...(period ? { focus: { period } } : {}) };
  },
});

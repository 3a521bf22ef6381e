import { z } from 'zod';
import { defineTool, EVERYBODY } from './define.ts';

/** Answers about the programme's rules, with the page they stand on. */
export const searchPlaybook = defineTool({
  name: 'search_playbook',
  label: 'Reading the playbook',
  description:
    "Searches the partner programme's playbook: rules, protection, tiers, benefits, MDF, fees, training, processes. Gives " +
    'verbatim quotes with their pages. Use it for every question about how the programme works; say so when nothing fits.',
  effect: 'read',
  roles: EVERYBODY,
  input: z.object({ question: z.string().min(1).max(2000) }),
  output: z.object({
    confident: z.boolean(),
    quotes: z.array(
      z.object({
        path: z.string(),
        title: z.string(),
        heading: z.string(),
        quote: z.string(),
        reads: z.string().optional().describe('a table row with the names of its columns'),
        url: z.string().nullable(),
      }),
    ),
  }),
  async run({ question }, { scope, services }) {
    const found = await services.playbook.quote(scope, question);
    const quotes = found.quotes.map((one) => ({ ...one }));
    return {
      output: { confident: found.confident, quotes },
      citations: found.quotes,
      ...(quotes.length > 0
        ? { cards: [{ kind: 'passages' as const, title: 'From the playbook', passages: found.quotes }] }
        : {}),
    };
  },
});

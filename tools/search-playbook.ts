import { z } from 'zod';
import { defineTool, EVERYBODY } from './define.ts';

/** Answers about the programme's rules, with the page they stand on. */
export const searchPlaybook = defineTool({
  name: 'search_playbook',
  label: 'Reading the playbook',
  description:
    "Searches the partner programme's playbook: rules, protection, tiers, benefits, MDF, fees, training, processes. Gives " +
    'verbatim quotes with their pages; what holds by tier or kind of partner comes as the line of the partner that reads, or ' +
    'of the one named by partner_id (from find_partner). Use it for every question about how the programme works; say so ' +
    'when nothing fits.',
  effect: 'read',
  roles: EVERYBODY,
  input: z.object({
    question: z.string().min(1).max(2000),
    partner_id: z.string().optional().describe('of whom it is asked, where the question names a partner'),
  }),
  output: z.object({
    confident: z.boolean(),
    quotes: z.array(
      z.object({
        path: z.string(),
        title: z.string(),
        heading: z.string(),
        quote: z.string(),
        reads: z.string().optional().describe('a table row with the names of its columns'),
        holds_for: z.string().optional().describe('whose line it is, such as: your tier, gold'),
        url: z.string().nullable(),
      }),
    ),
  }),
  async run({ question, partner_id }, { scope, services }) {
    const found = await services.playbook.quote(scope, question, { about: partner_id });
    const quotes = found.quotes.map(({ holdsFor, ...one }) => ({
      ...one,
      ...(holdsFor ? { holds_for: holdsFor } : {}),
    }));
    return {
      output: { confident: found.confident, quotes },
      citations: found.quotes,
      ...(quotes.length > 0
        ? { cards: [{ kind: 'passages' as const, title: 'From the playbook', passages: found.quotes }] }
        : {}),
    };
  },
});

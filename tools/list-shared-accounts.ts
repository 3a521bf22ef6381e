import { z } from 'zod';
import { defineTool } from './define.ts';

const SHOWN = 20;

/** A partner's own view of the overlaps that we share with it. */
export const listSharedAccounts = defineTool({
  name: 'list_shared_accounts',
  label: 'Looking up shared accounts',
  description:
    "Lists the reader's own records that are accounts of ours, as far as we share them. Use it when a partner asks which " +
    'accounts we have in common.',
  effect: 'read',
  roles: ['partner'],
  input: z.object({}),
  output: z.object({
    accounts: z.array(
      z.object({ record: z.string(), our_population: z.string(), our_owner_email: z.string().nullable() }),
    ),
    total: z.number(),
    has_more: z.boolean(),
  }),
  async run(_, { scope, services }) {
    const all = await services.accounts.sharedOverlaps(scope);
    const accounts = all.slice(0, SHOWN).map((one) => ({
      record: one.recordName,
      our_population: one.ourPopulation.replace('_', ' '),
      our_owner_email: one.ourOwnerEmail,
    }));
    const hasMore = all.length > SHOWN;
    return {
      output: { accounts, total: all.length, has_more: hasMore },
      ...(accounts.length > 0
        ? {
            cards: [
              {
                kind: 'table' as const,
                title: 'Accounts in common',
                columns: ['Your record', 'With us', 'Our owner'],
                rows: accounts.map((one) => [
                  one.record,
                  one.our_population,
                  one.our_owner_email ?? 'not shared',
                ]),
                total: all.length,
                has_more: hasMore,
              },
            ],
          }
        : {}),
    };
  },
});

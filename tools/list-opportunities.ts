import { z } from 'zod';
import { formatMoney } from '../src/money.ts';
import { defineTool, STAFF } from './define.ts';

const SHOWN = 15;

/** Deals by account, owner or lack of a partner. */
export const listOpportunities = defineTool({
  name: 'list_opportunities',
  label: 'Looking at our deals',
  description:
    'Lists our opportunities: of an account, of an owner, or those without a partner. Use it to find the deal that a ' +
    "question means, and for 'which of my deals have no partner'.",
  effect: 'read',
  roles: STAFF,
  input: z.object({
    opportunity_id: z.string().optional(),
    account_id: z.string().optional(),
    owner_email: z.string().optional(),
    open_only: z.boolean().optional(),
    without_partner: z.boolean().optional(),
  }),
  output: z.object({
    opportunities: z.array(
      z.object({
        opportunity_id: z.string(),
        name: z.string(),
        account_id: z.string(),
        account: z.string(),
        product: z.string().nullable(),
        stage: z.string(),
        amount: z.string().nullable(),
        close_on: z.string().nullable(),
        owner_email: z.string().nullable(),
      }),
    ),
    total: z.number(),
    has_more: z.boolean(),
  }),
  async run(input, { scope, services }) {
    const all = await services.accounts.opportunities(scope, {
      ...(input.opportunity_id ? { opportunityId: input.opportunity_id } : {}),
      ...(input.account_id ? { accountId: input.account_id } : {}),
      ...(input.owner_email ? { ownerEmail: input.owner_email } : {}),
      openOnly: input.open_only ?? false,
      withoutPartner: input.without_partner ?? false,
    });
    const rows = all.slice(0, SHOWN).map((one) => ({
      opportunity_id: one.opportunityId,
      name: one.name,
      account_id: one.accountId,
      account: one.accountName,
      product: one.product,
      stage: one.stage,
      amount:
        one.amountMinor === null || one.currency === null
          ? null
          : formatMoney({ minor: one.amountMinor, currency: one.currency }),
      close_on: one.closeOn,
      owner_email: one.ownerEmail,
    }));
    const output = { opportunities: rows, total: all.length, has_more: all.length > SHOWN };
    const [only] = rows;
    return {
      output,
      ...(rows.length > 0
        ? {
            cards: [
              {
                kind: 'table' as const,
                title: 'Opportunities',
                columns: ['Deal', 'Account', 'Product', 'Stage', 'Amount', 'Closes'],
                rows: rows.map((r) => [
                  r.name,
                  r.account,
                  r.product ?? '',
                  r.stage,
                  r.amount ?? '',
                  r.close_on ?? '',
                ]),
                total: all.length,
                has_more: output.has_more,
              },
            ],
          }
        : {}),
      ...(rows.length === 1 && only
        ? {
            focus: {
              opportunity: { id: only.opportunity_id, name: only.name },
              account: { id: only.account_id, name: only.account },
            },
          }
        : {}),
    };
  },
});

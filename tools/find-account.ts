import { z } from 'zod';
import { defineTool, STAFF } from './define.ts';

/** Turns what people call an account into its id. */
export const findAccount = defineTool({
  name: 'find_account',
  label: 'Looking up the account',
  description:
    'Finds the accounts of ours that a name, a spelling, a domain or a whole sentence mentions. Call it before any tool ' +
    'that takes an account_id. Not for partners (find_partner) or deals (list_opportunities).',
  effect: 'read',
  roles: STAFF,
  input: z.object({
    text: z.string().min(1).max(2000).describe('the name as the person wrote it, or the whole question'),
  }),
  output: z.object({
    candidates: z.array(
      z.object({
        account_id: z.string(),
        name: z.string(),
        score: z.number(),
        sure: z.boolean().describe('whether this is clearly the one that is meant'),
        status: z.string(),
        domain: z.string().nullable(),
        country: z.string().nullable(),
      }),
    ),
  }),
  async run({ text }, { scope, services }) {
    const mentions = await services.accounts.findMentions(scope, text);
    const texts = mentions.length > 0 ? mentions.map((mention) => mention.text) : [text];
    const lists = await Promise.all(
      texts.slice(0, 3).map((one) => services.accounts.find(scope, { text: one }, 5)),
    );
    const found = lists
      .flat()
      .filter((one, i, all) => all.findIndex((o) => o.accountId === one.accountId) === i);
    // A whole sentence without a name in it resembles some account a little; that is no finding.
    const near = found
      .filter((one) => mentions.length > 0 || one.score >= 0.5 || one.decision === 'match')
      .slice(0, 5);
    const best = near[0];
    return {
      output: {
        candidates: near.map((one) => ({
          account_id: one.accountId,
          name: one.name,
          score: Math.round(one.score * 100) / 100,
          sure: one.decision === 'match',
          status: one.status,
          domain: one.domain,
          country: one.country,
        })),
      },
      ...(best?.decision === 'match' ? { focus: { account: { id: best.accountId, name: best.name } } } : {}),
    };
  },
});

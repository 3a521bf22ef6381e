import { z } from 'zod';
import type { ReviewPair } from '../src/accounts/reviews.ts';
import { formatMoney } from '../src/money.ts';
import { defineTool, STAFF } from './define.ts';

const SHOWN = 5;

/** The pairs of a partner's record and an account of ours on which a partner manager is to decide. */
export const listMatchReviews = defineTool({
  name: 'list_match_reviews',
  label: 'Looking up matches in doubt',
  description:
    'Lists account matches in doubt, the most valuable first, with what speaks for and against each. Call it for matches ' +
    'to review. To decide on one, or where a match is called wrong, call draft_match_decision.',
  effect: 'read',
  roles: STAFF,
  input: z.object({ partner_id: z.string().optional() }),
  output: z.object({
    pairs: z.array(
      z.object({
        partner_id: z.string(),
        partner: z.string(),
        record_id: z.string(),
        record: z.string(),
        account_id: z.string(),
        account: z.string(),
        open_amount: z.string().nullable(),
        speaks_for: z.array(z.string()),
        speaks_against: z.array(z.string()),
        doubted_by: z.string().nullable(),
        doubt: z.string().nullable(),
      }),
    ),
    total: z.number(),
    has_more: z.boolean(),
  }),
  async run(input, { scope, services }) {
    const { pairs, total } = await services.matchReviews.queue(scope, {
      ...(input.partner_id ? { partnerId: input.partner_id } : {}),
      limit: SHOWN,
    });
    const output = { pairs: pairs.map(shapePair), total, has_more: total > pairs.length };
    if (pairs.length === 0) return { output };
    return {
      output,
      cards: [
        {
          kind: 'table' as const,
          title: 'Matches to review',
          columns: ['Partner', 'Their record', 'Our account', 'Open', 'For', 'Against'],
          rows: output.pairs.map((one) => [
            one.partner,
            one.record,
            one.account,
            one.open_amount ?? '',
            one.speaks_for.join('; '),
            one.speaks_against.join('; '),
          ]),
          total,
          has_more: output.has_more,
        },
      ],
    };
  },
});

function shapePair(one: ReviewPair) {
  return {
    partner_id: one.partnerId,
    partner: one.partnerName,
    record_id: one.recordId,
    record: nameWithPlace(one.recordName, one.recordDomain, one.recordCountry),
    account_id: one.accountId,
    account: nameWithPlace(one.accountName, one.accountDomain, one.accountCountry),
    open_amount:
      one.openAmountMinor !== null && one.currency
        ? formatMoney({ minor: one.openAmountMinor, currency: one.currency })
        : null,
    speaks_for: [...one.speaksFor],
    speaks_against: [...one.speaksAgainst],
    doubted_by: one.doubtedBy,
    doubt: one.doubtReason,
  };
}

function nameWithPlace(name: string, ...places: readonly (string | null)[]): string {
  const known = places.filter((place) => place);
  return known.length > 0 ? `${name} (${known.join(', ')})` : name;
}

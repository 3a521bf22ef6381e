import { z } from 'zod';
import { AppError } from '../src/errors.ts';
import type { Ask } from '../src/recommendations/loop/types.ts';
import { defineTool, STAFF } from './define.ts';

/** A partner's answer to an intro request, prepared for a click of the person who got it. */
export const draftAskAnswer = defineTool({
  name: 'draft_ask_answer',
  label: "Preparing to record the partner's answer",
  description:
    'Prepares to record that a partner accepted or declined an intro request of ours; a person confirms it with a click. ' +
    'Name the request by its id, or by the partner where one request to it waits.',
  effect: 'draft',
  roles: STAFF,
  input: z.object({
    intro_id: z.string().optional(),
    partner_id: z.string().optional(),
    account_id: z.string().optional(),
    answer: z.enum(['accepted', 'declined']),
    reason: z.string().max(1000).optional(),
  }),
  output: z.object({
    intro_id: z.string(),
    partner: z.string(),
    account: z.string().nullable(),
    answer: z.string(),
  }),
  async run(input, { scope, services, today }) {
    const asks = await services.recommendationLoop.asks(scope, {
      ...(input.intro_id ? { introId: input.intro_id } : {}),
      ...(input.partner_id ? { partnerId: input.partner_id } : {}),
    });
    const ask = chooseAsk(asks, input);
    const about = ask.accountName ? ` about ${ask.accountName}` : '';
    return {
      output: {
        intro_id: ask.introId,
        partner: ask.partnerName,
        account: ask.accountName,
        answer: input.answer,
      },
      draft: {
        action: 'record_ask_answer',
        summary: `Record that ${ask.partnerName} ${input.answer} the intro request of ${ask.askedOn}${about}`,
        partnerId: ask.partnerId,
        confirmer: 'staff',
        payload: {
          intro_id: ask.introId,
          answer: input.answer,
          reason: input.reason ?? null,
          answered_on: today,
        },
      },
    };
  },
});

function chooseAsk(
  asks: readonly Ask[],
  wanted: { intro_id?: string | undefined; account_id?: string | undefined },
): Ask {
  const about = asks.filter((one) => !wanted.account_id || one.accountId === wanted.account_id);
  const open = wanted.intro_id ? about : about.filter((one) => one.state === 'waiting');
  const [ask, ...others] = open;
  if (!ask) throw new AppError('not_found', 'No intro request to them waits for an answer.');
  if (others.length > 0) {
    const named = open.map((one) => `${one.accountName ?? 'no account'} of ${one.askedOn} (${one.introId})`);
    throw new AppError('ambiguous', `Several requests to them wait; say which: ${named.join(', ')}.`);
  }
  return ask;
}

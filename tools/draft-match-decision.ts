import { z } from 'zod';
import type { ReviewPair } from '../src/accounts/reviews.ts';
import { AppError } from '../src/errors.ts';
import { defineTool, STAFF } from './define.ts';

const WORDS = {
  same: 'Confirm as the same company',
  not_same: 'Reject as not the same company',
  later: 'Put off',
  doubted: 'Report as a wrong match',
} as const;

/** A word on one match, prepared for a click: a partner manager decides, a rep reports what looks wrong. */
export const draftMatchDecision = defineTool({
  name: 'draft_match_decision',
  label: 'Preparing the word on a match',
  description:
    'Prepares to confirm or reject that a partner’s record is an account of ours, or to put it off; a partner manager ' +
    'decides with a click. Leave out the verdict to offer all three. From a rep, not_same reports the match as wrong.',
  effect: 'draft',
  roles: STAFF,
  input: z.object({
    partner_id: z.string(),
    account_id: z.string(),
    record_id: z.string().optional(),
    verdict: z.enum(['same', 'not_same', 'later']).optional(),
    reason: z.string().max(1000).optional(),
  }),
  output: z.object({
    partner: z.string(),
    record: z.string(),
    account: z.string(),
    verdict: z.string().nullable(),
    state: z.string(),
    speaks_for: z.array(z.string()),
    speaks_against: z.array(z.string()),
  }),
  async run(input, { scope, services }) {
    const pair = choosePair(
      await services.matchReviews.find(scope, {
        partnerId: input.partner_id,
        accountId: input.account_id,
        ...(input.record_id ? { recordId: input.record_id } : {}),
      }),
    );
    const decides = scope.role !== 'rep';
    if (!decides && input.verdict !== 'not_same')
      throw new AppError('not_allowed', 'Partner managers decide on matches; you can report one as wrong.');
    const verdict = decides ? (input.verdict ?? null) : 'doubted';
    const what = verdict ? WORDS[verdict] : 'The same company?';
    return {
      output: {
        partner: pair.partnerName,
        record: pair.recordName,
        account: pair.accountName,
        verdict,
        state: pair.decision,
        speaks_for: [...pair.speaksFor],
        speaks_against: [...pair.speaksAgainst],
      },
      draft: {
        action: 'review_match',
        summary: `${what}: ${describeSide(pair.recordName, pair.recordDomain, pair.recordCountry)} of ${pair.partnerName}, and our ${describeSide(pair.accountName, pair.accountDomain, pair.accountCountry)}. ${describeEvidence(pair)}`,
        partnerId: pair.partnerId,
        confirmer: decides ? 'manager' : 'staff',
        payload: {
          partner_id: pair.partnerId,
          record_id: pair.recordId,
          account_id: pair.accountId,
          verdict,
          ...(verdict ? {} : { options: ['same', 'not_same', 'later'] }),
          reason: input.reason ?? (verdict === 'doubted' ? 'called wrong, without a reason' : null),
          seen: { review_id: pair.lastReviewId },
        },
      },
      focus: {
        account: { id: pair.accountId, name: pair.accountName },
        partners: [{ id: pair.partnerId, name: pair.partnerName }],
      },
    };
  },
});

function choosePair(found: readonly ReviewPair[]): ReviewPair {
  const [pair, ...others] = found;
  if (!pair)
    throw new AppError('not_found', 'There is no match of that partner with that account that can be shown.');
  if (others.length > 0) {
    const records = found.map((one) => `${one.recordName} (${one.recordId})`).join(', ');
    throw new AppError('bad_input', `Several of their records are matched with it; say which: ${records}.`);
  }
  return pair;
}

function describeSide(name: string, domain: string | null, country: string | null): string {
  const known = [domain, country].filter(Boolean);
  return known.length > 0 ? `${name} (${known.join(', ')})` : name;
}

function describeEvidence(pair: ReviewPair): string {
  const sides = [
    pair.speaksFor.length > 0 ? `For: ${pair.speaksFor.join('; ')}.` : '',
    pair.speaksAgainst.length > 0 ? `Against: ${pair.speaksAgainst.join('; ')}.` : '',
    pair.doubtReason ? `Reported: ${pair.doubtReason}.` : '',
  ];
  return sides.filter(Boolean).join(' ');
}

import type { RecommendationJson } from '../../agent/types.ts';
import type { IsoDate } from '../../dates.ts';
import type { NoticeDraft } from '../types.ts';
import type { Sources } from './jobs.ts';
import { listColleagues, type Reader } from './people.ts';

/** Deals that are past being looked for: before that, nobody knows yet what a partner would help with. */
const PAST_PROSPECTING = new Set(['qualified', 'proposal', 'negotiation']);

/** Of a person's deals the largest few are looked at each day: more would be a list that nobody reads. */
const MOST_DEALS = 3;

/** Tells the owner of an open deal without a partner that one would help, where history is clear about it. */
export async function tellHelpfulPartners(sources: Sources, today: IsoDate): Promise<NoticeDraft[]> {
  const drafts: NoticeDraft[] = [];
  for (const reader of await listColleagues(sources.access))
    drafts.push(...(await tellOne(sources, reader, today)));
  return drafts;
}

async function tellOne({ services }: Sources, reader: Reader, today: IsoDate): Promise<NoticeDraft[]> {
  const { accounts, recommendations } = services;
  const deals = (
    await accounts.opportunities(reader.scope, {
      ownerEmail: reader.email,
      openOnly: true,
      withoutPartner: true,
    })
  ).filter((deal) => PAST_PROSPECTING.has(deal.stage));
  const drafts: NoticeDraft[] = [];
  for (const deal of deals.slice(0, MOST_DEALS)) {
    const found = await recommendations.recommend(reader.scope, { subjectId: deal.opportunityId, top: 1 });
    const partner = strongestOf(found);
    if (!partner) continue;
    drafts.push({
      kind: 'deal_without_partner',
      registrationId: null,
      subject: deal.opportunityId,
      partnerId: null,
      audience: 'internal',
      recipient: reader.email,
      aboutOn: quarterOf(today),
      dueOn: quarterOf(today),
      body: `No partner is on ${deal.name} (${deal.accountName}, ${deal.stage}). ${partner.name} could help: ${partner.play.replaceAll('_', ' ')}${sayLift(partner.lift)}. Ask me: who should we bring into ${deal.opportunityId}?`,
    });
  }
  return drafts;
}

/**
 * The first partner, where its help is clear: the verdict is to bring it, it stands first for its rank and not to learn about
 * it, and even the low end of its lift is a gain.
 */
function strongestOf(found: RecommendationJson) {
  const [first] = found.partners;
  const brought = found.verdict === undefined || found.verdict === 'bring';
  if (!first || !brought || first.explored) return null;
  return first.lift !== null && first.lift.low > 0 ? first : null;
}

function sayLift(lift: { readonly low: number; readonly high: number } | null): string {
  if (lift === null) return '';
  const points = (share: number) => `+${Math.round(share * 100)}`;
  return `, which has moved the chance to win by ${points(lift.low)} to ${points(lift.high)} points`;
}

/** The first day of the day's quarter: a deal that still has no partner is told of again in the next one. */
function quarterOf(today: IsoDate): IsoDate {
  const month = Math.floor((Number(today.slice(5, 7)) - 1) / 3) * 3 + 1;
  return `${today.slice(0, 4)}-${String(month).padStart(2, '0')}-01`;
}

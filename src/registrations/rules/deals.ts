import { daysBetween } from '../../dates.ts';
import type { ConflictCase, ConflictTerms, OpportunityFact, SubscriptionFact } from '../conflict-case.ts';
import { sameProduct, submittedDay } from '../protection.ts';
import type { Finding } from '../types.ts';
import { activeHolders } from './claims.ts';
import {
  type ConflictRule,
  describeFinding,
  partnerName,
  sayDay,
  sayList,
  sayProduct,
  sayUntil,
} from './wording.ts';

type Rule = ConflictRule<ConflictTerms>;

/** Open stages, first to last. */
const STAGES = ['prospecting', 'qualified', 'proposal', 'negotiation'];

/** Our own open deal, at or past the stage from which it wins. */
export const findDirectDeal: Rule = (about, terms) =>
  directDeals(about, terms)
    .filter((deal) => hasReached(deal.stage, terms.rules.direct_deal_wins_after_stage))
    .map((deal) =>
      describeFinding({
        code: 'direct_deal',
        severity: 'block',
        ...directDealFacts(about, deal),
        remedy: `Offer to co-sell on ${deal.opportunityId} instead, with its owner's consent.`,
      }),
    );

/** Our own open deal, not yet at that stage. */
export const findDirectDealEarly: Rule = (about, terms) =>
  directDeals(about, terms)
    .filter((deal) => !hasReached(deal.stage, terms.rules.direct_deal_wins_after_stage))
    .map((deal) =>
      describeFinding({
        code: 'direct_deal_early',
        severity: 'warn',
        ...directDealFacts(about, deal),
        remedy: `Co-sell on ${deal.opportunityId} instead of registering; talk to its owner first.`,
      }),
    );

/** A running subscription to the same product. */
export const findExistingCustomer: Rule = (about, terms) =>
  about.subscriptions
    .filter((one) => one.accountId === about.account.accountId && sameProduct(one.product, about.product))
    .filter((one) => isRunning(one, terms.today))
    .map((one) =>
      describeFinding({
        code: 'existing_customer',
        severity: 'warn',
        subjects: { subscription_id: one.subscriptionId, account_id: one.accountId },
        since: one.startedOn,
        until: one.endedOn,
        why: `${about.account.name} already subscribes to ${one.product ?? 'a product of ours'}${one.startedOn ? ` since ${sayDay(one.startedOn)}` : ''}${sayUntil(one.endedOn)}.`,
        remedy: 'Treat it as growth or renewal with the owner of the account, not as new business.',
      }),
    );

/** The opportunity is a renewal, and another partner sold or runs what is renewed. */
export const findIncumbentPartner: Rule = (about, terms) => {
  const { opportunity } = about;
  if (opportunity?.kind !== 'renewal') return [];
  return renewedSubscriptions(about, opportunity, terms.today).flatMap((one) => {
    if (one.partnerId === null || one.partnerId === about.partner?.partnerId) return [];
    const incumbent = partnerName(about.partners, one.partnerId);
    return describeFinding({
      code: 'incumbent_partner',
      severity: 'warn',
      subjects: {
        opportunity_id: opportunity.opportunityId,
        subscription_id: one.subscriptionId,
        partner_id: one.partnerId,
      },
      since: one.startedOn,
      until: one.endedOn,
      why: `${opportunity.name} is a renewal, and ${incumbent} sold or runs the subscription${sayProduct(one.product)}.`,
      remedy: `Let ${incumbent} renew, unless the customer asks in writing for another partner.`,
    });
  });
};

/** Two or more partners stand as the source of the opportunity. */
export const findSourceDisputed: Rule = (about) => {
  const { opportunity } = about;
  if (!opportunity) return [];
  const sources = partnersInDeal(about, opportunity.opportunityId, 'source');
  if (sources.length < 2) return [];
  return [
    describeFinding({
      code: 'source_disputed',
      severity: 'warn',
      subjects: { opportunity_id: opportunity.opportunityId, partner_ids: sources },
      why: `${sayList(sources.map((id) => partnerName(about.partners, id)))} are each recorded as the source of ${opportunity.name}.`,
      remedy: 'Let a partner manager decide who sourced it; until then it counts for neither.',
    }),
  ];
};

/** The partner competes with one that is in the deal, or that holds the registration. */
export const findCompetitorInDeal: Rule = (about, terms) => {
  const { partner, opportunity } = about;
  if (!partner) return [];
  const inDeal = opportunity ? partnersInDeal(about, opportunity.opportunityId) : [];
  const holders = activeHolders(about, terms);
  const others = [...new Set([...inDeal, ...holders.map((claim) => claim.partnerId)])].sort();
  return others
    .filter((other) => compete(about, partner.partnerId, other))
    .map((other) => {
      const rival = partnerName(about.partners, other);
      const claim = holders.find((one) => one.partnerId === other);
      const where = inDeal.includes(other)
        ? `is in ${opportunity?.name}`
        : `holds the registration of ${about.account.name}`;
      return describeFinding({
        code: 'competitor_in_deal',
        severity: 'warn',
        subjects: {
          partner_id: other,
          ...(inDeal.includes(other) && opportunity && { opportunity_id: opportunity.opportunityId }),
          ...(claim && { registration_id: claim.registrationId }),
        },
        why: `${partner.name} competes with ${rival}, which ${where}.`,
        remedy: 'Choose another partner, or settle with the partner manager who keeps which part.',
      });
    });
};

/** A published tender gives priority, and no protection. */
export const findPublicTender: Rule = ({ opportunity }) =>
  opportunity?.publicTender
    ? [
        describeFinding({
          code: 'public_tender',
          severity: 'info',
          subjects: { opportunity_id: opportunity.opportunityId },
          why: `${opportunity.name} is a published tender: a registration gives no protection, only priority.`,
          remedy: 'Register for priority, and expect other bidders.',
        }),
      ]
    : [];

/** An offer is out through a partner that does not hold the registration which protects the account. */
export const findOfferBypasses: Rule = (about, terms) => {
  const holders = activeHolders(about, terms);
  const [holder] = holders;
  if (!holder) return [];
  return about.offers.flatMap((offer) => {
    const seller = offer.partnerId;
    const out =
      offer.status === 'sent' &&
      (offer.sentOn === null || offer.sentOn <= terms.today) &&
      (offer.expiresOn === null || terms.today <= offer.expiresOn);
    if (!out || seller === null || holders.some((claim) => claim.partnerId === seller)) return [];
    const protector = partnerName(about.partners, holder.partnerId);
    return describeFinding({
      code: 'offer_bypasses_registration',
      severity: 'warn',
      subjects: {
        offer_id: offer.offerId,
        partner_id: seller,
        registration_id: holder.registrationId,
        account_id: offer.accountId,
      },
      since: offer.sentOn,
      until: offer.expiresOn,
      why: `A marketplace offer to ${about.account.name} is out through ${partnerName(about.partners, seller)}, while ${protector} has the registration that protects it.`,
      remedy: `Withdraw the offer, or send it through ${protector}.`,
    });
  });
};

function directDeals(about: ConflictCase, terms: ConflictTerms): OpportunityFact[] {
  // Where no registration was submitted yet, a deal must be older than today.
  const claimedOn = (about.registration && submittedDay(about.registration)) ?? terms.today;
  return about.opportunities.filter((deal) => {
    const createdOn = deal.createdOn ?? deal.lastActivityOn;
    return (
      deal.accountId === about.account.accountId &&
      sameProduct(deal.product, about.product) &&
      STAGES.includes(deal.stage) &&
      createdOn !== null &&
      createdOn < claimedOn &&
      daysBetween(deal.lastActivityOn ?? createdOn, terms.today) <= terms.rules.dormant_opportunity_days &&
      deal.opportunityId !== about.opportunity?.opportunityId &&
      !wasSourcedByAsker(about, deal)
    );
  });
}

function wasSourcedByAsker(about: ConflictCase, deal: OpportunityFact): boolean {
  const asker = about.partner?.partnerId;
  if (!asker) return false;
  const claims = [
    ...about.registrations,
    ...(about.partner?.claims ?? []),
    ...(about.registration ? [about.registration] : []),
  ];
  return (
    partnersInDeal(about, deal.opportunityId, 'source').includes(asker) ||
    claims.some((claim) => claim.partnerId === asker && claim.opportunityId === deal.opportunityId)
  );
}

function directDealFacts(about: ConflictCase, deal: OpportunityFact) {
  const created = deal.createdOn ? `, created on ${sayDay(deal.createdOn)}` : '';
  return {
    subjects: { opportunity_id: deal.opportunityId, account_id: deal.accountId } as Finding['subjects'],
    since: deal.createdOn,
    why: `We have an open opportunity of our own with ${about.account.name}${sayProduct(deal.product)}: ${deal.name}, at ${deal.stage}${created}.`,
  };
}

function hasReached(stage: string, winning: string): boolean {
  return STAGES.indexOf(stage) >= STAGES.indexOf(winning);
}

function isRunning(subscription: SubscriptionFact, today: string): boolean {
  const { startedOn, endedOn } = subscription;
  return (startedOn === null || startedOn <= today) && (endedOn === null || today <= endedOn);
}

/** What runs now; where nothing does, what ended last. */
function renewedSubscriptions(
  about: ConflictCase,
  renewal: OpportunityFact,
  today: string,
): readonly SubscriptionFact[] {
  const candidates = about.subscriptions.filter(
    (one) => one.accountId === renewal.accountId && sameProduct(one.product, renewal.product),
  );
  const running = candidates.filter((one) => isRunning(one, today));
  if (running.length > 0) return running;
  const ended = candidates.flatMap((one) =>
    one.endedOn !== null && one.endedOn < today ? [one.endedOn] : [],
  );
  const last = ended.sort().at(-1);
  return candidates.filter((one) => one.endedOn === last);
}

/** Partners in a deal: a refused role is none, an undecided one is. */
function partnersInDeal(about: ConflictCase, opportunityId: string, role?: string): string[] {
  const ids = about.roles
    .filter((one) => one.opportunityId === opportunityId && one.accepted !== false)
    .filter((one) => role === undefined || one.role === role)
    .map((one) => one.partnerId);
  return [...new Set(ids)].sort();
}

function compete(about: ConflictCase, left: string, right: string): boolean {
  const names = (one: string, other: string) =>
    about.partners.get(one)?.competesWith.includes(other) ?? false;
  return left !== right && (names(left, right) || names(right, left));
}

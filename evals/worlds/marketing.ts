import { addDays, type IsoDate } from '../../src/dates.ts';
import { drawAmount } from './accounts.ts';
import { daysBefore } from './calendar.ts';
import { accountOf, type Ledger } from './ledger.ts';
import type { Random } from './random.ts';
import type { MarketplaceOffer, Row } from './rows.ts';
import { INDUSTRIES } from './words.ts';

const CONTENT_KINDS = ['battlecard', 'case_study', 'solution_brief', 'deck', 'webinar', 'email_kit'] as const;

/** Assets for partners, some past their date. */
export function makeContent(ledger: Ledger, random: Random): Row[] {
  const { company } = ledger;
  return Array.from({ length: 28 }, (_, at) => {
    const kind = CONTENT_KINDS[at % CONTENT_KINDS.length]!;
    const trade = random.pick(INDUSTRIES).name;
    const approvedOn = daysBefore(company.today, random, [30, 800]);
    return {
      contentId: company.ids('content'),
      title: `${random.pick(company.products)} in ${trade.toLowerCase()}: ${kind.replace('_', ' ')}`,
      kind,
      url: `https://partners.${company.domain}/content/${at + 1}`,
      archetypes: random.chance(0.4)
        ? []
        : random.sample(['si', 'reseller', 'msp', 'isv', 'referral', 'influence'], 2),
      industries: random.chance(0.6) ? [trade] : [],
      approvedOn,
      expiresOn: random.chance(0.7) ? addDays(approvedOn, 540) : null,
    };
  });
}

const CAMPAIGN_KINDS = ['webinar', 'event', 'email', 'content_syndication'] as const;

/** Campaigns run together with partners, and a few of our own. */
export function makeCampaigns(ledger: Ledger, content: readonly Row[], random: Random): Row[] {
  const { company } = ledger;
  const partners = ledger.partners.partners.filter((one) => one.status === 'active');
  return Array.from({ length: 36 }, (_, at) => {
    const partner = at % 6 === 0 ? null : random.pick(partners);
    const startedOn = daysBefore(company.today, random, [20, 900]);
    const endedOn = addDays(startedOn, random.int(1, 60));
    const kind = random.pick(CAMPAIGN_KINDS);
    return {
      campaignId: company.ids('campaign'),
      partnerId: partner?.partnerId ?? null,
      name: `${random.pick(company.products)} ${kind.replace('_', ' ')}${partner ? ` with ${partner.name}` : ''}`,
      kind,
      contentIds: random.sample(content, random.int(0, 3)).map((one) => String(one.contentId)),
      startedOn,
      endedOn: endedOn <= company.today ? endedOn : null,
      spend: random.int(4, 60) * 500,
      currency: company.currency,
      leads: random.int(0, 90),
    };
  });
}

const PURPOSES = [
  'Roundtable for finance leaders',
  'Booth at regional fair',
  'Webinar series',
  'Customer day',
  'Search advertising',
  'Translation of two case studies',
];

type MdfStatus = 'requested' | 'approved' | 'rejected' | 'claimed' | 'paid';

/** Requests for market development funds in every state. */
export function makeMdfRequests(ledger: Ledger, random: Random): Row[] {
  const { company } = ledger;
  const partners = ledger.partners.partners.filter((one) => one.status === 'active');
  const states: readonly MdfStatus[] = [
    'paid',
    'paid',
    'paid',
    'claimed',
    'approved',
    'requested',
    'rejected',
    'paid',
  ];
  return Array.from({ length: 46 }, (_, at) => {
    const status = states[at % states.length]!;
    const requestedOn = daysBefore(company.today, random, status === 'requested' ? [1, 12] : [40, 950]);
    const amount = Math.max(company.programme.mdfMinimum, random.int(3, 60) * 500);
    const claimed = status === 'claimed' || status === 'paid';
    return {
      requestId: company.ids('mdf'),
      partnerId: random.pick(partners).partnerId,
      purpose: random.pick(PURPOSES),
      kind: random.pick(['event', 'digital', 'content', 'enablement']),
      amount,
      currency: company.currency,
      status,
      requestedOn,
      decidedOn: status === 'requested' ? null : addDays(requestedOn, random.int(2, 14)),
      claimedAmount: claimed ? Math.round((amount * random.int(60, 100)) / 100) : null,
      proofUrl: claimed ? `https://partners.${company.domain}/mdf/proof/${at + 1}` : null,
    };
  });
}

/** What partners cost: funds paid, commissions on won deals they sourced, and shares of people and tools each quarter. */
export function makeCosts(ledger: Ledger, mdf: readonly Row[], random: Random): Row[] {
  const { company } = ledger;
  const cost = (kind: string, partnerId: string | null, amount: number, incurredOn: IsoDate): Row => ({
    costId: company.ids('cost'),
    partnerId,
    kind,
    amount: Math.round(amount * 100) / 100,
    currency: company.currency,
    incurredOn: incurredOn > company.today ? company.today : incurredOn,
  });
  const funds = mdf
    .filter((one) => one.status === 'paid')
    .map((one) =>
      cost('mdf', String(one.partnerId), Number(one.claimedAmount), addDays(String(one.decidedOn), 50)),
    );
  const commissions = ledger.opportunities
    .filter((one) => one.stage === 'closed_won' && ledger.sources.has(one.opportunityId))
    .map((one) =>
      cost(
        'commission',
        ledger.sources.get(one.opportunityId)!,
        (one.amount * company.programme.referralPercent) / 100,
        addDays(one.closeOn, 45),
      ),
    );
  const quarters = Array.from({ length: 12 }, (_, at) => addDays(company.today, -30 - 91 * at));
  const people = quarters.map((on) => cost('headcount', null, 96000 + random.int(-6, 6) * 1000, on));
  const tools = quarters.map((on) => cost('tooling', null, 9500, on));
  const enablement = ledger.partners.partners
    .filter((one) => one.status === 'active' && random.chance(0.7))
    .flatMap((one) =>
      random.sample(quarters, 4).map((on) => cost('enablement', one.partnerId, random.int(2, 24) * 250, on)),
    );
  return [...funds, ...commissions, ...people, ...tools, ...enablement];
}

/** Offers through cloud marketplaces beside the planted one, about a third of them our own. */
export function makeOffers(ledger: Ledger, random: Random): MarketplaceOffer[] {
  const { company } = ledger;
  const sellers = ledger.partners.partners.filter(
    (one) => one.marketplaces.length > 0 && one.status === 'active',
  );
  const deals = random.sample(
    ledger.opportunities.filter((one) => !ledger.reserved.has(one.accountId)),
    22,
  );
  return deals.map((deal, at) => {
    const partner = at % 3 === 0 ? null : random.pick(sellers);
    const status = random.pick(['draft', 'sent', 'accepted', 'expired'] as const);
    const sentOn =
      status === 'draft' ? null : daysBefore(company.today, random, status === 'sent' ? [1, 20] : [45, 400]);
    const account = accountOf(ledger, deal.accountId);
    return {
      offerId: company.ids('offer'),
      partnerId: partner?.partnerId ?? null,
      accountId: account.accountId,
      marketplace: random.pick(
        (partner?.marketplaces ?? ['aws', 'azure']) as MarketplaceOffer['marketplace'][],
      ),
      kind: partner ? 'partner_private_offer' : 'private_offer',
      ...drawAmount(company, account, random),
      status,
      sentOn,
      expiresOn: sentOn === null ? null : addDays(sentOn, company.programme.privateOfferDays),
    };
  });
}

/** Wishes of accounts and partners for integrations, with votes. */
export function makeIntegrationRequests(ledger: Ledger, random: Random): Row[] {
  const { company } = ledger;
  const builders = ledger.partners.partners.filter((one) => one.archetype === 'isv');
  return Array.from({ length: 60 }, () => ({
    requestId: company.ids('request'),
    accountId: random.pick(ledger.accounts.accounts).accountId,
    partnerId: random.pick(builders).partnerId,
    kind: random.pick(['ticket', 'roadmap']),
    openedOn: daysBefore(company.today, random, [3, 700]),
    status: random.pick(['open', 'planned', 'done', 'declined']),
    votes: random.int(1, 40),
  }));
}

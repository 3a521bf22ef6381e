import { addDays, addWorkingDays, type IsoDate } from '../../src/dates.ts';
import { atOfficeHour, daysBefore, later, toWorkday } from './calendar.ts';
import { addPartnerTouches, addRole, addTouch, lastDayOf } from './deal-trail.ts';
import { accountOf, alliancePerson, type Ledger, protectedUntil } from './ledger.ts';
import { misspell } from './misspell.ts';
import type { Random } from './random.ts';
import type { Archetype, DealRole, Opportunity } from './rows.ts';

const SOURCE_SHARE: Readonly<Record<Archetype, number>> = {
  referral: 0.8,
  reseller: 0.5,
  msp: 0.35,
  si: 0.25,
  isv: 0.2,
  influence: 0.1,
};

const ROLES: Readonly<Record<Archetype, readonly DealRole[]>> = {
  si: ['deliver', 'deliver', 'influence', 'sell'],
  reseller: ['sell', 'sell', 'transact'],
  msp: ['deliver', 'sell'],
  isv: ['influence', 'influence', 'sell'],
  referral: ['influence'],
  influence: ['influence'],
};

/**
 * Writes what partners did on a deal: the first may be its source (by role, registration or touch), each has touches and
 * mostly a role. Gives the partner that sold it, if one did.
 */
export function attachPartners(
  ledger: Ledger,
  subject: { deal: Opportunity; partnerIds: readonly string[] },
  random: Random,
): string | null {
  const { deal, partnerIds } = subject;
  let seller: string | null = null;
  partnerIds.forEach((partnerId, at) => {
    const partner = ledger.partners.partners.find((one) => one.partnerId === partnerId)!;
    const sourced = at === 0 && random.chance(SOURCE_SHARE[partner.archetype]);
    if (sourced) addSource(ledger, { deal, partnerId }, random);
    const role = random.pick(ROLES[partner.archetype]);
    const accepted = drawAcceptance(deal, random);
    const addedOn = later(deal.createdOn, daysBefore(lastDayOf(deal, ledger.company.today), random, [0, 50]));
    if (random.chance(0.85)) addRole(ledger, { deal, partnerId, role, addedOn, accepted });
    if (accepted !== false) addPartnerTouches(ledger, { deal, partnerId, count: random.int(1, 4) }, random);
    if (accepted !== false && (role === 'sell' || role === 'transact')) seller ??= partnerId;
  });
  return seller;
}

function drawAcceptance(deal: Opportunity, random: Random): boolean | null {
  const closed = deal.stage.startsWith('closed');
  return random.weighted([
    [true, closed ? 86 : 60],
    [null, closed ? 5 : 25],
    [false, closed ? 9 : 15],
  ] as const);
}

/** Claims by registration where it can be had, else by role or by an early touch. */
function addSource(ledger: Ledger, claim: { deal: Opportunity; partnerId: string }, random: Random): void {
  const { deal, partnerId } = claim;
  const way = random.weighted([
    ['role', 40],
    ['registration', 45],
    ['touch', 15],
  ] as const);
  ledger.sources.set(deal.opportunityId, partnerId);
  if (way === 'registration' && registerDeal(ledger, claim, random)) return;
  if (way === 'touch') {
    const window = ledger.company.rules.sourcedWindowDays;
    const on = toWorkday(addDays(deal.createdOn, -random.int(3, window - 5)));
    addTouch(ledger, { deal, partnerId, kind: random.pick(['referral', 'intro']), on });
    return;
  }
  addRole(ledger, {
    deal,
    partnerId,
    role: 'source',
    addedOn: addDays(deal.createdOn, random.int(0, 9)),
    accepted: true,
  });
}

/** A registration that became the deal; false where another's protection or the calendar stands against it. */
function registerDeal(
  ledger: Ledger,
  claim: { deal: Opportunity; partnerId: string },
  random: Random,
): boolean {
  const { deal, partnerId } = claim;
  const { company } = ledger;
  const account = accountOf(ledger, deal.accountId);
  const submittedOn = toWorkday(addDays(deal.createdOn, -random.int(4, 14)));
  const decidedOn: IsoDate = addWorkingDays(
    submittedOn,
    random.int(0, company.rules.registrationDecisionDays),
  );
  const expiresOn = protectedUntil(company, decidedOn);
  const open = !deal.stage.startsWith('closed');
  if (open && expiresOn < addDays(company.today, 20)) return false;
  const right = { account, product: deal.product, partnerId, from: decidedOn, until: expiresOn };
  if (!ledger.protections.take(right)) return false;
  const spelling = misspell(ledger.accounts.firms.get(account.accountId)!, random, 'no legal form');
  const partner = ledger.partners.partners.find((one) => one.partnerId === partnerId)!;
  ledger.registrations.push({
    registrationId: company.ids('registration'),
    partnerId,
    accountName: spelling.name,
    accountDomain: account.domain,
    country: account.country,
    product: deal.product,
    amount: deal.amount,
    currency: deal.currency,
    kind: partner.archetype === 'referral' ? 'referral' : partner.archetype === 'msp' ? 'msp' : 'resale',
    status: deal.stage === 'closed_won' ? 'won' : deal.stage === 'closed_lost' ? 'lost' : 'approved',
    submittedOn: atOfficeHour(submittedOn, random),
    decidedOn,
    expiresOn,
    opportunityId: deal.opportunityId,
    submittedBy: alliancePerson(ledger, partnerId),
    reasonCode: null,
    reason: deal.stage === 'closed_lost' ? 'Opportunity lost; protection ended.' : null,
    privateNote: null,
  });
  return true;
}

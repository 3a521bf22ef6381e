import { addRole, addTouch } from './deal-trail.ts';
import type { Stage } from './planted.ts';
import type { Opportunity, Registration } from './rows.ts';

export interface HeroStory {
  readonly deal: Opportunity;
  readonly protectedBy: Registration;
}

/**
 * The account that demonstrations ask about: a customer for one product, with an open deal for another and a protected
 * registration for the third; most partner rules have something to say about its deal.
 */
export function plantHero(stage: Stage): HeroStory {
  const { ledger, partner, daysAgo } = stage;
  const { company, accounts } = ledger;
  const [main, second, third] = company.products;
  const hero = accounts.hero;
  const needs = partner('lead').competencies.slice(0, 2);
  const deal = stage.deal(hero, main, {
    name: `${company.hero.stem} ${main} rollout`,
    stage: 'proposal',
    amount: 420000,
    currency: company.currency,
    createdOn: daysAgo(75),
    lastActivityOn: daysAgo(4),
    needs,
    competitor: 'Cloudmere',
  });
  addRole(ledger, {
    deal,
    partnerId: partner('rival').partnerId,
    role: 'influence',
    addedOn: daysAgo(20),
    accepted: null,
  });
  addTouch(ledger, { deal, partnerId: partner('advisor').partnerId, kind: 'content', on: daysAgo(30) });
  stage.subscribe(hero, second, { annualAmount: 186000, startedOn: daysAgo(820) });
  const protectedBy = stage.register({
    partner: partner('lead'),
    account: hero,
    product: third,
    status: 'approved',
    submittedOn: daysAgo(22),
    fixed: {
      accountName: `${company.hero.stem.toUpperCase()} Corp`,
      amount: 145000,
      kind: 'resale',
      privateNote: 'Their buyer asked for this firm by name. Keep the amount between us.',
    },
  });
  plantHeroCases(stage, deal);
  return { deal, protectedBy };
}

function plantHeroCases(stage: Stage, deal: Opportunity): void {
  const { ledger, partner, plant, plantAbsent } = stage;
  const [main, second, third] = ledger.company.products;
  const hero = ledger.accounts.hero;
  const child = ledger.accounts.accounts.find((one) => one.parentAccountId === hero.accountId)!;
  const id = (part: Parameters<Stage['partner']>[0]) => partner(part).partnerId;
  const onDeal = { at: hero, product: main, opportunity: deal.opportunityId };
  plant('direct_deal', 'an open deal of ours past the stage', {
    at: hero,
    product: main,
    partner: id('second'),
  });
  plantAbsent('direct_deal', 'the deal that is asked about is none against itself', {
    ...onDeal,
    partner: id('second'),
  });
  plant('existing_customer', 'a running subscription', { at: hero, product: second, partner: id('second') });
  plant('registered_by_other', 'approved for another partner', {
    at: hero,
    product: third,
    partner: id('second'),
  });
  plant('registered_by_other', 'approved for another partner on the parent', {
    at: child,
    product: third,
    partner: id('second'),
  });
  plantAbsent('registered_by_other', 'its own registration', {
    at: hero,
    product: third,
    partner: id('lead'),
  });
  plant('competitor_in_deal', 'its rival is asked onto the deal', { ...onDeal, partner: id('counterRival') });
  plant('not_certified', 'no certificate in what the deal needs', { ...onDeal, partner: id('untrained') });
  plantAbsent('not_certified', 'certified in all that the deal needs', { ...onDeal, partner: id('lead') });
  plant('over_capacity', 'as many open deals as it can carry', { ...onDeal, partner: id('busy') });
  plant('sharing_forbids', 'an overlap of which only counts may be told', {
    ...onDeal,
    partner: id('discreet'),
  });
  plant('too_many_open', 'more open registrations than allowed', { ...onDeal, partner: id('squatter') });
  plant('partner_not_active', 'still being brought on board', { ...onDeal, partner: id('onboarding') });
  plant('partner_not_active', 'left the programme', { ...onDeal, partner: id('inactive') });
}

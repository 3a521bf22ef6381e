import { addRole } from './deal-trail.ts';
import type { Stage } from './planted.ts';
import type { Opportunity } from './rows.ts';

/** An open deal of ours before the stage that blocks. */
export function plantEarlyDeal(stage: Stage): void {
  const second = stage.partner('second');
  const account = stage.account(second);
  const product = stage.ledger.company.products[0];
  stage.deal(account, product, {
    stage: 'prospecting',
    createdOn: stage.daysAgo(21),
    lastActivityOn: stage.daysAgo(3),
  });
  stage.plant('direct_deal_early', 'an open deal of ours before the stage', {
    at: account,
    product,
    partner: second.partnerId,
  });
  stage.plantAbsent('direct_deal', 'the deal is too early to block', {
    at: account,
    product,
    partner: second.partnerId,
  });
}

/** A published tender. */
export function plantTender(stage: Stage): void {
  const lead = stage.partner('lead');
  const account = stage.account(lead);
  const product = stage.ledger.company.products[0];
  const deal = stage.deal(account, product, {
    publicTender: true,
    stage: 'qualified',
    name: `${account.name} ${product} tender`,
  });
  stage.plant('public_tender', 'a published tender', {
    at: account,
    product,
    partner: lead.partnerId,
    opportunity: deal.opportunityId,
  });
}

/** A renewal whose subscription a partner runs. */
export function plantIncumbent(stage: Stage): void {
  const [incumbent, lead] = [stage.partner('incumbent'), stage.partner('lead')];
  const account = stage.account(incumbent);
  const product = stage.ledger.company.products[0];
  stage.subscribe(account, product, { partnerId: incumbent.partnerId, startedOn: stage.daysAgo(330) });
  const deal = stage.deal(account, product, {
    kind: 'renewal',
    stage: 'negotiation',
    createdOn: stage.daysAgo(40),
    name: `${account.name} ${product} renewal`,
  });
  const check = { at: account, product, opportunity: deal.opportunityId };
  stage.plant('incumbent_partner', 'another partner runs the subscription', {
    ...check,
    partner: lead.partnerId,
  });
  stage.plantAbsent('incumbent_partner', 'the partner that runs it', {
    ...check,
    partner: incumbent.partnerId,
  });
}

/** A deal with two sources. */
export function plantDispute(stage: Stage): Opportunity {
  const { ledger, daysAgo } = stage;
  const [referrer, second] = [stage.partner('referrer'), stage.partner('second')];
  const account = stage.account(referrer);
  const product = ledger.company.products[0];
  const deal = stage.deal(account, product, {
    stage: 'qualified',
    createdOn: daysAgo(48),
  });
  for (const [partner, days] of [
    [referrer, 46],
    [second, 45],
  ] as const) {
    addRole(ledger, {
      deal,
      partnerId: partner.partnerId,
      role: 'source',
      addedOn: daysAgo(days),
      accepted: true,
    });
  }
  stage.plant('source_disputed', 'two partners are recorded as the source', {
    at: account,
    product,
    partner: second.partnerId,
    opportunity: deal.opportunityId,
  });
  return deal;
}

/** A deal that has gone quiet a day too long to block. */
export function plantDormant(stage: Stage): Opportunity {
  const second = stage.partner('second');
  const account = stage.account(second);
  const product = stage.ledger.company.products[0];
  const quiet = stage.ledger.company.rules.dormantOpportunityDays + 1;
  const deal = stage.deal(account, product, {
    stage: 'negotiation',
    createdOn: stage.daysAgo(quiet + 90),
    lastActivityOn: stage.daysAgo(quiet),
  });
  stage.plantAbsent('direct_deal', 'a dormant deal blocks nothing', {
    at: account,
    product,
    partner: second.partnerId,
  });
  return deal;
}

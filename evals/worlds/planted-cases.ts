import { addDays, addWorkingDays } from '../../src/dates.ts';
import type { Stage } from './planted.ts';
import { plantDispute, plantDormant, plantEarlyDeal, plantIncumbent, plantTender } from './planted-deals.ts';
import { countriesBeyond } from './relations.ts';
import type { Account, Opportunity, Registration } from './rows.ts';

export interface OtherStories {
  readonly namedParent: Account;
  readonly exclusive: { readonly partnerId: string; readonly country: string; readonly product: string };
  readonly disputed: Opportunity;
  readonly pending: readonly [earlier: Registration, later: Registration];
  readonly expiring: Registration;
  readonly dormant: Opportunity;
  readonly lapsed: Registration;
}

/** The cases for which the hero is too busy, each on an account of its own. */
export function plantOthers(stage: Stage): OtherStories {
  plantEarlyDeal(stage);
  plantMinimum(stage);
  plantTerritory(stage);
  plantTender(stage);
  plantOffer(stage);
  plantService(stage);
  plantLastDay(stage);
  plantIncumbent(stage);
  return {
    namedParent: plantNamed(stage),
    exclusive: plantExclusive(stage),
    disputed: plantDispute(stage),
    pending: plantPending(stage),
    expiring: plantExpiring(stage),
    dormant: plantDormant(stage),
    lapsed: plantExpired(stage),
  };
}

function plantMinimum(stage: Stage): void {
  const lead = stage.partner('lead');
  const account = stage.account(lead);
  const { products, rules, today, currency } = stage.ledger.company;
  const amount = Math.round(rules.minAmount * 0.6);
  const row = stage.register({
    partner: lead,
    account,
    product: products[0],
    status: 'submitted',
    submittedOn: addWorkingDays(today, -1),
    fixed: { amount, currency },
  });
  const check = { at: account, product: products[0], partner: lead.partnerId };
  stage.plant('below_minimum', 'a small amount', { ...check, registration: row.registrationId, amount });
  stage.plantAbsent('already_registered', 'the registration under review itself', {
    ...check,
    registration: row.registrationId,
  });
}

function plantTerritory(stage: Stage): void {
  const partner = stage.partner('exclusive');
  const away = new Set(countriesBeyond(partner));
  const account = stage.account();
  const product = stage.ledger.company.products[0];
  const other = away.has(account.country) ? account : findAbroad(stage, away);
  stage.plant('outside_territory', 'a country that the partner does not serve', {
    at: other,
    product,
    partner: partner.partnerId,
  });
}

function findAbroad(stage: Stage, countries: ReadonlySet<string>): Account {
  const { accounts } = stage.ledger.accounts;
  return accounts.find((one) => countries.has(one.country) && one.domain !== null)!;
}

function plantOffer(stage: Stage): void {
  const { ledger, daysAgo } = stage;
  const second = stage.partner('second');
  const busy = stage.partner('busy');
  const account = stage.account(second);
  const product = ledger.company.products[1];
  stage.register({
    partner: second,
    account,
    product,
    status: 'approved',
    submittedOn: daysAgo(30),
    fixed: { kind: 'resale' },
  });
  ledger.offers.push({
    offerId: ledger.company.ids('offer'),
    partnerId: busy.partnerId,
    accountId: account.accountId,
    marketplace: 'aws',
    kind: 'partner_private_offer',
    amount: 96000,
    currency: ledger.company.currency,
    status: 'sent',
    sentOn: daysAgo(6),
    expiresOn: addDays(ledger.company.today, 24),
  });
  stage.plant('offer_bypasses_registration', 'an offer through another partner', {
    at: account,
    product,
    partner: second.partnerId,
  });
}

function plantService(stage: Stage): void {
  const second = stage.partner('second');
  const account = stage.account(second);
  const product = stage.ledger.company.products[0];
  stage.register({
    partner: stage.partner('lead'),
    account,
    product,
    status: 'approved',
    submittedOn: stage.daysAgo(25),
    fixed: { kind: 'service', reason: 'Signed statement of work on file.' },
  });
  stage.plantAbsent('registered_by_other', 'delivery work claims no sale', {
    at: account,
    product,
    partner: second.partnerId,
  });
}

function plantLastDay(stage: Stage): void {
  const { today } = stage.ledger.company;
  const [second, busy] = [stage.partner('second'), stage.partner('busy')];
  const account = stage.account(second, busy);
  const product = stage.ledger.company.products[2];
  stage.register({
    partner: busy,
    account,
    product,
    status: 'approved',
    submittedOn: stage.daysAgo(44),
    fixed: { expiresOn: today },
  });
  const check = { at: account, product, partner: second.partnerId };
  stage.plant('registered_by_other', 'on the last day of the protection', check);
  stage.plantAbsent('registered_by_other', 'on the day after', { ...check, on: addDays(today, 1) });
}

function plantNamed(stage: Stage): Account {
  const { accounts, hero } = stage.ledger.accounts;
  const child = accounts.find(
    (one) =>
      one.parentAccountId !== null &&
      one.parentAccountId !== hero.accountId &&
      !stage.ledger.reserved.has(one.accountId),
  )!;
  const parent = accounts.find((one) => one.accountId === child.parentAccountId)!;
  for (const one of [child, parent]) stage.ledger.reserved.add(one.accountId);
  const product = stage.ledger.company.products[0];
  const partner = stage.partner('lead').partnerId;
  stage.plant('named_account', 'only the direct team sells there', { at: parent, product, partner });
  stage.plant('named_account', 'subsidiary of a named account', { at: child, product, partner });
  return parent;
}

function plantExclusive(stage: Stage): OtherStories['exclusive'] {
  const owner = stage.partner('exclusive');
  const account = stage.account(owner);
  const product = stage.ledger.company.products[2];
  const check = { at: account, product };
  stage.plant('exclusive_territory', 'the country is exclusive to another partner', {
    ...check,
    partner: stage.partner('lead').partnerId,
  });
  stage.plantAbsent('exclusive_territory', 'the partner that has the right', {
    ...check,
    partner: owner.partnerId,
  });
  return { partnerId: owner.partnerId, country: account.country, product };
}

function plantPending(stage: Stage): OtherStories['pending'] {
  const { today, products } = stage.ledger.company;
  const [lead, second] = [stage.partner('lead'), stage.partner('second')];
  const account = stage.account(lead, second);
  const submit = (partner: typeof lead, daysAgo: number) =>
    stage.register({
      partner,
      account,
      product: products[1],
      status: 'submitted',
      submittedOn: addWorkingDays(today, -daysAgo),
      fixed: { accountName: account.name, accountDomain: account.domain },
    });
  const earlier = submit(lead, 2);
  const later = submit(second, 1);
  const check = { at: account, product: products[1] };
  stage.plant('pending_with_other', 'another submitted earlier', {
    ...check,
    partner: second.partnerId,
    registration: later.registrationId,
  });
  stage.plantAbsent('pending_with_other', 'the other submitted later', {
    ...check,
    partner: lead.partnerId,
    registration: earlier.registrationId,
  });
  stage.plant('already_registered', 'its own, under review', { ...check, partner: second.partnerId });
  return [earlier, later];
}

function plantExpiring(stage: Stage): Registration {
  const { today, products } = stage.ledger.company;
  const second = stage.partner('second');
  const account = stage.account(second);
  const row = stage.register({
    partner: second,
    account,
    product: products[1],
    status: 'approved',
    submittedOn: stage.daysAgo(50),
    fixed: { expiresOn: addDays(today, 9), kind: 'resale' },
  });
  const check = { at: account, product: products[1], partner: second.partnerId };
  stage.plant('already_registered', 'its own, active', check);
  stage.plant('registration_expiring', 'ends in nine days', check);
  return row;
}

function plantExpired(stage: Stage): Registration {
  const { products, rules } = stage.ledger.company;
  const [busy, second] = [stage.partner('busy'), stage.partner('second')];
  const account = stage.account(second);
  const decidedOn = stage.daysAgo(rules.registrationProtectionDays + 35);
  const row = stage.register({
    partner: busy,
    account,
    product: products[0],
    status: 'expired',
    submittedOn: decidedOn,
    decidedOn,
    fixed: { kind: 'resale' },
  });
  const check = { at: account, product: products[0], partner: second.partnerId };
  stage.plant('registration_expired', 'another ran out five weeks ago', check);
  stage.plantAbsent('registered_by_other', 'it protects nobody any more', check);
  return row;
}

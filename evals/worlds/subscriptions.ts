import { addDays } from '../../src/dates.ts';
import { drawAmount } from './accounts.ts';
import { daysBefore, earlier } from './calendar.ts';
import { type Ledger, runningSubscription } from './ledger.ts';
import type { Random } from './random.ts';
import type { Opportunity } from './rows.ts';

const BASE = 60;

/** Customers from before the three years that the deals cover; some have left, some were sold by partners. */
export function makeBaseSubscriptions(ledger: Ledger, random: Random): void {
  const { company } = ledger;
  const sellers = ledger.partners.partners.filter(
    (one) => (one.archetype === 'reseller' || one.archetype === 'msp') && one.status === 'active',
  );
  const pool = ledger.accounts.accounts.filter((one) => !ledger.reserved.has(one.accountId));
  for (const account of random.sample(pool, BASE)) {
    const startedOn = daysBefore(company.today, random, [1120, 2100]);
    const { amount, currency } = drawAmount(company, account, random);
    ledger.subscriptions.push({
      subscriptionId: company.ids('subscription'),
      accountId: account.accountId,
      product: random.weighted(company.products.map((one, at) => [one, 4 - at] as const)),
      annualAmount: amount,
      currency,
      grossMargin: drawMargin(random),
      startedOn,
      endedOn: random.chance(0.2) ? earlier(company.today, addDays(startedOn, random.int(380, 1600))) : null,
      partnerId: random.chance(0.3) ? random.pick(sellers).partnerId : null,
    });
  }
}

/** What a won deal leaves behind. Direct customers leave a little sooner than those with a partner. */
export function addSubscription(
  ledger: Ledger,
  sale: { deal: Opportunity; partnerId: string | null },
  random: Random,
): void {
  const { deal, partnerId } = sale;
  const { company } = ledger;
  const startedOn = earlier(company.today, addDays(deal.closeOn, random.int(0, 20)));
  const leavesAfter = random.chance(partnerId === null ? 0.3 : 0.18) ? random.int(365, 1000) : null;
  const leavesOn = leavesAfter === null ? null : addDays(startedOn, leavesAfter);
  ledger.subscriptions.push({
    subscriptionId: company.ids('subscription'),
    accountId: deal.accountId,
    product: deal.product,
    annualAmount: deal.amount,
    currency: deal.currency,
    grossMargin: drawMargin(random),
    startedOn,
    endedOn: leavesOn !== null && leavesOn <= company.today ? leavesOn : null,
    partnerId,
  });
}

/** Ends the subscription whose renewal was lost. */
export function endSubscription(ledger: Ledger, deal: Opportunity, random: Random): void {
  const running = runningSubscription(ledger, { ...deal, on: deal.closeOn });
  if (running) running.endedOn = earlier(ledger.company.today, addDays(deal.closeOn, random.int(0, 30)));
}

function drawMargin(random: Random): number | null {
  return random.chance(0.85) ? Math.round((0.72 + 0.07 * random.normal()) * 100) / 100 : null;
}

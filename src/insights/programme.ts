import { daysBetween, type IsoDate } from '../dates.ts';
import { sizeOf } from './deal-steps.ts';
import type { Customer } from './lifetime-value.ts';
import type { ClosedDealRow, OpenDealRow, SubscriptionRow } from './store.ts';
import type { AttachShare, ToCompanyMinor, WithAndWithout } from './types.ts';

/** One customer an account: it began with its first subscription and has left when all have ended. */
export function toCustomers(
  rows: readonly SubscriptionRow[],
  { convert, today }: { convert: ToCompanyMinor; today: IsoDate },
): Customer[] {
  const accounts = new Map<string, SubscriptionRow[]>();
  for (const row of rows) {
    const known = accounts.get(row.accountId);
    if (known) known.push(row);
    else accounts.set(row.accountId, [row]);
  }
  return [...accounts].map(([accountId, subscriptions]) => {
    const [first] = subscriptions as [SubscriptionRow];
    const ends = subscriptions.map((one) =>
      one.endedOn !== null && one.endedOn <= today ? one.endedOn : null,
    );
    const hasLeft = ends.every((end) => end !== null);
    const last = hasLeft ? (ends.toSorted().at(-1) ?? null) : null;
    // What runs now, or what ran at the end: an earlier, smaller contract is not added to the one that replaced it.
    const counted = subscriptions.filter((_, i) => (hasLeft ? ends[i] === last : ends[i] === null));
    return {
      accountId,
      stratum: `${first.industry ?? 'not known'}, ${sizeOf(first.employees)}`,
      startedOn: subscriptions.map((one) => one.startedOn).toSorted()[0] ?? first.startedOn,
      endedOn: last,
      monthlyMinor: counted.reduce(
        (sum, one) => sum + (convert(one.annualMinor ?? 0, one.currency) * (one.margin ?? 1)) / 12,
        0,
      ),
      attachedOn: first.attachedOn,
    };
  });
}

/** The share of deals that a partner is attached to, by number and by amount. */
export function rateAttachment(deals: readonly OpenDealRow[], convert: ToCompanyMinor): AttachShare {
  const attached = deals.filter((deal) => deal.attached);
  const amount = (some: readonly OpenDealRow[]) =>
    some.reduce((sum, deal) => sum + convert(deal.amountMinor, deal.currency), 0);
  const total = amount(deals);
  return {
    deals: deals.length,
    attachedDeals: attached.length,
    byCount: deals.length > 0 ? attached.length / deals.length : null,
    byAmount: total > 0 ? amount(attached) / total : null,
  };
}

/** Medians of a number read off each won deal; deals that lack it are left out. */
export function compareMedians(
  won: readonly ClosedDealRow[],
  read: (deal: ClosedDealRow) => number | null,
): WithAndWithout {
  const of = (attached: boolean) =>
    medianOf(won.filter((deal) => deal.attached === attached).flatMap((deal) => read(deal) ?? []));
  return { withPartner: of(true), without: of(false) };
}

/** Days that a deal was open; null where its creation is not known or comes after its close. */
export function daysOpen(deal: ClosedDealRow): number | null {
  if (deal.createdOn === null || deal.closedOn === null || deal.createdOn > deal.closedOn) return null;
  return daysBetween(deal.createdOn, deal.closedOn);
}

function medianOf(numbers: readonly number[]): number | null {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  if (upper === undefined) return null;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

import type { Partner } from '../partners/types.ts';
import { type Facts, isAttached } from './facts.ts';
import { estimateLifetimeValue } from './lifetime-value.ts';
import { addCosts, addMargins, groupWins, toScores } from './measure-partner.ts';
import { compareMedians, daysOpen, rateAttachment, toCustomers } from './programme.ts';
import { returnOnInvestment } from './return-on-investment.ts';
import { rateSatisfaction } from './satisfaction.ts';
import type { ClosedDealRow } from './store.ts';
import { medianDaysToFirstWin } from './time-to-value.ts';
import type { ProgrammeMeasures, WinRate } from './types.ts';
import { rateWins } from './win-rate.ts';

/** The measures of the programme as a whole; a deal counts once however many partners were on it. */
export function measureProgramme(facts: Facts, partners: readonly Partner[]): ProgrammeMeasures {
  const { report, rows, convert, today, closed } = facts;
  const { lift } = facts.liftFit;
  const wins = groupWins(rows.entries);
  const won = closed.filter((deal) => deal.won);
  const costMinor = addCosts(rows.costs, convert);
  const entries = facts.entries.filter((one) => one.outcome === 'won');
  const once = [...new Map(entries.filter(isAttached).map((deal) => [deal.opportunityId, deal])).values()];
  return {
    wonMinor: report.total?.wonMinor ?? 0,
    sourcedMinor: report.total?.sourcedMinor ?? 0,
    influencedMinor: report.total?.influencedMinor ?? 0,
    directMinor: report.total?.directMinor ?? 0,
    winRate: {
      ...rateDeals(closed),
      withPartner: rateDeals(closed.filter((deal) => deal.attached)),
      without: rateDeals(closed.filter((deal) => !deal.attached)),
    },
    psat: rateSatisfaction(toScores(rows.scores), toScores(rows.scoresBefore)),
    timeToValue: medianDaysToFirstWin(
      partners.map(({ partnerId, joinedOn }) => ({ joinedOn, winsOn: wins.get(partnerId) ?? [] })),
      today,
    ),
    costMinor,
    ropi: returnOnInvestment({
      attachedMarginMinor: addMargins(once, rows.margins, (deal) => deal.amountMinor),
      attributedMarginMinor: addMargins(entries, rows.margins, (deal) => deal.attributedMinor),
      costs: { minor: costMinor, count: rows.costs.length },
      incrementalShare: lift.incrementalShare,
    }),
    lift,
    lifetimeValue: estimateLifetimeValue(toCustomers(rows.subscriptions, { convert, today }), today),
    attachRate: { ...rateAttachment(won, convert), open: rateAttachment(rows.openDeals, convert) },
    dealSize: compareMedians(won, (deal) => convert(deal.amountMinor, deal.currency)),
    timeToClose: compareMedians(won, daysOpen),
  };
}

function rateDeals(closed: readonly ClosedDealRow[]): WinRate {
  const won = closed.filter((deal) => deal.won).length;
  return rateWins({ won, lost: closed.length - won }, null);
}

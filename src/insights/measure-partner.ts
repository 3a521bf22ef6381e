import { toDecimal } from '../money.ts';
import type { Partner } from '../partners/types.ts';
import { type Facts, groupBy, isAttached } from './facts.ts';
import type { PartnerLift } from './partner-lift.ts';
import { returnOnInvestment } from './return-on-investment.ts';
import { rateSatisfaction } from './satisfaction.ts';
import type * as store from './store.ts';
import { followTier } from './tier-by-contribution.ts';
import { daysToFirstWin } from './time-to-value.ts';
import type { PartnerMeasures, Satisfaction, ToCompanyMinor } from './types.ts';
import { rateWins } from './win-rate.ts';

const NO_LIFT: PartnerLift = {
  raw: null,
  adjusted: null,
  deals: 0,
  why: 'not enough data: no closed deals with this partner',
};

/** Measures one partner after another from the same facts. */
export function createPartnerMeasurer(facts: Facts): (partner: Partner) => PartnerMeasures {
  const { report, rows } = facts;
  const rowOf = new Map(report.rows.map((row) => [row.key, row]));
  const entries = groupBy(facts.entries, (one) => one.partnerId);
  const costs = groupBy(rows.costs, (one) => one.partnerId ?? '');
  const scores = groupBy(rows.scores, (one) => one.partnerId);
  const before = groupBy(rows.scoresBefore, (one) => one.partnerId);
  const wins = groupWins(rows.entries);
  const certificates = groupBy(rows.certificates, (one) => one.partnerId);
  return (partner) => {
    const { partnerId, name, joinedOn } = partner;
    const row = rowOf.get(partnerId);
    const own = entries.get(partnerId) ?? [];
    const won = own.filter((one) => one.outcome === 'won');
    const attached = own.filter(isAttached);
    const spent = costs.get(partnerId) ?? [];
    const costMinor = addCosts(spent, facts.convert);
    const psat = rateSatisfaction(toScores(scores.get(partnerId)), toScores(before.get(partnerId)));
    const money = {
      sourcedMinor: row?.sourcedMinor ?? 0,
      influencedMinor: row?.influencedMinor ?? 0,
      attachedMinor: row?.attachedMinor ?? 0,
      attributedMinor: row?.attributedMinor ?? 0,
    };
    return {
      partnerId,
      name,
      ...money,
      deals: won.filter(isAttached).length,
      costMinor,
      ropi: returnOnInvestment({
        attachedMarginMinor: addMargins(won.filter(isAttached), rows.margins, (deal) => deal.amountMinor),
        attributedMarginMinor: addMargins(won, rows.margins, (deal) => deal.attributedMinor),
        costs: { minor: costMinor, count: spent.length },
        incrementalShare: facts.liftFit.lift.incrementalShare,
      }),
      psat,
      timeToValue: daysToFirstWin({ joinedOn, winsOn: wins.get(partnerId) ?? [] }, facts.today),
      winRate: rateWins(countOutcomes(attached), facts.shrinkage),
      lift: facts.partnerLifts.get(partnerId) ?? NO_LIFT,
      tier: tierOf(facts, partner, {
        ...money,
        psat,
        influencedAccounts: countAccounts(won.filter((one) => one.influenced)),
        certifications: certificates.get(partnerId)?.length ?? 0,
      }),
    };
  };
}

function tierOf(
  { currency, tiers, periodDays }: Facts,
  partner: Partner,
  of: {
    attributedMinor: number;
    sourcedMinor: number;
    influencedAccounts: number;
    certifications: number;
    psat: Satisfaction;
  },
) {
  const { influencedAccounts, certifications } = of;
  return followTier(
    {
      contribution: {
        attributed: toDecimal({ minor: of.attributedMinor, currency }),
        sourced: toDecimal({ minor: of.sourcedMinor, currency }),
        influencedAccounts,
        certifications,
        psat: of.psat.share,
      },
      current: partner.tier,
      periodDays,
    },
    tiers,
  );
}

export function addCosts(costs: readonly store.CostRow[], convert: ToCompanyMinor): number {
  return costs.reduce((sum, cost) => sum + convert(cost.amountMinor, cost.currency), 0);
}

/** Gross margin is 100% where a deal's subscription says none. */
export function addMargins(
  deals: readonly store.ClosedEntry[],
  margins: ReadonlyMap<string, number>,
  read: (deal: store.ClosedEntry) => number,
): number {
  return deals.reduce((sum, deal) => sum + read(deal) * (margins.get(deal.opportunityId) ?? 1), 0);
}

/** Days of each partner's attached wins, ascending as the store gives them. */
export function groupWins(entries: readonly store.ClosedEntry[]): Map<string, string[]> {
  const won = entries.filter((one) => one.outcome === 'won' && isAttached(one));
  return new Map(
    [...groupBy(won, (one) => one.partnerId)].map(([partnerId, wins]) => [
      partnerId,
      wins.flatMap((one) => one.closedOn ?? []),
    ]),
  );
}

export function toScores(rows: readonly store.ScoreRow[] = []): number[] {
  return rows.map((one) => one.score);
}

function countOutcomes(entries: readonly store.ClosedEntry[]): { won: number; lost: number } {
  const won = entries.filter((one) => one.outcome === 'won').length;
  return { won, lost: entries.length - won };
}

function countAccounts(entries: readonly store.ClosedEntry[]): number {
  return new Set(entries.map((one) => one.accountId)).size;
}

import type { Access } from '../access/access.ts';
import type { Scope } from '../access/types.ts';
import type { AttributionService } from '../attribution/service.ts';
import type { AttributionReport } from '../attribution/types.ts';
import type { CompanyService } from '../company/service.ts';
import { exchangeOf } from '../company/settings.ts';
import { convertMoney } from '../money.ts';
import type { Partner } from '../partners/types.ts';
import { estimateLifetimeValue } from './lifetime-value.ts';
import {
  compareMedians,
  daysOpen,
  rateAttachment,
  type ToCompanyMinor,
  toClosedDeals,
  toCustomers,
} from './programme.ts';
import { returnOnInvestment } from './return-on-investment.ts';
import { rateSatisfaction } from './satisfaction.ts';
import { fitShrinkage, type Shrinkage } from './statistics/shrinkage.ts';
import * as store from './store.ts';
import { daysToFirstWin, medianDaysToFirstWin } from './time-to-value.ts';
import type { MeasuresReport, PartnerMeasures } from './types.ts';
import { estimateWinLift, type WinLift } from './win-lift.ts';
import { rateWins } from './win-rate.ts';

/** The measures of a partner programme, by the definitions of the glossary. */
export interface InsightsService {
  /** Of one partner or of all, over a period, [from, to); the last four complete fiscal quarters where none is named. */
  measures(
    scope: Scope,
    request: { partnerId?: string | undefined; from?: string | undefined; to?: string | undefined },
  ): Promise<MeasuresReport>;
}

export function createInsightsService(dependencies: {
  access: Access;
  company: CompanyService;
  attribution: AttributionService;
  listPartners: (scope: Scope) => Promise<readonly Partner[]>;
}): InsightsService {
  const { access, company, attribution, listPartners } = dependencies;
  return {
    async measures(scope, request) {
      const exchange = exchangeOf(await company.settings());
      const today = await company.today();
      const report = await attribution.report(scope, { from: request.from, to: request.to });
      const rows = await access.open(scope, (connection) =>
        readRows(connection, { period: report.period, partnerId: request.partnerId ?? null }),
      );
      const convert: ToCompanyMinor = (minor, currency) =>
        convertMoney({ minor, currency: currency ?? exchange.currency }, exchange).minor;
      const partners = (await listPartners(scope)).filter((one) => one.status !== 'recruit');
      const facts: Facts = {
        report,
        rows,
        convert,
        today,
        lift: estimateWinLift(toClosedDeals(rows.closedDeals, convert)),
        shrinkage: fitShrinkage(
          [...groupBy(inPeriod(rows.attachments, report.period), (one) => one.partnerId).values()].map(
            countRecord,
          ),
        ),
      };
      const measurePartner = createPartnerMeasurer(facts);
      const chosen = request.partnerId
        ? partners.filter((one) => one.partnerId === request.partnerId)
        : partners;
      return {
        period: report.period,
        currency: report.currency,
        partners: chosen.map(measurePartner),
        company: measureProgramme(facts, partners),
      };
    },
  };
}

interface Facts {
  readonly report: AttributionReport;
  readonly rows: Awaited<ReturnType<typeof readRows>>;
  readonly convert: ToCompanyMinor;
  readonly today: string;
  readonly lift: WinLift;
  readonly shrinkage: Shrinkage | null;
}

async function readRows(
  connection: Parameters<typeof store.listCosts>[0],
  wanted: { period: { from: string; to: string }; partnerId: string | null },
) {
  const { period, partnerId } = wanted;
  return {
    attachments: await store.listClosedAttachments(connection),
    costs: await store.listCosts(connection, period),
    scores: await store.listScores(connection, period),
    margins: new Map(
      (await store.listMargins(connection, period)).map((row) => [row.opportunityId, row.margin]),
    ),
    entries: await store.listWonEntries(connection, period),
    closedDeals: await store.listClosedDeals(connection),
    subscriptions: await store.listSubscriptions(connection, partnerId),
  };
}

function createPartnerMeasurer(facts: Facts): (partner: Partner) => PartnerMeasures {
  const { report, rows } = facts;
  const rowOf = new Map(report.rows.map((row) => [row.key, row]));
  const records = groupBy(inPeriod(rows.attachments, report.period), (one) => one.partnerId);
  const costs = groupBy(rows.costs, (one) => one.partnerId ?? '');
  const entries = groupBy(rows.entries, (one) => one.partnerId);
  const scores = groupBy(rows.scores, (one) => one.partnerId);
  const wins = groupWins(rows.attachments);
  return (partner) => {
    const { partnerId, name, joinedOn } = partner;
    const row = rowOf.get(partnerId);
    const won = entries.get(partnerId) ?? [];
    const costMinor = addCosts(costs.get(partnerId) ?? [], facts.convert);
    return {
      partnerId,
      name,
      sourcedMinor: row?.sourcedMinor ?? 0,
      influencedMinor: row?.influencedMinor ?? 0,
      attachedMinor: row?.attachedMinor ?? 0,
      attributedMinor: row?.attributedMinor ?? 0,
      costMinor,
      ropi: returnOnInvestment({
        attachedMarginMinor: addMargins(won.filter(isAttached), rows.margins, (deal) => deal.amountMinor),
        attributedMarginMinor: addMargins(won, rows.margins, (deal) => deal.attributedMinor),
        costMinor,
        incrementalShare: facts.lift.incrementalShare,
      }),
      psat: rateSatisfaction((scores.get(partnerId) ?? []).map((one) => one.score)),
      ttvDays: daysToFirstWin({ joinedOn, winsOn: wins.get(partnerId) ?? [] }),
      winRate: rateWins(toWonAndLost(records.get(partnerId) ?? []), facts.shrinkage),
    };
  };
}

function measureProgramme(facts: Facts, partners: readonly Partner[]): MeasuresReport['company'] {
  const { report, rows, convert, today, lift } = facts;
  const wins = groupWins(rows.attachments);
  const closed = inPeriod(rows.closedDeals, report.period);
  const won = closed.filter((deal) => deal.won);
  const costMinor = addCosts(rows.costs, convert);
  // Several partners can be attached to one deal: over the programme it counts once.
  const once = [
    ...new Map(rows.entries.filter(isAttached).map((deal) => [deal.opportunityId, deal])).values(),
  ];
  return {
    wonMinor: report.total?.wonMinor ?? 0,
    sourcedMinor: report.total?.sourcedMinor ?? 0,
    influencedMinor: report.total?.influencedMinor ?? 0,
    directMinor: report.total?.directMinor ?? 0,
    winRate: rateWins({ won: won.length, lost: closed.length - won.length }, null),
    psat: rateSatisfaction(rows.scores.map((one) => one.score)),
    ttvMedianDays: medianDaysToFirstWin(
      partners.map(({ partnerId, joinedOn }) => ({ joinedOn, winsOn: wins.get(partnerId) ?? [] })),
      today,
    ),
    costMinor,
    ropi: returnOnInvestment({
      attachedMarginMinor: addMargins(once, rows.margins, (deal) => deal.amountMinor),
      attributedMarginMinor: addMargins(rows.entries, rows.margins, (deal) => deal.attributedMinor),
      costMinor,
      incrementalShare: lift.incrementalShare,
    }),
    lift,
    lifetimeValue: estimateLifetimeValue(toCustomers(rows.subscriptions, { convert, today }), today),
    attachRate: rateAttachment(won, convert),
    dealSize: compareMedians(won, (deal) => convert(deal.amountMinor, deal.currency)),
    timeToClose: compareMedians(won, daysOpen),
  };
}

function addCosts(costs: readonly store.CostRow[], convert: ToCompanyMinor): number {
  return costs.reduce((sum, cost) => sum + convert(cost.amountMinor, cost.currency), 0);
}

/** Gross margin is 100% where a deal's subscription says none. */
function addMargins(
  deals: readonly store.WonEntry[],
  margins: ReadonlyMap<string, number>,
  read: (deal: store.WonEntry) => number,
): number {
  return deals.reduce((sum, deal) => sum + read(deal) * (margins.get(deal.opportunityId) ?? 1), 0);
}

function isAttached(entry: store.WonEntry): boolean {
  return entry.attached;
}

function inPeriod<T extends { closedOn: string | null }>(
  rows: readonly T[],
  period: { from: string; to: string },
): T[] {
  return rows.filter(
    (one) => one.closedOn !== null && one.closedOn >= period.from && one.closedOn < period.to,
  );
}

/** Days of each partner's attached wins, ascending as the store gives them. */
function groupWins(rows: readonly store.ClosedAttachment[]): Map<string, string[]> {
  const won = rows.filter((one) => one.outcome === 'won');
  return new Map(
    [...groupBy(won, (one) => one.partnerId)].map(([partnerId, wins]) => [
      partnerId,
      wins.flatMap((one) => one.closedOn ?? []),
    ]),
  );
}

function toWonAndLost(rows: readonly store.ClosedAttachment[]): { won: number; lost: number } {
  const { successes, total } = countRecord(rows);
  return { won: successes, lost: total - successes };
}

function countRecord(rows: readonly store.ClosedAttachment[]): { successes: number; total: number } {
  return { successes: rows.filter((one) => one.outcome === 'won').length, total: rows.length };
}

function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

import type { ScopedConnection } from '../access/access.ts';
import type { AttributionReport } from '../attribution/types.ts';
import type { TierRules } from '../company/settings.ts';
import { addDays, addMonths, daysBetween, type IsoDate } from '../dates.ts';
import { toClosedDeals } from './deal-steps.ts';
import type { ClosedDeal } from './lift-design.ts';
import { estimatePartnerLifts, type PartnerLift } from './partner-lift.ts';
import { fitShrinkage, type Shrinkage } from './statistics/shrinkage.ts';
import * as store from './store.ts';
import type { ToCompanyMinor } from './types.ts';
import { estimateWinLift, type LiftFit } from './win-lift.ts';

/** The rows that the measures of one period are made of, as one reader sees them. */
export interface PeriodFacts {
  readonly report: AttributionReport;
  readonly period: AttributionReport['period'];
  /** Days that the targets of a period are scaled to. */
  readonly periodDays: number;
  readonly rows: FactRows;
  /** Partners' parts in deals closed in the period. */
  readonly entries: readonly store.ClosedEntry[];
  readonly closed: readonly store.ClosedDealRow[];
  readonly convert: ToCompanyMinor;
  readonly currency: string;
  readonly today: IsoDate;
}

/** With what several measures share, worked out once. */
export interface Facts extends PeriodFacts {
  /** Undefined where the company has set none. */
  readonly tiers: TierRules | undefined;
  readonly liftFit: LiftFit;
  readonly partnerLifts: ReadonlyMap<string, PartnerLift>;
  readonly shrinkage: Shrinkage | null;
}

export type FactRows = Awaited<ReturnType<typeof readFactRows>>;

/** The rows behind the measures; `partnerId` narrows whose attachment makes a customer an attached one. */
export async function readFactRows(
  connection: ScopedConnection,
  wanted: { period: { from: IsoDate; to: IsoDate }; partnerId: string | null; today: IsoDate },
) {
  const { period, partnerId, today } = wanted;
  const before = periodBefore(period);
  const [lastDay = today] = [addDays(period.to, -1), today].sort();
  return {
    entries: await store.listClosedEntries(connection),
    costs: await store.listCosts(connection, period),
    scores: await store.listScores(connection, period),
    scoresBefore: await store.listScores(connection, before),
    certificates: await store.listCertificates(connection, lastDay),
    margins: new Map(
      (await store.listMargins(connection, period)).map((row) => [row.opportunityId, row.margin]),
    ),
    closedDeals: await store.listClosedDeals(connection),
    openDeals: await store.listOpenDeals(connection),
    subscriptions: await store.listSubscriptions(connection, partnerId),
  };
}

/** The rows of a period among those of all time. */
export function choosePeriodFacts(from: Omit<PeriodFacts, 'period' | 'entries' | 'closed'>): PeriodFacts {
  const { report, rows } = from;
  return {
    ...from,
    period: report.period,
    entries: inPeriod(rows.entries, report.period),
    closed: inPeriod(rows.closedDeals, report.period),
  };
}

/** Works out what several measures share. */
export function gatherFacts(from: PeriodFacts, tiers: TierRules | undefined): Facts {
  const { rows, convert, entries, closed } = from;
  const deals = toClosedDeals(rows.closedDeals, convert);
  const liftFit = estimateWinLift(deals);
  return {
    ...from,
    tiers,
    liftFit,
    partnerLifts: estimatePartnerLifts(groupDeals(rows.entries, deals), liftFit, directRateOf(deals)),
    shrinkage: shrinkToCompany(entries, closed),
  };
}

/** The stretch of the same length that ends where this one begins; whole months are counted in months. */
export function periodBefore({ from, to }: { from: IsoDate; to: IsoDate }): { from: IsoDate; to: IsoDate } {
  if (!from.endsWith('-01') || !to.endsWith('-01'))
    return { from: addDays(from, -daysBetween(from, to)), to: from };
  const monthOf = (day: IsoDate) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  return { from: addMonths(from, monthOf(from) - monthOf(to)), to: from };
}

/** The deals with a partner at the source of the records, and how much partners differ; the rate is the company's. */
function shrinkToCompany(
  entries: readonly store.ClosedEntry[],
  closed: readonly store.ClosedDealRow[],
): Shrinkage | null {
  const records = [...groupBy(entries.filter(isAttached), (one) => one.partnerId).values()].map((own) => ({
    successes: own.filter((one) => one.outcome === 'won').length,
    total: own.length,
  }));
  const fit = fitShrinkage(records);
  if (!fit || closed.length === 0) return fit;
  return { ...fit, mean: closed.filter((deal) => deal.won).length / closed.length };
}

function directRateOf(deals: readonly ClosedDeal[]): number | null {
  const direct = deals.filter((deal) => !deal.attached);
  return direct.length > 0 ? direct.filter((deal) => deal.won).length / direct.length : null;
}

function groupDeals(
  entries: readonly store.ClosedEntry[],
  deals: readonly ClosedDeal[],
): Map<string, ClosedDeal[]> {
  const byId = new Map(deals.map((deal) => [deal.opportunityId, deal]));
  return new Map(
    [...groupBy(entries.filter(isAttached), (one) => one.partnerId)].map(([partnerId, own]) => [
      partnerId,
      own.flatMap((one) => byId.get(one.opportunityId) ?? []),
    ]),
  );
}

export function isAttached(entry: store.ClosedEntry): boolean {
  return entry.sourced || entry.influenced;
}

export function inPeriod<T extends { closedOn: string | null }>(
  rows: readonly T[],
  period: { from: string; to: string },
): T[] {
  return rows.filter(
    (one) => one.closedOn !== null && one.closedOn >= period.from && one.closedOn < period.to,
  );
}

export function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

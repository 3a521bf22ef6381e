import type { Access } from '../access/access.ts';
import type { Scope } from '../access/types.ts';
import type { AttributionService } from '../attribution/service.ts';
import type { CompanyService } from '../company/service.ts';
import { exchangeOf } from '../company/settings.ts';
import { daysBetween } from '../dates.ts';
import { convertMoney } from '../money.ts';
import type { Partner } from '../partners/types.ts';
import { estimateSurvival, medianSurvival } from './statistics/kaplan-meier.ts';
import { fitShrinkage, type Shrinkage, shrinkRate } from './statistics/shrinkage.ts';
import { estimateShareInterval } from './statistics/wilson.ts';
import * as store from './store.ts';
import type { MeasuresReport, PartnerMeasures, Satisfaction, WinRate } from './types.ts';

/** The measures of a partner programme, by the definitions of the glossary. */
export interface InsightsService {
  /** Of one partner or of all, over a period, [from, to); the last four complete fiscal quarters where none is named. */
  measures(
    scope: Scope,
    request: { partnerId?: string | undefined; from?: string | undefined; to?: string | undefined },
  ): Promise<MeasuresReport>;
}

/** Fewer answers than this could be told apart by those who gave them. */
const LEAST_ANSWERS = 5;

export function createInsightsService(dependencies: {
  access: Access;
  company: CompanyService;
  attribution: AttributionService;
  listPartners: (scope: Scope) => Promise<readonly Partner[]>;
}): InsightsService {
  const { access, company, attribution, listPartners } = dependencies;
  return {
    async measures(scope, request) {
      const settings = await company.settings();
      const today = await company.today();
      const report = await attribution.report(scope, { from: request.from, to: request.to });
      const { period } = report;
      const facts = await access.open(scope, async (connection) => ({
        attachments: await store.listClosedAttachments(connection),
        costs: await store.listCosts(connection, period),
        scores: await store.listScores(connection, period),
        margins: new Map(
          (await store.listMargins(connection, period)).map((row) => [row.opportunityId, row.margin]),
        ),
        attached: await store.listAttachedDeals(connection, period),
        closed: await store.countClosed(connection, period),
      }));
      const inPeriod = facts.attachments.filter(
        (one) => one.closedOn !== null && one.closedOn >= period.from && one.closedOn < period.to,
      );
      const records = groupBy(inPeriod, (one) => one.partnerId);
      const shrinkage = fitShrinkage([...records.values()].map(countRecord));
      const partners = (await listPartners(scope)).filter((one) => one.status !== 'recruit');
      const rowOf = new Map(report.rows.map((row) => [row.key, row]));
      const costs = groupBy(facts.costs, (one) => one.partnerId ?? '');
      const attached = groupBy(facts.attached, (one) => one.partnerId);
      const scores = groupBy(facts.scores, (one) => one.partnerId);
      const wins = groupBy(
        facts.attachments.filter((one) => one.outcome === 'won'),
        (one) => one.partnerId,
      );
      const measure = (partner: Partner): PartnerMeasures => {
        const row = rowOf.get(partner.partnerId);
        const costMinor = sum(
          (costs.get(partner.partnerId) ?? []).map(
            (cost) =>
              convertMoney({ minor: cost.amountMinor, currency: cost.currency }, exchangeOf(settings)).minor,
          ),
        );
        const marginMinor = sum(
          (attached.get(partner.partnerId) ?? []).map(
            (deal) => deal.amountMinor * (facts.margins.get(deal.opportunityId) ?? 1),
          ),
        );
        const attributedMinor = row?.attributedMinor ?? 0;
        return {
          partnerId: partner.partnerId,
          name: partner.name,
          sourcedMinor: row?.sourcedMinor ?? 0,
          influencedMinor: row?.influencedMinor ?? 0,
          attachedMinor: row?.attachedMinor ?? 0,
          attributedMinor,
          costMinor,
          ropi: ratio(marginMinor - costMinor, costMinor),
          ropiAttributed: ratio(attributedMinor - costMinor, costMinor),
          psat: rateSatisfaction((scores.get(partner.partnerId) ?? []).map((one) => one.score)),
          ttvDays: daysToFirstWin(partner, wins.get(partner.partnerId) ?? []),
          winRate: rateWins(records.get(partner.partnerId) ?? [], shrinkage),
        };
      };
      const chosen = request.partnerId
        ? partners.filter((one) => one.partnerId === request.partnerId)
        : partners;
      return {
        period,
        currency: report.currency,
        partners: chosen.map(measure),
        company: {
          wonMinor: report.total?.wonMinor ?? 0,
          sourcedMinor: report.total?.sourcedMinor ?? 0,
          influencedMinor: report.total?.influencedMinor ?? 0,
          directMinor: report.total?.directMinor ?? 0,
          winRate: shapeRate(facts.closed.won, facts.closed.lost, null),
          psat: rateSatisfaction(facts.scores.map((one) => one.score)),
          ttvMedianDays: medianDaysToFirstWin(partners, wins, today),
        },
      };
    },
  };
}

/** 'No cost recorded' instead of a division by zero. */
function ratio(numerator: number, denominator: number): number | null {
  return denominator > 0 ? numerator / denominator : null;
}

function rateSatisfaction(scores: readonly number[]): Satisfaction {
  const n = scores.length;
  if (n < LEAST_ANSWERS) return { share: null, mean: null, low: null, high: null, n };
  const content = scores.filter((score) => score >= 4).length;
  const interval = estimateShareInterval({ successes: content, total: n, confidence: 0.9 });
  return {
    share: content / n,
    mean: sum(scores) / n,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    n,
  };
}

function countRecord(rows: readonly store.ClosedAttachment[]): { successes: number; total: number } {
  return { successes: rows.filter((one) => one.outcome === 'won').length, total: rows.length };
}

function rateWins(rows: readonly store.ClosedAttachment[], shrinkage: Shrinkage | null): WinRate {
  const { successes, total } = countRecord(rows);
  return shapeRate(
    successes,
    total - successes,
    shrinkage ? shrinkRate({ successes, total }, shrinkage) : null,
  );
}

function shapeRate(won: number, lost: number, shrunk: number | null): WinRate {
  return { won, lost, rate: won + lost > 0 ? won / (won + lost) : null, shrunk };
}

function daysToFirstWin(partner: Partner, wins: readonly store.ClosedAttachment[]): number | null {
  const first = wins.find(
    (one) => one.closedOn !== null && partner.joinedOn !== null && one.closedOn >= partner.joinedOn,
  );
  return first?.closedOn && partner.joinedOn ? daysBetween(partner.joinedOn, first.closedOn) : null;
}

/** Partners without a win yet are censored at today, not left out. */
function medianDaysToFirstWin(
  partners: readonly Partner[],
  wins: ReadonlyMap<string, readonly store.ClosedAttachment[]>,
  today: string,
): number | null {
  const observations = partners.flatMap((partner) => {
    if (partner.joinedOn === null || partner.joinedOn > today) return [];
    const days = daysToFirstWin(partner, wins.get(partner.partnerId) ?? []);
    return [{ time: days ?? daysBetween(partner.joinedOn, today), event: days !== null }];
  });
  return observations.length > 0 ? medianSurvival(estimateSurvival(observations)) : null;
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

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}

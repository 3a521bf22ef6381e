import type { Access } from '../access/access.ts';
import type { Scope } from '../access/types.ts';
import type { AttributionService } from '../attribution/service.ts';
import type { AttributionReport } from '../attribution/types.ts';
import type { CompanyService } from '../company/service.ts';
import { addDays, daysBetween, type IsoDate } from '../dates.ts';
import { AppError } from '../errors.ts';
import type { Partner } from '../partners/types.ts';
import { rateSatisfaction } from './satisfaction.ts';
import * as store from './scorecard-store.ts';
import type { Scorecard, ScoreFigures } from './scorecard-types.ts';
import type { InsightsService } from './service.ts';
import type { PartnerMeasures } from './types.ts';
import { rateWins } from './win-rate.ts';

/** One partner on a page. */
export interface Scorecards {
  /**
   * A partner's figures of a period beside those of the one before; the last four complete fiscal quarters where none is
   * named. A partner reads its own, without credit, cost and return. Throws `not_found` for a partner that the reader
   * does not see.
   */
  scorecard(
    scope: Scope,
    request: { partnerId: string; from?: string | undefined; to?: string | undefined },
  ): Promise<Scorecard>;
}

export function createScorecards(dependencies: {
  access: Access;
  company: CompanyService;
  attribution: AttributionService;
  insights: InsightsService;
  listPartners: (scope: Scope) => Promise<readonly Partner[]>;
}): Scorecards {
  const { access, company, attribution, insights, listPartners } = dependencies;

  const figuresOf = async (
    scope: Scope,
    of: { partnerId: string; report: AttributionReport; parts: readonly store.PartRow[]; today: IsoDate },
  ): Promise<ScoreFigures> => {
    const { partnerId, report, today } = of;
    const { period } = report;
    const on = period.to > today ? today : addDays(period.to, -1);
    const counted = await access.open(scope, async (connection) => ({
      registrations: await store.countRegistrations(connection, { partnerId, ...period }),
      valid: await store.countCertificates(connection, { partnerId, on }),
      scores: await store.listScores(connection, { partnerId, ...period }),
    }));
    // Credit, cost and return are our own figures; whom the report shows no credit has no rights on them either.
    const measured = report.credit ? await measure(insights, scope, { partnerId, period }) : null;
    const [row] = report.rows;
    return {
      period,
      sourcedMinor: row?.sourcedMinor ?? 0,
      influencedMinor: row?.influencedMinor ?? 0,
      attachedMinor: row?.attachedMinor ?? 0,
      deals: row?.deals ?? 0,
      measures: measured,
      winRate: measured?.winRate ?? rateWins(countClosed(of.parts, period), null),
      psat: measured?.psat ?? rateSatisfaction(counted.scores),
      registrations: counted.registrations,
      certificates: { valid: counted.valid, on },
    };
  };

  return {
    async scorecard(scope, { partnerId, from, to }) {
      const partner = (await listPartners(scope)).find((one) => one.partnerId === partnerId);
      if (!partner) throw new AppError('not_found', `There is no partner ${partnerId} that you can see.`);
      const today = await company.today();
      const compared = await attribution.compare(scope, { partnerId, from, to, against: 'previous' });
      const parts = await access.open(scope, (connection) => store.listParts(connection, partnerId));
      const open = parts.filter((part) => part.outcome === 'open');
      return {
        partner: {
          partnerId,
          name: partner.name,
          archetype: partner.archetype,
          tier: partner.tier,
          joinedOn: partner.joinedOn,
        },
        currency: compared.now.currency,
        now: await figuresOf(scope, { partnerId, report: compared.now, parts, today }),
        before: await figuresOf(scope, { partnerId, report: compared.before, parts, today }),
        open: { deals: open.length, amountMinor: open.reduce((sum, one) => sum + one.amountMinor, 0) },
        ttvDays: countDaysToFirstWin(partner.joinedOn, parts),
        unfinished: compared.unfinished,
      };
    },
  };
}

/** As time to value counts it, from what the reader sees: days from joining to the first win on or after that day. */
function countDaysToFirstWin(joinedOn: IsoDate | null, parts: readonly store.PartRow[]): number | null {
  if (joinedOn === null) return null;
  const first = parts.find(
    (part) => part.outcome === 'won' && part.closedOn !== null && part.closedOn >= joinedOn,
  )?.closedOn;
  return first ? daysBetween(joinedOn, first) : null;
}

async function measure(
  insights: InsightsService,
  scope: Scope,
  { partnerId, period }: { partnerId: string; period: { from: string; to: string } },
): Promise<PartnerMeasures | null> {
  const { partners } = await insights.measures(scope, { partnerId, from: period.from, to: period.to });
  return partners[0] ?? null;
}

function countClosed(
  parts: readonly store.PartRow[],
  { from, to }: { from: IsoDate; to: IsoDate },
): { won: number; lost: number } {
  const closed = parts.filter(
    (part) => part.closedOn !== null && part.closedOn >= from && part.closedOn < to,
  );
  const won = closed.filter((part) => part.outcome === 'won').length;
  return { won, lost: closed.filter((part) => part.outcome === 'lost').length };
}

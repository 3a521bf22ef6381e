import type { Access, ScopedConnection } from '../access/access.ts';
import type { Scope, SystemScope } from '../access/types.ts';
import { type Calendar, labelPeriod, lastFourQuarters } from '../company/periods.ts';
import type { CompanyService } from '../company/service.ts';
import { type CompanySettings, exchangeOf } from '../company/settings.ts';
import { addDays } from '../dates.ts';
import { AppError } from '../errors.ts';
import { convertMoney } from '../money.ts';
import type { Partner } from '../partners/types.ts';
import { type Against, compareReports, earlierPeriod, labelBefore } from './compare-periods.ts';
import { creditWonDeals } from './deal-credits.ts';
import { type Contribution, explainParts, listContributions } from './drill-down.ts';
import * as drill from './drill-store.ts';
import { attributeOpportunity } from './facts.ts';
import type { JourneyModel } from './models/journey.ts';
import { chooseRows, type ReportFrame, type ReportRows, summarise } from './report.ts';
import {
  addSourceDecision,
  listSourceClaims,
  listSourceDecisions,
  type SourceDecisionRequest,
} from './source-claims.ts';
import * as store from './store.ts';
import type {
  AttributionReport,
  CountedDeal,
  CountedDeals,
  DealSource,
  ExplainedDeal,
  OpportunityEvidence,
  ReportComparison,
  ReportDimension,
  ReportFigure,
  SourceClaim,
  SourceDecisionEntry,
} from './types.ts';

/** Who brought in what: sourced, influenced, attached, and credit that adds up. */
export interface AttributionService {
  /** Won deals of a period, [from, to); the last four complete fiscal quarters where none is named. */
  report(scope: Scope, request: ReportRequest): Promise<AttributionReport>;
  /** The same report of a period and of the one before it, of the same days a year earlier, or of a named one. */
  compare(scope: Scope, request: ReportRequest & { readonly against: Against }): Promise<ReportComparison>;
  /**
   * The deals behind a figure of a report, the largest part first, with why each counts. `key` names a row of the report by its
   * key; `page` counts from 1. For readers who see deals.
   */
  dealsBehind(scope: Scope, request: DrillRequest): Promise<CountedDeals>;
  /** One deal, won or not, and why it counts for whom. Throws `not_found` for a deal that the reader does not see. */
  explainDeal(scope: Scope, opportunityId: string): Promise<ExplainedDeal>;
  /** Works the ledger out anew; after an import and as deals move. Returns its number of entries. */
  rebuild(system: SystemScope): Promise<number>;
  /** Works one deal's entries out anew; after a decision on it. */
  refresh(system: SystemScope, opportunityId: string): Promise<void>;
  /** Deals whose source a person should name, the largest first. */
  sourceClaims(scope: Scope): Promise<SourceClaim[]>;
  /** Writes a person's word on a deal's source within the transaction of a click; `refresh` makes it count. */
  decideSourceWithin(
    connection: ScopedConnection,
    request: SourceDecisionRequest,
    by: { email: string; at: Date },
  ): Promise<void>;
  /** What is claimed and what was decided about one deal's source. Throws `not_found` for a deal that is not there. */
  sourceOf(scope: Scope, opportunityId: string): Promise<DealSource>;
  /** What has been decided on a deal's source, the latest first. */
  sourceDecisions(scope: Scope, opportunityId: string): Promise<SourceDecisionEntry[]>;
}

export interface ReportRequest {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly by?: ReportDimension | undefined;
  readonly partnerId?: string | undefined;
  readonly archetype?: string | undefined;
  readonly tier?: string | undefined;
  readonly region?: string | undefined;
  readonly product?: string | undefined;
  /** How attributed revenue is split; `linear` unless said. */
  readonly model?: JourneyModel | undefined;
}

export interface DrillRequest extends ReportRequest {
  readonly figure: ReportFigure;
  readonly key?: string | undefined;
  readonly page?: number | undefined;
}

const PAGE = 2_000;
/** Deals on a page of a figure. */
const DEALS_PAGE = 15;

export function createAttributionService(dependencies: {
  access: Access;
  company: CompanyService;
  listPartners: (scope: Scope) => Promise<readonly Partner[]>;
}): AttributionService {
  const { access, company, listPartners } = dependencies;

  const frameOf = async (scope: Scope, request: ReportRequest): Promise<ReportFrame> => {
    const settings = await company.settings();
    const period = choosePeriod(request, {
      today: await company.today(),
      fiscalYearStarts: settings.fiscal_year_starts,
    });
    const partners = new Map((await listPartners(scope)).map((partner) => [partner.partnerId, partner]));
    return { request, period, settings, partners };
  };

  const report: AttributionService['report'] = async (scope, request) => {
    const frame = await frameOf(scope, request);
    return summarise(await access.open(scope, (connection) => readRows(connection, frame)), frame);
  };

  const compare: AttributionService['compare'] = async (scope, { against, ...request }) => {
    const now = await report(scope, request);
    const before = await report(scope, { ...request, ...earlierPeriod(now.period, against) });
    const isNameless = before.period.label.startsWith(before.period.from) && against === 'previous';
    return {
      now,
      before: isNameless
        ? { ...before, period: { ...before.period, label: labelBefore(now.period) } }
        : before,
      ...compareReports(now, before, request.by === 'quarter' ? 'quarter' : 'other'),
      unfinished: now.period.to > addDays(await company.today(), 1),
    };
  };

  const dealsBehind: AttributionService['dealsBehind'] = async (scope, request) => {
    const { figure, key = null, page = 1 } = request;
    const frame = await frameOf(scope, request);
    return access.open(scope, async (connection) => {
      const chosen = chooseRows(await readRows(connection, frame), frame);
      const all = listContributions(chosen, { figure, key });
      const shown = all.slice((page - 1) * DEALS_PAGE, page * DEALS_PAGE);
      return {
        period: frame.period,
        currency: frame.settings.currency,
        figure,
        figureMinor: all.reduce((sum, one) => sum + one.countedMinor, 0),
        deals: await describeDeals(connection, shown, frame),
        total: all.length,
        page,
        hasMore: page * DEALS_PAGE < all.length,
      };
    });
  };

  const attribute = async (system: SystemScope, only: readonly string[] | null): Promise<number> => {
    const settings = await company.settings();
    const today = await company.today();
    const roe = settings.rules_of_engagement;
    const windows = { influenceDays: roe.influence_window_days, sourcedDays: roe.sourced_window_days };
    return access.open(system, async (connection) => {
      await store.clearLedger(connection, only);
      let count = 0;
      let after = '';
      for (;;) {
        const page = await store.listEvidence(connection, { after, size: PAGE, only });
        const entries = page.flatMap((row) =>
          attributeOpportunity(shapeEvidence(row, settings), { windows, today }),
        );
        await store.addToLedger(connection, entries);
        count += entries.length;
        if (page.length < PAGE) return count;
        after = page.at(-1)?.opportunityId ?? after;
      }
    });
  };

  const sourceClaims: AttributionService['sourceClaims'] = async (scope) => {
    const settings = await company.settings();
    const lockDays = settings.rules_of_engagement.attribution_lock_days;
    const { currency } = settings;
    return access.open(scope, (connection) => listSourceClaims(connection, { lockDays, currency }));
  };

  const findDeal = async (connection: ScopedConnection, opportunityId: string): Promise<drill.DealNames> => {
    // People type ids in lower case.
    const [deal] = await drill.listDealNames(connection, [opportunityId, opportunityId.toUpperCase()]);
    if (!deal) throw new AppError('not_found', `There is no opportunity ${opportunityId}.`);
    return deal;
  };

  const explainDeal: AttributionService['explainDeal'] = async (scope, opportunityId) => {
    const frame = await frameOf(scope, {});
    const { settings } = frame;
    return access.open(scope, async (connection) => {
      const deal = await findDeal(connection, opportunityId);
      const amountMinor = inCompanyCurrency(deal, settings);
      const [described] = await describeDeals(
        connection,
        [
          {
            opportunityId: deal.opportunityId,
            closedOn: deal.closeOn,
            amountMinor,
            countedMinor: amountMinor,
          },
        ],
        frame,
      );
      return {
        opportunityId: deal.opportunityId,
        name: deal.name,
        accountName: deal.accountName,
        stage: deal.stage,
        closedOn: deal.stage.startsWith('closed_') ? deal.closeOn : null,
        amountMinor,
        currency: settings.currency,
        parts: described?.parts ?? [],
      };
    });
  };

  return {
    report,
    compare,
    dealsBehind,
    explainDeal,
    rebuild: (system) => attribute(system, null),
    async refresh(system, opportunityId) {
      await attribute(system, [opportunityId]);
    },
    sourceClaims,
    async sourceOf(scope, opportunityId) {
      const claims = await sourceClaims(scope);
      return access.open(scope, async (connection) => {
        const deal = await findDeal(connection, opportunityId);
        return {
          opportunityId: deal.opportunityId,
          name: deal.name,
          claim: claims.find((one) => one.opportunityId === deal.opportunityId) ?? null,
          decisions: await listSourceDecisions(connection, deal.opportunityId),
        };
      });
    },
    decideSourceWithin: addSourceDecision,
    sourceDecisions: (scope, opportunityId) =>
      access.open(scope, (connection) => listSourceDecisions(connection, opportunityId)),
  };
}

async function readRows(connection: ScopedConnection, frame: ReportFrame): Promise<ReportRows> {
  const { request, period, settings } = frame;
  const filter = { ...period, partnerId: request.partnerId ?? null };
  // Whoever sees no deals sees the ledger in the columns of listWonEntries alone.
  if (!(await drill.seesDeals(connection))) {
    const entries = await store.listWonEntries(connection, filter);
    return { entries, deals: null, credits: null, standardErrorMinor: null, disputed: [] };
  }
  const entries = await store.listWonLedger(connection, filter);
  const deals = (await store.listWonDeals(connection, period)).map((deal) => ({
    ...deal,
    amountMinor: inCompanyCurrency(deal, settings),
  }));
  const { model } = request;
  const amounts = new Map(deals.map((deal) => [deal.opportunityId, deal.amountMinor]));
  const isKept = model === undefined || model === 'linear';
  const credited = isKept ? null : await creditWonDeals(connection, { ...period, model, amounts });
  return {
    entries,
    deals,
    credits: credited?.credits ?? entries,
    standardErrorMinor: credited?.standardErrorMinor ?? null,
    disputed: entries.filter((one) => one.disputed),
  };
}

async function describeDeals(
  connection: ScopedConnection,
  contributions: readonly Contribution[],
  frame: ReportFrame,
): Promise<CountedDeal[]> {
  const ids = contributions.map((one) => one.opportunityId);
  const names = new Map((await drill.listDealNames(connection, ids)).map((one) => [one.opportunityId, one]));
  const facts = {
    parts: await drill.listParts(connection, ids),
    days: await drill.listEvidenceDays(connection, ids),
    decisions: await drill.listLatestDecisions(connection, ids),
    nameOf: (partnerId: string) => frame.partners.get(partnerId)?.name ?? partnerId,
  };
  return contributions.map((one) => ({
    ...one,
    name: names.get(one.opportunityId)?.name ?? one.opportunityId,
    accountName: names.get(one.opportunityId)?.accountName ?? 'not known',
    parts: explainParts(one.opportunityId, facts),
  }));
}

function choosePeriod(request: ReportRequest, calendar: Calendar): AttributionReport['period'] {
  const whole = lastFourQuarters(calendar);
  if (!request.from && !request.to) return whole;
  const from = request.from ?? '1900-01-01';
  const to = request.to ?? '2200-01-01';
  if (from === whole.from && to === whole.to) return whole;
  return { from, to, label: labelPeriod({ from, to }, calendar) };
}

function shapeEvidence(row: store.EvidenceRow, settings: CompanySettings): OpportunityEvidence {
  const closed = row.stage === 'closed_won' || row.stage === 'closed_lost';
  return {
    opportunityId: row.opportunityId,
    outcome: row.stage === 'closed_won' ? 'won' : closed ? 'lost' : 'open',
    createdOn: row.createdOn,
    closedOn: closed ? row.closeOn : null,
    amountMinor: inCompanyCurrency(row, settings),
    roles: row.roles,
    registrations: row.registrations,
    touches: row.touches,
    decision: row.decision,
  };
}

function inCompanyCurrency(
  row: { readonly amountMinor: number | null; readonly currency: string | null },
  settings: CompanySettings,
): number {
  if (row.amountMinor === null) return 0;
  return convertMoney(
    { minor: row.amountMinor, currency: row.currency ?? settings.currency },
    exchangeOf(settings),
  ).minor;
}

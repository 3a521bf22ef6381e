import type { Access, ScopedConnection } from '../access/access.ts';
import type { Scope, SystemScope } from '../access/types.ts';
import { type Calendar, labelPeriod, lastFourQuarters } from '../company/periods.ts';
import type { CompanyService } from '../company/service.ts';
import { type CompanySettings, exchangeOf } from '../company/settings.ts';
import { convertMoney } from '../money.ts';
import type { Partner } from '../partners/types.ts';
import { attributeOpportunity } from './facts.ts';
import { type ReportRows, summarise } from './report.ts';
import {
  addSourceDecision,
  listSourceClaims,
  listSourceDecisions,
  type SourceDecisionRequest,
} from './source-claims.ts';
import * as store from './store.ts';
import type {
  AttributionReport,
  OpportunityEvidence,
  ReportDimension,
  SourceClaim,
  SourceDecisionEntry,
} from './types.ts';

/** Who brought in what: sourced, influenced, attached, and credit that adds up. */
export interface AttributionService {
  /** Won deals of a period, [from, to); the last four complete fiscal quarters where none is named. */
  report(scope: Scope, request: ReportRequest): Promise<AttributionReport>;
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
}

const PAGE = 2_000;

export function createAttributionService(dependencies: {
  access: Access;
  company: CompanyService;
  listPartners: (scope: Scope) => Promise<readonly Partner[]>;
}): AttributionService {
  const { access, company, listPartners } = dependencies;

  const report: AttributionService['report'] = async (scope, request) => {
    const settings = await company.settings();
    const period = choosePeriod(request, {
      today: await company.today(),
      fiscalYearStarts: settings.fiscal_year_starts,
    });
    const partners = new Map((await listPartners(scope)).map((partner) => [partner.partnerId, partner]));
    const filter = { ...period, partnerId: request.partnerId ?? null };
    const rows = await access.open(scope, async (connection): Promise<ReportRows> => {
      const entries = await store.listWonEntries(connection, filter);
      const deals = await store.listWonDeals(connection, period);
      // Whoever sees no deals sees the ledger in the columns of listWonEntries alone.
      const credits = deals.length > 0 ? await store.listCredits(connection, filter) : [];
      return {
        entries,
        deals: deals.map((deal) => ({ ...deal, amountMinor: inCompanyCurrency(deal, settings) })),
        credits,
      };
    });
    return summarise(rows, { request, period, settings, partners });
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

  return {
    report,
    rebuild: (system) => attribute(system, null),
    async refresh(system, opportunityId) {
      await attribute(system, [opportunityId]);
    },
    async sourceClaims(scope) {
      const settings = await company.settings();
      const lockDays = settings.rules_of_engagement.attribution_lock_days;
      const { currency } = settings;
      return access.open(scope, (connection) => listSourceClaims(connection, { lockDays, currency }));
    },
    decideSourceWithin: addSourceDecision,
    sourceDecisions: (scope, opportunityId) =>
      access.open(scope, (connection) => listSourceDecisions(connection, opportunityId)),
  };
}

function choosePeriod(request: ReportRequest, calendar: Calendar): AttributionReport['period'] {
  const whole = lastFourQuarters(calendar);
  if (!request.from && !request.to) return whole;
  const from = request.from ?? '1900-01-01';
  const to = request.to ?? '2200-01-01';
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

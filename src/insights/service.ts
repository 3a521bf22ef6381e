import type { Access } from '../access/access.ts';
import type { Scope } from '../access/types.ts';
import type { AttributionService } from '../attribution/service.ts';
import type { CompanyService } from '../company/service.ts';
import { exchangeOf } from '../company/settings.ts';
import { addDays, daysBetween, type IsoDate, isIsoDate } from '../dates.ts';
import { AppError } from '../errors.ts';
import { convertMoney } from '../money.ts';
import type { Partner } from '../partners/types.ts';
import { choosePeriodFacts, gatherFacts, type PeriodFacts, readFactRows } from './facts.ts';
import { createPartnerMeasurer } from './measure-partner.ts';
import { measureProgramme } from './measure-programme.ts';
import { listRowsBehind, type RowsBehind } from './rows-behind.ts';
import type { MeasuresReport, RowsMeasure } from './types.ts';

/** The measures of a partner programme, by the definitions of the glossary. */
export interface InsightsService {
  /**
   * Of one partner or of all, over a period, [from, to); the last four complete fiscal quarters where none is named. Throws
   * `bad_input` for a period that ends before it begins.
   */
  measures(scope: Scope, request: MeasuresRequest): Promise<MeasuresReport>;
  /** The deals, customers, answers, costs or partners that make one of these figures, a page of them. */
  rowsBehind(scope: Scope, request: RowsRequest): Promise<RowsBehind>;
}

export interface MeasuresRequest {
  readonly partnerId?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface RowsRequest extends MeasuresRequest {
  readonly measure: RowsMeasure;
  /** From 1. */
  readonly page?: number | undefined;
  readonly pageSize?: number | undefined;
}

export function createInsightsService(dependencies: {
  access: Access;
  company: CompanyService;
  attribution: AttributionService;
  listPartners: (scope: Scope) => Promise<readonly Partner[]>;
}): InsightsService {
  const { access, company, attribution } = dependencies;

  const readFacts = async (scope: Scope, request: MeasuresRequest): Promise<PeriodFacts> => {
    checkPeriod(request);
    const settings = await company.settings();
    const exchange = exchangeOf(settings);
    const today = await company.today();
    const report = await attribution.report(scope, { from: request.from, to: request.to });
    const rows = await access.open(scope, (connection) =>
      readFactRows(connection, { period: report.period, partnerId: request.partnerId ?? null, today }),
    );
    // A period without a named beginning begins with the first deal that closed.
    const from =
      request.from || !request.to
        ? report.period.from
        : rows.entries.find((one) => one.closedOn !== null)?.closedOn;
    return choosePeriodFacts({
      report,
      rows,
      convert: (minor, currency) =>
        convertMoney({ minor, currency: currency ?? exchange.currency }, exchange).minor,
      currency: report.currency,
      today,
      periodDays: daysWithin({ from: from ?? report.period.from, to: report.period.to }, today),
    });
  };

  const listPartners = async (scope: Scope): Promise<Partner[]> =>
    (await dependencies.listPartners(scope)).filter((one) => one.status !== 'recruit');

  return {
    async measures(scope, request) {
      const { tiers } = await company.settings();
      const facts = gatherFacts(await readFacts(scope, request), tiers);
      const partners = await listPartners(scope);
      const chosen = request.partnerId
        ? partners.filter((one) => one.partnerId === request.partnerId)
        : partners;
      return {
        period: { ...facts.period, note: notePeriod(facts.period, facts.today) },
        currency: facts.currency,
        partners: chosen.map(createPartnerMeasurer(facts)),
        company: measureProgramme(facts, partners),
      };
    },
    async rowsBehind(scope, request) {
      const facts = await readFacts(scope, request);
      return listRowsBehind(facts, { ...request, partners: await listPartners(scope) });
    },
  };
}

function checkPeriod({ from, to }: MeasuresRequest): void {
  for (const day of [from, to])
    if (day && !isIsoDate(day)) throw new AppError('bad_input', `'${day}' is no day such as 2026-03-31.`);
  if (from && to && from > to)
    throw new AppError('bad_input', `The period from ${from} ends before it begins, on ${to}.`);
}

/** Days that have passed; those ahead bring nothing yet, and no target is held against them. */
function daysWithin({ from, to }: { from: IsoDate; to: IsoDate }, today: IsoDate): number {
  const tomorrow = addDays(today, 1);
  return Math.max(0, daysBetween(from, to < tomorrow ? to : tomorrow));
}

function notePeriod({ from, to }: { from: IsoDate; to: IsoDate }, today: IsoDate): string | null {
  if (from === to) return 'The period has no days.';
  if (from > today) return `The period has not begun: today is ${today}.`;
  if (to > addDays(today, 1)) return `The period is not over: figures are as of ${today}.`;
  return null;
}

import { readPeriod } from '../company/periods.ts';
import { createRegions } from '../company/regions.ts';
import type { CompanySettings } from '../company/settings.ts';
import type { Partner } from '../partners/types.ts';
import type { ReportRequest } from './service.ts';
import type { WonDeal, WonRow } from './store.ts';
import type { AttributionReport, AttributionRow } from './types.ts';

/** What the reader may see of the ledger and of the deals won. */
export interface ReportRows {
  readonly entries: readonly WonRow[];
  readonly deals: readonly (WonDeal & { readonly amountMinor: number })[];
  readonly credits: readonly {
    opportunityId: string;
    partnerId: string;
    attributedMinor: number;
    disputed: boolean;
  }[];
}

interface Frame {
  readonly request: ReportRequest;
  readonly period: AttributionReport['period'];
  readonly settings: CompanySettings;
  readonly partners: ReadonlyMap<string, Partner>;
}

/**
 * Adds the entries up by the dimension asked for, largest attached first, quarters as they followed one another; a deal
 * counts once within a row.
 */
export function summarise(rows: ReportRows, frame: Frame): AttributionReport {
  const { request, partners } = frame;
  const wanted = (partnerId: string) => {
    const partner = partners.get(partnerId);
    return (
      (request.archetype === undefined || partner?.archetype === request.archetype) &&
      (request.tier === undefined || partner?.tier === request.tier)
    );
  };
  const entries = rows.entries.filter((entry) => wanted(entry.partnerId));
  const keyOf = createKey(rows, frame);
  const groups = new Map<string, Group>();
  for (const entry of entries) addEntry(groups, keyOf(entry), entry);
  for (const credit of rows.credits.filter((one) => wanted(one.partnerId))) {
    const group = groups.get(keyOf(credit));
    if (group) group.attributedMinor += credit.attributedMinor;
  }
  const narrowed =
    request.partnerId !== undefined || request.archetype !== undefined || request.tier !== undefined;
  return {
    period: frame.period,
    currency: frame.settings.currency,
    rows: [...groups]
      .map(([key, group]) => shapeRow(key, group, frame))
      .filter(isTelling)
      .sort(request.by === 'quarter' ? createQuarterOrder(rows, keyOf) : byAttached),
    total: rows.deals.length > 0 && !narrowed ? addUp(rows) : null,
    disputed: new Set(rows.credits.filter((one) => one.disputed).map((one) => one.opportunityId)).size,
  };
}

interface Group {
  readonly sourced: Map<string, number>;
  readonly influenced: Map<string, number>;
  attributedMinor: number;
}

function addEntry(groups: Map<string, Group>, key: string, entry: WonRow): void {
  const group = groups.get(key) ?? { sourced: new Map(), influenced: new Map(), attributedMinor: 0 };
  groups.set(key, group);
  if (entry.sourced) group.sourced.set(entry.opportunityId, entry.amountMinor);
  if (entry.influenced) group.influenced.set(entry.opportunityId, entry.amountMinor);
}

function createKey(
  rows: ReportRows,
  frame: Frame,
): (entry: { partnerId: string; opportunityId: string }) => string {
  const deals = new Map(rows.deals.map((deal) => [deal.opportunityId, deal]));
  const regions = createRegions(frame.settings.regions);
  const labels = Object.keys(frame.settings.regions);
  // A report has many deals a day; a period is read once for each day.
  const quarters = new Map<string, string>();
  const quarterOf = (day: string) => {
    const known = quarters.get(day);
    if (known !== undefined) return known;
    const calendar = { today: day, fiscalYearStarts: frame.settings.fiscal_year_starts };
    const label = readPeriod('this quarter', calendar)?.label ?? day;
    quarters.set(day, label);
    return label;
  };
  switch (frame.request.by ?? 'partner') {
    case 'partner':
      return (entry) => entry.partnerId;
    case 'archetype':
      return (entry) => frame.partners.get(entry.partnerId)?.archetype ?? 'not known';
    case 'tier':
      return (entry) => frame.partners.get(entry.partnerId)?.tier ?? 'none';
    case 'product':
      return (entry) => deals.get(entry.opportunityId)?.product ?? 'not known';
    case 'quarter':
      return (entry) => quarterOf(deals.get(entry.opportunityId)?.closedOn ?? frame.period.from);
    case 'region':
      return (entry) => {
        const country = deals.get(entry.opportunityId)?.country;
        if (!country) return 'not known';
        return labels.find((label) => regions.countriesOf(label).includes(country)) ?? country;
      };
  }
}

/** By the first close in each quarter: labels such as 'Q1 FY2027' don't sort by themselves. */
function createQuarterOrder(
  rows: ReportRows,
  keyOf: (entry: { partnerId: string; opportunityId: string }) => string,
): (a: AttributionRow, b: AttributionRow) => number {
  const firstClose = new Map<string, string>();
  for (const { opportunityId, closedOn } of rows.deals) {
    const quarter = keyOf({ partnerId: '', opportunityId });
    const known = firstClose.get(quarter);
    if (closedOn && (known === undefined || closedOn < known)) firstClose.set(quarter, closedOn);
  }
  const dayOf = (row: AttributionRow) => firstClose.get(row.key) ?? '';
  return (a, b) => (dayOf(a) < dayOf(b) ? -1 : dayOf(a) > dayOf(b) ? 1 : 0);
}

function shapeRow(key: string, group: Group, frame: Frame): AttributionRow {
  const influencedOnly = [...group.influenced].filter(([id]) => !group.sourced.has(id));
  const sourcedMinor = sum([...group.sourced.values()]);
  return {
    key,
    label: (frame.request.by ?? 'partner') === 'partner' ? (frame.partners.get(key)?.name ?? key) : key,
    sourcedMinor,
    influencedMinor: sum([...group.influenced.values()]),
    attachedMinor: sourcedMinor + sum(influencedOnly.map(([, minor]) => minor)),
    attributedMinor: group.attributedMinor,
    deals: new Set([...group.sourced.keys(), ...group.influenced.keys()]).size,
  };
}

function isTelling(row: AttributionRow): boolean {
  return row.deals > 0 || row.attributedMinor !== 0;
}

function byAttached(a: AttributionRow, b: AttributionRow): number {
  return (
    b.attachedMinor - a.attachedMinor || b.attributedMinor - a.attributedMinor || (a.key < b.key ? -1 : 1)
  );
}

/** Columns that add up: sourced, influenced but sourced by nobody, direct. */
function addUp(rows: ReportRows): NonNullable<AttributionReport['total']> {
  const sourced = new Set(rows.entries.filter((one) => one.sourced).map((one) => one.opportunityId));
  const touched = new Set(rows.entries.filter((one) => one.influenced).map((one) => one.opportunityId));
  let sourcedMinor = 0;
  let influencedMinor = 0;
  let directMinor = 0;
  for (const deal of rows.deals) {
    if (sourced.has(deal.opportunityId)) sourcedMinor += deal.amountMinor;
    else if (touched.has(deal.opportunityId)) influencedMinor += deal.amountMinor;
    else directMinor += deal.amountMinor;
  }
  const wonMinor = sourcedMinor + influencedMinor + directMinor;
  return { wonMinor, sourcedMinor, influencedMinor, directMinor, deals: rows.deals.length };
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}

import type { CompanySettings } from '../company/settings.ts';
import type { Partner } from '../partners/types.ts';
import type { DealCredit } from './deal-credits.ts';
import { describeModel } from './describe-models.ts';
import { createDimensionKey, type DealPlace, type KeyOf } from './dimension-keys.ts';
import { emptySums, type RowSums, sumRows } from './row-sums.ts';
import type { ReportRequest } from './service.ts';
import type { WonDeal, WonRow } from './store.ts';
import type { AttributionReport, AttributionRow } from './types.ts';

/** What the reader may see of the ledger and of the deals won. */
export interface ReportRows {
  readonly entries: readonly WonRow[];
  /** Null for readers who see no deals. */
  readonly deals: readonly (WonDeal & { readonly amountMinor: number })[] | null;
  /** Null for readers who may not see what a model credits. */
  readonly credits: readonly DealCredit[] | null;
  /** Of the credits, where they are sampled. */
  readonly standardErrorMinor: number | null;
  readonly disputed: readonly { readonly opportunityId: string; readonly partnerId: string }[];
}

export interface ReportFrame {
  readonly request: ReportRequest;
  readonly period: AttributionReport['period'];
  readonly settings: CompanySettings;
  readonly partners: ReadonlyMap<string, Partner>;
}

/** The rows that a request is about, and the row of the report in which each counts. */
export interface ChosenRows extends ReportRows {
  readonly keyOf: KeyOf;
  readonly places: ReadonlyMap<string, DealPlace>;
  /** Whether it is about some partners alone, so that what nobody brought in is not part of it. */
  readonly narrowed: boolean;
}

/** Leaves what the request's partner, archetype, tier, region and product leave. */
export function chooseRows(rows: ReportRows, frame: ReportFrame): ChosenRows {
  const { request, partners, settings, period } = frame;
  const places = placesOf(rows);
  const keys = { settings, partners, deals: places, from: period.from };
  const regionOf = createDimensionKey('region', keys);
  const productOf = createDimensionKey('product', keys);
  const dealWanted = (opportunityId: string) => {
    const entry = { opportunityId, partnerId: '' };
    return (
      (request.region === undefined || regionOf(entry) === request.region) &&
      (request.product === undefined || productOf(entry) === request.product)
    );
  };
  const wanted = (entry: { partnerId: string; opportunityId: string }) => {
    const partner = partners.get(entry.partnerId);
    return (
      (request.partnerId === undefined || entry.partnerId === request.partnerId) &&
      (request.archetype === undefined || partner?.archetype === request.archetype) &&
      (request.tier === undefined || partner?.tier === request.tier) &&
      dealWanted(entry.opportunityId)
    );
  };
  return {
    entries: rows.entries.filter(wanted),
    deals: rows.deals?.filter((deal) => dealWanted(deal.opportunityId)) ?? null,
    credits: rows.credits?.filter(wanted) ?? null,
    standardErrorMinor: rows.standardErrorMinor,
    disputed: rows.disputed.filter(wanted),
    keyOf: createDimensionKey(request.by ?? 'partner', keys),
    places,
    narrowed:
      request.partnerId !== undefined || request.archetype !== undefined || request.tier !== undefined,
  };
}

/**
 * Adds the entries up by the dimension asked for, largest attached first, quarters as they followed one another; a deal
 * counts once within a row.
 */
export function summarise(rows: ReportRows, frame: ReportFrame): AttributionReport {
  const { request } = frame;
  const chosen = chooseRows(rows, frame);
  const rowsByKey = sumRows(chosen);
  const total = chosen.deals && !chosen.narrowed ? addUp(chosen.entries, chosen.deals) : null;
  const all = shapeRow('', sumRows(asOneRow(chosen)).get('') ?? emptySums(), frame);
  const model = request.model ?? 'linear';
  return {
    period: frame.period,
    currency: frame.settings.currency,
    within: [request.archetype, request.tier, request.region, request.product].flatMap((one) => one ?? []),
    rows: [...rowsByKey]
      .map(([key, sums]) => shapeRow(key, sums, frame))
      .filter(isTelling)
      .sort(request.by === 'quarter' ? createQuarterOrder(chosen) : byAttached),
    together: { ...all, label: 'Together' },
    total,
    credit: chosen.credits && {
      model,
      definition: describeModel(model, {
        errorOf: shareOf(rows.standardErrorMinor, total?.wonMinor ?? all.attributedMinor),
      }),
      partnersMinor: all.attributedMinor,
      oursMinor: total && total.wonMinor - all.attributedMinor,
      standardErrorMinor: rows.standardErrorMinor,
    },
    disputed: new Set(chosen.disputed.map((one) => one.opportunityId)).size,
  };
}

function shareOf(part: number | null, whole: number): number | null {
  return part === null || whole === 0 ? null : Math.abs(part / whole);
}

/** One row of a report before it is added up: amounts by deal, so that a deal counts once. */
export interface Group {
  readonly sourced: Map<string, number>;
  readonly influenced: Map<string, number>;
  readonly attributed: Map<string, number>;
}

/** The rows of a report, by their keys. */
export function groupEntries(chosen: ChosenRows): Map<string, Group> {
  const groups = new Map<string, Group>();
  const groupOf = (entry: { partnerId: string; opportunityId: string }) => {
    const key = chosen.keyOf(entry);
    const group = groups.get(key) ?? emptyGroup();
    groups.set(key, group);
    return group;
  };
  for (const entry of chosen.entries) {
    const group = groupOf(entry);
    if (entry.sourced) group.sourced.set(entry.opportunityId, entry.amountMinor);
    if (entry.influenced) group.influenced.set(entry.opportunityId, entry.amountMinor);
  }
  for (const credit of chosen.credits ?? []) {
    const { attributed } = groupOf(credit);
    attributed.set(
      credit.opportunityId,
      (attributed.get(credit.opportunityId) ?? 0) + credit.attributedMinor,
    );
  }
  return groups;
}

function emptyGroup(): Group {
  return { sourced: new Map(), influenced: new Map(), attributed: new Map() };
}

/** All rows of a report as one, under the key ''. */
export function asOneRow(chosen: ChosenRows): ChosenRows {
  return { ...chosen, keyOf: () => '' };
}

/** Where each deal counts; of readers who see no deals, the close that the ledger says. */
function placesOf(rows: ReportRows): Map<string, DealPlace> {
  if (rows.deals) return new Map(rows.deals.map((deal) => [deal.opportunityId, deal]));
  return new Map(
    rows.entries.map((entry) => [
      entry.opportunityId,
      { product: null, country: null, closedOn: entry.closedOn },
    ]),
  );
}

/** By the first close in each quarter: labels such as 'Q1 FY2027' don't sort by themselves. */
function createQuarterOrder({ places, keyOf }: ChosenRows): (a: AttributionRow, b: AttributionRow) => number {
  const firstClose = new Map<string, string>();
  for (const [opportunityId, { closedOn }] of places) {
    const quarter = keyOf({ partnerId: '', opportunityId });
    const known = firstClose.get(quarter);
    if (closedOn && (known === undefined || closedOn < known)) firstClose.set(quarter, closedOn);
  }
  const dayOf = (row: AttributionRow) => firstClose.get(row.key) ?? '';
  return (a, b) => (dayOf(a) < dayOf(b) ? -1 : dayOf(a) > dayOf(b) ? 1 : 0);
}

function shapeRow(key: string, sums: RowSums, frame: ReportFrame): AttributionRow {
  return {
    key,
    label: (frame.request.by ?? 'partner') === 'partner' ? (frame.partners.get(key)?.name ?? key) : key,
    sourcedMinor: sums.sourcedMinor,
    influencedMinor: sums.influencedMinor,
    attachedMinor: sums.attachedMinor,
    attributedMinor: sums.attributedMinor,
    deals: sums.deals,
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
function addUp(
  entries: readonly WonRow[],
  deals: NonNullable<ReportRows['deals']>,
): NonNullable<AttributionReport['total']> {
  const kindOf = createDealKind(entries);
  const amounts = { sourced: 0, influenced: 0, direct: 0 };
  for (const deal of deals) amounts[kindOf(deal.opportunityId)] += deal.amountMinor;
  return {
    wonMinor: amounts.sourced + amounts.influenced + amounts.direct,
    sourcedMinor: amounts.sourced,
    influencedMinor: amounts.influenced,
    directMinor: amounts.direct,
    attachedMinor: amounts.sourced + amounts.influenced,
    deals: deals.length,
  };
}

/** In which of the columns that add up a won deal counts. */
export function createDealKind(
  entries: readonly WonRow[],
): (opportunityId: string) => 'sourced' | 'influenced' | 'direct' {
  const sourced = new Set<string>();
  const touched = new Set<string>();
  for (const entry of entries) {
    if (entry.sourced) sourced.add(entry.opportunityId);
    if (entry.influenced) touched.add(entry.opportunityId);
  }
  return (id) => (sourced.has(id) ? 'sourced' : touched.has(id) ? 'influenced' : 'direct');
}

import { daysBetween } from '../dates.ts';
import type { Partner } from '../partners/types.ts';
import { DEFINITIONS, type Definition } from './definitions.ts';
import { isAttached, type PeriodFacts } from './facts.ts';
import { groupWins } from './measure-partner.ts';
import { daysOpen, toCustomers } from './programme.ts';
import type * as store from './store.ts';
import { daysToFirstWin } from './time-to-value.ts';
import type { MeasuresReport, RowsMeasure } from './types.ts';

/** One row that a figure is made of. */
export interface BehindRow {
  readonly kind: 'deal' | 'cost' | 'survey' | 'partner' | 'customer' | 'certificate';
  readonly id: string;
  readonly name: string;
  readonly partnerId: string | null;
  readonly on: string | null;
  /** What it adds, in minor units of the company's currency; null where money is not what is counted. */
  readonly amountMinor: number | null;
  /** What it adds where it is no money: days, a score, a chance. */
  readonly figure: number | null;
  /** How it counts, such as 'won' or 'waiting'. */
  readonly part: string;
  /** Ids of the role, registration or touch that it rests on. */
  readonly evidence: readonly string[];
}

export interface RowsBehind {
  readonly measure: RowsMeasure;
  readonly definition: Definition;
  readonly period: Pick<MeasuresReport['period'], 'from' | 'to' | 'label'>;
  readonly currency: string;
  readonly rows: readonly BehindRow[];
  readonly total: number;
  /** Sum over all rows, not of this page alone; null where money is not what is counted. */
  readonly totalMinor: number | null;
  readonly page: number;
  readonly hasMore: boolean;
}

const PAGE_SIZE = 20;
const LARGEST_PAGE = 500;

/** The rows that a measure of one partner or of the programme is made of, a page of them, in a fixed order. */
export function listRowsBehind(
  facts: PeriodFacts,
  wanted: {
    measure: RowsMeasure;
    partnerId?: string | undefined;
    page?: number | undefined;
    pageSize?: number | undefined;
    partners: readonly Partner[];
  },
): RowsBehind {
  const { measure, partnerId = null, partners } = wanted;
  const size = Math.min(LARGEST_PAGE, Math.max(1, wanted.pageSize ?? PAGE_SIZE));
  const page = Math.max(1, wanted.page ?? 1);
  const all = collect(facts, { measure, partnerId, partners });
  const { from, to, label } = facts.period;
  return {
    measure,
    definition: DEFINITIONS[measure],
    period: { from, to, label },
    currency: facts.currency,
    rows: all.slice((page - 1) * size, page * size),
    total: all.length,
    totalMinor: all.some((row) => row.amountMinor === null)
      ? null
      : all.reduce((sum, row) => sum + (row.amountMinor ?? 0), 0),
    page,
    hasMore: all.length > page * size,
  };
}

interface Wanted {
  readonly measure: RowsMeasure;
  readonly partnerId: string | null;
  readonly partners: readonly Partner[];
}

function collect(facts: PeriodFacts, wanted: Wanted): BehindRow[] {
  const { measure, partnerId } = wanted;
  const won = facts.entries.filter(
    (one) => one.outcome === 'won' && (partnerId === null || one.partnerId === partnerId),
  );
  switch (measure) {
    case 'sourced':
      return won.filter((one) => one.sourced).map(toEntryRow);
    case 'influenced':
      return listInfluenced(won, partnerId);
    case 'attached':
      return once(won.filter(isAttached), partnerId).map(toEntryRow);
    case 'attributed':
      return won
        .filter((one) => one.attributedMinor !== 0)
        .map((one) => ({ ...toEntryRow(one), amountMinor: one.attributedMinor }));
    case 'ropi':
      return [
        ...once(won.filter(isAttached), partnerId).map((one) => toMarginRow(one, facts)),
        ...listCosts(facts, partnerId).map((row) => ({ ...row, amountMinor: -(row.amountMinor ?? 0) + 0 })),
      ];
    case 'costs':
      return listCosts(facts, partnerId);
    case 'psat':
      return listScores(facts, partnerId);
    case 'ttv':
      return listBeginnings(facts, wanted);
    case 'cltv':
      return listCustomers(facts);
    case 'tier':
      return [
        ...won.filter((one) => isAttached(one) || one.attributedMinor !== 0).map(toEntryRow),
        ...listCertificates(facts, partnerId),
        ...listScores(facts, partnerId),
      ];
    default:
      return listDeals(facts, { measure, partnerId });
  }
}

/** Over the programme a deal that somebody sourced is no influenced one, and each counts once. */
function listInfluenced(won: readonly store.ClosedEntry[], partnerId: string | null): BehindRow[] {
  const sourced = new Set(won.filter((one) => one.sourced).map((one) => one.opportunityId));
  return once(
    won.filter((one) => one.influenced && (partnerId !== null || !sourced.has(one.opportunityId))),
    partnerId,
  ).map(toEntryRow);
}

function once(entries: readonly store.ClosedEntry[], partnerId: string | null): store.ClosedEntry[] {
  if (partnerId !== null) return [...entries];
  const sourcedFirst = entries.toSorted((a, b) => Number(b.sourced) - Number(a.sourced));
  const kept = new Map<string, store.ClosedEntry>();
  for (const one of sourcedFirst) if (!kept.has(one.opportunityId)) kept.set(one.opportunityId, one);
  return entries.filter((one) => kept.get(one.opportunityId) === one);
}

function toEntryRow(one: store.ClosedEntry): BehindRow {
  return {
    kind: 'deal',
    id: one.opportunityId,
    name: one.name,
    partnerId: one.partnerId,
    on: one.closedOn,
    amountMinor: one.amountMinor,
    figure: null,
    part: one.sourced ? 'sourced' : one.influenced ? 'influenced' : 'touched',
    evidence: one.evidence,
  };
}

function toMarginRow(one: store.ClosedEntry, { rows }: PeriodFacts): BehindRow {
  const margin = rows.margins.get(one.opportunityId);
  return {
    ...toEntryRow(one),
    amountMinor: Math.round(one.amountMinor * (margin ?? 1)) + 0,
    figure: margin ?? 1,
    part: margin === undefined ? 'margin, not known and taken as 100%' : 'margin',
  };
}

function listCosts({ rows, convert }: PeriodFacts, partnerId: string | null): BehindRow[] {
  return rows.costs
    .filter((one) => partnerId === null || one.partnerId === partnerId)
    .map((one) => ({
      kind: 'cost',
      id: one.costId,
      name: one.kind,
      partnerId: one.partnerId,
      on: one.incurredOn,
      amountMinor: convert(one.amountMinor, one.currency),
      figure: null,
      part: 'cost',
      evidence: [],
    }));
}

function listScores({ rows }: PeriodFacts, partnerId: string | null): BehindRow[] {
  return rows.scores
    .filter((one) => partnerId === null || one.partnerId === partnerId)
    .map((one) => ({
      kind: 'survey',
      id: one.surveyId,
      name: 'survey answer',
      partnerId: one.partnerId,
      on: one.answeredOn,
      amountMinor: null,
      figure: one.score,
      part: one.score >= 4 ? '4 or 5' : 'below 4',
      evidence: [],
    }));
}

function listCertificates({ rows }: PeriodFacts, partnerId: string | null): BehindRow[] {
  return rows.certificates
    .filter((one) => partnerId === null || one.partnerId === partnerId)
    .map((one) => ({
      kind: 'certificate',
      id: one.certificationId,
      name: one.competency,
      partnerId: one.partnerId,
      on: null,
      amountMinor: null,
      figure: 1,
      part: 'valid certificate',
      evidence: [],
    }));
}

function listBeginnings(facts: PeriodFacts, { partners, partnerId }: Wanted): BehindRow[] {
  const wins = groupWins(facts.rows.entries);
  return partners
    .filter((one) => partnerId === null || one.partnerId === partnerId)
    .map((one) => {
      const winsOn = wins.get(one.partnerId) ?? [];
      const { days, waitingDays, why } = daysToFirstWin({ joinedOn: one.joinedOn, winsOn }, facts.today);
      const first = facts.rows.entries.find(
        (entry) =>
          entry.partnerId === one.partnerId &&
          entry.outcome === 'won' &&
          isAttached(entry) &&
          entry.closedOn !== null &&
          one.joinedOn !== null &&
          entry.closedOn >= one.joinedOn,
      );
      return {
        kind: 'partner',
        id: one.partnerId,
        name: one.name,
        partnerId: one.partnerId,
        on: one.joinedOn,
        amountMinor: null,
        figure: days ?? waitingDays,
        part: days === null ? (waitingDays === null ? (why ?? 'not known') : 'waiting') : 'first win',
        evidence: first ? [first.opportunityId] : [],
      };
    });
}

function listCustomers({ rows, convert, today }: PeriodFacts): BehindRow[] {
  const names = new Map(rows.subscriptions.map((one) => [one.accountId, one.accountName]));
  return toCustomers(rows.subscriptions, { convert, today }).map((one) => ({
    kind: 'customer',
    id: one.accountId,
    name: names.get(one.accountId) ?? one.accountId,
    partnerId: null,
    on: one.startedOn,
    amountMinor: Math.round(one.monthlyMinor) + 0,
    figure: Math.max(0, daysBetween(one.startedOn, one.endedOn ?? today)),
    part: `${one.attachedOn === null ? 'direct' : `attached from ${one.attachedOn}`}, ${one.endedOn === null ? 'still here' : `left on ${one.endedOn}`}`,
    evidence: [],
  }));
}

function listDeals(
  facts: PeriodFacts,
  { measure, partnerId }: { measure: RowsMeasure; partnerId: string | null },
): BehindRow[] {
  const own = new Set(
    facts.rows.entries
      .filter((one) => isAttached(one) && one.partnerId === partnerId)
      .map((one) => one.opportunityId),
  );
  // The lift rests on all closed deals, whatever the period.
  const deals = measure === 'lift' ? facts.rows.closedDeals : facts.closed;
  return deals
    .filter((deal) => partnerId === null || own.has(deal.opportunityId))
    .filter((deal) => measure === 'win_rate' || measure === 'lift' || deal.won)
    .map((deal) => ({
      kind: 'deal',
      id: deal.opportunityId,
      name: deal.name,
      partnerId,
      on: deal.closedOn,
      amountMinor: measure === 'time_to_close' ? null : facts.convert(deal.amountMinor, deal.currency),
      figure: measure === 'time_to_close' ? daysOpen(deal) : null,
      part: `${deal.won ? 'won' : 'lost'}, ${deal.attached ? 'with a partner' : 'direct'}`,
      evidence: [],
    }));
}

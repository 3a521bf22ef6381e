import { addDays, addMonths, daysBetween, type IsoDate } from '../dates.ts';
import { compareFigures } from './describe-changes.ts';
import type { AttributionReport, AttributionRow, ReportComparison, RowComparison } from './types.ts';

/** What a period is held against: the one before it, the same days of the year before, or a named one, [from, to). */
export type Against = 'previous' | 'year' | { readonly from: IsoDate; readonly to: IsoDate };

/**
 * The stretch that a period is held against: as long as itself and right before it, or the same days of the year before.
 * Whole months are moved by months, for quarters differ by a day or two.
 */
export function earlierPeriod(
  { from, to }: { from: IsoDate; to: IsoDate },
  against: Against,
): { from: IsoDate; to: IsoDate } {
  if (typeof against === 'object') return against;
  if (against === 'year') return { from: addMonths(from, -12), to: addMonths(to, -12) };
  const months = wholeMonths(from, to);
  if (months !== null) return { from: addMonths(from, -months), to: from };
  return { from: addDays(from, -daysBetween(from, to)), to: from };
}

/** What the stretch before a period is called where it has no name of its own, such as 'the 4 quarters before'. */
export function labelBefore({ from, to }: { from: IsoDate; to: IsoDate }): string {
  const months = wholeMonths(from, to);
  if (months === null) return `the ${daysBetween(from, to)} days before`;
  const [count, unit] = months % 3 === 0 ? [months / 3, 'quarter'] : [months, 'month'];
  return count === 1 ? `the ${unit} before` : `the ${count} ${unit}s before`;
}

function wholeMonths(from: IsoDate, to: IsoDate): number | null {
  if (!from.endsWith('-01') || !to.endsWith('-01')) return null;
  const count = (day: IsoDate) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  return count(to) - count(from);
}

/**
 * Two reports by one dimension side by side: rows in the order of the later one, then those that only the earlier one has.
 * A quarter has no like in another period, so reports by quarter are compared in place: the first with the first.
 */
export function compareReports(
  now: AttributionReport,
  before: AttributionReport,
  by: 'quarter' | 'other',
): Pick<ReportComparison, 'rows' | 'together' | 'total'> {
  const earlier = new Map(before.rows.map((row) => [row.key, row]));
  const inPlace = by === 'quarter';
  const rows = now.rows.map((row, i) =>
    compareRows(row, (inPlace ? before.rows[i] : earlier.get(row.key)) ?? null),
  );
  const known = new Set(now.rows.map((row) => row.key));
  const gone = inPlace
    ? before.rows.slice(now.rows.length)
    : before.rows.filter((row) => !known.has(row.key));
  return {
    together: compareRows(now.together, before.together),
    rows: [...rows, ...gone.map((row) => compareRows(null, row))],
    total:
      now.total && before.total
        ? {
            won: compareFigures(now.total.wonMinor, before.total.wonMinor),
            sourced: compareFigures(now.total.sourcedMinor, before.total.sourcedMinor),
            influenced: compareFigures(now.total.influencedMinor, before.total.influencedMinor),
            direct: compareFigures(now.total.directMinor, before.total.directMinor),
            attached: compareFigures(now.total.attachedMinor, before.total.attachedMinor),
            deals: { now: now.total.deals, before: before.total.deals },
          }
        : null,
  };
}

function compareRows(now: AttributionRow | null, before: AttributionRow | null): RowComparison {
  const figures = (read: (row: AttributionRow) => number) =>
    compareFigures(now ? read(now) : 0, before ? read(before) : 0);
  return {
    key: (now ?? before)?.key ?? '',
    label: (now ?? before)?.label ?? '',
    sourced: figures((row) => row.sourcedMinor),
    influenced: figures((row) => row.influencedMinor),
    attached: figures((row) => row.attachedMinor),
    attributed: figures((row) => row.attributedMinor),
    deals: { now: now?.deals ?? 0, before: before?.deals ?? 0 },
  };
}

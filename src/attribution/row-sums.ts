import type { ChosenRows } from './report.ts';

/** The figures of one row of a report, in minor units. A deal counts once in each. */
export interface RowSums {
  sourcedMinor: number;
  influencedMinor: number;
  attachedMinor: number;
  attributedMinor: number;
  deals: number;
}

interface OpenSums extends RowSums {
  /** The deal whose entries are being added, and what of it has been. */
  opportunityId: string;
  sourced: boolean;
  influenced: boolean;
}

/**
 * The rows of a report by their keys, in one pass and without a table of deals for each row: the entries of a deal follow one
 * another. A report over a million touches has hundreds of thousands of entries.
 */
export function sumRows(chosen: ChosenRows): Map<string, RowSums> {
  const rows = new Map<string, OpenSums>();
  const rowOf = (entry: { partnerId: string; opportunityId: string }) => {
    const key = chosen.keyOf(entry);
    const known = rows.get(key);
    if (known) return known;
    const row = { ...emptySums(), opportunityId: '', sourced: false, influenced: false };
    rows.set(key, row);
    return row;
  };
  for (const entry of chosen.entries) addEntry(rowOf(entry), entry);
  for (const credit of chosen.credits ?? []) rowOf(credit).attributedMinor += credit.attributedMinor;
  return rows;
}

export function emptySums(): RowSums {
  return { sourcedMinor: 0, influencedMinor: 0, attachedMinor: 0, attributedMinor: 0, deals: 0 };
}

function addEntry(row: OpenSums, entry: ChosenRows['entries'][number]): void {
  if (row.opportunityId !== entry.opportunityId) {
    row.opportunityId = entry.opportunityId;
    row.sourced = false;
    row.influenced = false;
  }
  const { amountMinor } = entry;
  if ((entry.sourced || entry.influenced) && !row.sourced && !row.influenced) {
    row.attachedMinor += amountMinor;
    row.deals += 1;
  }
  if (entry.sourced && !row.sourced) row.sourcedMinor += amountMinor;
  if (entry.influenced && !row.influenced) row.influencedMinor += amountMinor;
  row.sourced ||= entry.sourced;
  row.influenced ||= entry.influenced;
}

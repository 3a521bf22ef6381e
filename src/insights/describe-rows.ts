import { formatMoney } from '../money.ts';
import type { RowsBehind } from './rows-behind.ts';

/** A page of the rows behind a figure, as a tool tells it and as a card shows it. */
export function describeRowsBehind(behind: RowsBehind) {
  const { definition, currency, total, totalMinor, hasMore } = behind;
  const money = (minor: number | null) => (minor === null ? null : formatMoney({ minor, currency }));
  const rows = behind.rows.map((row) => ({
    kind: row.kind,
    id: row.id,
    name: row.name,
    on: row.on,
    amount: money(row.amountMinor) ?? (row.figure === null ? null : formatFigure(row.figure)),
    counts_as: row.part,
  }));
  const madeOf = `${definition.numerator}${definition.denominator ? `, over ${definition.denominator}` : ''}`;
  return {
    told: {
      measure: definition.label,
      made_of: madeOf,
      rows,
      total,
      total_amount: money(totalMinor),
      has_more: hasMore,
    },
    cardFor: (title: string) => ({
      kind: 'table' as const,
      title: `${title}: behind the ${definition.label}`,
      columns: ['Id', 'Name', 'On', 'Amount', 'Counts as'],
      rows: rows.map((row) => [row.id, row.name, row.on ?? '', row.amount ?? '', row.counts_as]),
      total,
      has_more: hasMore,
    }),
  };
}

function formatFigure(figure: number): string {
  return String(Math.round(figure * 100) / 100 + 0);
}

const RULE = /^\s*\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?\s*)?$/;
/** A cell that says nothing, as tables have them where a column does not apply. */
const EMPTY = /^(?:[-–—]|n\/?a)?$/i;

/** Whether a line is a row of a table. */
export function isTableRow(line: string): boolean {
  return /^\s*\|.*\|\s*$/.test(line);
}

/** The names of the columns above a row that stands in a text; null where the row has none. */
export function columnsAbove(text: string, row: string): string[] | null {
  const lines = text.slice(0, text.indexOf(row)).split('\n').slice(0, -1);
  for (let at = lines.length - 1; at > 0; at--) {
    const line = lines[at] ?? '';
    if (RULE.test(line)) return isTableRow(lines[at - 1] ?? '') ? cellsOf(lines[at - 1] ?? '') : null;
    if (!isTableRow(line)) return null;
  }
  return null;
}

/** The cells of a row, without the marks around and in them. */
export function cellsOf(row: string): string[] {
  return row
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) =>
      cell
        .replace(/\*\*|`/g, '')
        .replace(/\s+/g, ' ')
        .trim(),
    );
}

/** The rows of the table that a row stands in, without its header, each as it stands in the text. */
export function rowsBeside(text: string, row: string): string[] {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.includes(row));
  if (at < 0) return [];
  let [from, to] = [at, at];
  while (from > 0 && isTableRow(lines[from - 1] ?? '') && !RULE.test(lines[from - 1] ?? '')) from -= 1;
  while (isTableRow(lines[to + 1] ?? '')) to += 1;
  return lines.slice(from, to + 1).map((line) => line.trim());
}

/** A table's row as a person says it, 'tier Gold: without registration 24 %, with it 32 %'; null where it has no columns. */
export function sayRow(text: string, row: string): string | null {
  const columns = columnsAbove(text, row);
  const [first = '', ...rest] = cellsOf(row);
  if (!columns || rest.length === 0) return null;
  const said = sayCells([first, ...rest], columns);
  return said ? `${`${columns[0] ?? ''} ${first}`.trim()}: ${said}` : null;
}

/** The cells after the first, each with the name of its column; empty where none says anything. */
export function sayCells(cells: readonly string[], columns: readonly string[]): string {
  return cells
    .slice(1)
    .flatMap((cell, i) => (EMPTY.test(cell) ? [] : [`${columns[i + 1] ?? ''} ${cell}`.trim()]))
    .join(', ');
}

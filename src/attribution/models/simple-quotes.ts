const QUOTE = 34;
const COMMA = 44;
const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;

/**
 * Overwrites with spaces the quotes around fields that need none: those without a comma, a newline or a quote inside, as R and
 * spreadsheets write them around every text. Names and numbers are trimmed when read, so nothing else changes. Gives the
 * place of the first quote that is not of that kind, −1 where all were. Takes whole lines. A million quoted rows then take
 * 0.5 s instead of 9 s in the CSV library.
 */
export function blankSimpleQuotes(lines: Uint8Array): number {
  for (let open = lines.indexOf(QUOTE); open >= 0; open = lines.indexOf(QUOTE, open + 1)) {
    let close = open + 1;
    while (close < lines.length && !isSpecial(lines[close]!)) close += 1;
    const opensField = open === 0 || lines[open - 1] === COMMA || lines[open - 1] === NEWLINE;
    const after = lines[close + 1];
    const closesField = lines[close] === QUOTE && (after === COMMA || after === NEWLINE || after === RETURN);
    if (!opensField || !closesField) return open;
    lines[open] = SPACE;
    lines[close] = SPACE;
  }
  return -1;
}

function isSpecial(byte: number): boolean {
  return byte === QUOTE || byte === COMMA || byte === NEWLINE || byte === RETURN;
}

const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
);
const MONTH = `(${MONTHS.map((month) => `${month.slice(0, 3)}(?:${month.slice(3)})?`).join('|')}|sept)`;
const SCALES: Readonly<Record<string, number>> = { k: 1e3, thousand: 1e3, m: 1e6, million: 1e6, bn: 1e9 };

/**
 * A text's normal form: NFKC, lower case, no invisible characters, days as `2026-03-01`, figures without separators and
 * scales (`$1,250.00` and `1.25k` both read `1250`), one kind of quote and dash, single spaces.
 */
export function normaliseText(text: string): string {
  const folded = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Cf}/gu, '')
    .replace(/[‘’‛`´]/g, "'")
    .replace(/[‐-―−]/g, '-');
  return normaliseNumbers(normaliseDates(folded))
    .replace(/[ \t]+/g, ' ')
    .trim();
}

function normaliseDates(text: string): string {
  return text
    .replace(new RegExp(`\\b${MONTH}\\.? (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})\\b`, 'g'), (_, m, d, y) =>
      day(y, m, d),
    )
    .replace(
      new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?\\.? (?:of )?${MONTH}\\.?,? (\\d{4})\\b`, 'g'),
      (_, d, m, y) => day(y, m, d),
    );
}

function day(year: string, month: string, dayOfMonth: string): string {
  const at = MONTHS.findIndex((one) => one.startsWith(month.slice(0, 3))) + 1;
  return `${year}-${String(at).padStart(2, '0')}-${dayOfMonth.padStart(2, '0')}`;
}

function normaliseNumbers(text: string): string {
  return text
    .replace(/(?<![\d-])(\d{1,3}(?:,\d{3})+)(?!\d)/g, (digits) => digits.replaceAll(',', ''))
    .replace(/(?<![\w-])(\d+(?:\.\d+)?) ?(k|m|bn|thousand|million)\b/g, (_, digits: string, scale: string) =>
      String(Math.round(Number(digits) * (SCALES[scale] ?? 1))),
    )
    .replace(/(\d)\.0+(?!\d)/g, '$1');
}

/** Sentences of a normal form; a table's row counts as one. */
export function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?;])\s+|\n+/).filter((one) => one.trim() !== '');
}

const NEGATION =
  /(?:\bnot\b|\bno\b|\bnone of\b|\bnever\b|\bwithout\b|\bnor\b|\bexcept\b|n't\b)(?:\s+\S+){0,3}\s*$/;

/** Whether the text says this and does not deny it. Wordings that deny by themselves ('no conflict') are taken as said. */
export function affirms(text: string, wording: string): boolean {
  const wanted = normaliseText(wording);
  const denies = /\b(?:not|no|none|never|without|nothing|nobody|cannot)\b|n't\b/.test(wanted);
  return sentencesOf(text).some((sentence) =>
    positionsOf(sentence, wanted).some((at) => denies || !NEGATION.test(sentence.slice(0, at))),
  );
}

/** Whether the text holds this anywhere, denied or not; for what nobody may read. */
export function mentions(text: string, wording: string): boolean {
  return positionsOf(text, normaliseText(wording)).length > 0;
}

function positionsOf(text: string, wanted: string): number[] {
  const at: number[] = [];
  for (let from = text.indexOf(wanted); from >= 0; from = text.indexOf(wanted, from + 1)) {
    const before = text[from - 1] ?? ' ';
    const after = text[from + wanted.length] ?? ' ';
    // Whole words only: '30' is not in '3000', and 'Altamont' not in 'Altamonte'.
    const wordBefore = /[\p{L}\p{N}]/u.test(before) && /^[\p{L}\p{N}]/u.test(wanted);
    const wordAfter = /[\p{L}\p{N}]/u.test(after) && /[\p{L}\p{N}]$/u.test(wanted);
    if (!wordBefore && !wordAfter) at.push(from);
  }
  return at;
}

/** Every figure of a normal form, days left out. */
export function figuresOf(text: string): number[] {
  const withoutDays = text.replace(/\d{4}-\d{2}-\d{2}/g, ' ').replace(/\b[a-z]+-\d+\b/g, ' ');
  return [...withoutDays.matchAll(/(?<![\w.])\d+(?:\.\d+)?(?!\w)/g)].map((match) => Number(match[0]));
}

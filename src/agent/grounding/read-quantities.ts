import { readDates } from '../../named-days.ts';

/** A number with its unit, a day or a month, as a text says it. */
export interface Quantity {
  readonly kind: 'amount' | 'percent' | 'points' | 'duration' | 'number' | 'share' | 'date';
  /** How the figure may be read: '37.000' is 37,000 or 37. Empty for dates. */
  readonly values: readonly number[];
  /** The place of the last figure shown: 0.1 million for '1.2M'. */
  readonly step: number;
  /** ISO currency, or day, week, month, year, hour; for dates `YYYY-MM-DD`, `YYYY-MM` or `--MM-DD`, `--MM`. */
  readonly unit: string;
  /** Said to be rounded: 'about', 'almost', '~', or written short as in 1.2M. */
  readonly rough: boolean;
  readonly start: number;
  readonly end: number;
}

const SYMBOLS: Readonly<Record<string, string>> = {
  '£': 'GBP',
  '€': 'EUR',
  $: 'USD',
  '¥': 'JPY',
  '₹': 'INR',
};
const CODES =
  'USD|EUR|GBP|CHF|JPY|SEK|NOK|DKK|AUD|CAD|NZD|INR|SGD|PLN|CZK|HUF|ZAR|BRL|MXN|CNY|HKD|AED|ILS|KRW|KWD';
const NAMED_CURRENCIES: Readonly<Record<string, string>> = {
  dollar: 'USD',
  euro: 'EUR',
  pound: 'GBP',
  franc: 'CHF',
  yen: 'JPY',
};
const CURRENCY = `US\\$|A\\$|C\\$|[£€$¥₹]|\\b(?:${CODES})\\b`;
const FIGURE = "\\d{1,3}(?:[\\s\\u00a0\\u202f](?=\\d{3}\\b)\\d{3})+(?:,\\d{1,2})?|\\d+(?:[.,’']\\d+)*";
const SCALE = '(?:\\s?(?:k|K|m|M|bn|B|mn)\\b|\\s(?:thousand|million|billion)\\b)';
const UNITS = 'hours?|(?:working |business |calendar )?days?|weeks?|months?|years?|quarters?';

const WORDS =
  'two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|' +
  '(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-(?:one|two|three|four|five|six|seven|eight|nine))?|a dozen|a hundred|one hundred';

const PATTERN = new RegExp(
  [
    `(?<share>\\b(?:a|one|two|three)[ -](?:thirds?|quarters?(?= of)|fifths?)\\b|\\bhalf\\b(?= (?:of|the)))`,
    `(?<before>${CURRENCY})\\s?(?<money>${FIGURE})(?<moneyScale>${SCALE})?`,
    `(?<figure>${FIGURE})(?<scale>${SCALE})?(?:\\s?(?<after>${CURRENCY})|\\s(?<named>dollars?|euros?|pounds?|francs?|yen)\\b|(?<percent>\\s?%(?!\\s?points?)|\\s(?:percent|per cent)\\b(?! points?))|(?<points>\\s?%?[ -](?:percentage |percent )?points?\\b|\\s?pp\\b)|[ -](?<unit>${UNITS})\\b)?`,
    `\\b(?<word>${WORDS})\\b(?:(?<wordPercent>\\s(?:percent|per cent)\\b)|(?<wordPoints> (?:percentage )?points?\\b)|[ -](?<wordUnit>${UNITS})\\b)?`,
  ].join('|'),
  'giu',
);

const ROUGH =
  /(?:about|around|roughly|nearly|almost|approximately|some|over|under|more than|less than|close to|just|circa|ca\.|~)\s*$/i;

/** All figures and dates of a text, left to right. Figures inside of ids ('REG-77', 'Basecamp9', 'Q3') are none. */
export function readQuantities(text: string): Quantity[] {
  const dates = readDates(text);
  const found: Quantity[] = dates.map((one) => ({
    kind: 'date' as const,
    values: [],
    step: 0,
    unit: one.day,
    rough: false,
    start: one.start,
    end: one.end,
  }));
  for (const match of text.matchAll(PATTERN)) {
    const start = match.index;
    const end = start + match[0].length;
    if (dates.some((one) => start < one.end && one.start < end)) continue;
    if (isInsideName(text, start, end)) continue;
    const read = readMatch(match.groups ?? {});
    const sign = /(?:^|[\s(])[-−]$/.test(text.slice(Math.max(0, start - 2), start)) ? -1 : 1;
    if (!read) continue;
    const rough = read.rough || ROUGH.test(text.slice(0, start));
    found.push({ ...read, values: read.values.map((one) => sign * one), rough, start, end });
  }
  return unifyRanges(
    text,
    found.sort((a, b) => a.start - b.start),
  );
}

/** '40 points (interval 9 to 55)', '9 to 55 points': the ends of a range have one unit. */
function unifyRanges(text: string, found: readonly Quantity[]): Quantity[] {
  return found.map((one, i) => {
    if (one.kind !== 'number') return one;
    const to = /^\s?(?:to|–|-|and)\s?$/;
    const next = found[i + 1];
    const last = found[i - 1];
    const after = next && to.test(text.slice(one.end, next.start)) ? next : null;
    const ahead = last && to.test(text.slice(last.end, one.start)) ? last : null;
    if (!after && !ahead) return one;
    const partner = [after, ahead].find((other) => other?.kind === 'points' || other?.kind === 'percent');
    const named = /interval|points/i.test(text.slice(Math.max(0, one.start - 60), one.end + 20));
    const unit = partner?.kind ?? (named ? 'points' : null);
    return unit === 'points' ? { ...one, unit } : unit === 'percent' ? { ...one, kind: unit } : one;
  });
}

/** Letters, hyphens or underscores touch the figure: part of an id, a version or an address. */
function isInsideName(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 2), start);
  const after = text.slice(end, end + 2);
  return /[\p{L}\d_@#/][-_.]?$|[\p{L}_]$/u.test(before) || /^(?:[\p{L}_@]|-\p{L}{3}|[-_]\d)/u.test(after);
}

type Read = Pick<Quantity, 'kind' | 'values' | 'step' | 'unit' | 'rough'>;

function readMatch(groups: Readonly<Record<string, string | undefined>>): Read | null {
  if (groups.share) return readShare(groups.share);
  if (groups.money) {
    return {
      kind: 'amount',
      unit: currencyOf(groups.before),
      ...readFigure(groups.money, groups.moneyScale),
    };
  }
  if (groups.figure) {
    const figure = readFigure(groups.figure, groups.scale);
    const currency = groups.after ?? groups.named;
    if (currency) return { kind: 'amount', unit: currencyOf(currency), ...figure };
    if (groups.points) return { kind: 'points', unit: '', ...figure };
    if (groups.percent) return { kind: 'percent', unit: '', ...figure };
    if (groups.unit) return { kind: 'duration', unit: unitOf(groups.unit), ...figure };
    return { kind: 'number', unit: '', ...figure };
  }
  if (!groups.word) return null;
  const plain = { values: [wordValue(groups.word)], step: 1, rough: false };
  if (groups.wordPoints) return { kind: 'points', unit: '', ...plain };
  if (groups.wordPercent) return { kind: 'percent', unit: '', ...plain };
  if (groups.wordUnit) return { kind: 'duration', unit: unitOf(groups.wordUnit), ...plain };
  return { kind: 'number', unit: '', ...plain };
}

function readShare(words: string): Read {
  const parts = /third|quarter|fifth/i.exec(words)?.[0]?.toLowerCase() ?? '';
  const whole = { third: 3, quarter: 4, fifth: 5 }[parts] ?? 2;
  const times = /^two/i.test(words) ? 2 : /^three/i.test(words) ? 3 : 1;
  return { kind: 'share', values: [(100 * times) / whole], step: 1, unit: '', rough: true };
}

function readFigure(figure: string, scale: string | undefined): Pick<Quantity, 'values' | 'step' | 'rough'> {
  const factor = scaleOf(scale);
  const plain = figure.replace(/[\s\u00a0\u202f’']/g, '');
  const texts = new Set<string>();
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(plain)) texts.add(plain.replaceAll(',', ''));
  if (/^\d{1,3}(?:\.\d{3})+(?:,\d+)?$/.test(plain)) texts.add(plain.replaceAll('.', '').replace(',', '.'));
  if (/^\d+(?:\.\d+)?$/.test(plain)) texts.add(plain);
  if (/^\d+,\d{1,2}$/.test(plain)) texts.add(plain.replace(',', '.'));
  const shown = [...texts];
  const decimals = Math.min(...shown.map((one) => one.split('.')[1]?.length ?? 0), 6);
  return {
    values: shown.map((one) => Number(one) * factor),
    step: factor * 10 ** -(Number.isFinite(decimals) ? decimals : 0),
    rough: factor > 1,
  };
}

function scaleOf(scale: string | undefined): number {
  switch (scale?.trim().toLowerCase()) {
    case undefined:
      return 1;
    case 'k':
    case 'thousand':
      return 1e3;
    case 'm':
    case 'mn':
    case 'million':
      return 1e6;
    default:
      return 1e9;
  }
}

function currencyOf(text: string | undefined): string {
  const plain = (text ?? '').toUpperCase();
  const named = NAMED_CURRENCIES[plain.toLowerCase().replace(/s$/, '')];
  return named ?? SYMBOLS[plain] ?? { US$: 'USD', A$: 'AUD', C$: 'CAD' }[plain] ?? plain;
}

function unitOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/^(?:business|calendar) /, '')
    .replace(/s$/, '');
}

const ONES =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'zero ten twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

function wordValue(word: string): number {
  const plain = word.toLowerCase();
  if (plain === 'a dozen') return 12;
  if (plain.endsWith('hundred')) return 100;
  const [tens = '', ones] = plain.split('-');
  const small = ONES.indexOf(tens);
  if (small >= 0) return small;
  return TENS.indexOf(tens) * 10 + (ones ? ONES.indexOf(ones) : 0);
}

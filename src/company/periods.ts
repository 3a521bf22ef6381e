import { addDays, addMonths, type IsoDate, isIsoDate } from '../dates.ts';

/** A stretch of days, [from, to), with the words by which people know it. */
export interface Period {
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly label: string;
}

/** The day that counts as today and the month in which the fiscal year starts, 1 to 12. */
export interface Calendar {
  readonly today: IsoDate;
  readonly fiscalYearStarts: number;
}

type Rule = readonly [RegExp, (match: RegExpExecArray, calendar: Calendar) => Period | null];

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const COUNTS: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  eighteen: 18,
};
const COUNT = '(\\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|eighteen)';

const ORDINALS: Readonly<Record<string, number>> = { first: 1, second: 2, third: 3, fourth: 4 };
const ORDINAL = '(first|second|third|fourth|1st|2nd|3rd|4th)';
const DAY = '(first|second|third|\\d{1,2})(?:st|nd|rd|th)?';
const THROUGH = '(?:\\s*[-–]\\s*|\\s+(?:to|until|till|through|and)\\s+)';
const YEAR = "(?:fy\\s*'?(\\d{4}|\\d{2})|(20\\d{2}))";

const RULES: readonly Rule[] = [
  [
    /(\d{4}-\d{2}-\d{2})\s*(?:to|until|till|and|-|–|\.\.)\s*(\d{4}-\d{2}-\d{2})/,
    ([, from = '', to = '']) =>
      isIsoDate(from) && isIsoDate(to) && from <= to
        ? { from, to: addDays(to, 1), label: `${from} to ${to}` }
        : null,
  ],
  [
    new RegExp(
      `\\b${DAY}\\s+(?:of\\s+)?${MONTH}(?:,?\\s+(\\d{4}))?${THROUGH}(?:the\\s+)?${DAY}\\s+(?:of\\s+)?${MONTH}(?:,?\\s+(\\d{4}))?\\b`,
    ),
    ([, firstDay = '', first = '', firstYear, lastDay = '', last = '', lastYear], c) =>
      dayRange({ firstDay, first, firstYear, lastDay, last, lastYear }, c),
  ],
  [
    new RegExp(
      `\\b${MONTH}\\s+${DAY}(?:,?\\s+(\\d{4}))?${THROUGH}${MONTH}\\s+${DAY}(?:,?\\s+(\\d{4}))?(?!\\d)`,
    ),
    ([, first = '', firstDay = '', firstYear, last = '', lastDay = '', lastYear], c) =>
      dayRange({ firstDay, first, firstYear, lastDay, last, lastYear }, c),
  ],
  [
    new RegExp(`\\b${MONTH}(?:\\s+(\\d{4}))?${THROUGH}${MONTH}(?:\\s+(\\d{4}))?\\b`),
    ([, first = '', firstYear, last = '', lastYear], c) =>
      monthRange({ first, firstYear, last, lastYear }, c),
  ],
  [
    new RegExp(`\\b(?:last|past|previous|trailing)\\s+${COUNT}\\s+quarters\\b`),
    ([, n = ''], c) => lastQuarters(count(n), c),
  ],
  [
    new RegExp(`\\b(?:last|past|previous|trailing)\\s+${COUNT}\\s+(days|weeks|months|years)\\b`),
    ([, n = '', unit = ''], c) => trailing(count(n), unit, c),
  ],
  [/\b(?:last|past|previous|prior)\s+(?:fiscal\s+)?quarter\b/, (_, c) => quarterAt(c, -1)],
  [/\b(?:this|current)\s+(?:fiscal\s+)?quarter\b|\bquarter to date\b|\bqtd\b/, (_, c) => quarterAt(c, 0)],
  [/\bnext\s+(?:fiscal\s+)?quarter\b/, (_, c) => quarterAt(c, 1)],
  [
    /\bsince\s+(?:the\s+(?:start|beginning)\s+of\s+)?q([1-4])\s*(?:of\s+)?(?:fy\s*'?)?(\d{4}|\d{2})?\b/,
    ([, q = '', year], c) => sinceQuarter(Number(q), year, c),
  ],
  [
    // A year after the quarter is the quarter's own.
    new RegExp(`\\b${YEAR}[\\s,/-]*q([1-4])\\b(?!\\s*(?:of\\s+)?(?:fy\\s*'?)?\\d{2})`),
    ([, fiscal, year, q = ''], c) => namedQuarter(Number(q), fiscal ?? year, c),
  ],
  [
    new RegExp(`\\b${ORDINAL}\\s+(?:fiscal\\s+)?quarter\\b(?:\\s+(?:of|in))?(?:\\s+${YEAR})?`),
    ([, nth = '', fiscal, year], c) =>
      namedQuarter(ORDINALS[nth] ?? Number.parseInt(nth, 10), fiscal ?? year, c),
  ],
  [
    /\bq([1-4])\s*(?:of\s+)?(?:fy\s*'?)?(\d{4}|\d{2})?\b/,
    ([, q = '', year], c) => namedQuarter(Number(q), year, c),
  ],
  [/\b(?:last|past|previous|prior)\s+half(?:[\s-]year)?\b/, (_, c) => halfAt(c, -1)],
  [/\b(?:this|current)\s+half(?:[\s-]year)?\b/, (_, c) => halfAt(c, 0)],
  [
    new RegExp(`\\b${YEAR}[\\s,/-]*h([12])\\b(?!\\s*(?:of\\s+)?(?:fy\\s*'?)?\\d{2})`),
    ([, fiscal, year, half = ''], c) => namedHalf(Number(half), fiscal ?? year, c),
  ],
  [
    /\bh([12])\s*(?:of\s+)?(?:fy\s*'?)?(\d{4}|\d{2})?\b/,
    ([, half = '', year], c) => namedHalf(Number(half), year, c),
  ],
  [
    new RegExp(
      `\\b(first|second|1st|2nd)\\s+half(?:[\\s-]year)?\\b(?:\\s+(?:of|in))?(?:\\s+(?:(this|last)\\s+(?:fiscal\\s+)?year|${YEAR}))?`,
    ),
    ([, nth = '', which, fiscal, year], c) =>
      namedHalf(ORDINALS[nth] ?? Number.parseInt(nth, 10), fiscal ?? year ?? yearOf(which, c), c),
  ],
  [/\bfy\s*'?(\d{4}|\d{2})\b/, ([, year = ''], c) => fiscalYear(fullYear(year), c)],
  [
    /\b(?:last|past|previous|prior)\s+(?:fiscal\s+)?year\b/,
    (_, c) => fiscalYear(fiscalYearOf(c.today, c) - 1, c),
  ],
  [/\b(?:this|current)\s+(?:fiscal\s+)?year\b|\byear to date\b|\bytd\b/, (_, c) => yearToDate(c)],
  [/\b(?:last|past|previous)\s+month\b/, (_, c) => monthAt(c, -1)],
  [/\b(?:this|current)\s+month\b/, (_, c) => monthAt(c, 0)],
  [/\b(?:last|past|previous)\s+week\b/, (_, c) => trailing(7, 'days', c)],
  [
    new RegExp(`\\bsince\\s+(?:the\\s+)?${DAY}\\s+(?:of\\s+)?${MONTH}(?:,?\\s+(\\d{4}))?\\b`),
    ([, day = '', name = '', year], c) => sinceDay({ day, name, year }, c),
  ],
  [
    new RegExp(`\\bsince\\s+${MONTH}\\s+${DAY}(?:,?\\s+(\\d{4}))?(?!\\d)`),
    ([, name = '', day = '', year], c) => sinceDay({ day, name, year }, c),
  ],
  [
    /\bsince\s+yesterday\b/,
    (_, { today }) => ({ from: addDays(today, -1), to: addDays(today, 1), label: 'since yesterday' }),
  ],
  [
    new RegExp(`\\bsince\\s+${MONTH}(?:\\s+(\\d{4}))?\\b`),
    ([, name = '', year], c) => sinceMonth(name, year, c),
  ],
  [
    /\bsince\s+(\d{4}-\d{2}-\d{2})\b/,
    ([, from = ''], c) =>
      isIsoDate(from) && from <= c.today ? { from, to: addDays(c.today, 1), label: `since ${from}` } : null,
  ],
  [
    new RegExp(`\\b(?:in|for|during|of)\\s+${MONTH}(?:\\s+(\\d{4}))?\\b`),
    ([, name = '', year], c) => namedMonth(name, year, c),
  ],
  [new RegExp(`\\b${MONTH}\\s+(\\d{4})\\b`), ([, name = '', year], c) => namedMonth(name, year, c)],
  [
    /\b(?:in|for|during|of|year)\s+(20\d{2})\b/,
    ([, year = '']) => ({ from: `${year}-01-01`, to: `${Number(year) + 1}-01-01`, label: year }),
  ],
];

/**
 * Reads a period out of words such as 'last quarter', 'Q2 FY26', 'since March' or 'past 90 days'; null where none is
 * named. Quarters and years are the company's fiscal ones; a fiscal year has the name of the year in which it ends.
 */
export function readPeriod(text: string, calendar: Calendar): Period | null {
  const lower = text.toLowerCase();
  for (const [pattern, read] of RULES) {
    const match = pattern.exec(lower);
    const period = match ? read(match, calendar) : null;
    if (period) return period;
  }
  return null;
}

/** The complete fiscal quarters before today, the measure of 'recent' where nobody says a period. */
export function lastFourQuarters(calendar: Calendar): Period {
  return lastQuarters(4, calendar);
}

/** What people call a stretch of days: its fiscal quarter, half, year or month; else its dates. */
export function labelPeriod(days: { from: IsoDate; to: IsoDate }, calendar: Calendar): string {
  const { from, to } = days;
  const quarter = describeQuarter(quarterStart(from, calendar), calendar);
  const half = describeHalf(halfStart(from, calendar), calendar);
  const year = fiscalYear(fiscalYearOf(from, calendar), calendar);
  const month = describeMonth(`${from.slice(0, 7)}-01`);
  const known = [quarter, half, year, month].find((one) => one.from === from && one.to === to);
  return known?.label ?? `${from} to ${addDays(to, -1)}`;
}

function lastQuarters(quarters: number, calendar: Calendar): Period {
  const to = quarterStart(calendar.today, calendar);
  return { from: addMonths(to, -3 * quarters), to, label: `the last ${quarters} complete fiscal quarters` };
}

function trailing(amount: number, unit: string, { today }: Calendar): Period {
  const to = addDays(today, 1);
  const days = unit === 'weeks' ? amount * 7 : amount;
  const from =
    unit === 'months'
      ? addMonths(to, -amount)
      : unit === 'years'
        ? addMonths(to, -12 * amount)
        : addDays(to, -days);
  return { from, to, label: `the last ${amount} ${unit}` };
}

function quarterAt(calendar: Calendar, offset: number): Period {
  return describeQuarter(addMonths(quarterStart(calendar.today, calendar), 3 * offset), calendar);
}

function describeQuarter(from: IsoDate, calendar: Calendar): Period {
  const months = (monthOf(from) - calendar.fiscalYearStarts + 12) % 12;
  return { from, to: addMonths(from, 3), label: `Q${months / 3 + 1} FY${fiscalYearOf(from, calendar)}` };
}

/** A quarter without a year is the latest one that has begun. */
function namedQuarter(quarter: number, year: string | undefined, calendar: Calendar): Period {
  const of = (fiscal: number) => addMonths(fiscalYear(fiscal, calendar).from, 3 * (quarter - 1));
  if (year) return describeQuarter(of(fullYear(year)), calendar);
  const current = fiscalYearOf(calendar.today, calendar);
  const from = of(current) <= calendar.today ? of(current) : of(current - 1);
  return describeQuarter(from, calendar);
}

function describeHalf(from: IsoDate, calendar: Calendar): Period {
  const months = (monthOf(from) - calendar.fiscalYearStarts + 12) % 12;
  return { from, to: addMonths(from, 6), label: `H${months / 6 + 1} FY${fiscalYearOf(from, calendar)}` };
}

function halfStart(day: IsoDate, { fiscalYearStarts }: Calendar): IsoDate {
  const into = (monthOf(day) - fiscalYearStarts + 12) % 6;
  return addMonths(`${day.slice(0, 7)}-01`, -into);
}

function halfAt(calendar: Calendar, offset: number): Period {
  return describeHalf(addMonths(halfStart(calendar.today, calendar), 6 * offset), calendar);
}

/** A half without a year is the latest one that has begun. */
function namedHalf(half: number, year: string | undefined, calendar: Calendar): Period {
  const of = (fiscal: number) => addMonths(fiscalYear(fiscal, calendar).from, 6 * (half - 1));
  if (year) return describeHalf(of(fullYear(year)), calendar);
  const current = fiscalYearOf(calendar.today, calendar);
  return describeHalf(of(current) <= calendar.today ? of(current) : of(current - 1), calendar);
}

function yearOf(which: string | undefined, calendar: Calendar): string | undefined {
  if (!which) return undefined;
  return String(fiscalYearOf(calendar.today, calendar) - (which === 'last' ? 1 : 0));
}

function fiscalYear(year: number, calendar: Calendar): Period {
  const starts = calendar.fiscalYearStarts;
  const from = `${starts === 1 ? year : year - 1}-${String(starts).padStart(2, '0')}-01`;
  return { from, to: addMonths(from, 12), label: `FY${year}` };
}

function yearToDate(calendar: Calendar): Period {
  const year = fiscalYear(fiscalYearOf(calendar.today, calendar), calendar);
  return { from: year.from, to: addDays(calendar.today, 1), label: `${year.label} to date` };
}

function monthAt({ today }: Calendar, offset: number): Period {
  return describeMonth(addMonths(`${today.slice(0, 7)}-01`, offset));
}

function namedMonth(name: string, year: string | undefined, calendar: Calendar): Period {
  return describeMonth(monthStart(name, year, calendar));
}

function sinceMonth(name: string, year: string | undefined, calendar: Calendar): Period {
  const from = monthStart(name, year, calendar);
  return { from, to: addDays(calendar.today, 1), label: `since ${from}` };
}

/** A day that is not there, or not yet, is no period; without a year it is the latest one that has come. */
function sinceDay(
  named: { day: string; name: string; year: string | undefined },
  calendar: Calendar,
): Period | null {
  const month = monthStart(named.name, named.year, calendar);
  const day = String(ORDINALS[named.day] ?? Number(named.day)).padStart(2, '0');
  const said = `${month.slice(0, 8)}${day}`;
  if (!isIsoDate(said)) return null;
  const from = said > calendar.today && !named.year ? addMonths(said, -12) : said;
  return from <= calendar.today ? { from, to: addDays(calendar.today, 1), label: `since ${from}` } : null;
}

function sinceQuarter(quarter: number, year: string | undefined, calendar: Calendar): Period | null {
  const { from } = namedQuarter(quarter, year, calendar);
  return from <= calendar.today ? { from, to: addDays(calendar.today, 1), label: `since ${from}` } : null;
}

/** Both days included; a year that only one of them has holds for both, and without one the later day has come. */
function dayRange(
  days: {
    firstDay: string;
    first: string;
    firstYear: string | undefined;
    lastDay: string;
    last: string;
    lastYear: string | undefined;
  },
  calendar: Calendar,
): Period | null {
  const dayIn = (month: IsoDate, day: string) =>
    `${month.slice(0, 8)}${String(ORDINALS[day] ?? Number(day)).padStart(2, '0')}`;
  const last = dayIn(monthStart(days.last, days.lastYear ?? days.firstYear, calendar), days.lastDay);
  const first = dayIn(monthStart(days.first, days.firstYear ?? last.slice(0, 4), calendar), days.firstDay);
  if (!isIsoDate(last) || !isIsoDate(first)) return null;
  const from = first > last && !days.firstYear ? addMonths(first, -12) : first;
  if (from > last) return null;
  return { from, to: addDays(last, 1), label: `${from} to ${last}` };
}

/** Whole months, both named ones included; a year that only one of them has holds for both. */
function monthRange(
  months: { first: string; firstYear: string | undefined; last: string; lastYear: string | undefined },
  calendar: Calendar,
): Period | null {
  const last = monthStart(months.last, months.lastYear ?? months.firstYear, calendar);
  const same = monthStart(months.first, months.firstYear ?? last.slice(0, 4), calendar);
  const from = same > last && !months.firstYear ? addMonths(same, -12) : same;
  if (from > last) return null;
  return {
    from,
    to: addMonths(last, 1),
    label: `${describeMonth(from).label} to ${describeMonth(last).label}`,
  };
}

function describeMonth(from: IsoDate): Period {
  const name = MONTHS[monthOf(from) - 1] ?? '';
  return {
    from,
    to: addMonths(from, 1),
    label: `${name.charAt(0).toUpperCase()}${name.slice(1)} ${from.slice(0, 4)}`,
  };
}

/** A month without a year is the latest one that has begun. */
function monthStart(name: string, year: string | undefined, { today }: Calendar): IsoDate {
  const month = MONTHS.findIndex((full) => full.startsWith(name.slice(0, 3))) + 1;
  const of = (y: number) => `${y}-${String(month).padStart(2, '0')}-01`;
  if (year) return of(Number(year));
  const current = Number(today.slice(0, 4));
  return of(current) <= today ? of(current) : of(current - 1);
}

function quarterStart(day: IsoDate, { fiscalYearStarts }: Calendar): IsoDate {
  const into = (monthOf(day) - fiscalYearStarts + 12) % 3;
  return addMonths(`${day.slice(0, 7)}-01`, -into);
}

function fiscalYearOf(day: IsoDate, { fiscalYearStarts }: Calendar): number {
  const year = Number(day.slice(0, 4));
  return fiscalYearStarts === 1 || monthOf(day) < fiscalYearStarts ? year : year + 1;
}

function monthOf(day: IsoDate): number {
  return Number(day.slice(5, 7));
}

function fullYear(year: string): number {
  return year.length === 2 ? 2000 + Number(year) : Number(year);
}

function count(text: string): number {
  return COUNTS[text] ?? Number(text);
}

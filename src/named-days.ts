/** A day or a month that a text names. */
export interface NamedDay {
  /** `YYYY-MM-DD`; `YYYY-MM` for a month; `--MM-DD` and `--MM` where no year is said. */
  readonly day: string;
  readonly start: number;
  readonly end: number;
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const MONTH =
  'jan(?:uary|\\.)?|feb(?:ruary|\\.)?|mar(?:ch|\\.)?|apr(?:il|\\.)?|may|june?\\.?|july?\\.?|aug(?:ust|\\.)?|sept?(?:ember|\\.)?|oct(?:ober|\\.)?|nov(?:ember|\\.)?|dec(?:ember|\\.)?';

const PATTERN = new RegExp(
  [
    `\\b(?<iso>\\d{4}-\\d{2}-\\d{2})(?!\\d)`,
    `\\b(?<day1>\\d{1,2})(?:st|nd|rd|th)?(?: of)? (?<month1>${MONTH})\\b(?:,? (?<year1>\\d{4})\\b)?`,
    `\\b(?<month2>${MONTH}) (?<day2>\\d{1,2})(?:st|nd|rd|th)?\\b(?!\\d)(?:,? (?<year2>\\d{4})\\b)?`,
    `\\b(?<month3>${MONTH}),? (?<year3>\\d{4})\\b`,
    `\\b(?<day4>\\d{1,2})\\.(?<month4>\\d{1,2})\\.(?<year4>\\d{4})\\b`,
    `\\b(?<slash1>\\d{1,2})/(?<slash2>\\d{1,2})/(?<year5>\\d{4})\\b`,
    `\\b(?<year6>\\d{4})-(?<month6>\\d{2})(?![-\\d])`,
    `(?<=\\b(?:in|since|until|by|of|before|after|from|through|during|to|and|early|mid|late|this|last|next) )(?<month7>${MONTH})\\b`,
  ].join('|'),
  'gi',
);

/** Days and months in the ways in which people write them; '05/06/2026' gives both readings. */
export function readDates(text: string): NamedDay[] {
  return [...text.matchAll(PATTERN)].flatMap((match) => {
    const place = { start: match.index, end: match.index + match[0].length };
    return readMatch(match.groups ?? {}, match[0]).map((day) => ({ day, ...place }));
  });
}

function readMatch(groups: Readonly<Record<string, string | undefined>>, whole: string): string[] {
  if (groups.iso) return [groups.iso];
  if (groups.day1) return [join(groups.year1, monthOf(groups.month1), groups.day1)];
  if (groups.day2) return [join(groups.year2, monthOf(groups.month2), groups.day2)];
  if (groups.month3) return [join(groups.year3, monthOf(groups.month3))];
  if (groups.day4) return [join(groups.year4, groups.month4, groups.day4)];
  if (groups.slash1) {
    return [
      join(groups.year5, groups.slash1, groups.slash2),
      join(groups.year5, groups.slash2, groups.slash1),
    ];
  }
  if (groups.year6) return [join(groups.year6, groups.month6)];
  // 'may' and 'march' are verbs too.
  if (groups.month7 && /^[A-Z]/.test(whole)) return [join(undefined, monthOf(groups.month7))];
  return [];
}

function monthOf(name: string | undefined): string {
  return String(MONTHS.indexOf((name ?? '').slice(0, 3).toLowerCase()) + 1);
}

function join(year: string | undefined, month: string | undefined, day?: string): string {
  const parts = [year ?? '-', (month ?? '').padStart(2, '0'), ...(day ? [day.padStart(2, '0')] : [])];
  return parts.join('-');
}

/** Whether a day as said can be this day or month of the evidence; what is said less fully is wider. */
export function isSameDay(said: string, known: string): boolean {
  if (said === known) return true;
  if (said.startsWith('--')) {
    return known.startsWith('--') ? known.startsWith(said) : known.slice(4).startsWith(said.slice(1));
  }
  // A month with its year covers its days; a day is never proven by a month.
  return known.startsWith('--')
    ? said.slice(4) === known.slice(1)
    : said.length === 7 && known.startsWith(said);
}

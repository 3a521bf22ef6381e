/** What a question about revenue asks for, as far as its words alone tell. */
export interface RevenueWords {
  readonly archetype: string | undefined;
  readonly by: string | undefined;
  readonly model: string | undefined;
  readonly figure: 'sourced' | 'influenced' | 'attached' | 'attributed' | undefined;
  readonly chart: boolean;
  /** Whether a part of the whole is asked for. */
  readonly shares: boolean;
  readonly comparison: Comparison | null;
}

/** The two halves of a comparison: the words that name the later period, and those that name the earlier one. */
export interface Comparison {
  readonly later: string;
  readonly earlier: string;
}

const ARCHETYPES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:sis?|system integrators?|integrators)\b/i, 'si'],
  [/\b(?:msps?|managed service)\b/i, 'msp'],
  [/\b(?:isvs?|technology partners?)\b/i, 'isv'],
  [/\bresellers?\b/i, 'reseller'],
  [/\breferral partners?\b/i, 'referral'],
  [/\binfluence partners?\b/i, 'influence'],
];

const MODELS: readonly (readonly [RegExp, string])[] = [
  [/\bfirst[- ]touch\b|\bfirst model\b/i, 'first'],
  [/\blast[- ]touch\b|\blast model\b/i, 'last'],
  [/\blinear(?:ly)?\b/i, 'linear'],
  [/\beven(?:ly)?[- ](?:split|model|credit)|\bsplit evenly\b/i, 'even'],
  [/\bposition[- ]?(?:based)?\b|\bu[- ]shaped?\b/i, 'position'],
  [/\bw[- _]shaped?\b/i, 'w_shaped'],
  [/\btime[- _]decay\b/i, 'time_decay'],
  [/\bmarkov\b/i, 'markov'],
  [/\bshapley\b/i, 'shapley'],
];

const FIGURES: readonly (readonly [RegExp, 'sourced' | 'influenced' | 'attached' | 'attributed'])[] = [
  [/\battribut\w*|\bcredit(?:ed|s)?\b/i, 'attributed'],
  [/\battached\b/i, 'attached'],
  [/\bsourc(?:ed?|es|ing)\b/i, 'sourced'],
  [/\binfluenc(?:ed?|es|ing)\b/i, 'influenced'],
];

const ASKS_FOR_CHART = /\b(?:charts?|graphs?|plots?|diagrams?|waterfall|visuali[sz]e|picture)\b/i;
const BOTH_COLUMNS =
  /\bsourced?\b\W+(?:and|vs\.?|versus|against|or|to|compared (?:to|with))\W+influenced?\b/gi;

/** Reads a question about revenue. */
export function readRevenue(text: string): RevenueWords {
  const columns = FIGURES.filter(([pattern]) => pattern.test(text)).map(([, figure]) => figure);
  const names = MODELS.find(([pattern]) => pattern.test(text))?.[1];
  return {
    archetype: ARCHETYPES.find(([pattern]) => pattern.test(text))?.[1],
    by: /\b(?:by|per|each) (partner|archetype|tier|region|product|quarter)s?\b/i
      .exec(text)?.[1]
      ?.toLowerCase(),
    model: names,
    shares: /\b(?:share|percent(?:age)?|part of)\b|%/i.test(text),
    // Two columns are both wanted, and neither is the one.
    figure: columns.length === 1 ? columns[0] : names ? 'attributed' : undefined,
    chart: ASKS_FOR_CHART.test(text),
    comparison: readComparison(text.replace(BOTH_COLUMNS, 'revenue')),
  };
}

const HELD_AGAINST =
  /\b(?:against|versus|vs\.?|compared? (?:to|with|it to|it with|that to|that with)|(?:more|less|better|worse|higher|lower) than|than (?:in )?(?=the|last|q[1-4]|a year)|relative to|up (?:or down )?on|over the (?=year before|quarter before))/i;
const ASKS_FOR_CHANGE =
  /\b(?:year[- ](?:over|on)[- ]year|yoy|quarter[- ](?:over|on)[- ]quarter|qoq|chang(?:ed?|es)|gr[eo]w(?:n|th|ing)?|up or down|better or worse|improv(?:ed?|ing)|declin(?:ed?|ing)|compare[ds]?)\b/i;

function readComparison(text: string): Comparison | null {
  const both = /\bcompare (.+?) (?:with|to|and|against) (.+)$/i.exec(text);
  if (both?.[1] && both[2] && NAMES_TIME.test(both[1]) && NAMES_TIME.test(both[2]))
    return { later: both[1], earlier: both[2] };
  const held = HELD_AGAINST.exec(text);
  if (held) {
    const [later, earlier] = [text.slice(0, held.index), text.slice(held.index + held[0].length)];
    if (NAMES_TIME.test(earlier)) return { later, earlier };
  }
  const year = /\b(?:year[- ](?:over|on)[- ]year|yoy)\b/i.test(text);
  return ASKS_FOR_CHANGE.test(text) ? { later: text, earlier: year ? 'a year ago' : '' } : null;
}

const NAMES_TIME =
  /\b(?:before|previous|prior|earlier|ago|last|quarters?|months?|years?|q[1-4]|fy ?'?\d{2,4}|20\d{2}|january|february|march|april|may|june|july|august|september|october|november|december)\b/i;

/** Which earlier period the words mean where they name it by the later one; null where it has a name of its own. */
export function readAgainst(comparison: Comparison): 'previous' | 'year' | null {
  const { later, earlier } = comparison;
  const laterIsYear = /\b(?:year|fy ?'?\d{2,4})\b/i.test(later) && !/\bquarter|q[1-4]\b/i.test(later);
  if (earlier === '' || /\b(?:before|previous|prior|preceding)\b/i.test(earlier)) {
    return /\byear\b/i.test(earlier) && !laterIsYear ? 'year' : 'previous';
  }
  if (/\b(?:year ago|a year earlier|last year|same (?:quarter|period|time|months?))\b/i.test(earlier))
    return laterIsYear ? 'previous' : 'year';
  return null;
}

import type { RulesOfEngagement } from '../company/settings.ts';
import { listSentences } from './sentences.ts';

/** A number of company.yaml beside a sentence that gives another one. */
export interface Disagreement {
  readonly setting: string;
  readonly configured: number;
  readonly said: number;
  readonly path: string;
  /** Word for word as it stands in the page. */
  readonly quote: string;
}

type Setting = {
  readonly [Key in keyof RulesOfEngagement]: RulesOfEngagement[Key] extends number ? Key : never;
}[keyof RulesOfEngagement];

interface Statement {
  readonly setting: Setting;
  /** Must be found in the sentence or in the headings above it. */
  readonly about: RegExp;
  /** Finds the number as `n` and, where it is a time, its `unit`. */
  readonly says: readonly RegExp[];
}

const NUMBERS: Readonly<Record<string, number>> = {
  ...{ once: 1, one: 1, twice: 2, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8 },
  ...{ nine: 9, ten: 10, twelve: 12, fourteen: 14, thirty: 30, sixty: 60, ninety: 90 },
};
const N = `(?<n>\\d[\\d,.]*|${Object.keys(NUMBERS).join('|')})`;
const TIME = `${N}\\W{0,3}(?:\\(\\d+\\)\\s*)?(?:calendar )?(?<unit>days?|weeks?|months?)`;
const DAYS: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30 };

/** How sentences usually state a number of the settings. Narrow: a false alarm costs more than a miss. */
const STATEMENTS: readonly Statement[] = [
  {
    setting: 'registration_protection_days',
    about: /regist|protect/i,
    says: [
      new RegExp(
        `\\bprotect(?:s|ed|ion)?\\b(?![^.;]*\\bexten)[^.;]{0,60}?\\b(?:for|lasts?|holds?|runs?|of) ${TIME}`,
        'i',
      ),
      new RegExp(`\\b${TIME} of (?:protection|exclusivity)`, 'i'),
    ],
  },
  {
    setting: 'registration_decision_days',
    about: /regist/i,
    says: [
      new RegExp(
        `\\b(?:decides?|decided|decision|approves?|answered)\\b[^.;]{0,60}?\\bwithin ${N} (?:working|business) (?<unit>days?)`,
        'i',
      ),
    ],
  },
  {
    setting: 'extension_days',
    about: /regist|protect/i,
    says: [new RegExp(`\\b(?:extend(?:ed)?|prolonged)\\b[^.;]{0,60}?\\bby (?:up to )?${TIME}`, 'i')],
  },
  {
    setting: 'max_extensions',
    about: /regist|protect/i,
    says: [
      /\bextend(?:ed)?\b[^.;]{0,60}?\b(?:at most|only|no more than|up to) (?<n>once|twice|\d+)(?: times?)?(?! days)/i,
    ],
  },
  {
    setting: 'min_amount',
    about: /regist/i,
    says: [
      /\b(?:smallest|minimum|least)\b(?=[^.;]*\b(?:regist|deal|amount))[^.;]{0,60}?(?:[$€£]|\b(?:usd|eur|gbp) )\s?(?<n>\d[\d,.]*)/i,
    ],
  },
  {
    setting: 'max_open_registrations',
    about: /regist/i,
    says: [
      new RegExp(
        `\\b(?:at most|no more than|up to|maximum of|limit of) ${N} (?:open |undecided |active )?(?:registrations|registered)`,
        'i',
      ),
    ],
  },
  {
    setting: 'influence_window_days',
    about: /influenc/i,
    says: [new RegExp(`\\bin(?:side| the)(?: last)? ${TIME} before\\b`, 'i')],
  },
  {
    setting: 'dormant_opportunity_days',
    about: /opportunit|deal|regist/i,
    says: [
      new RegExp(
        `\\b(?:dormant|no activity|without activity|not moved)\\b[^.;]{0,50}?\\b(?:for|after|in) ${TIME}`,
        'i',
      ),
    ],
  },
];

/** Where sentences of the pages and the numbers of company.yaml differ, in the order of the pages. */
export function compareSettings(
  passages: readonly { path: string; title: string; heading: string; text: string }[],
  rules: RulesOfEngagement,
): Disagreement[] {
  return passages.flatMap((passage) =>
    listSentences(passage.text).flatMap((quote) =>
      STATEMENTS.flatMap(({ setting, about, says }) => {
        if (!about.test(`${passage.title} ${passage.heading} ${quote}`)) return [];
        const said = says.map((pattern) => pattern.exec(quote)?.groups).find((groups) => groups?.n);
        const configured = rules[setting];
        if (!said || agrees(said, configured)) return [];
        return [{ setting, configured, said: daysOf(said), path: passage.path, quote }];
      }),
    ),
  );
}

function daysOf(said: Readonly<Record<string, string | undefined>>): number {
  return numberOf(said.n ?? '') * (DAYS[unitOf(said)] ?? 1);
}

/** A month may be meant as 28 to 31 days. */
function agrees(said: Readonly<Record<string, string | undefined>>, configured: number): boolean {
  const days = daysOf(said);
  if (unitOf(said) !== 'month') return days === configured;
  return Math.abs(days - configured) <= 2 * numberOf(said.n ?? '');
}

function unitOf(said: Readonly<Record<string, string | undefined>>): string {
  return (said.unit ?? '').toLowerCase().replace(/s$/, '');
}

function numberOf(written: string): number {
  return (
    NUMBERS[written.toLowerCase()] ?? Number(written.replace(/[,.](?=\d{3}\b)/g, '').replace(/[.,]$/, ''))
  );
}

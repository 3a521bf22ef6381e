import { readFileSync } from 'node:fs';
import { countryNames } from './country-names.ts';
import { foldText, isUnspacedScript, splitTokens } from './fold.ts';

/** Words that say what kind of body a name is, in many languages, and how often words occur in company names. */
export interface NameLexicon {
  /** Legal class (`LLC`, `JSC`, `CO`, …) of a form given as its folded tokens joined by a space. */
  readonly legalForms: ReadonlyMap<string, string>;
  readonly longestForm: number;
  /** Last words of forms: most names end in none of them. */
  readonly formEnds: ReadonlySet<string>;
  /** Class of a folded word: 'universidad' and 'university' are one word in two languages. */
  readonly wordClasses: ReadonlyMap<string, string>;
  /** ISO code of a country by its folded name of one to four words, in many languages. */
  readonly countries: ReadonlyMap<string, string>;
  /** First words of the names of countries. */
  readonly countryStarts: ReadonlySet<string>;
  /** Forms and words of scripts without spaces, to be set apart before tokens are cut. */
  readonly unspaced: RegExp;
  readonly unspacedForms: ReadonlyMap<string, string>;
  /** How many of `names` names of the background hold a word. */
  readonly wordCounts: ReadonlyMap<string, number>;
  readonly names: number;
}

type Classes = Readonly<Record<string, readonly string[]>>;

/** Common forms that the resources list only in longer phrases. */
const MORE_FORMS: Classes = {
  CO: [
    'co',
    'company',
    'companies',
    'cos',
    'corp',
    'corporation',
    'corpn',
    'corporate',
    'incorporated',
    'gesellschaft',
    'cie',
  ],
  JSC: [
    'kk',
    'kabushiki kaisha',
    'tbk',
    'asa',
    'as',
    'sa/nv',
    'nv/sa',
    'publ',
    'pt tbk',
    'sab de cv',
    's.p.a.',
    'zrt',
    'nyrt',
    'dd',
    '股份',
    '（株）',
    '㈱',
    '(株)',
  ],
  LLC: [
    'pvt ltd',
    'pvt',
    'private limited',
    'private ltd',
    'pte',
    'pty',
    'ltda',
    'c.v.',
    'cv',
    's de rl',
    's de rl de cv',
    'sa de cv',
    'lda',
    'sl',
    'slu',
    'sarl',
    'srls',
    'kft',
    'doo',
    'sp zoo',
    '(pty)',
    '유한회사',
    'ltd co',
    'limited company',
  ],
};

/** Forms that are words or numerals as often as forms. */
const AMBIGUOUS_FORMS = new Set(
  'in ca ii at ll pe pr ps pc ts nl et st hc lc rt sd og im is go of da'.split(' '),
);

/** Not said of a company alone, so never taken for the same word in another language. */
const UNTRANSLATED_CLASSES = new Set(
  'named socalled skb nominee liquidation tpb npp snco nbco alqaeda hezbollah irgc pla ccp cia'.split(' '),
);

/** Reads the resources that ship with the matcher (some 20 ms); callers keep the result for as long as they match. */
export function loadNameLexicon(): NameLexicon {
  const counts = readResource('word-counts.json') as { names: number; words: Record<string, number> };
  const legal = [readResource('legal-forms.json') as Classes, MORE_FORMS];
  const words = readResource('word-classes.json') as Classes;
  const legalForms = new Map<string, string>();
  const unspacedForms = new Map<string, string>();
  for (const classes of legal) {
    for (const [legalClass, forms] of Object.entries(classes)) {
      for (const form of forms) addLegalForm(form, legalClass, { legalForms, unspacedForms });
    }
  }
  const unspacedWords = Object.values(words).flat().filter(isUnspacedScript);
  const unspaced = [...unspacedForms.keys(), ...unspacedWords.filter((word) => word.length > 1)];
  unspaced.sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const countries = countryNames();
  return {
    legalForms,
    formEnds: new Set([...legalForms.keys()].map((form) => form.slice(form.lastIndexOf(' ') + 1))),
    countryStarts: new Set([...countries.keys()].map((name) => name.split(' ', 1)[0] ?? '')),
    longestForm: Math.max(...[...legalForms.keys()].map((form) => form.split(' ').length)),
    wordClasses: foldWordClasses(words),
    countries,
    unspaced: new RegExp(unspaced.map(escapePattern).join('|'), 'gu'),
    unspacedForms,
    wordCounts: new Map(Object.entries(counts.words)),
    names: counts.names,
  };
}

function readResource(file: string): unknown {
  return JSON.parse(readFileSync(new URL(`./resources/${file}`, import.meta.url), 'utf8'));
}

function addLegalForm(
  form: string,
  legalClass: string,
  into: { legalForms: Map<string, string>; unspacedForms: Map<string, string> },
): void {
  if (isUnspacedScript(form)) {
    into.unspacedForms.set(form, legalClass);
    return;
  }
  const tokens = splitTokens(foldText(form)).map((token) => token.text);
  const key = tokens.join(' ');
  if (key.length < 2 || AMBIGUOUS_FORMS.has(key) || into.legalForms.has(key)) return;
  into.legalForms.set(key, legalClass);
}

function foldWordClasses(words: Classes): Map<string, string> {
  const folded = new Map<string, string>();
  for (const [wordClass, spellings] of Object.entries(words)) {
    if (UNTRANSLATED_CLASSES.has(wordClass)) continue;
    for (const spelling of spellings) {
      const tokens = splitTokens(foldText(spelling));
      const [only] = tokens;
      if (only && tokens.length === 1 && !folded.has(only.text)) folded.set(only.text, wordClass);
    }
  }
  return folded;
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

import { foldText, isNonLatin, isUnspacedScript, splitTokens } from './fold.ts';
import type { NameLexicon } from './name-lexicon.ts';
import { stripShareMarks } from './share-class.ts';
import { splitAliases } from './split-aliases.ts';

/** Raised whenever a name may come out differently: stored keys of another version are stale. */
export const NORMS_VERSION = 5;

/** A name as the matcher compares it. Pure: the same text gives the same, in any list and at any time. */
export interface NormalName {
  /** Words in order, with the legal form, as folded. */
  readonly full: string;
  /** Words that are left once legal forms, articles and marks of share classes are off; never empty for a name with a letter. */
  readonly core: readonly string[];
  /** For each core word what it counts as: its class (`#university`), a country (`@de`), a Roman numeral's digits or the word. */
  readonly terms: readonly string[];
  /** The terms in the order of the alphabet without small words, joined: equal for 'Universität Augsburg' and 'University of Augsburg'; empty where it is one. */
  readonly content: string;
  /** The core words run together: equal for 'Itway' and 'IT Way'. */
  readonly key: string;
  readonly legal: string | null;
  /** First letters of the core words, without small words; empty for one-word names. */
  readonly acronym: string;
  readonly numbers: readonly string[];
  /** Countries named in it. */
  readonly places: readonly string[];
  readonly nonLatin: boolean;
}

const SMALL_WORDS = new Set(
  'and of the for in on at de la le les des du da do dos das der die den das und fur van von di del della e y et i a an'.split(
    ' ',
  ),
);

/** Articles, prepositions and the like, which name nothing. Expects a folded word. */
export function isSmallWord(word: string): boolean {
  return SMALL_WORDS.has(word) || word === 'the';
}

/** Forms that some countries write before the name. */
const LEADING_FORMS = new Set(
  'ooo oao zao pao ao pt uab ab sia tov chp dp too ip toov pp ead eood ood cv tdv pat prat'.split(' '),
);

/** 'Müller und Söhne' is Müller & Söhne. Shorter ones ('e', 'y') are letters of names as well. */
const AND = new Set(['und', 'et', 'och', 'og']);

/** 'Amazon.com, Inc.' is Amazon. */
const ENDS_IN_COM = /(?<=[\p{L}\p{N}]{2})\.com\b/giu;

const ROMAN = new Map(
  ['ii', 'iii', 'iv', 'vi', 'vii', 'viii', 'ix', 'xi', 'xii'].map((numeral, i) => [
    numeral,
    String([2, 3, 4, 6, 7, 8, 9, 11, 12][i]),
  ]),
);

/** The name itself and what else it says it is called ('(formerly X)', 'dba X'), each normalised; the name comes first. */
export function normaliseNames(text: string, lexicon: NameLexicon): NormalName[] {
  const { name, aliases } = splitAliases(text);
  return [name, ...aliases]
    .map((one) => normaliseName(one, lexicon))
    .filter((one, i) => i === 0 || one.key !== '');
}

/** One name without looking for further names in it. */
export function normaliseName(text: string, lexicon: NameLexicon): NormalName {
  const composed = text.normalize('NFKC');
  const apart = isUnspacedScript(composed)
    ? setFormsApart(composed.toLowerCase(), lexicon)
    : { text: stripShareMarks(composed), legal: null };
  const words = splitTokens(foldText(apart.text.replace(ENDS_IN_COM, ''))).map((token) =>
    restoreUmlaut(token.text, lexicon),
  );
  const tokens = words.map((word, i) => (i > 0 && i < words.length - 1 && AND.has(word) ? 'and' : word));
  const bare = stripForms(cutRepeat(tokens, lexicon), lexicon);
  const core = bare.core.filter((word) => word !== 'the' || bare.core.length === 1);
  const { terms, places } = classify(core, lexicon);
  return {
    full: tokens.join(' '),
    core,
    terms,
    content: contentOf(core, terms),
    key: core.filter((word) => word !== 'and').join('') || core.join(''),
    legal: bare.legal ?? apart.legal,
    acronym: acronymOf(core),
    numbers: core.flatMap((word) =>
      /\d/.test(word) ? [word.replace(/^0+(?=\d)/, '')] : (ROMAN.get(word) ?? []),
    ),
    places,
    nonLatin: isNonLatin(composed),
  };
}

/** An umlaut in two letters; after another vowel or a `q` ('Bauer', 'Banque') they are no umlaut. */
const WRITTEN_OUT = /(?<![aeiouq])([aou])e(?![aeiou])/g;

/** 'muenchen' is münchen, which folds to 'munchen'; 'blue' stays, since it is a word of names and 'blu' is none. */
function restoreUmlaut(word: string, lexicon: NameLexicon): string {
  if (word.length < 4 || !word.includes('e', 1)) return word;
  const bare = word.replace(WRITTEN_OUT, '$1');
  if (bare === word) return word;
  const frequency = (one: string) =>
    lexicon.wordClasses.has(one) ? Number.POSITIVE_INFINITY : (lexicon.wordCounts.get(one) ?? 0);
  return frequency(word) > frequency(bare) ? word : bare;
}

function setFormsApart(text: string, lexicon: NameLexicon): { text: string; legal: string | null } {
  let legal: string | null = null;
  const spaced = text.replace(lexicon.unspaced, (found) => {
    const form = lexicon.unspacedForms.get(found);
    legal ??= form ?? null;
    return form ? ' ' : ` ${found} `;
  });
  // A name that is nothing but forms keeps them.
  return /[\p{L}\p{N}]/u.test(spaced) ? { text: spaced, legal } : { text, legal: null };
}

/** 'BOLIDEN AB BOLIDEN ORD SHS', 'UNITEDHEALTH GROUP INC UNITEDHE': a name that begins anew behind its legal form is cut there. */
function cutRepeat(tokens: readonly string[], lexicon: NameLexicon): readonly string[] {
  const first = tokens[0] ?? '';
  if (first.length < 3 || isSmallWord(first)) return tokens;
  for (let i = 2; i < tokens.length; i++) {
    const word = tokens[i] ?? '';
    const again = word === first || (i === tokens.length - 1 && word.length > 2 && first.startsWith(word));
    if (again && formAtEnd(tokens, 0, i, lexicon)) return tokens.slice(0, i);
  }
  return tokens;
}

function stripForms(
  tokens: readonly string[],
  lexicon: NameLexicon,
): { core: readonly string[]; legal: string | null } {
  let legal: string | null = null;
  let [start, end] = [0, tokens.length];
  for (
    let found = formAtEnd(tokens, start, end, lexicon);
    found;
    found = formAtEnd(tokens, start, end, lexicon)
  ) {
    if (legal === null || legal === 'CO') legal = found.legal;
    end -= found.length;
    while (end - start > 1 && tokens[end - 1] === 'and') end -= 1;
  }
  const first = tokens[start] ?? '';
  if (end - start > 1 && LEADING_FORMS.has(first)) {
    start += 1;
    legal ??= lexicon.legalForms.get(first) ?? 'OTHER';
  }
  return { core: tokens.slice(start, end), legal };
}

function formAtEnd(tokens: readonly string[], start: number, end: number, lexicon: NameLexicon) {
  if (!lexicon.formEnds.has(tokens[end - 1] ?? '')) return null;
  for (let length = Math.min(lexicon.longestForm, end - start - 1); length > 0; length--) {
    const legal = lexicon.legalForms.get(tokens.slice(end - length, end).join(' '));
    if (legal) return { length, legal };
  }
  return null;
}

function classify(core: readonly string[], lexicon: NameLexicon): { terms: string[]; places: string[] } {
  const terms: string[] = [];
  const places: string[] = [];
  for (let i = 0; i < core.length; i++) {
    const place = placeAt(core, i, lexicon);
    if (place) {
      places.push(place.code);
      // Each word of the phrase counts as the country, so that positions in core and terms stay the same.
      for (let k = 0; k < place.length; k++) terms.push(k === 0 ? `@${place.code}` : '');
      i += place.length - 1;
    } else {
      const word = core[i] ?? '';
      const wordClass = lexicon.wordClasses.get(word);
      terms.push(wordClass ? `#${wordClass}` : i > 0 ? (ROMAN.get(word) ?? word) : word);
    }
  }
  return { terms, places };
}

function placeAt(core: readonly string[], at: number, lexicon: NameLexicon) {
  // A name that begins with a country ('China Mobile') is mostly called so, but the word still means the country.
  if (!lexicon.countryStarts.has(core[at] ?? '')) return null;
  for (let length = Math.min(4, core.length - at); length > 0; length--) {
    const code = lexicon.countries.get(core.slice(at, at + length).join(' '));
    if (code) return { code, length };
  }
  return null;
}

function contentOf(core: readonly string[], terms: readonly string[]): string {
  const content = terms.filter((term, i) => term !== '' && !isSmallWord(core[i] ?? ''));
  return content.length > 1 ? content.sort().join(' ') : '';
}

function acronymOf(core: readonly string[]): string {
  const words = core.filter((word) => !SMALL_WORDS.has(word));
  return words.length > 1 ? words.map((word) => word[0]).join('') : '';
}

import anyAscii from 'any-ascii';
import { createNearWords, type NearWords } from './near-words.ts';

/** A thing that people call by name: its id and every name that it goes by, the usual one first. */
export interface NamedEntry {
  readonly id: string;
  readonly names: readonly string[];
}

/** One reading of a part of a text. `score` is 0 to 1: 1 for a whole name as written, less for parts and typos. */
export interface NameCandidate {
  readonly id: string;
  readonly name: string;
  readonly score: number;
}

/** A part of a text that names something, with its readings, best first. */
export interface Mention {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly candidates: readonly NameCandidate[];
}

export interface NameIndex {
  /** The names in a sentence, left to right; parts of a longer name are not mentions of their own. */
  findMentions(text: string): Mention[];
}

/** What is known of the words of all names, where an index holds but some of the names. */
export interface WordFacts {
  /** All names. */
  readonly names: number;
  /** Names that have the word. */
  frequency(word: string): number;
  readonly nearWords: NearWords;
}

interface Token {
  readonly word: string;
  readonly start: number;
  readonly end: number;
  readonly capital: boolean;
}

interface Name {
  readonly id: string;
  readonly name: string;
  readonly words: readonly string[];
  /** Rarity of each word among all names; what a name shares with many others says little. */
  weights: number[];
  total: number;
  /** Whether few other names begin with its first word, so that people call it by that word alone. */
  distinct: boolean;
}

/** Words that sentences and names share: alone they name nothing, however a company is called. */
const PLAIN_WORDS = new Set(
  (
    'a an and any are as at be best bring by can co company corp could deal deals did do does for from get give group has have ' +
    'help hey hi how i if in inc into is it its know like list llc ltd me my new no not of on or our out over partner partners ' +
    'people please quarter register registration should show so tell than that the their them then there these they this to ' +
    'up us was we were what when where which who why will with work would year you your first second third one two last next ' +
    'open won lost team account accounts customer customers opportunity rollout pipeline rep manager today day days week ' +
    'month many much long about against all also between both but due during each ever every find free good had here just ' +
    'look make may more most need now off old only other own per see since some still such take they under until use used ' +
    'using very want well without yes yet'
  ).split(' '),
);

const LEGAL_WORDS = new Set(
  'inc incorporated corp corporation co company ltd limited llc plc gmbh ag sa sas sarl bv nv ab as oy spa srl kg se pty kk group holding holdings'.split(
    ' ',
  ),
);

/** The least share of a name's weight that a text must hold to mean it. */
const LEAST_SHARE = 0.5;
const TYPO_PENALTY = 0.15;
/** A first word that more names share names none of them. */
const MOST_NAMESAKES = 5;

/**
 * Finds names in what people write: whole, shortened ('Globex' for 'Globex Corporation'), without legal forms, with
 * typos. Words weigh by their rarity among the names, so that a word which many share never decides. With `facts` the entries are
 * those of a longer list that a text may name, and are found as the index of the whole list finds them.
 */
export function createNameIndex(entries: Iterable<NamedEntry>, facts?: WordFacts): NameIndex {
  const names = listNames(entries);
  weigh(names, facts ?? countWords(names));
  const byWord = indexWords(names);
  const known: KnownWords = facts
    ? { has: (word) => facts.frequency(word) > 0, nearWords: facts.nearWords }
    : { has: (word) => byWord.has(word), nearWords: createNearWords(byWord.keys()) };

  const findMentions = (text: string): Mention[] => {
    const tokens = tokenise(text);
    const readings = tokens.map((token) => readToken(token, known));
    const spans = names.length === 0 ? [] : collectSpans(tokens, readings, byWord);
    return chooseMentions(spans, text);
  };
  return { findMentions };
}

/** Lower case, without accents and punctuation: the form in which words of names are compared. */
export function plainWords(text: string): string[] {
  return tokenise(text).map((token) => token.word);
}

/** The words that a name is called by: all but the legal forms behind the first. */
export function nameWords(name: string): string[] {
  return plainWords(name).filter((word, i) => i === 0 || !LEGAL_WORDS.has(word));
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly weight: number;
  readonly candidate: NameCandidate;
}

interface Reading {
  readonly word: string;
  readonly typo: boolean;
}

function listNames(entries: Iterable<NamedEntry>): Name[] {
  const names: Name[] = [];
  for (const entry of entries) {
    for (const name of entry.names) {
      const core = nameWords(name);
      if (core.length > 0)
        names.push({
          id: entry.id,
          name: entry.names[0] ?? name,
          words: core,
          weights: [],
          total: 0,
          distinct: false,
        });
    }
  }
  return names;
}

function countWords(names: readonly Name[]): Pick<WordFacts, 'names' | 'frequency'> {
  const counts = new Map<string, number>();
  for (const name of names)
    for (const word of new Set(name.words)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return { names: names.length, frequency: (word) => counts.get(word) ?? 0 };
}

function weigh(names: readonly Name[], facts: Pick<WordFacts, 'names' | 'frequency'>): void {
  for (const name of names) {
    // The first word carries most of a company's name, even where some namesakes share it.
    name.weights = name.words.map(
      (word, i) =>
        Math.log(1 + facts.names / (facts.frequency(word) || 1)) *
        (i === 0 ? 1.5 : 1) *
        (PLAIN_WORDS.has(word) ? 0.3 : 1),
    );
    const first = name.words[0] ?? '';
    name.distinct = first.length >= 4 && !PLAIN_WORDS.has(first) && facts.frequency(first) <= MOST_NAMESAKES;
    name.total = name.weights.reduce((sum, weight) => sum + weight, 0);
  }
}

/** The names that a text may mean from each word on; a word too late in its name to mean it by the rest leads nowhere. */
function indexWords(names: readonly Name[]): Map<string, Name[]> {
  const byWord = new Map<string, Name[]>();
  for (const name of names) {
    for (const word of new Set(name.words)) {
      const list = byWord.get(word) ?? [];
      byWord.set(word, list);
      const rest = name.weights.slice(name.words.indexOf(word)).reduce((sum, weight) => sum + weight, 0);
      if (rest / name.total >= LEAST_SHARE) list.push(name);
    }
  }
  return byWord;
}

function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(/[\p{L}\p{N}]+(?:['’]\p{L}+)*/gu)) {
    const raw = match[0].replace(/['’](s|S)$/, '').replace(/['’]/g, '');
    const word = anyAscii(raw)
      .toLowerCase()
      .replace(/[^a-z0-9]/g, '');
    if (word) {
      tokens.push({
        word,
        start: match.index,
        end: match.index + match[0].length,
        capital: /^\p{Lu}/u.test(raw),
      });
    }
  }
  return tokens;
}

interface KnownWords {
  has(word: string): boolean;
  readonly nearWords: NearWords;
}

/** How many slips a word that nobody knows may hold; 0 for one that is read as it stands. */
export function mostSlips(word: string): 0 | 1 | 2 {
  if (word.length < 4 || PLAIN_WORDS.has(word) || /\d/.test(word)) return 0;
  return word.length >= 8 ? 2 : 1;
}

function readToken(token: Token, known: KnownWords): Reading | null {
  if (known.has(token.word)) return { word: token.word, typo: false };
  const reach = mostSlips(token.word);
  if (reach === 0) return null;
  const best = known.nearWords.find(token.word, reach);
  // A word that is fine English as it stands isn't a typo of a name: only its first letter may tell, so demand it.
  return best !== null && best[0] === token.word[0] ? { word: best, typo: true } : null;
}

/** Every name that starts somewhere in the text, with the longest run of its words that the text holds there. */
function collectSpans(
  tokens: readonly Token[],
  readings: readonly (Reading | null)[],
  byWord: Map<string, Name[]>,
): Span[] {
  const spans: Span[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const reading = readings[i];
    if (!reading) continue;
    for (const name of byWord.get(reading.word) ?? []) {
      const span = alignName(name, i, tokens, readings);
      if (span) spans.push(span);
    }
  }
  return spans;
}

function alignName(
  name: Name,
  at: number,
  tokens: readonly Token[],
  readings: readonly (Reading | null)[],
): Span | null {
  let position = name.words.indexOf(readings[at]?.word ?? '');
  let matched = 0;
  let typos = 0;
  let plain = true;
  let last = at;
  for (let i = at; i < tokens.length && position < name.words.length; i++) {
    const reading = readings[i];
    if (LEGAL_WORDS.has(tokens[i]?.word ?? '') && reading?.word !== name.words[position]) continue;
    if (reading?.word !== name.words[position]) break;
    matched += name.weights[position] ?? 0;
    if (reading?.typo) typos += 1;
    if (!PLAIN_WORDS.has(name.words[position] ?? '')) plain = false;
    last = i;
    position += 1;
  }
  const share = name.total > 0 ? matched / name.total : 0;
  // 'Rockwick' means 'Rockwick Regional Hospital Trust', however little of the name that is, where it is written as a name.
  const isCalledSo =
    name.distinct && typos === 0 && tokens[at]?.capital && tokens[at]?.word === name.words[0];
  if ((share < LEAST_SHARE && !isCalledSo) || (plain && share < 1)) return null;
  // All of a one-word name that is plain English must be written as a name.
  if (plain && !tokens[at]?.capital) return null;
  const score = Math.max(0, Math.min(1, 0.6 + 0.4 * share) - typos * TYPO_PENALTY);
  return {
    start: tokens[at]?.start ?? 0,
    end: tokens[last]?.end ?? 0,
    weight: matched,
    candidate: { id: name.id, name: name.name, score },
  };
}

/** The heaviest span wins its place; names that fit the same place are its other readings. */
function chooseMentions(spans: readonly Span[], text: string): Mention[] {
  const sorted = [...spans].sort(
    (a, b) =>
      b.end - b.start - (a.end - a.start) ||
      b.candidate.score - a.candidate.score ||
      (a.candidate.id < b.candidate.id ? -1 : 1),
  );
  const chosen: { start: number; end: number; candidates: NameCandidate[] }[] = [];
  for (const span of sorted) {
    const place = chosen.find((mention) => span.start < mention.end && mention.start < span.end);
    if (!place) chosen.push({ start: span.start, end: span.end, candidates: [span.candidate] });
    else if (
      place.start === span.start &&
      place.end === span.end &&
      !place.candidates.some((c) => c.id === span.candidate.id)
    ) {
      place.candidates.push(span.candidate);
    }
  }
  return chosen
    .sort((a, b) => a.start - b.start)
    .map((mention) => ({
      ...mention,
      text: text.slice(mention.start, mention.end),
      candidates: mention.candidates.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)).slice(0, 5),
    }));
}

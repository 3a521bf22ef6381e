import type { Nearest, Vocabulary } from './vocabulary.ts';
import { listWords, type Word } from './words.ts';

/** One idea of a question: the visible words that stand for it, and how much they count. */
export interface Concept {
  readonly stem: string;
  readonly weight: number;
  readonly words: readonly Word[];
  /** `asked`: the person's own word; `repaired`: read as a misspelling; `glossary`: the trade's other word for it. */
  readonly from: 'asked' | 'repaired' | 'glossary';
}

/** What a question looks for. */
export interface ParsedQuestion {
  readonly concepts: readonly Concept[];
  /** What each asked idea is also called, as the stems of a phrase of two words or more, by the idea's stem. */
  readonly alsoCalled: ReadonlyMap<string, readonly (readonly string[])[]>;
  /** The asker's own meaningful words that the visible pages lack, after repair, and by any other name. */
  readonly unknown: readonly Word[];
}

export interface GlossaryPhrase {
  readonly group: number;
  readonly stems: readonly string[];
}

/** The glossary as questions use it. */
export interface Glossary {
  readonly phrases: readonly GlossaryPhrase[];
  /** The nearest of its words to a misspelt one: a word that the pages lack may still be the trade's other word. */
  repair(word: Word): readonly Nearest[];
  stemOf(word: Word): string | null;
}

/** Measured: 0.35 is best for groups of words; every word of a longer phrase gets its share. */
const GLOSSARY_WEIGHT = 0.35;
const REPAIR_WEIGHT = 0.8;
/** Where the asker's own word stands nowhere, the trade's other words are all there is to go by. */
const ONLY_WORD_WEIGHT = 0.7;

/** Words of questions as such: what they ask of says nothing about where the answer stands. */
const ASKING = new Set(
  (
    'anything anybody anyone does doing done dont else everything get gets getting give gives go goes going got happen happens have ' +
    'hello hi hey hw im know let like ll make much many need one ones our please pls plz re really say says see something still sure take tell ' +
    'thanks thank thing things ur us ve want way wants whats would could should shall might also ok okay yes'
  ).split(' '),
);

/**
 * Words that are only the frame of a question, where elsewhere they say something: 'how long does it last' asks for a
 * duration, whereas a 'last day' is a day.
 */
const FRAMES: readonly RegExp[] = [
  /\bhow (long)\b(?:.*?\b(lasts?|takes?|stays?|holds?|runs?|goes)\b)?/i,
  /\bhow (often|soon|fast|quick(?:ly)?|late|early|big|large|high|small|far)\b/i,
  /\bwhat (?:do|does|did|will|would) (?:it|i|we|they|you|one) (takes?)\b(?:.*?\b(become|be|qualify)\b)?/i,
  /\bhow (?:do|does|can|could|should) (?:i|we|they|you|one|a partner|partners)\b(?:.*?\b(become|be)\b)?/i,
];

/**
 * Questions that ask for something without naming it: 'what does it take to become gold' asks for requirements. Read as if
 * the words behind had been said, for the glossary alone.
 */
const MEANT: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:what (?:do|does|did|will|would|must) (?:it|i|we|they|you|one|a partner) (?:take|need|have|fulfil|do) to|how (?:do|does|can|could) (?:i|we|they|you|one|a partner|partners) (?:become|be|reach|get to|qualify|move)|(?:must|need) .{0,40}\bto (?:be|become)\b)/i,
    'requirement',
  ],
];

function framesOf(text: string): Set<Word> {
  const matched = FRAMES.flatMap((frame) => frame.exec(text)?.slice(1) ?? []);
  return new Set(matched.filter((word) => word !== undefined).flatMap((word) => listWords(word)));
}

/** What reads the words of a question: the pages' own stems and words, and the trade's other words. */
export interface Lexicon {
  readonly vocabulary: Vocabulary;
  /** The dictionary's stem; null for words that say nothing. */
  readonly stemOf: (word: Word) => string | null;
  readonly glossary: Glossary;
}

/** The ideas of a question, for readers of one vocabulary. */
export function parseQuestion(text: string, lexicon: Lexicon): ParsedQuestion {
  const { vocabulary, stemOf, glossary } = lexicon;
  const concepts = new Map<string, Concept>();
  const absent = new Map<string, Word>();
  const sequence: string[] = [];
  for (const word of listMeaningful(text, stemOf)) {
    const { stem, isAsked } = readWord(word, lexicon);
    sequence.push(stem);
    if (ASKING.has(word)) continue;
    const words = vocabulary.wordsOf(stem);
    if (words.length === 0) absent.set(stem, word);
    else if (!concepts.has(stem)) {
      const weight = isAsked ? 1 : REPAIR_WEIGHT;
      concepts.set(stem, { stem, weight, words, from: isAsked ? 'asked' : 'repaired' });
    }
  }
  const meant = MEANT.filter(([asks]) => asks.test(text)).flatMap(([, word]) => glossary.stemOf(word) ?? []);
  const isAbsent = (stem: string) => vocabulary.wordsOf(stem).length === 0;
  for (const added of expand([...sequence, '', ...meant], glossary.phrases, isAbsent)) {
    const words = vocabulary.wordsOf(added.stem);
    if (words.length > 0 && !concepts.has(added.stem))
      concepts.set(added.stem, { ...added, words, from: 'glossary' });
  }
  const alsoCalled = listOtherNames([...concepts.keys()], glossary.phrases);
  const unknown = [...absent].filter(([stem]) => !isOtherwiseNamed(stem, glossary.phrases, vocabulary));
  return { concepts: [...concepts.values()], alsoCalled, unknown: unknown.map(([, word]) => word) };
}

/** The words that say what is asked; a question that is nothing but its frame is taken by all its words. */
function listMeaningful(text: string, stemOf: (word: Word) => string | null): Word[] {
  const frames = framesOf(text);
  const said = listWords(text).filter((word) => !frames.has(word));
  const words = said.some((one) => !ASKING.has(one) && stemOf(one)) ? said : listWords(text);
  return words.filter((word) => stemOf(word));
}

/** What a word stands for: itself, the page's word that it is a slip of, or the trade's word that is nearer still. */
function readWord(word: Word, lexicon: Lexicon): { stem: string; isAsked: boolean } {
  const { vocabulary, stemOf, glossary } = lexicon;
  const stem = stemOf(word) ?? word;
  const isAsked = vocabulary.wordsOf(stem).length > 0;
  if (isAsked || ASKING.has(word)) return { stem, isAsked };
  const [visible] = vocabulary.repair(word);
  const [traded] = glossary.repair(word);
  if (traded && (!visible || traded.cost < visible.cost)) {
    return { stem: glossary.stemOf(traded.word) ?? stem, isAsked };
  }
  return { stem: visible ? (vocabulary.stemOf(visible.word) ?? stem) : stem, isAsked };
}

/** Whether the pages have a whole other name of an idea. */
function isOtherwiseNamed(stem: string, phrases: readonly GlossaryPhrase[], vocabulary: Vocabulary): boolean {
  const groups = new Set(
    phrases.filter((one) => one.stems.length === 1 && one.stems[0] === stem).map((one) => one.group),
  );
  return phrases.some(
    (one) =>
      groups.has(one.group) &&
      one.stems.length > 0 &&
      one.stems.every((part) => vocabulary.wordsOf(part).length > 0),
  );
}

function listOtherNames(
  stems: readonly string[],
  phrases: readonly GlossaryPhrase[],
): Map<string, (readonly string[])[]> {
  const names = new Map<string, (readonly string[])[]>();
  for (const stem of stems) {
    const groups = new Set(
      phrases.filter((one) => one.stems.length === 1 && one.stems[0] === stem).map((one) => one.group),
    );
    const others = phrases.filter((one) => groups.has(one.group) && one.stems.length > 1);
    if (others.length > 0)
      names.set(
        stem,
        others.map((one) => one.stems),
      );
  }
  return names;
}

/** The other phrases of each group that the question names, as stems with weights; the highest weight counts. */
function expand(
  sequence: readonly string[],
  glossary: readonly GlossaryPhrase[],
  isAbsent: (stem: string) => boolean,
): { stem: string; weight: number }[] {
  const named = new Map<number, number>();
  for (const phrase of glossary) {
    if (!holds(sequence, phrase.stems)) continue;
    const weight = phrase.stems.every(isAbsent) ? ONLY_WORD_WEIGHT : GLOSSARY_WEIGHT;
    named.set(phrase.group, Math.max(named.get(phrase.group) ?? 0, weight));
  }
  const weights = new Map<string, number>();
  for (const phrase of glossary) {
    const weight = named.get(phrase.group);
    if (weight === undefined) continue;
    for (const stem of phrase.stems) {
      weights.set(stem, Math.max(weights.get(stem) ?? 0, weight / phrase.stems.length));
    }
  }
  return [...weights].map(([stem, weight]) => ({ stem, weight }));
}

function holds(sequence: readonly string[], stems: readonly string[]): boolean {
  if (stems.length === 0) return false;
  return sequence.some((_, at) => stems.every((stem, i) => sequence[at + i] === stem));
}

import type { Vocabulary } from './vocabulary.ts';
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
  /** The asker's own meaningful words that stand nowhere in the visible pages, after repair. */
  readonly unknown: readonly Word[];
}

export interface GlossaryPhrase {
  readonly group: number;
  readonly stems: readonly string[];
}

/** Measured: 0.35 is best for groups of words; every word of a longer phrase gets its share. */
const GLOSSARY_WEIGHT = 0.35;
const REPAIR_WEIGHT = 0.8;

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

function framesOf(text: string): Set<Word> {
  const matched = FRAMES.flatMap((frame) => frame.exec(text)?.slice(1) ?? []);
  return new Set(matched.filter((word) => word !== undefined).flatMap((word) => listWords(word)));
}

/**
 * The ideas of a question, for readers of one vocabulary. `stemOf` gives the dictionary's stem, null for words that say
 * nothing.
 */
export function parseQuestion(
  text: string,
  given: {
    vocabulary: Vocabulary;
    stemOf: (word: Word) => string | null;
    glossary: readonly GlossaryPhrase[];
  },
): ParsedQuestion {
  const { vocabulary, stemOf, glossary } = given;
  const concepts = new Map<string, Concept>();
  const unknown: Word[] = [];
  const sequence: string[] = [];
  const frames = framesOf(text);
  const said = listWords(text).filter((word) => !frames.has(word));
  // A question that is nothing but its frame is taken by its words.
  for (const word of said.some((one) => !ASKING.has(one) && stemOf(one)) ? said : listWords(text)) {
    const stem = stemOf(word);
    if (!stem || stem === '') continue;
    const known = vocabulary.wordsOf(stem);
    const repaired = known.length > 0 || ASKING.has(word) ? [] : vocabulary.repair(word);
    const meant = repaired[0] ? (vocabulary.stemOf(repaired[0]) ?? stem) : stem;
    sequence.push(meant);
    if (ASKING.has(word)) continue;
    const words = known.length > 0 ? known : vocabulary.wordsOf(meant);
    if (words.length === 0) unknown.push(word);
    else if (!concepts.has(meant)) {
      const isAsked = known.length > 0;
      concepts.set(meant, {
        stem: meant,
        weight: isAsked ? 1 : REPAIR_WEIGHT,
        words,
        from: isAsked ? 'asked' : 'repaired',
      });
    }
  }
  for (const added of expand(sequence, glossary)) {
    const words = vocabulary.wordsOf(added.stem);
    if (words.length > 0 && !concepts.has(added.stem))
      concepts.set(added.stem, { ...added, words, from: 'glossary' });
  }
  return { concepts: [...concepts.values()], unknown };
}

/** The other phrases of each group that the question names, as stems with weights; the highest weight counts. */
function expand(
  sequence: readonly string[],
  glossary: readonly GlossaryPhrase[],
): { stem: string; weight: number }[] {
  const named = new Set(
    glossary.filter((phrase) => holds(sequence, phrase.stems)).map((phrase) => phrase.group),
  );
  const weights = new Map<string, number>();
  for (const phrase of glossary) {
    if (!named.has(phrase.group)) continue;
    for (const stem of phrase.stems) {
      weights.set(stem, Math.max(weights.get(stem) ?? 0, GLOSSARY_WEIGHT / phrase.stems.length));
    }
  }
  return [...weights].map(([stem, weight]) => ({ stem, weight }));
}

function holds(sequence: readonly string[], stems: readonly string[]): boolean {
  if (stems.length === 0) return false;
  return sequence.some((_, at) => stems.every((stem, i) => sequence[at + i] === stem));
}

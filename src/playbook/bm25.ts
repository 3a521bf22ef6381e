import { eachPosting } from './postings.ts';
import type { Concept } from './question.ts';
import type { Word } from './words.ts';

/** The statistics of the passages that one reader may see. */
export interface Corpus {
  readonly passages: number;
  /** Of all their texts together. */
  readonly words: number;
}

export interface Scored {
  readonly passageNo: number;
  readonly score: number;
}

export interface Ranking {
  readonly ranked: readonly Scored[];
  /** The inverse document frequency of each concept, by its stem. */
  readonly rarity: ReadonlyMap<string, number>;
}

const K1 = 1.2;
const B = 0.75;
/** A word in a heading says what a passage is about. */
const HEADING_WEIGHT = 1;

interface Tally {
  frequency: number;
  length: number;
}

/**
 * Ranks passages by BM25 (Robertson and Zaragoza, 'The Probabilistic Relevance Framework', 2009), headings and text as one
 * weighted field; the words of a concept count as one word. Any one concept is enough. Best first; ties by number.
 */
export function rankByWords(
  concepts: readonly Concept[],
  postings: ReadonlyMap<Word, readonly Uint8Array[]>,
  corpus: Corpus,
): Ranking {
  const meanLength = corpus.words / Math.max(corpus.passages, 1);
  const scores = new Map<number, number>();
  const rarity = new Map<string, number>();
  for (const concept of concepts) {
    const tallies = tallyConcept(concept, postings);
    const idf = Math.log(1 + (corpus.passages - tallies.size + 0.5) / (tallies.size + 0.5));
    rarity.set(concept.stem, idf);
    for (const [passageNo, { frequency, length }] of tallies) {
      const norm = K1 * (1 - B + (B * length) / meanLength);
      const gain = concept.weight * idf * ((frequency * (K1 + 1)) / (frequency + norm));
      scores.set(passageNo, (scores.get(passageNo) ?? 0) + gain);
    }
  }
  const ranked = [...scores]
    .map(([passageNo, score]) => ({ passageNo, score }))
    .sort((a, b) => b.score - a.score || a.passageNo - b.passageNo);
  return { ranked, rarity };
}

function tallyConcept(
  concept: Concept,
  postings: ReadonlyMap<Word, readonly Uint8Array[]>,
): Map<number, Tally> {
  const tallies = new Map<number, Tally>();
  for (const word of concept.words) {
    for (const packed of postings.get(word) ?? []) {
      eachPosting(packed, (passageNo, inText, inHeadings, length) => {
        const frequency = inText + HEADING_WEIGHT * inHeadings;
        const known = tallies.get(passageNo);
        if (known) known.frequency += frequency;
        else tallies.set(passageNo, { frequency, length });
      });
    }
  }
  return tallies;
}

import { type AnswerShape, fitShape, shapesOf } from './answer-shape.ts';
import type { Concept } from './question.ts';
import { listSentences } from './sentences.ts';
import { columnsAbove, isTableRow } from './tables.ts';
import type { Vocabulary } from './vocabulary.ts';
import { listWords } from './words.ts';

/** A sentence of a passage and how well it speaks to a question. */
export interface Evidence {
  readonly sentence: string;
  /** Of the question's rarity (sum of idf), the share that the sentence holds, the trade's other words at their weight. */
  readonly coverage: number;
  /** Whether it has the form that the question asks for (a duration, a share, …): 0, 0.5 or 1. */
  readonly shape: number;
  readonly score: number;
}

/** A question made ready for weighing many sentences. */
export interface EvidenceScale {
  weigh(passage: { title: string; heading: string; text: string }): Evidence[];
}

export interface WeighedConcept extends Concept {
  readonly idf: number;
}

/** Questions for a duration or a share are answered by sentences that hold one. */
const SHAPE_WEIGHT = 0.6;
/** What the heading says need not be said again in the sentence; it counts, but less. */
const HEADING_SHARE = 0.5;
/** So does what the sentences before and after say: answers seldom repeat what was asked. */
const CONTEXT_SHARE = 0.3;

/** Builds the scale. `concepts` carry the rarity of each idea among the pages that the reader may see. */
export function createScale(question: {
  text: string;
  concepts: readonly WeighedConcept[];
  vocabulary: Vocabulary;
}): EvidenceScale {
  const shapes = shapesOf(question.text);
  const asked = question.concepts.filter((concept) => concept.from !== 'glossary');
  const wanted = asked.reduce((sum, concept) => sum + concept.idf, 0) || 1;
  const gains = new Map(
    question.concepts.map((concept) => [concept.stem, (concept.weight * concept.idf) / wanted]),
  );
  return {
    weigh(passage) {
      const above = stemsOf(`${passage.title} ${passage.heading}`, question.vocabulary);
      const sentences = listSentences(passage.text);
      const stems = sentences.map((sentence) => stemsOf(sentence, question.vocabulary));
      return sentences.map((sentence, i) => {
        const around = new Set([...(stems[i - 1] ?? []), ...(stems[i + 1] ?? [])]);
        const columns = isTableRow(sentence) ? columnsAbove(passage.text, sentence) : null;
        const over = columns
          ? new Set([...above, ...stemsOf(columns.join(' '), question.vocabulary)])
          : above;
        return weighSentence({ sentence, stems: stems[i]!, around, above: over }, { gains, shapes });
      });
    },
  };
}

function weighSentence(
  at: {
    sentence: string;
    stems: ReadonlySet<string>;
    around: ReadonlySet<string>;
    above: ReadonlySet<string>;
  },
  by: { gains: ReadonlyMap<string, number>; shapes: readonly AnswerShape[] },
): Evidence {
  let own = 0;
  let near = 0;
  for (const [stem, gain] of by.gains) {
    if (at.stems.has(stem)) own += gain;
    else
      near +=
        gain * Math.max(at.above.has(stem) ? HEADING_SHARE : 0, at.around.has(stem) ? CONTEXT_SHARE : 0);
  }
  const coverage = Math.min(1, own + near);
  const shape = fitShape(at.sentence, by.shapes);
  // The form alone says nothing: it counts as far as the sentence speaks of the matter.
  const score = own === 0 ? 0 : coverage * (1 + SHAPE_WEIGHT * shape);
  return { sentence: at.sentence, coverage, shape, score };
}

function stemsOf(text: string, vocabulary: Vocabulary): Set<string> {
  return new Set(listWords(text).flatMap((word) => vocabulary.stemOf(word) ?? []));
}

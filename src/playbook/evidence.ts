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
/** A word that the pages lack is at least as telling as their rarest, though it may be a mere way of speaking. */
const UNKNOWN_SHARE = 0.7;
/** A row's columns are as good as said in it; its first cell names what the row is about. */
const COLUMN_SHARE = 0.9;
/** What is said right before a table holds for each of its rows. */
const LEAD_SHARE = 0.6;
const ROW_SUBJECT_GAIN = 0.15;
/** A name such as 'market development funds' says the asked 'MDF', whatever its words weigh apart. */
const OTHER_NAME_SHARE = 0.8;
const USUAL_WORDS = 20;
const LENGTH_SHARE = 0.5;
/** So does what the sentences before and after say: answers seldom repeat what was asked. */
const CONTEXT_SHARE = 0.3;

/** Builds the scale. `concepts` carry the rarity of each idea among the pages that the reader may see. */
export function createScale(question: {
  text: string;
  concepts: readonly WeighedConcept[];
  alsoCalled: ReadonlyMap<string, readonly (readonly string[])[]>;
  /** How many words of it the pages lack by any name. */
  unknown: number;
  vocabulary: Vocabulary;
}): EvidenceScale {
  const shapes = shapesOf(question.text);
  const asked = question.concepts.filter((concept) => concept.from !== 'glossary');
  const rarest = Math.max(0, ...question.concepts.map((concept) => concept.idf));
  const known = asked.length > 0 ? asked : question.concepts;
  const wanted =
    known.reduce((sum, concept) => sum + concept.idf, 0) + UNKNOWN_SHARE * question.unknown * rarest || 1;
  const gains = new Map(
    question.concepts.map((concept) => [concept.stem, (concept.weight * concept.idf) / wanted]),
  );
  const others = question.alsoCalled;
  const stemsIn = (text: string) => {
    const stems = stemsOf(text, question.vocabulary);
    const called = [...others].filter(([, names]) =>
      names.some((name) => name.every((stem) => stems.has(stem))),
    );
    return { stems, called: new Set(called.map(([stem]) => stem)) };
  };
  return {
    weigh(passage) {
      const above = stemsIn(`${passage.title} ${passage.heading}`);
      const sentences = listSentences(passage.text);
      const said = sentences.map((sentence) => stemsIn(sentence));
      const leads = findLeads(sentences, said);
      return sentences.map((sentence, i) => {
        const row = isTableRow(sentence) ? readRow(passage.text, sentence) : null;
        return weighSentence(
          {
            sentence,
            shown: row ? `${row.columns} ${sentence}` : sentence,
            own: said[i]!,
            near: [
              ...(row ? [{ said: stemsIn(row.columns), share: COLUMN_SHARE }] : []),
              ...(row && leads[i] ? [{ said: leads[i], share: LEAD_SHARE }] : []),
              { said: above, share: HEADING_SHARE },
              ...[said[i - 1], said[i + 1]].flatMap((one) =>
                one ? [{ said: one, share: CONTEXT_SHARE }] : [],
              ),
            ],
            subject: row ? stemsOf(row.subject, question.vocabulary) : new Set<string>(),
          },
          { gains, shapes },
        );
      });
    },
  };
}

/** For each row the sentence that leads to its table, 'The first answer comes within these hours:'. */
function findLeads(sentences: readonly string[], said: readonly Said[]): (Said | undefined)[] {
  let lead: Said | undefined;
  return sentences.map((sentence, i) => {
    if (!isTableRow(sentence)) lead = said[i];
    return lead;
  });
}

/** The stems of a text, and the asked ideas that it calls by another name. */
interface Said {
  readonly stems: ReadonlySet<string>;
  readonly called: ReadonlySet<string>;
}

function readRow(text: string, row: string): { columns: string; subject: string } {
  return { columns: columnsAbove(text, row)?.join(' ') ?? '', subject: row.split('|')[1] ?? '' };
}

function weighSentence(
  at: {
    sentence: string;
    shown: string;
    own: Said;
    near: readonly { said: Said; share: number }[];
    subject: ReadonlySet<string>;
  },
  by: { gains: ReadonlyMap<string, number>; shapes: readonly AnswerShape[] },
): Evidence {
  let own = 0;
  let near = 0;
  let subject = 0;
  const shareOf = (said: Said, stem: string) =>
    said.stems.has(stem) ? 1 : said.called.has(stem) ? OTHER_NAME_SHARE : 0;
  for (const [stem, gain] of by.gains) {
    const said = shareOf(at.own, stem);
    if (at.subject.has(stem)) subject += gain;
    own += gain * said;
    near += gain * Math.max(0, ...at.near.map((one) => one.share * shareOf(one.said, stem) - said));
  }
  const isRow = at.shown !== at.sentence;
  const coverage = Math.min(1, own + near);
  const shape = fitShape(at.shown, by.shapes);
  const brief = brevityOf(at.sentence);
  // The form alone says nothing: it counts as far as the sentence speaks of the matter.
  const speaks = own > 0 || (isRow && near > 0);
  const score = speaks
    ? brief * coverage * (1 + SHAPE_WEIGHT * shape) + ROW_SUBJECT_GAIN * Math.min(1, subject)
    : 0;
  return { sentence: at.sentence, coverage, shape, score };
}

/** Long sentences hold many words by chance: those over the usual length count less, as in BM25. */
function brevityOf(sentence: string): number {
  const words = sentence.split(/\s+/).length;
  return 1 / (1 + LENGTH_SHARE * Math.max(0, words / USUAL_WORDS - 1));
}

function stemsOf(text: string, vocabulary: Vocabulary): Set<string> {
  return new Set(listWords(text).flatMap((word) => vocabulary.stemOf(word) ?? []));
}

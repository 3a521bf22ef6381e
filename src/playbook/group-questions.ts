import type { IsoDate } from '../dates.ts';
import type { KeptQuestion } from './question-log.ts';

/** Questions that ask for nearly the same. */
export interface QuestionGroup {
  /** The latest of them, as it was asked. */
  readonly question: string;
  readonly count: number;
  /** Names of the partners that asked, in alphabetical order; our own people are not among them. */
  readonly partners: readonly string[];
  readonly lastAskedOn: IsoDate;
  /** Whether no visible page spoke of it at all, each time. */
  readonly nothingFound: boolean;
}

/** Of the meaning of both questions together, the share that they have in common (Jaccard). */
const ALIKE = 0.5;

/**
 * Groups questions by the words that say something, the most frequent group first; ties by the day, then by the words.
 * `stemsOf` gives the stems of a question that mean something. Questions come the latest first.
 */
export function groupQuestions(
  questions: readonly KeptQuestion[],
  stemsOf: (question: string) => ReadonlySet<string>,
): QuestionGroup[] {
  const groups: { stems: ReadonlySet<string>; questions: KeptQuestion[] }[] = [];
  for (const one of questions) {
    const stems = stemsOf(one.question);
    const near = groups.find((group) => likeness(group.stems, stems) >= ALIKE);
    if (near) near.questions.push(one);
    else groups.push({ stems, questions: [one] });
  }
  return groups
    .map((group) => describeGroup(group.questions))
    .sort(
      (a, b) =>
        b.count - a.count || b.lastAskedOn.localeCompare(a.lastAskedOn) || (a.question < b.question ? -1 : 1),
    );
}

function describeGroup(questions: readonly KeptQuestion[]): QuestionGroup {
  const [latest] = questions;
  return {
    question: latest!.question,
    count: questions.length,
    partners: [...new Set(questions.flatMap((one) => one.partner ?? []))].sort(),
    lastAskedOn: latest!.askedOn,
    nothingFound: questions.every((one) => one.outcome === 'nothing'),
  };
}

function likeness(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const shared = [...left].filter((stem) => right.has(stem)).length;
  const all = left.size + right.size - shared;
  return all === 0 ? 1 : shared / all;
}

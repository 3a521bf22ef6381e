import type { Scope } from '../../access/types.ts';
import type { PlaybookReview } from '../../playbook/review.ts';
import type { PlaybookService } from '../../playbook/service.ts';
import { type Output, writeJson } from '../output.ts';

/** Rows of one kind that a person gets; --json has them all. */
const SHOWN = 20;

/** What the playbook could not answer, and what in it may be wrong. Returns the exit code. */
export async function reviewPlaybookFor(
  parts: { playbook: PlaybookService; output: Output },
  request: { scope: Scope; json: boolean },
): Promise<number> {
  const review = await parts.playbook.review(request.scope);
  if (request.json) writeJson(parts.output, shapeReview(review));
  else parts.output.out(describeReview(review));
  return 0;
}

function shapeReview(review: PlaybookReview) {
  return {
    questions: review.questions,
    since: review.since,
    unanswered: review.unanswered.map((group) => ({
      question: group.question,
      count: group.count,
      partners: group.partners,
      last_asked_on: group.lastAskedOn,
      nothing_found: group.nothingFound,
    })),
    unreached: review.unreached,
    stale: review.stale,
    disagreements: review.disagreements,
  };
}

function describeReview(review: PlaybookReview): string {
  const asked = review.since
    ? `${review.questions} ${review.questions === 1 ? 'question was' : 'questions were'} asked since ${review.since}.`
    : 'No question has been asked yet, so that no page was reached.';
  return [
    asked,
    ...section(
      'Questions without a clear answer',
      review.unanswered.map(
        ({ question, count, partners, lastAskedOn }) =>
          `${count} x ${question} (last on ${lastAskedOn}${partners.length > 0 ? `, by ${partners.join(', ')}` : ''})`,
      ),
    ),
    ...section(
      'company.yaml and a page disagree',
      review.disagreements.map(
        ({ setting, configured, said, path, quote }) =>
          `${setting} is ${configured}; ${path} says ${said}: ${quote.replace(/\s+/g, ' ')}`,
      ),
    ),
    ...section(
      'Pages past their date',
      review.stale.map(({ path, why }) => `${path}: ${why}`),
    ),
    ...section(
      'Pages that answered no question',
      review.since ? review.unreached.map(({ path, title }) => `${path} (${title})`) : [],
    ),
    '',
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const more = lines.length > SHOWN ? [`  and ${lines.length - SHOWN} more; --json has all`] : [];
  return ['', `${title}:`, ...lines.slice(0, SHOWN).map((line) => `  ${line}`), ...more];
}

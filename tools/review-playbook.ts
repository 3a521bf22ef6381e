import { z } from 'zod';
import type { Card } from '../src/agent/types.ts';
import type { PlaybookReview } from '../src/playbook/review.ts';
import { defineTool, MANAGERS } from './define.ts';

const SHOWN = 8;
const PARTS = ['unanswered', 'stale', 'disagreements', 'unreached'] as const;
type Part = (typeof PARTS)[number];

const line = z.object({
  what: z.string().describe('the question as it was asked, or the page'),
  detail: z.string().describe('how often and by whom, or what is wrong'),
});
const list = z.object({ lines: z.array(line), total: z.number(), has_more: z.boolean() });

const TITLES: Readonly<Record<Part, { title: string; columns: [string, string] }>> = {
  unanswered: { title: 'Questions without a clear answer', columns: ['Question', 'Asked'] },
  stale: { title: 'Pages past their date', columns: ['Page', 'Why'] },
  disagreements: { title: 'company.yaml and a page disagree', columns: ['Page', 'What'] },
  unreached: { title: 'Pages that answered no question', columns: ['Page', 'Title'] },
};

/** The playbook seen from the questions, for those who keep it. */
export const reviewPlaybook = defineTool({
  name: 'review_playbook',
  label: 'Looking the playbook over',
  description:
    'Looks the playbook over for its keeper: questions it could not answer, stale pages, settings of company.yaml and pages ' +
    'that disagree, pages that no question reached. Not for questions about the programme: those are for search_playbook.',
  effect: 'read',
  roles: MANAGERS,
  input: z.object({ part: z.enum(PARTS).optional().describe('one part; all without it') }),
  output: z.object({
    questions: z.number().describe('how many were asked'),
    since: z.string().nullable(),
    unanswered: list.optional(),
    stale: list.optional(),
    disagreements: list.optional(),
    unreached: list.optional(),
  }),
  async run({ part }, { scope, services }) {
    const review = await services.playbook.review(scope);
    const parts = PARTS.filter((one) => part === undefined || one === part);
    const lists = Object.fromEntries(parts.map((one) => [one, shorten(linesOf(review, one))]));
    return {
      output: { questions: review.questions, since: review.since, ...lists },
      cards: parts.flatMap((one) => drawPart(one, linesOf(review, one))),
    };
  },
});

type Line = z.infer<typeof line>;

function linesOf(review: PlaybookReview, part: Part): Line[] {
  switch (part) {
    case 'unanswered':
      return review.unanswered.map(({ question, count, partners, lastAskedOn }) => ({
        what: question,
        detail: `${count === 1 ? 'once' : `${count} times`}, last on ${lastAskedOn}${partners.length > 0 ? `, by ${partners.join(', ')}` : ''}`,
      }));
    case 'stale':
      return review.stale.map(({ path, why }) => ({ what: path, detail: why }));
    case 'disagreements':
      return review.disagreements.map(({ setting, configured, said, path, quote }) => ({
        what: path,
        detail: `${setting} is ${configured}, the page says ${said}: “${quote.replace(/\s+/g, ' ')}”`,
      }));
    case 'unreached':
      // Before the first question every page would stand here.
      return review.since ? review.unreached.map(({ path, title }) => ({ what: path, detail: title })) : [];
  }
}

function shorten(lines: readonly Line[]): z.infer<typeof list> {
  return { lines: lines.slice(0, SHOWN), total: lines.length, has_more: lines.length > SHOWN };
}

function drawPart(part: Part, lines: readonly Line[]): Card[] {
  if (lines.length === 0) return [];
  const { title, columns } = TITLES[part];
  const rows = lines.slice(0, SHOWN).map(({ what, detail }) => [what, detail]);
  return [{ kind: 'table', title, columns, rows, total: lines.length, has_more: lines.length > SHOWN }];
}

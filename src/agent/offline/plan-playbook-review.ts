import { countOf, errorOf } from './compose.ts';
import type { Planner } from './plan.ts';
import { need } from './sight.ts';

const PARTS = ['unanswered', 'disagreements', 'stale', 'unreached'] as const;
type Part = (typeof PARTS)[number];

const HEADS: Readonly<Record<Part, { some: (n: number) => string; none: string }>> = {
  unanswered: {
    some: (n) => `${countOf(n, 'question')} without a clear answer`,
    none: 'No question went without a clear answer.',
  },
  disagreements: {
    some: (n) => `${countOf(n, 'place')} where company.yaml and a page disagree`,
    none: 'Nothing in company.yaml that I compare disagrees with the pages.',
  },
  stale: {
    some: (n) => `${countOf(n, 'page')} past ${n === 1 ? 'its' : 'their'} date`,
    none: 'No page is past its date.',
  },
  unreached: {
    some: (n) => `${countOf(n, 'page')} that answered no question`,
    none: 'Every page answered a question, or none was asked yet.',
  },
};
const SAID = 5;

/** What partner managers ask of the playbook as its keepers. Others are told that it is theirs to ask. */
export const planPlaybookReview: Planner = (sight, intent) => {
  const part = readPart(intent.text.toLowerCase());
  const lookup = need(sight, { name: 'review_playbook', args: part ? { part } : {} });
  if (lookup.state === 'wanted') return { calls: [lookup.call] };
  if (lookup.state !== 'known')
    return { text: 'What the playbook lacks is shown to partner managers alone, among your own people.' };
  const { output } = lookup.found;
  const error = errorOf(output);
  if (error) return { text: error };
  const asked = output.since
    ? `${countOf(Number(output.questions), 'question')} asked since ${String(output.since)}.`
    : 'No question has been asked yet.';
  const lists = PARTS.flatMap((one) => (output[one] ? [describePart(one, output[one] as ListOut)] : []));
  const isOfQuestions = part === null || part === 'unanswered' || part === 'unreached';
  return { text: [...(isOfQuestions ? [asked] : []), ...lists].join('\n') };
};

interface ListOut {
  readonly lines: readonly { readonly what: string; readonly detail: string }[];
  readonly total: number;
}

function describePart(part: Part, { lines, total }: ListOut): string {
  const { some, none } = HEADS[part];
  if (total === 0) return none;
  const said = lines.slice(0, SAID).map(({ what, detail }) => `- ${what} (${detail})`);
  const more = total > said.length ? [`- and ${total - said.length} more`] : [];
  return [`${some(total)}:`, ...said, ...more].join('\n');
}

function readPart(lower: string): Part | null {
  if (/\b(?:disagree\w*|contradict\w*|differ\w*|mismatch\w*|match|conflict\w*|consistent)\b/.test(lower))
    return 'disagreements';
  if (/\b(?:stale|outdated|old|obsolete|out of date|past (?:its|their) date|updat\w+|expired)\b/.test(lower))
    return 'stale';
  if (/\b(?:unread|unreached|never|nobody|no one|no question|unused)\b/.test(lower)) return 'unreached';
  return /\b(?:answer\w*|unanswered|missing|gaps?|lack\w*)\b/.test(lower) ? 'unanswered' : null;
}

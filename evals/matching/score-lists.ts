/**
 * Scores the matcher as it ships on every folder of labelled lists (a.csv, b.csv, truth.csv, related.csv) inside a folder. Run:
 * `tsx evals/matching/score-lists.ts FOLDER`. Lists that the weights were learnt from flatter; learn-weights.ts prints the
 * cross-fitted figures for those.
 */
import { REVIEW_FROM } from '../../src/accounts/matching/decide.ts';
import { linkLists } from '../../src/accounts/matching/link-lists.ts';
import type { Link } from '../../src/accounts/matching/types.ts';
import { type LabelledLists, nameOnly, readLabelledLists } from './labelled-lists.ts';
import { formatScores } from './score-pairs.ts';

function scoreOne(lists: LabelledLists): string {
  const started = performance.now();
  const links = linkLists(lists.left, lists.right);
  const seconds = (performance.now() - started) / 1000;
  const rate = Math.round(lists.left.length / seconds);
  return `${formatScores(lists.name, lists, links, REVIEW_FROM)}${formatKinds(lists, links)}${formatRelated(lists, links)}${' '.repeat(27)}${rate} rows/s\n`;
}

/** Recall by the kind of difference between the two names. */
function formatKinds(lists: LabelledLists, links: readonly Link[]): string {
  const said = new Set(links.map((link) => `${link.left} ${link.right}`));
  const kinds = new Map<string, { found: number; all: number }>();
  for (const [pair, kind] of lists.truth) {
    const count = kinds.get(kind) ?? { found: 0, all: 0 };
    kinds.set(kind, { found: count.found + (said.has(pair) ? 1 : 0), all: count.all + 1 });
  }
  if (kinds.size < 2) return '';
  const cells = [...kinds].map(([kind, count]) => `${kind} ${(count.found / count.all).toFixed(2)}`);
  return `${' '.repeat(27)}recall: ${cells.join(', ')}\n`;
}

/** How many pairs of relatives are called one account. */
function formatRelated(lists: LabelledLists, links: readonly Link[]): string {
  if (lists.related.size === 0) return '';
  const said = links.filter((link) => lists.related.has(`${link.left} ${link.right}`));
  const matches = said.filter((link) => link.decision === 'match').length;
  return `${' '.repeat(27)}relatives: ${matches} match, ${said.length - matches} review, of ${lists.related.size}\n`;
}

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('usage: score-lists.ts FOLDER');
for (const lists of readLabelledLists(folder)) {
  process.stdout.write(scoreOne(nameOnly(lists)));
  process.stdout.write(scoreOne(lists));
}

import type { Link } from '../../src/accounts/matching/types.ts';
import type { LabelledLists } from './labelled-lists.ts';

export interface Scores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Links that were said and count. */
  readonly links: number;
}

/** Precision over the links said, recall over the truth; pairs of relatives count neither way. */
export function scoreLinks(lists: LabelledLists, links: readonly Pick<Link, 'left' | 'right'>[]): Scores {
  const counted = links.filter((link) => !lists.related.has(`${link.left} ${link.right}`));
  const right = counted.filter((link) => lists.truth.has(`${link.left} ${link.right}`)).length;
  const possible = lists.anyOf
    ? new Set([...lists.truth.keys()].map((key) => key.split(' ')[0])).size
    : lists.truth.size;
  const precision = counted.length > 0 ? right / counted.length : 1;
  const recall = right / possible;
  return {
    precision,
    recall,
    f1: (2 * precision * recall) / (precision + recall || 1),
    links: counted.length,
  };
}

/** F1 at the threshold that is best on this very list: an upper bound. */
export function scoreAtBestThreshold(
  lists: LabelledLists,
  links: readonly Link[],
): Scores & { threshold: number } {
  let best = { ...scoreLinks(lists, links), threshold: -9 };
  for (let threshold = -3; threshold <= 6; threshold += 0.25) {
    const scores = scoreLinks(
      lists,
      links.filter((link) => link.logOdds >= threshold),
    );
    if (scores.f1 > best.f1) best = { ...scores, threshold };
  }
  return best;
}

/** Precision and recall from each threshold up. */
export function formatThresholds(lists: LabelledLists, links: readonly Link[]): string {
  const cells = [1, 1.5, 2, 2.5, 3, 3.5, 4].map((from) => {
    const scores = scoreLinks(
      lists,
      links.filter((link) => link.logOdds >= from),
    );
    return `${from}: ${scores.precision.toFixed(4)} ${scores.recall.toFixed(3)}`;
  });
  return `${' '.repeat(27)}${cells.join('  ')}\n`;
}

export function formatScores(
  name: string,
  lists: LabelledLists,
  links: readonly Link[],
  reviewFrom: number,
): string {
  const said = scoreLinks(
    lists,
    links.filter((link) => link.logOdds >= reviewFrom),
  );
  const matches = scoreLinks(
    lists,
    links.filter((link) => link.decision === 'match'),
  );
  const best = scoreAtBestThreshold(lists, links);
  const n = (share: number) => share.toFixed(4).replace(/^0/, '').padStart(6);
  return (
    `${name.padEnd(26)} P ${n(said.precision)} R ${n(said.recall)} F1 ${n(said.f1)} | match P ${n(matches.precision)} ` +
    `R ${n(matches.recall)} | best F1 ${n(best.f1)} from ${best.threshold}\n`
  );
}

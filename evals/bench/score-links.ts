import { round } from './measure.ts';

/** A line that a method wrote. */
export interface WrittenLink {
  readonly left: string;
  readonly right: string;
  readonly score: number;
  /** What the program would do with it; libraries do not say. */
  readonly decision?: 'match' | 'review';
}

export interface LinkScore {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** Right links over links, right links over true pairs, and their harmonic mean. 0 where nothing was linked. */
export function scoreLinks(links: readonly WrittenLink[], truth: ReadonlyMap<string, string>): LinkScore {
  const right = links.filter((link) => truth.get(link.left) === link.right).length;
  return scoreOf({ right, linked: links.length, pairs: truth.size });
}

/**
 * The score at the threshold that is best on this very list: more than a team without labels would get, so that no library is
 * sold short by a threshold of ours.
 */
export function scoreAtBestThreshold(
  links: readonly WrittenLink[],
  truth: ReadonlyMap<string, string>,
): LinkScore {
  const sorted = [...links].sort((a, b) => b.score - a.score);
  let [best, right] = [scoreOf({ right: 0, linked: 0, pairs: truth.size }), 0];
  sorted.forEach((link, i) => {
    if (truth.get(link.left) === link.right) right += 1;
    // A threshold can't part links of one score.
    if (sorted[i + 1]?.score === link.score) return;
    const score = scoreOf({ right, linked: i + 1, pairs: truth.size });
    if (score.f1 > best.f1) best = score;
  });
  return best;
}

function scoreOf(count: { right: number; linked: number; pairs: number }): LinkScore {
  const { right, linked, pairs } = count;
  return {
    precision: linked === 0 ? 0 : round(right / linked, 4),
    recall: pairs === 0 ? 0 : round(right / pairs, 4),
    f1: linked + pairs === 0 ? 0 : round((2 * right) / (linked + pairs), 4),
  };
}

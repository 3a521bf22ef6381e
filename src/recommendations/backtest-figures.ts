import type { RankerName } from './backtest.ts';

/** A past deal with what was known at its beginning and how it came out. */
export interface JudgedDeal {
  readonly won: boolean;
  /** Share of earlier deals that were won. */
  readonly base: number;
  /** The model's chance that it is won without a partner. */
  readonly alone: number;
  /** The model's chance that it is won with the partners that it had. */
  readonly chance: number;
  /** Candidates that joined it. */
  readonly joined: readonly string[];
  readonly candidates: readonly {
    readonly partnerId: string;
    readonly scores: Readonly<Record<RankerName, number>>;
  }[];
}

interface Estimate {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

export interface BacktestFigures {
  readonly chance: WinModelFigures | null;
  readonly rankers: readonly RankerFigures[];
}

export interface WinModelFigures {
  readonly n: number;
  readonly auc: Estimate | null;
  readonly brier: number;
  /** Of saying the same share for every deal. */
  readonly baseBrier: number;
  /** Expected calibration error over groups of like chance and equal size. */
  readonly ece: number;
  readonly reliability: readonly {
    readonly n: number;
    readonly expected: number;
    readonly observed: number;
  }[];
}

export interface RankerFigures {
  readonly name: RankerName;
  /** Won deals with a partner. */
  readonly n: number;
  /** Whether and how high the ranking had the partners that deals were won with; favours what reps did. */
  readonly hit3: number;
  readonly ndcg3: number;
  readonly ndcg5: number;
  /** Whether deals were won more often the higher the ranking had the partner that joined. */
  readonly auc: Estimate | null;
  /** Share won with a partner among the first three less the share won with another, corrected for the deals' own chance. */
  readonly gap: (Estimate & { readonly followed: number; readonly others: number }) | null;
}

const Z90 = 1.6448536269514722;
/** A share of 100 deals has a standard error of 0.05 itself: smaller groups would show noise as error of calibration. */
const GROUP = 100;
const MOST_GROUPS = 10;
/** Either group of a gap has at least so many deals. */
const LEAST_IN_GROUP = 10;

/** How good the chances were on all judged deals. */
export function measureWinModel(
  deals: readonly Pick<JudgedDeal, 'won' | 'base' | 'chance'>[],
): WinModelFigures {
  const sorted = [...deals].sort((a, b) => a.chance - b.chance);
  const n = sorted.length;
  const groups = Math.min(MOST_GROUPS, Math.max(1, Math.floor(n / GROUP)));
  const reliability = groupAlike(sorted, n / groups).map((group) => ({
    n: group.length,
    expected: mean(group.map((one) => one.chance)),
    observed: mean(group.map((one) => (one.won ? 1 : 0))),
  }));
  return {
    n,
    auc: measureAuc(deals.map((one) => ({ score: one.chance, won: one.won }))),
    brier: mean(deals.map((one) => (one.chance - (one.won ? 1 : 0)) ** 2)),
    baseBrier: mean(deals.map((one) => (one.base - (one.won ? 1 : 0)) ** 2)),
    ece: reliability.reduce((sum, one) => sum + (one.n / n) * Math.abs(one.expected - one.observed), 0),
    reliability,
  };
}

/** Groups of about a size, in order; deals of one chance stay together, since their order says nothing. */
function groupAlike<Deal extends { readonly chance: number }>(
  sorted: readonly Deal[],
  size: number,
): Deal[][] {
  const groups: Deal[][] = [];
  for (const [i, one] of sorted.entries()) {
    const last = groups.at(-1);
    const isFull = i >= Math.round(groups.length * size) && sorted[i - 1]?.chance !== one.chance;
    if (last && !isFull) last.push(one);
    else groups.push([one]);
  }
  return groups;
}

/** How a way of ranking did on the judged deals that had a partner. */
export function measureRanker(name: RankerName, deals: readonly JudgedDeal[]): RankerFigures {
  const placed = deals
    .filter((one) => one.joined.length > 0)
    .map((deal) => ({ deal, ...placeJoined(name, deal) }));
  const won = placed.filter((one) => one.deal.won);
  return {
    name,
    n: won.length,
    hit3: mean(won.map((one) => (one.best <= 3 ? 1 : 0))),
    ndcg3: mean(won.map((one) => measureGain(one.ranks, 3))),
    ndcg5: mean(won.map((one) => measureGain(one.ranks, 5))),
    auc: measureAuc(placed.map((one) => ({ score: -one.share, won: one.deal.won }))),
    gap: measureGap(placed),
  };
}

/** Ranks of the partners that joined, from 1. Ties stand in the order of ids, the best one's share is of all candidates. */
function placeJoined(name: RankerName, deal: JudgedDeal) {
  const order = [...deal.candidates].sort(
    (a, b) => b.scores[name] - a.scores[name] || (a.partnerId < b.partnerId ? -1 : 1),
  );
  const ranks = order.flatMap((one, i) => (deal.joined.includes(one.partnerId) ? [i + 1] : []));
  const best = ranks[0] ?? order.length;
  return { ranks, best, share: best / Math.max(1, order.length) };
}

/** nDCG with gain 1 for each partner that joined (Järvelin & Kekäläinen 2002). */
function measureGain(ranks: readonly number[], top: number): number {
  const discounted = (list: readonly number[]) =>
    list.reduce((sum, rank) => sum + (rank <= top ? 1 / Math.log2(rank + 1) : 0), 0);
  return discounted(ranks) / discounted(ranks.map((_, i) => i + 1));
}

/** Area under the ROC curve with its 90% interval (Hanley & McNeil 1982); null where all came out alike. */
export function measureAuc(cases: readonly { score: number; won: boolean }[]): Estimate | null {
  const sorted = [...cases].sort((a, b) => a.score - b.score);
  const wins = sorted.filter((one) => one.won).length;
  const losses = sorted.length - wins;
  if (wins === 0 || losses === 0) return null;
  let rankSum = 0;
  for (let i = 0; i < sorted.length; ) {
    let end = i;
    while (end < sorted.length && sorted[end]!.score === sorted[i]!.score) end += 1;
    const rank = (i + 1 + end) / 2;
    for (let k = i; k < end; k++) if (sorted[k]!.won) rankSum += rank;
    i = end;
  }
  const auc = (rankSum - (wins * (wins + 1)) / 2) / (wins * losses);
  const [q1, q2] = [auc / (2 - auc), (2 * auc ** 2) / (1 + auc)];
  const variance =
    (auc * (1 - auc) + (wins - 1) * (q1 - auc ** 2) + (losses - 1) * (q2 - auc ** 2)) / (wins * losses);
  const reach = Z90 * Math.sqrt(Math.max(0, variance));
  return { estimate: auc, low: Math.max(0, auc - reach), high: Math.min(1, auc + reach) };
}

function measureGap(placed: readonly { deal: JudgedDeal; best: number }[]): RankerFigures['gap'] {
  const outcomeOf = (one: { deal: JudgedDeal }) => (one.deal.won ? 1 : 0) - one.deal.alone;
  const followed = placed.filter((one) => one.best <= 3).map(outcomeOf);
  const others = placed.filter((one) => one.best > 3).map(outcomeOf);
  if (followed.length < LEAST_IN_GROUP || others.length < LEAST_IN_GROUP) return null;
  const estimate = mean(followed) - mean(others);
  const reach = Z90 * Math.sqrt(varianceOf(followed) / followed.length + varianceOf(others) / others.length);
  return {
    estimate,
    low: estimate - reach,
    high: estimate + reach,
    followed: followed.length,
    others: others.length,
  };
}

function mean(figures: readonly number[]): number {
  return figures.length === 0 ? 0 : figures.reduce((a, b) => a + b, 0) / figures.length;
}

function varianceOf(figures: readonly number[]): number {
  const middle = mean(figures);
  return figures.reduce((sum, one) => sum + (one - middle) ** 2, 0) / Math.max(1, figures.length - 1);
}

import type { SystemScope } from '../../access/types.ts';
import type { IsoDate } from '../../dates.ts';
import type { RankerFigures } from '../../recommendations/backtest-figures.ts';
import type { RecommendationsService } from '../../recommendations/service.ts';
import { type Output, writeJson } from '../output.ts';
import { writeTable } from './answer-text.ts';

type Backtest = Awaited<ReturnType<RecommendationsService['backtest']>>;
type Estimate = NonNullable<RankerFigures['auc']>;

/** How the ranking would have done on past deals: sums over all deals and partners, and no row of any. */
export async function reportBacktest(
  parts: {
    readonly recommendations: Pick<RecommendationsService, 'backtest'>;
    readonly system: SystemScope;
    readonly output: Output;
  },
  request: { readonly from: IsoDate | undefined; readonly json: boolean },
): Promise<number> {
  const found = await parts.recommendations.backtest(
    parts.system,
    request.from === undefined ? {} : { from: request.from },
  );
  if (request.json) writeJson(parts.output, shapeBacktest(found));
  else parts.output.out(`${describeBacktest(found).join('\n')}\n`);
  return 0;
}

function describeBacktest(found: Backtest): string[] {
  const head = `Deals begun from ${found.from} and closed before ${found.to}: ${found.deals}, ${found.withPartner} of them with a partner. Trained ${found.trainings} times, on earlier days alone.`;
  if (found.notEnough !== null || found.chance === null) return [head, `Not enough data: ${found.notEnough}`];
  const { chance } = found;
  return [
    head,
    '',
    `Chance to win, ${chance.n} deals: AUC ${describeEstimate(chance.auc)}, Brier ${chance.brier.toFixed(3)} (one share for all: ${chance.baseBrier.toFixed(3)}), calibration error ${chance.ece.toFixed(3)}.`,
    writeTable(
      ['Deals', 'Expected', 'Won'],
      chance.reliability.map((one) => [String(one.n), percent(one.expected), percent(one.observed)]),
    ),
    '',
    writeTable(
      ['Ranking', 'AUC', 'Gap', 'Followed', 'Others', 'hit@3', 'nDCG@3', 'nDCG@5'],
      found.rankers.map((one) => [
        one.name.replaceAll('_', ' '),
        describeEstimate(one.auc),
        one.gap ? describePoints(one.gap) : 'not enough data',
        one.gap ? String(one.gap.followed) : '',
        one.gap ? String(one.gap.others) : '',
        one.hit3.toFixed(3),
        one.ndcg3.toFixed(3),
        one.ndcg5.toFixed(3),
      ]),
    ),
    '',
    'AUC: whether deals were won more often the higher the ranking had the partner that joined (0.5: no more).',
    "Gap: share won with a partner among the ranking's first three less with another, beyond what the deals promised alone.",
    `hit and nDCG: whether it had the partners of the ${found.rankers[0]?.n ?? 0} deals won with one; they favour what reps did, not what helps.`,
    'Intervals are 90%. Reps chose the partners, so none of this proves a cause.',
  ];
}

function describeEstimate(one: Estimate | null): string {
  if (!one) return 'not enough data';
  return `${one.estimate.toFixed(3)} [${one.low.toFixed(3)}, ${one.high.toFixed(3)}]`;
}

function describePoints(one: Estimate): string {
  return `${percent(one.estimate)} [${percent(one.low)}, ${percent(one.high)}]`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

function shapeBacktest(found: Backtest) {
  const { withPartner, notEnough, chance, rankers, ...rest } = found;
  return {
    ...rest,
    with_partner: withPartner,
    not_enough_data: notEnough,
    chance: chance && {
      n: chance.n,
      auc: chance.auc,
      brier: chance.brier,
      base_brier: chance.baseBrier,
      ece: chance.ece,
      reliability: chance.reliability,
    },
    rankers: rankers.map(({ hit3, ndcg3, ndcg5, ...one }) => ({
      ...one,
      'hit@3': hit3,
      'ndcg@3': ndcg3,
      'ndcg@5': ndcg5,
    })),
  };
}

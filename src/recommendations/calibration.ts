import { addDays, type IsoDate } from '../dates.ts';
import { measureWinModel } from './backtest-figures.ts';
import { type Calibration, predictWin, type TrainingDeal, trainLiftModel } from './lift-model.ts';

const HELD_BACK_DAYS = 365;
/** Fewer deals held back, or left to learn from, say nothing. */
const LEAST = 100;
/** The newest of the earlier deals are enough to learn from here; more would double the time of a training. */
const MOST_EARLIER = 20_000;

/** How chances learnt from earlier deals fitted those that closed in the last year; null where there are too few. */
export function calibrate(deals: readonly TrainingDeal[], today: IsoDate): Calibration | null {
  const since = addDays(today, -HELD_BACK_DAYS);
  const closedBefore = (one: TrainingDeal, day: IsoDate) =>
    one.deal.closedOn !== null && one.deal.closedOn < day;
  const earlier = deals.filter((one) => closedBefore(one, since)).slice(-MOST_EARLIER);
  const heldBack = deals.filter((one) => !closedBefore(one, since) && closedBefore(one, today));
  if (earlier.length < LEAST || heldBack.length < LEAST) return null;
  const model = trainLiftModel(earlier);
  const base = earlier.filter((one) => one.deal.won).length / earlier.length;
  const { n, brier, baseBrier, ece } = measureWinModel(
    heldBack.map((one) => ({ won: one.deal.won === true, base, chance: predictWin(model, one) })),
  );
  return { since, n, brier, baseBrier, ece };
}

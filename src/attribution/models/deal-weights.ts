import { AppError } from '../../errors.ts';
import type { JourneyModel } from './journey.ts';
import { createTouchWeigher, type NumberedTouches } from './touch-weights.ts';

/** A deal's creditable touches in order, with the days that the dated models need, counted from one fixed day. */
export interface NumberedDeal extends NumberedTouches {
  readonly days: ArrayLike<number>;
  /** Null where it is not known: nobody's touch led to the creation then. */
  readonly createdDay: number | null;
  /** Null where no stage history is known, and the close stands in for it. */
  readonly proposalDay: number | null;
  readonly closedDay: number;
}

export interface DealWeightOptions {
  /** Days after which a touch counts half, for `time_decay`. */
  readonly halfLifeDays: number;
  /** Removal effect or Shapley value by the number of the channel; needed by `markov` and `shapley`. */
  readonly effects: Float64Array | null;
}

/** Writes the share of each touch into `shares`, one a touch, adding up to 1. */
export type DealWeigher = (deal: NumberedDeal, shares: Float64Array) => void;

/** The habit of advertising; sales to businesses often use 30 to 45. */
export const HALF_LIFE_DAYS = 7;
/** Part of a w_shaped deal that the touches between the three marks take; the marks share the rest equally. */
const BETWEEN_SHARE = 0.1;

/**
 * The rule that spreads a deal over its touches, as measures.md defines the models. It is made once and called for each deal.
 * Throws `bad_input` for a half life that is not positive, and for `markov` or `shapley` without effects.
 */
export function createDealWeigher(model: JourneyModel, options: DealWeightOptions): DealWeigher {
  switch (model) {
    case 'w_shaped':
      return weighByMilestones;
    case 'time_decay':
      return createAgeWeigher(options.halfLifeDays);
    case 'markov':
    case 'shapley':
      return createEffectWeigher(model, options.effects);
    default:
      return createTouchWeigher(model);
  }
}

/**
 * 30% to each of three marks: the first touch, the last touch up to the creation, the last up to the proposal (else the
 * close). A touch that is two marks takes both; where no touch stands between, the last 10% go to the marks, and a mark that
 * no touch meets leaves its part to the others. Vendors publish no rule for these cases.
 */
function weighByMilestones(deal: NumberedDeal, shares: Float64Array): void {
  const marks = [
    0,
    deal.createdDay === null ? -1 : lastTouchUpTo(deal, deal.createdDay),
    lastTouchUpTo(deal, deal.proposalDay ?? deal.closedDay),
  ].filter((place) => place >= 0);
  const between = deal.count - new Set(marks).size;
  const markTotal = between === 0 ? 1 : 1 - BETWEEN_SHARE;
  shares.fill(between === 0 ? 0 : BETWEEN_SHARE / between, 0, deal.count);
  for (const place of marks) shares[place] = 0;
  for (const place of marks) shares[place] = shares[place]! + markTotal / marks.length;
}

function lastTouchUpTo(deal: NumberedDeal, day: number): number {
  let place = deal.count - 1;
  while (place >= 0 && deal.days[place]! > day) place -= 1;
  return place;
}

function createAgeWeigher(halfLifeDays: number): DealWeigher {
  if (!(halfLifeDays > 0)) throw new AppError('bad_input', 'The half life must be a positive number of days');
  return ({ days, count }, shares) => {
    // Days are counted from the last touch and not from the close: the ratio is the same, and a deal that closed years
    // after its last touch does not underflow to zero everywhere.
    const latest = days[count - 1]!;
    let total = 0;
    for (let at = 0; at < count; at++) {
      const weight = 2 ** (-(latest - days[at]!) / halfLifeDays);
      shares[at] = weight;
      total += weight;
    }
    for (let at = 0; at < count; at++) shares[at] = shares[at]! / total;
  };
}

/** In proportion to the effects of the distinct channels; a harmful one takes nothing, and without any effect all take the same. */
function createEffectWeigher(model: JourneyModel, effects: Float64Array | null): DealWeigher {
  if (!effects) throw new AppError('bad_input', `The model '${model}' needs the effect of each channel`);
  const weighEvenly = createTouchWeigher('even');
  return (deal, shares) => {
    weighEvenly(deal, shares);
    let total = 0;
    for (let at = 0; at < deal.count; at++) {
      if (shares[at]! > 0) total += Math.max(0, effects[deal.touches[at]!] ?? 0);
    }
    if (total === 0) return;
    for (let at = 0; at < deal.count; at++) {
      if (shares[at]! > 0) shares[at] = Math.max(0, effects[deal.touches[at]!] ?? 0) / total;
    }
  };
}

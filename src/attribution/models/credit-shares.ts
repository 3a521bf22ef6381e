import { daysBetween } from '../../dates.ts';
import { AppError } from '../../errors.ts';
import { creditableTouches, type Journey, type JourneyModel, type Touch } from './journey.ts';
import { createTouchWeigher, type OrderedModel } from './touch-weights.ts';

export interface CreditOptions {
  /** Days after which a touch counts half, for `time_decay`; 7 unless said. */
  readonly halfLifeDays?: number;
  /** Removal effect or Shapley value of each channel over all paths; needed by `markov` and `shapley`. */
  readonly effects?: ReadonlyMap<string, number>;
}

/** Part of a w_shaped deal that the touches between the three marks take; the marks share the rest equally. */
const BETWEEN_SHARE = 0.1;
/** The habit of advertising; sales to businesses often use 30 to 45. */
const HALF_LIFE_DAYS = 7;

/**
 * How a model splits one deal among the channels that touched it, as measures.md defines the models: shares of 1 that add up
 * to 1, or an empty map where nobody touched it before it closed. Throws `bad_input` for a half life that is not positive
 * and for `markov` or `shapley` without effects.
 */
export function creditShares(
  model: JourneyModel,
  journey: Journey,
  options: CreditOptions = {},
): Map<string, number> {
  const touches = creditableTouches(journey);
  if (touches.length === 0) return new Map();
  switch (model) {
    case 'w_shaped':
      return sumByChannel(touches, weighByMilestones(touches, journey));
    case 'time_decay':
      return sumByChannel(touches, weighByAge(touches, options.halfLifeDays ?? HALF_LIFE_DAYS));
    case 'markov':
    case 'shapley':
      return splitByEffects(touches, model, options.effects);
    default:
      return sumByChannel(touches, weighByOrder(touches, model));
  }
}

function weighByOrder(touches: readonly Touch[], model: OrderedModel): Float64Array {
  const numbers = new Map<string, number>();
  const numbered = touches.map(({ channel }) => {
    if (!numbers.has(channel)) numbers.set(channel, numbers.size);
    return numbers.get(channel)!;
  });
  const shares = new Float64Array(touches.length);
  createTouchWeigher(model)({ touches: Int32Array.from(numbered), count: touches.length }, shares);
  return shares;
}

/**
 * 30% to each of three marks: the first touch, the last touch up to the creation, the last up to the proposal (else the
 * close). A touch that is two marks takes both; where no touch stands between, the last 10% go to the marks, and a mark that
 * no touch meets leaves its part to the others. Vendors publish no rule for these cases.
 */
function weighByMilestones(touches: readonly Touch[], journey: Journey): Float64Array {
  const marks = [
    0,
    lastTouchUpTo(touches, journey.createdOn),
    lastTouchUpTo(touches, journey.proposalOn ?? journey.closedOn),
  ].filter((place) => place >= 0);
  const between = touches.length - new Set(marks).size;
  const markTotal = between === 0 ? 1 : 1 - BETWEEN_SHARE;
  const shares = new Float64Array(touches.length).fill(between === 0 ? 0 : BETWEEN_SHARE / between);
  for (const place of new Set(marks)) shares[place] = 0;
  for (const place of marks) shares[place] = shares[place]! + markTotal / marks.length;
  return shares;
}

function lastTouchUpTo(touches: readonly Touch[], day: string): number {
  return touches.findLastIndex((touch) => touch.occurredOn <= day);
}

function weighByAge(touches: readonly Touch[], halfLifeDays: number): Float64Array {
  if (!(halfLifeDays > 0)) throw new AppError('bad_input', 'The half life must be a positive number of days');
  // Days are counted from the last touch and not from the close: the ratio is the same, and a deal that closed years
  // after its last touch does not underflow to zero everywhere.
  const latest = touches.at(-1)!.occurredOn;
  const weights = Float64Array.from(
    touches,
    (touch) => 2 ** (-daysBetween(touch.occurredOn, latest) / halfLifeDays),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** In proportion to the effects of the distinct channels; a harmful one takes nothing, and without any effect all take the same. */
function splitByEffects(
  touches: readonly Touch[],
  model: JourneyModel,
  effects: ReadonlyMap<string, number> | undefined,
): Map<string, number> {
  if (!effects) throw new AppError('bad_input', `The model '${model}' needs the effect of each channel`);
  const channels = [...new Set(touches.map((touch) => touch.channel))];
  const weights = channels.map((channel) => Math.max(0, effects.get(channel) ?? 0));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return new Map(
    channels.map((channel, at) => [channel, total > 0 ? weights[at]! / total : 1 / channels.length]),
  );
}

function sumByChannel(touches: readonly Touch[], shares: Float64Array): Map<string, number> {
  const byChannel = new Map<string, number>();
  for (const [at, { channel }] of touches.entries()) {
    byChannel.set(channel, (byChannel.get(channel) ?? 0) + shares[at]!);
  }
  return byChannel;
}

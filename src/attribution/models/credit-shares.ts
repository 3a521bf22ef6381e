import { dayNumber } from '../../dates.ts';
import { createDealWeigher, HALF_LIFE_DAYS } from './deal-weights.ts';
import { creditableTouches, type Journey, type JourneyModel } from './journey.ts';

export interface CreditOptions {
  /** Days after which a touch counts half, for `time_decay`; 7 unless said. */
  readonly halfLifeDays?: number;
  /** Removal effect or Shapley value of each channel over all paths; needed by `markov` and `shapley`. */
  readonly effects?: ReadonlyMap<string, number>;
}

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
  const channels = [...new Set(touches.map((touch) => touch.channel))];
  const numbers = new Map(channels.map((channel, number) => [channel, number]));
  const { effects } = options;
  const weigh = createDealWeigher(model, {
    halfLifeDays: options.halfLifeDays ?? HALF_LIFE_DAYS,
    effects: effects ? Float64Array.from(channels, (channel) => effects.get(channel) ?? 0) : null,
  });
  const shares = new Float64Array(touches.length);
  weigh(
    {
      touches: Int32Array.from(touches, (touch) => numbers.get(touch.channel)!),
      count: touches.length,
      days: Int32Array.from(touches, (touch) => dayNumber(touch.occurredOn)),
      createdDay: dayNumber(journey.createdOn),
      proposalDay: journey.proposalOn ? dayNumber(journey.proposalOn) : null,
      closedDay: dayNumber(journey.closedOn),
    },
    shares,
  );
  const byChannel = new Map<string, number>();
  for (const [at, { channel }] of touches.entries()) {
    byChannel.set(channel, (byChannel.get(channel) ?? 0) + shares[at]!);
  }
  return byChannel;
}

import { splitAmount } from './allocate.ts';
import type { DealPath } from './deal-path.ts';
import { createDealWeigher, type DealWeigher, HALF_LIFE_DAYS, type NumberedDeal } from './deal-weights.ts';
import type { JourneyModel } from './journey.ts';
import { createMarkovTally } from './markov.ts';
import type { PathTally } from './paths.ts';
import { createRateGameTally } from './rate-game.ts';

export interface DealModelOptions {
  /** Order of the Markov chain, from 1; 1 unless said. */
  readonly order?: number;
  /** Days after which a touch counts half, for `time_decay`; 7 unless said. */
  readonly halfLifeDays?: number;
  /** Seed of the sampling that `shapley` needs past 20 channels. */
  readonly seed?: number;
  /**
   * The closed deals, won and lost, over which `markov` and `shapley` say what a channel does for the chance to win; the deals
   * themselves unless said.
   */
  readonly history?: readonly DealPath[];
}

/** What one channel is credited with of one deal, in minor units of the deal's amount. */
export interface DealCredit {
  readonly opportunityId: string;
  readonly channel: string;
  readonly creditMinor: number;
}

export interface DealCredits {
  /** By deal in the order given, then by channel; those of a deal add up to its amount. Deals that nobody touched have none. */
  readonly credits: readonly DealCredit[];
  /** Removal effect (`markov`) or Shapley value, which are what deals are split by; null for the other models. */
  readonly effects: ReadonlyMap<string, number> | null;
  /** Standard errors of the credit of each channel over all deals, in minor units, where it was sampled; null where exact. */
  readonly standardErrors: ReadonlyMap<string, number> | null;
}

const DEFAULT_SEED = 1;
/** A report is waited for: the fewest orders that say anything are enough for it, and it says how sure they are. */
const SAMPLING_WORK = 4e7;

interface Effects {
  readonly byNumber: Float64Array;
  readonly replicates: readonly Float64Array[] | null;
}

/**
 * Splits the amount of each deal among the channels that touched it, to the minor unit (largest remainder, ties by the smaller
 * id), by any of the models. `shapley` weighs by the values of the rate game (docs/decisions/attribution-shapley.md).
 * The order of deals, of history and of names changes no figure. Throws `bad_input` for an order or half life that is none.
 */
export function creditDeals(
  model: JourneyModel,
  deals: readonly DealPath[],
  options: DealModelOptions = {},
): DealCredits {
  const history = options.history ?? deals;
  const channels = listChannels(deals, history);
  const numbers = new Map(channels.map((channel, number) => [channel, number]));
  const effects = measureEffects(model, { history, numbers, options });
  const halfLifeDays = options.halfLifeDays ?? HALF_LIFE_DAYS;
  const weigherOf = (by: Float64Array | null) => createDealWeigher(model, { halfLifeDays, effects: by });
  const weigh = weigherOf(effects?.byNumber ?? null);
  const fill = createNumberer(numbers);
  const credits: DealCredit[] = [];
  for (const deal of deals) if (deal.channels.length > 0) splitDeal(deal, fill(deal), weigh, credits);
  return {
    credits,
    effects: effects && new Map(channels.map((channel, at) => [channel, effects.byNumber[at]!])),
    standardErrors:
      effects?.replicates == null
        ? null
        : spreadOf(
            effects.replicates.map((by) =>
              addUp(deals, { weigh: weigherOf(by), fill, count: channels.length }),
            ),
            channels,
          ),
  };
}

/** By name, so that no order of rows decides about the last digit of a sum. */
function listChannels(...lists: readonly (readonly DealPath[])[]): string[] {
  const channels = new Set<string>();
  for (const list of lists)
    for (const deal of list) for (const channel of deal.channels) channels.add(channel);
  return [...channels].sort();
}

/** Gives a deal as numbers; one object is refilled for deal after deal. */
function createNumberer(numbers: ReadonlyMap<string, number>): (deal: DealPath) => NumberedDeal {
  let touches = new Int32Array(64);
  return (deal) => {
    const { channels } = deal;
    if (channels.length > touches.length) touches = new Int32Array(2 * channels.length);
    for (let at = 0; at < channels.length; at++) touches[at] = numbers.get(channels[at]!)!;
    return {
      touches,
      count: channels.length,
      days: deal.days,
      createdDay: deal.createdDay,
      proposalDay: deal.proposalDay,
      closedDay: deal.closedDay,
    };
  };
}

function splitDeal(deal: DealPath, numbered: NumberedDeal, weigh: DealWeigher, into: DealCredit[]): void {
  const { opportunityId, channels, amountMinor } = deal;
  const [first] = channels as [string];
  if (channels.every((channel) => channel === first)) {
    into.push({ opportunityId, channel: first, creditMinor: amountMinor });
    return;
  }
  const shares = new Float64Array(numbered.count);
  weigh(numbered, shares);
  const byChannel = new Map<string, number>();
  for (let at = 0; at < shares.length; at++) {
    byChannel.set(channels[at]!, (byChannel.get(channels[at]!) ?? 0) + shares[at]!);
  }
  const split = splitAmount(amountMinor, byChannel);
  for (const channel of [...split.keys()].sort()) {
    into.push({ opportunityId, channel, creditMinor: split.get(channel)! });
  }
}

function measureEffects(
  model: JourneyModel,
  over: { history: readonly DealPath[]; numbers: ReadonlyMap<string, number>; options: DealModelOptions },
): Effects | null {
  const { history, numbers, options } = over;
  if (model === 'markov') {
    const tally = createMarkovTally(options.order ?? 1);
    addHistory(tally, { history, numbers });
    return { byNumber: tally.finish(numbers.size).removalConversions, replicates: null };
  }
  if (model !== 'shapley') return null;
  const tally = createRateGameTally({ seed: options.seed ?? DEFAULT_SEED, work: SAMPLING_WORK });
  addHistory(tally, { history, numbers });
  const { conversions, replicates } = tally.finish(numbers.size);
  return { byNumber: conversions, replicates };
}

function addHistory<Result>(
  tally: PathTally<Result>,
  over: { history: readonly DealPath[]; numbers: ReadonlyMap<string, number> },
): void {
  const fill = createNumberer(over.numbers);
  for (const deal of inOrder(over.history)) {
    if (deal.channels.length === 0) continue;
    const { touches, count } = fill(deal);
    const won = deal.outcome === 'won' ? 1 : 0;
    tally.add({ touches, count, conversions: won, conversionValue: 0, nulls: 1 - won });
  }
}

/** By id, as the database lists them: a chain whose states are numbered otherwise rounds otherwise. */
function inOrder(deals: readonly DealPath[]): readonly DealPath[] {
  const isSorted = deals.every((deal, at) => at === 0 || deals[at - 1]!.opportunityId <= deal.opportunityId);
  return isSorted ? deals : deals.toSorted((a, b) => (a.opportunityId < b.opportunityId ? -1 : 1));
}

/** The credit of each channel over all deals, before it is rounded to minor units. */
function addUp(
  deals: readonly DealPath[],
  by: { weigh: DealWeigher; fill: (deal: DealPath) => NumberedDeal; count: number },
): Float64Array {
  const totals = new Float64Array(by.count);
  let shares = new Float64Array(64);
  for (const deal of deals) {
    if (deal.channels.length === 0) continue;
    const numbered = by.fill(deal);
    if (numbered.count > shares.length) shares = new Float64Array(2 * numbered.count);
    by.weigh(numbered, shares);
    for (let at = 0; at < numbered.count; at++) {
      const channel = numbered.touches[at]!;
      totals[channel] = totals[channel]! + deal.amountMinor * shares[at]!;
    }
  }
  return totals;
}

/** The standard error of the mean of independent parts of a sample. */
function spreadOf(parts: readonly Float64Array[], channels: readonly string[]): Map<string, number> {
  return new Map(
    channels.map((channel, at) => {
      const mean = parts.reduce((sum, part) => sum + part[at]!, 0) / parts.length;
      const squares = parts.reduce((sum, part) => sum + (part[at]! - mean) ** 2, 0);
      return [channel, Math.sqrt(squares / (parts.length * (parts.length - 1)))];
    }),
  );
}

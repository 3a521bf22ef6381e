import type { CalibrationBin, FollowedReport, Share, ShownDeal } from './types.ts';

const Z90 = 1.6448536269514722;
const BINS = 5;

/** A share with Wilson's 90% interval (Wilson 1927). */
export function shareOf(count: number, of: number): Share {
  if (of === 0) return { of, count, share: null, low: null, high: null };
  const p = count / of;
  const z2 = Z90 ** 2;
  const middle = p + z2 / (2 * of);
  const reach = Z90 * Math.sqrt((p * (1 - p)) / of + z2 / (4 * of ** 2));
  const scale = 1 + z2 / of;
  const low = Math.max(0, (middle - reach) / scale);
  const high = Math.min(1, (middle + reach) / scale);
  return { of, count, share: round(p), low: round(low), high: round(high) };
}

/**
 * How far recommendations were followed and came true. What was predicted of a deal is the chance with the best ranked
 * partner that joined, or without any; a deal that others joined was predicted by nobody.
 */
export function reportFollowed(
  deals: readonly ShownDeal[],
  answers: { readonly asked: number; readonly accepted: number; readonly declined: number },
): FollowedReport {
  const named = deals.filter((one) => one.partners.length > 0);
  const nobody = deals.filter((one) => one.partners.length === 0);
  const taken = (one: { asked: boolean; joined: boolean }) => one.asked || one.joined;
  const closed = deals.flatMap((one) => {
    const predicted = predictionFor(one);
    return predicted === null || one.outcome === null ? [] : [{ predicted, won: one.outcome === 'won' }];
  });
  const joined = named.filter((one) => one.partners.some((partner) => partner.joined));
  return {
    deals: deals.length,
    followed: shareOf(
      named.filter((one) => one.partners.some(taken)).length +
        nobody.filter((one) => !one.othersJoined).length,
      deals.length,
    ),
    firstFollowed: shareOf(
      named.filter((one) => one.partners.some((partner) => partner.rank === 1 && taken(partner))).length,
      named.length,
    ),
    nobodyFollowed: shareOf(nobody.filter((one) => !one.othersJoined).length, nobody.length),
    ...answers,
    joined: joined.length,
    won: joined.filter((one) => one.outcome === 'won').length,
    lost: joined.filter((one) => one.outcome === 'lost').length,
    explored: deals.filter((one) => one.partners.some((partner) => partner.explored)).length,
    calibration: calibrate(closed),
  };
}

function predictionFor(deal: ShownDeal): number | null {
  const byRank = [...deal.partners].sort((a, b) => a.rank - b.rank);
  const joined = byRank.find((one) => one.joined);
  if (joined) return joined.winChance;
  const [first] = byRank;
  if (deal.othersJoined || !first || first.winChance === null || first.lift === null) return null;
  return round(Math.min(1, Math.max(0, first.winChance - first.lift)));
}

function calibrate(
  closed: readonly { readonly predicted: number; readonly won: boolean }[],
): FollowedReport['calibration'] {
  const meanOf = (values: readonly number[]) =>
    values.length === 0 ? null : round(values.reduce((a, b) => a + b, 0) / values.length);
  const wonOf = (some: typeof closed) => shareOf(some.filter((one) => one.won).length, some.length);
  const bins: CalibrationBin[] = [];
  for (let i = 0; i < BINS; i++) {
    const within = closed.filter((one) => Math.min(BINS - 1, Math.floor(one.predicted * BINS)) === i);
    const predicted = meanOf(within.map((one) => one.predicted));
    if (predicted !== null) bins.push({ from: i / BINS, to: (i + 1) / BINS, predicted, won: wonOf(within) });
  }
  return {
    deals: closed.length,
    predicted: meanOf(closed.map((one) => one.predicted)),
    won: wonOf(closed),
    brier: meanOf(closed.map((one) => ((one.won ? 1 : 0) - one.predicted) ** 2)),
    bins,
  };
}

function round(x: number): number {
  return Math.round(x * 10_000) / 10_000;
}

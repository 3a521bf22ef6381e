import { AppError } from '../../errors.ts';

/** Remainders closer than this count as equal, so that the rounding noise of the shares never decides who gets a cent. */
const SAME_REMAINDER = 1e-6;

/**
 * Splits an integer amount by weights so that the parts are integers and add up to it exactly: largest remainder, ties by
 * the smaller id. Weights need not add up to 1. A negative amount (a credit note) splits as its opposite does. Throws
 * `bad_input` for an amount that is not a safe integer, a negative or infinite weight, or weights that are all zero.
 */
export function splitAmount(amountMinor: number, shares: ReadonlyMap<string, number>): Map<string, number> {
  const total = checkedTotal(amountMinor, shares);
  if (shares.size === 0) return new Map();
  const sign = amountMinor < 0 ? -1 : 1;
  const amount = Math.abs(amountMinor);
  const parts = [...shares].map(([id, weight]) => {
    const quota = amount * (weight / total);
    const floor = Math.min(Math.floor(quota), amount);
    return { id, weight, floor, remainder: Math.round((quota - floor) / SAME_REMAINDER) };
  });
  const byRemainder = parts
    .filter((part) => part.weight > 0)
    .sort((a, b) => b.remainder - a.remainder || (a.id < b.id ? -1 : 1));
  const units = new Map(parts.map((part) => [part.id, part.floor]));
  shareOut(amount - parts.reduce((sum, part) => sum + part.floor, 0), byRemainder, units);
  return new Map([...units].map(([id, part]) => [id, sign * part || 0]));
}

/** Hands out the units that rounding down left over; a deficit, which only amounts near 2^53 can show, is taken back. */
function shareOut(left: number, ranked: readonly { id: string }[], units: Map<string, number>): void {
  const order = left < 0 ? ranked.toReversed() : ranked;
  const step = left < 0 ? -1 : 1;
  for (let given = 0; given < Math.abs(left); ) {
    for (const { id } of order) {
      if (given === Math.abs(left)) return;
      if (units.get(id)! + step < 0) continue;
      units.set(id, units.get(id)! + step);
      given += 1;
    }
  }
}

function checkedTotal(amountMinor: number, shares: ReadonlyMap<string, number>): number {
  if (!Number.isSafeInteger(amountMinor)) {
    throw new AppError('bad_input', `${amountMinor} is not a whole number of minor units`);
  }
  let total = 0;
  for (const [id, weight] of shares) {
    if (!(weight >= 0 && Number.isFinite(weight))) {
      throw new AppError('bad_input', `The share of '${id}' is ${weight}; it must be zero or more`);
    }
    total += weight;
  }
  if (shares.size > 0 && total === 0) throw new AppError('bad_input', 'The shares are all zero');
  return total;
}

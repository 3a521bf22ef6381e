import { daysBetween, isIsoDate } from '../../dates.ts';
import { isSameDay } from '../../named-days.ts';
import { type Evidence, type KnownQuantity, stemOf } from './evidence.ts';
import type { Quantity } from './read-quantities.ts';

/** The field's words that mean the same thing in answers and results. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  deal: ['opportu'],
  opportu: ['deal'],
  certifi: ['certs', 'cert'],
  firm: ['partner'],
  compan: ['account'],
  custome: ['account'],
};

const DAYS: Readonly<Record<string, number>> = { day: 1, week: 7 };
const MONTHS: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 };

/** The figures of the evidence that a figure of an answer can be, by kind, unit and size. `near`: the words around it. */
export function matchQuantity(said: Quantity, near: readonly string[], evidence: Evidence): KnownQuantity[] {
  if (said.kind === 'date') {
    return evidence.quantities.filter((one) => one.kind === 'date' && isSameDay(said.unit, one.unit));
  }
  const fitting = evidence.quantities.filter((one) => isOfKind(said, one) && isSameFigure(said, one));
  if (said.kind !== 'number' || said.unit === 'points') return fitting;
  const stems = near.map(stemOf).flatMap((one) => [one, ...(SAME[one] ?? [])]);
  const counts = evidence.quantities.filter((one) => one.kind === 'number' && !one.anywhere);
  // Words that no result uses of any figure don't say which figure is meant.
  const telling = stems.filter((stem) => counts.some((one) => one.context.has(stem)));
  if (telling.length === 0) return fitting;
  return fitting.filter((one) => one.anywhere || telling.some((stem) => one.context.has(stem)));
}

function isOfKind(said: Quantity, known: KnownQuantity): boolean {
  if (said.kind === 'amount') {
    return known.kind === 'amount' && (known.unit === said.unit || known.unit === '');
  }
  if (said.kind === 'share') return known.kind === 'percent';
  if (said.kind === 'number' && said.unit === 'points') return known.kind === 'points';
  if (said.kind === 'number') {
    // An amount may be said without its currency where that is clear; small figures are counts.
    return known.kind === 'number' || (known.kind === 'amount' && (said.values[0] ?? 0) >= 1000);
  }
  if (said.kind === 'duration' && known.kind === 'duration') {
    return said.unit === known.unit || scaleOf(said.unit, known.unit) !== null;
  }
  return said.kind === known.kind;
}

function isSameFigure(said: Quantity, known: KnownQuantity): boolean {
  const factor = said.kind === 'duration' && said.unit !== known.unit ? scaleOf(said.unit, known.unit) : 1;
  return said.values.some((value) =>
    known.values.some(
      (one) => Math.abs(value * (factor ?? 1) - one) <= toleranceOf(said, value) * (factor ?? 1),
    ),
  );
}

function scaleOf(said: string, known: string): number | null {
  for (const units of [DAYS, MONTHS]) {
    const [a, b] = [units[said], units[known]];
    if (a !== undefined && b !== undefined) return a / b;
  }
  return null;
}

/** Half of the last place shown; where a figure is said to be rounded, half of its last place that is no zero. */
export function toleranceOf(said: Quantity, value: number): number {
  if (said.kind === 'share') return 4;
  const shown = said.step / 2;
  if (said.kind === 'number' && said.unit === '' && !said.rough)
    return Number.isInteger(value) ? 1e-9 : shown;
  if (said.kind === 'duration' && !said.rough) return 1e-9;
  if (!said.rough || said.step > 1) return shown + 1e-9;
  let place = said.step;
  while (value !== 0 && Math.abs(Math.round(value / (place * 10)) * place * 10 - value) < 1e-9) place *= 10;
  return Math.min(Math.max(place / 2, shown), Math.abs(value) * 0.06) + 1e-9;
}

/** What may be computed: from figures said beside it, from a column of a list, from days. */
export function isComputed(
  said: Quantity,
  beside: readonly Quantity[],
  known: { evidence: Evidence; near: readonly KnownQuantity[]; part: readonly Quantity[] },
): boolean {
  const value = said.values[0] ?? Number.NaN;
  const close = (one: number) => said.values.some((v) => Math.abs(v - one) <= toleranceOf(said, v));
  if (said.kind === 'number') return isTotalBeside(said, value, beside);
  if (said.kind === 'amount') {
    const others = beside
      .filter((one) => one.kind === said.kind && one.unit === said.unit)
      .map((one) => one.values[0] ?? 0)
      .filter((one) => one !== 0 && one !== value);
    return isSumOrDifference(others, close) || columnSums(said, known.evidence).some(close);
  }
  if (said.kind === 'percent' || said.kind === 'share') {
    return sharesOf(known.part, known.near, known.evidence).some(close);
  }
  if (said.kind === 'duration') return isSpan(said, value, beside, known);
  return false;
}

/** Three counts in one breath ('9, of which 3 are undecided and 6 approved') that add up; any of an answer would do too often. */
function isTotalBeside(said: Quantity, value: number, beside: readonly Quantity[]): boolean {
  const counts = beside.filter((one) => one.kind === 'number' && one.unit === said.unit);
  return counts.some((one, i) => {
    const last = counts[i + 2];
    if (!last || last.end - one.start > 90) return false;
    const [x = 0, y = 0, z = 0] = counts.slice(i, i + 3).map((count) => count.values[0] ?? 0);
    return [x, y, z].includes(value) && (x === y + z || z === x + y);
  });
}

function isSumOrDifference(figures: readonly number[], close: (one: number) => boolean): boolean {
  const some = figures.slice(0, 12);
  const sum = some.reduce((total, one) => total + one, 0);
  if (some.length > 1 && close(sum)) return true;
  return some.some((one, i) =>
    some.some((other, j) => i !== j && (close(one - other) || (i < j && close(one + other)))),
  );
}

/** The sums of one field over all records of a list. */
function columnSums(said: Quantity, evidence: Evidence): number[] {
  const sums = new Map<string, number>();
  for (const one of evidence.quantities) {
    if (one.kind !== 'amount' || (one.unit !== said.unit && one.unit !== '')) continue;
    const column = one.path.map((part) => (typeof part === 'number' ? '*' : part)).join('/');
    sums.set(`${one.path[0]} ${column}`, (sums.get(`${one.path[0]} ${column}`) ?? 0) + (one.values[0] ?? 0));
  }
  return [...sums.values()];
}

/** Shares of figures said in the answer, and of a record's field in the same field of the whole. */
function sharesOf(beside: readonly Quantity[], near: readonly KnownQuantity[], evidence: Evidence): number[] {
  const shares: number[] = [];
  const add = (part: number | undefined, whole: number | undefined) => {
    if (part !== undefined && whole && part <= whole) shares.push((100 * part) / whole);
  };
  const said = beside.filter((one) => one.kind === 'amount' || one.kind === 'number');
  for (const one of said)
    for (const other of said) if (one.kind === other.kind) add(one.values[0], other.values[0]);
  for (const part of near) {
    if (part.kind !== 'amount' && part.kind !== 'number') continue;
    for (const whole of evidence.quantities) {
      if (
        whole.kind === part.kind &&
        whole.path.at(-1) === part.path.at(-1) &&
        whole.path.length < part.path.length
      )
        add(part.values[0], whole.values[0]);
    }
  }
  return shares;
}

/** A span between a day said nearby, or of the same record, and today or another such day. */
function isSpan(
  said: Quantity,
  value: number,
  beside: readonly Quantity[],
  known: { evidence: Evidence; near: readonly KnownQuantity[] },
): boolean {
  const days = [
    ...beside.filter((one) => one.kind === 'date').map((one) => one.unit),
    ...known.near.filter((one) => one.kind === 'date').map((one) => one.unit),
  ].filter(isIsoDate);
  const all = [...new Set([...days, known.evidence.today])].slice(0, 40);
  const factor = DAYS[said.unit];
  if (factor === undefined) return false;
  // The same figure is known in another unit: that one is meant.
  const otherwise = known.evidence.quantities.some(
    (one) => one.kind === 'duration' && one.unit !== said.unit && one.values.includes(value),
  );
  if (otherwise && value !== 0) return false;
  const tolerance = factor === 1 && !said.rough ? 0 : factor / 2 + (said.rough ? 0.5 : 0);
  return all.some((one) =>
    all.some((other) => Math.abs(Math.abs(daysBetween(one, other)) - value * factor) <= tolerance),
  );
}

/** Whether the figure stands among the results after all, only not of the thing that it is said of. */
export function standsSomewhere(quantity: Quantity, evidence: Evidence): boolean {
  return evidence.quantities.some((one) =>
    quantity.kind === 'date'
      ? one.kind === 'date' && one.unit === quantity.unit
      : one.values.some((value) => quantity.values.includes(value)),
  );
}

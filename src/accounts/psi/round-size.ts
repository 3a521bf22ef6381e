/** Renard's series R10 (ISO 3), ten sizes from 1 to 10, each about a quarter above the last. */
const STEPS = [10, 12.5, 16, 20, 25, 31.5, 40, 50, 63, 80];
const LEAST = 100;

/**
 * The size that a list of so many keys is filled up to with random points: the next of 100, 125, 160, …, 1000, 1250, …, or the
 * cap of the agreement where that is less. The other side learns this size and not the list's own.
 */
export function roundSize(count: number, cap: number): number {
  if (count <= LEAST) return Math.min(LEAST, cap);
  const unit = 10 ** (Math.floor(Math.log10(count)) - 1);
  const step = STEPS.map((size) => size * unit).find((size) => size >= count) ?? 100 * unit;
  return Math.min(step, cap);
}

/** Whether a size is one that `roundSize` gives. */
export function isRoundSize(size: number, cap: number): boolean {
  return size >= 1 && size <= cap && roundSize(size, cap) === size;
}

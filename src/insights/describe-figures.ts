export type MoneyText = (minor: number) => string;

/** A share as whole per cents; adding nought keeps a rounded −0 from being written. */
export function percent(share: number): string {
  return `${Math.round(share * 100) + 0}%`;
}

/** A difference of shares, such as '12 points' or '-3 points'. */
export function points(difference: number): string {
  const rounded = Math.round(difference * 100) + 0;
  return `${rounded} ${Math.abs(rounded) === 1 ? 'point' : 'points'}`;
}

/** Two digits, without a sign before nought. */
export function formatRatio(ratio: number): string {
  return (Math.round(ratio * 100) / 100 + 0).toFixed(2);
}

/** A 90% interval. */
export function reach(
  { low, high }: { readonly low: number | null; readonly high: number | null },
  write: (figure: number) => string,
): string {
  if (low === null || high === null) return 'no interval';
  return `90% interval ${write(low)} to ${write(high)}`;
}

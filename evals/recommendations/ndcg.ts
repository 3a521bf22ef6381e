/**
 * nDCG of a ranking (Järvelin & Kekäläinen 2002): gain is lift above the worst candidate's, linear, discounted by
 * log2(rank + 1). 1 where all candidates are alike. Ranked ids without a lift gain nothing.
 */
export function measureNdcg(
  ranked: readonly string[],
  lifts: Readonly<Record<string, number>>,
  top: number,
): number {
  const worst = Math.min(...Object.values(lifts));
  const gainOf = (lift: number | undefined) => (lift === undefined ? 0 : lift - worst);
  const best = Object.values(lifts)
    .map(gainOf)
    .sort((a, b) => b - a);
  const ideal = discount(best.slice(0, top));
  return ideal === 0 ? 1 : discount(ranked.slice(0, top).map((id) => gainOf(lifts[id]))) / ideal;
}

function discount(gains: readonly number[]): number {
  return gains.reduce((sum, gain, i) => sum + gain / Math.log2(i + 2), 0);
}

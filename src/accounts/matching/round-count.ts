/**
 * The power of two nearest to a count on a logarithmic scale, 0 for none. What a score takes from the list it takes so: a row
 * more or less then seldom moves any other row's score, and links kept current row by row stay those of a rebuild.
 */
export function roundToPowerOfTwo(count: number): number {
  return count > 0 ? 2 ** Math.round(Math.log2(count)) : 0;
}

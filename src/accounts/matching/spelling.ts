/** Letters past these say no more, and 31 fit the bits of one number, which spares two arrays a comparison. */
const MOST_LETTERS = 31;

/** Jaro-Winkler similarity of the first 31 letters, 0 to 1, prefix scale 0.1 over four letters (Winkler 1990). */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1;
  const la = Math.min(a.length, MOST_LETTERS);
  const lb = Math.min(b.length, MOST_LETTERS);
  if (la === 0 || lb === 0) return 0;
  const reach = Math.max(0, (Math.max(la, lb) >> 1) - 1);
  let [takenA, takenB, matches] = [0, 0, 0];
  for (let i = 0; i < la; i++) {
    const letter = a.charCodeAt(i);
    const to = Math.min(lb - 1, i + reach);
    for (let j = Math.max(0, i - reach); j <= to; j++) {
      if ((takenB >> j) & 1 || b.charCodeAt(j) !== letter) continue;
      takenA |= 1 << i;
      takenB |= 1 << j;
      matches += 1;
      break;
    }
  }
  if (matches === 0) return 0;
  let [swapped, k] = [0, 0];
  for (let i = 0; i < la; i++) {
    if (!((takenA >> i) & 1)) continue;
    while (!((takenB >> k) & 1)) k += 1;
    if (a.charCodeAt(i) !== b.charCodeAt(k)) swapped += 1;
    k += 1;
  }
  const jaro = (matches / la + matches / lb + (matches - swapped / 2) / matches) / 3;
  let prefix = 0;
  while (prefix < 4 && prefix < la && a.charCodeAt(prefix) === b.charCodeAt(prefix)) prefix += 1;
  return jaro + prefix * 0.1 * (1 - jaro);
}

export type WordLikeness = { readonly kind: 'short' | 'typo'; readonly degree: number } | null;

/**
 * How far one word may stand for another: cut short ('manuf'), letters left out ('hldg' for 'holding'), or misspelt.
 * `degree` 0 to 1; null where they are two words. Symmetric.
 */
export function compareWords(a: string, b: string): WordLikeness {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.charCodeAt(0) !== long.charCodeAt(0)) {
    // A slip on the first letter is rare; short words that differ there are other words.
    return short.length >= 6 && jaroWinkler(short, long) >= 0.92 ? { kind: 'typo', degree: 0.75 } : null;
  }
  if (long.startsWith(short)) {
    if (short.length >= 4) return { kind: 'short', degree: 0.9 };
    return { kind: 'short', degree: short.length === 3 ? 0.75 : short.length === 2 ? 0.5 : 0.3 };
  }
  // 'hldgs', 'intl', 'mfg', 'svcs': short forms keep the order of the letters and often the end.
  if (
    short.length >= 3 &&
    short.length <= 6 &&
    long.length >= short.length + 2 &&
    isSubsequence(short, long)
  ) {
    return { kind: 'short', degree: 0.65 };
  }
  if (short.length < 4) return null;
  const likeness = jaroWinkler(short, long);
  return likeness >= 0.88 ? { kind: 'typo', degree: Math.min(0.95, likeness - 0.05) } : null;
}

/** True where the letters of `short` occur in `long` in their order. */
export function isSubsequence(short: string, long: string): boolean {
  let at = 0;
  for (let i = 0; i < long.length && at < short.length; i++) {
    if (long.charCodeAt(i) === short.charCodeAt(at)) at += 1;
  }
  return at === short.length;
}

const LETTERS = 38;

function letterCode(code: number): number {
  // a-z, 0-9, then the edge of the word; keys hold nothing else.
  return code >= 97 ? code - 96 : code >= 48 ? code - 48 + 27 : 0;
}

/** Sorted, distinct codes of the runs of three letters of a compact key with its edges; each below 38³. */
export function trigramsOf(key: string): Uint16Array {
  const codes: number[] = [];
  let [first, second] = [0, letterCode(key.charCodeAt(0) || 0)];
  for (let i = 1; i <= key.length; i++) {
    const third = i < key.length ? letterCode(key.charCodeAt(i)) : 37;
    codes.push((first * LETTERS + second) * LETTERS + third);
    first = second;
    second = third;
  }
  return Uint16Array.from(new Set(codes)).sort();
}

export const TRIGRAM_CODES = LETTERS ** 3;

/** Dice coefficient of two sorted code lists, 0 to 1. */
export function shareOfTrigrams(a: Uint16Array, b: Uint16Array): number {
  let [i, j, both] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const [x, y] = [a[i] ?? 0, b[j] ?? 0];
    if (x === y) both += 1;
    if (x <= y) i += 1;
    if (y <= x) j += 1;
  }
  return a.length + b.length > 0 ? (2 * both) / (a.length + b.length) : 0;
}

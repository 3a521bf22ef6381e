/** A stream of numbers that a seed decides wholly, so that a world can be made again byte by byte. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number, both ends possible. */
  int(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** One of the entries, in proportion to its weight. */
  weighted<T>(entries: readonly (readonly [T, number])[]): T;
  /** So many different ones, or all where there are fewer. */
  sample<T>(list: readonly T[], count: number): T[];
  shuffle<T>(list: readonly T[]): T[];
  /** Standard normal (Box and Muller). */
  normal(): number;
  /** A stream of its own under a label, so that a change in one part of a world leaves the others as they were. */
  fork(label: string): Random;
}

/** A seeded stream: the generator mulberry32 by Tommy Ettinger (2017, public domain). */
export function createRandom(seed: number): Random {
  const next = mulberry32(seed);
  const int = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  const shuffle = <T>(list: readonly T[]): T[] => {
    const shuffled = [...list];
    for (let at = shuffled.length - 1; at > 0; at -= 1) {
      const other = int(0, at);
      [shuffled[at], shuffled[other]] = [shuffled[other]!, shuffled[at]!];
    }
    return shuffled;
  };
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (list) => {
      if (list.length === 0) throw new Error('Nothing to pick from');
      return list[int(0, list.length - 1)]!;
    },
    weighted: (entries) => pickWeighted(entries, next()),
    sample: (list, count) => shuffle(list).slice(0, count),
    shuffle,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    fork: (label) => createRandom(hashLabel(`${seed}/${label}`)),
  };
}

function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function pickWeighted<T>(entries: readonly (readonly [T, number])[], share: number): T {
  const total = entries.reduce((sum, [, weight]) => sum + weight, 0);
  let left = share * total;
  for (const [entry, weight] of entries) {
    left -= weight;
    if (left < 0) return entry;
  }
  const last = entries.at(-1);
  if (!last) throw new Error('Nothing to pick from');
  return last[0];
}

/** FNV-1a, 32 bits. */
function hashLabel(label: string): number {
  let hash = 0x811c9dc5;
  for (const letter of label) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193);
  return hash >>> 0;
}
